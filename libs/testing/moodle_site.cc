#include "libs/testing/moodle_site.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"

namespace cp::testing {
namespace {

using Json = nlohmann::json;

std::string DataFile(absl::string_view name) {
  const char* root = std::getenv("CP_SOURCE_DIR");
  return absl::StrCat(root == nullptr ? "." : root, "/tests/data/moodle-site/", name);
}

int64_t IntOrZero(const Json& value) { return value.is_null() ? 0 : value.get<int64_t>(); }

bool IsLiveMember(const Json& user) {
  return user.at("deleted") == 0 && user.at("suspended") == 0 && user.at("company_suspended") == 0;
}

bool IsReported(const Json& row) {
  const bool in_company = row.at("course_in_company").get<bool>() || row.at("course_shared") == 1;
  return row.at("courseid") != 1 && row.at("course_visible") == 1 && in_company && row.at("active").get<bool>() &&
         row.at("tracked").get<bool>();
}

// The earliest time of creation among the enrolments that are active at `asof`; 0 when none is.
int64_t FirstActiveEnrolment(const Json& enrolments, int64_t asof) {
  int64_t first = 0;
  for (const Json& enrolment : enrolments) {
    const int64_t end = enrolment.at("timeend");
    const bool active = enrolment.at("status") == 0 && enrolment.at("instance_status") == 0 &&
                        enrolment.at("timestart") <= asof && (end == 0 || end > asof);
    const int64_t created = enrolment.at("timecreated");
    if (active && (first == 0 || created < first)) first = created;
  }
  return first;
}

progress::ProgressStatus StatusOf(const Json& row) {
  if (row.at("complete").get<bool>()) return progress::ProgressStatus::kCompleted;
  const bool begun = row.at("activities_done") > 0 || IntOrZero(row.at("timestarted")) > 0;
  return begun ? progress::ProgressStatus::kInProgress : progress::ProgressStatus::kNotStarted;
}

progress::CourseProgress ToRow(const Json& json, int64_t asof) {
  progress::CourseProgress row;
  row.key = {UserId(json.at("userid").get<int64_t>()), CourseId(json.at("courseid").get<int64_t>())};
  row.firstname = json.at("firstname");
  row.lastname = json.at("lastname");
  row.email = json.at("email");
  row.username = json.at("username");
  row.coursename = json.at("coursename");
  row.timecompleted = IntOrZero(json.at("timecompleted"));
  const int64_t started = IntOrZero(json.at("timestarted"));
  row.timestarted = started > 0 ? started : FirstActiveEnrolment(json.at("enrolments"), asof);
  row.percentage = json.at("progress").is_null() ? 0.0 : json.at("progress").get<double>();
  row.activities_done = json.at("activities_done");
  row.activities_total = json.at("activities_tracked");
  row.status = StatusOf(json);
  row.last_activity = IntOrZero(json.at("last_activity_done"));
  return row;
}

ExpectedCompany ToCompany(const Json& json, int64_t asof) {
  ExpectedCompany company;
  company.company = {CompanyId(json.at("id").get<int64_t>()), json.at("name"), json.at("shortname")};
  std::map<int64_t, bool> live;
  for (const Json& user : json.at("users")) live[user.at("userid").get<int64_t>()] = IsLiveMember(user);
  for (const Json& row : json.at("rows")) {
    if (live[row.at("userid").get<int64_t>()] && IsReported(row)) company.rows.push_back(ToRow(row, asof));
  }
  std::sort(company.rows.begin(), company.rows.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return company;
}

}  // namespace

size_t ExpectedSite::RowCount() const {
  size_t rows = 0;
  for (const ExpectedCompany& company : companies) rows += company.rows.size();
  return rows;
}

absl::StatusOr<ExpectedSite> ReadExpectedSite(absl::string_view engine) {
  const std::string path = DataFile(absl::StrCat("expected_", engine, ".json"));
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(absl::StrCat("can not read ", path));
  ExpectedSite site;
  try {
    const Json json = Json::parse(in);
    site.asof = json.at("asof");
    for (const Json& company : json.at("companies")) site.companies.push_back(ToCompany(company, site.asof));
  } catch (const Json::exception& error) {
    return absl::DataLossError(absl::StrCat(path, ": ", error.what()));
  }
  return site;
}

std::string SiteDumpPath(absl::string_view engine) { return DataFile(absl::StrCat("site_", engine, ".sql")); }

}  // namespace cp::testing
