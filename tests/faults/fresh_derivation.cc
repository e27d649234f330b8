#include "tests/faults/fresh_derivation.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <iterator>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/moodle/open_source.h"
#include "libs/moodle/player/site_db.h"
#include "libs/progress/derive.h"
#include "libs/testing/fake_clock.h"

namespace cp::faults {
namespace {

template <typename T>
T Need(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << "fresh derivation: " << value.status() << std::endl;
  std::abort();
}
void Need(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << "fresh derivation: " << status << std::endl;
  std::abort();
}

std::string LineOf(CompanyId company, const progress::CourseProgress& row) {
  return absl::StrJoin(
      std::make_tuple(company.value(), row.key.user.value(), row.key.course.value(), row.firstname, row.lastname,
                      row.email, row.username, row.coursename, row.timecompleted, row.timestarted, row.activities_done,
                      row.activities_total, progress::ToString(row.status), row.last_activity, row.percentage),
      "|");
}

}  // namespace

RowLines FreshRows(const std::string& moodle_dsn, int64_t now) {
  const testing::FakeClock clock(absl::FromUnixSeconds(now));
  moodle::SourceOptions options;
  options.dsn = moodle_dsn;
  const std::unique_ptr<sync::Source> source = Need(moodle::MakeSource(options, clock));
  const Deadline soon = Deadline::After(clock, absl::Hours(1));
  RowLines lines;
  for (const progress::Company& company : Need(source->Companies(soon))) {
    const auto snapshot = Need(source->OpenSnapshot({.company = company.id, .now = now}, soon));
    std::vector<progress::PairFacts> facts;
    do {
      Need(snapshot->Next(1000, &facts, soon));
      for (const progress::PairFacts& pair : facts) {
        lines.insert(LineOf(company.id, Need(progress::Derive(pair, {}))));
      }
    } while (!facts.empty());
  }
  return lines;
}

RowLines StoredRows(const std::string& store_dsn) {
  const std::unique_ptr<moodle::SiteDb> db = Need(moodle::SiteDb::Open(store_dsn));
  RowLines lines;
  try {
    for (const moodle::TextRow& row : db->Texts(
             "SELECT company_id, user_id, course_id, firstname, lastname, email, username, coursename, timecompleted,"
             " timestarted, activities_done, activities_total, status, last_activity, percentage FROM course_progress"
             " WHERE is_deleted = 0")) {
      lines.insert(absl::StrJoin(row.values, "|"));
    }
  } catch (const std::exception& error) {
    Need(absl::InternalError(error.what()));
  }
  return lines;
}

std::string Difference(const RowLines& fresh, const RowLines& stored) {
  std::vector<std::string> missing, superfluous;
  std::set_difference(fresh.begin(), fresh.end(), stored.begin(), stored.end(), std::back_inserter(missing));
  std::set_difference(stored.begin(), stored.end(), fresh.begin(), fresh.end(), std::back_inserter(superfluous));
  for (std::string& row : missing) row += " missing";
  for (std::string& row : superfluous) missing.push_back(row + " stored");
  std::sort(missing.begin(), missing.end());
  return absl::StrJoin(missing, "\n");
}

}  // namespace cp::faults
