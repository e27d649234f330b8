#include "services/sync_worker/run_messages.h"

#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::worker {
namespace {

namespace v1 = courseprogress::v1;

constexpr int kMaxNamedCompanies = 10000;
constexpr size_t kMaxIdLength = 64;
constexpr absl::Duration kLongestRun = absl::Hours(24);

absl::Status Refuse(absl::string_view field, absl::string_view text) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kFieldInvalid, text, {{"field", std::string(field)}});
}

absl::Status CheckId(absl::string_view field, absl::string_view id) {
  const bool allowed = std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
  });
  if (allowed && id.size() <= kMaxIdLength) return absl::OkStatus();
  return Refuse(field, absl::StrCat(field, " may hold at most ", kMaxIdLength, " letters, digits, _ and -"));
}

absl::StatusOr<progress::RunMode> ModeOf(const v1::RunSyncRequest& request) {
  switch (request.mode()) {
    case v1::RUN_MODE_UNSPECIFIED:
      return progress::RunMode::kFull;
    case v1::RUN_MODE_CHANGES:
      return progress::RunMode::kChanges;
    case v1::RUN_MODE_FULL:
      return progress::RunMode::kFull;
    case v1::RUN_MODE_POPULATE:
      return progress::RunMode::kPopulate;
    default:
      return Refuse("mode", absl::StrCat("mode may be RUN_MODE_CHANGES, RUN_MODE_FULL or RUN_MODE_POPULATE, not ",
                                         static_cast<int>(request.mode())));
  }
}

absl::StatusOr<absl::Duration> BudgetOf(const google::protobuf::Duration& duration) {
  const absl::Duration budget = absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
  if (budget > absl::ZeroDuration() && budget <= kLongestRun) return budget;
  return Refuse("max_duration",
                absl::StrCat("max_duration must be more than 0 and at most 24 h, not ", absl::FormatDuration(budget)));
}

int32_t Clamp(int64_t count) {
  return static_cast<int32_t>(std::clamp<int64_t>(count, 0, std::numeric_limits<int32_t>::max()));
}

template <typename Out>
void AddFoundBy(const std::map<std::string, int64_t>& found_by, Out* out) {
  for (const auto& [detector, count] : found_by) (*out->mutable_found_by())[detector] = Clamp(count);
}

v1::RowChange ToProto(sync::RowChange change) {
  switch (change) {
    case sync::RowChange::kCreated:
      return v1::ROW_CHANGE_CREATED;
    case sync::RowChange::kUpdated:
      return v1::ROW_CHANGE_UPDATED;
    case sync::RowChange::kDeleted:
      return v1::ROW_CHANGE_DELETED;
  }
  return v1::ROW_CHANGE_UNSPECIFIED;
}

void ToProto(const sync::AffectedRow& row, const progress::FieldMask& visible, v1::AffectedUser* out) {
  const auto shown = [&visible](progress::Field field) { return visible.test(static_cast<size_t>(field)); };
  out->set_user_id(static_cast<int32_t>(row.key.user.value()));
  out->set_course_id(static_cast<int32_t>(row.key.course.value()));
  out->set_change(ToProto(row.change));
  if (row.change == sync::RowChange::kDeleted) return;
  out->set_username(row.username);
  if (shown(progress::Field::kEmail)) out->set_email(row.email);
  if (shown(progress::Field::kCoursename)) out->set_coursename(row.coursename);
  if (shown(progress::Field::kPercentage)) out->set_percentage(row.percentage_hundredths / 100.0);
  if (shown(progress::Field::kStatus)) out->set_status(std::string(progress::ToString(row.status)));
}

void ToProto(const CompanyReport& report, v1::CompanySyncResult* out) {
  const sync::CompanyResult& result = report.result;
  out->set_company_id(static_cast<int32_t>(result.company.id.value()));
  out->set_company_name(result.company.name);
  out->set_success(report.Success());
  out->set_records_created(Clamp(result.record.created));
  out->set_records_updated(Clamp(result.record.updated));
  out->set_records_deleted(Clamp(result.record.deleted));
  out->set_cache_cleared(Clamp(result.record.cache_cleared));
  out->set_data_version(ToStamp(report.version));
  std::set<std::string> courses;
  for (const sync::AffectedRow& row : result.affected) {
    v1::AffectedUser* affected = out->add_affected_users();
    ToProto(row, report.visible_fields, affected);
    if (affected->has_coursename()) courses.insert(affected->coursename());
  }
  out->set_affected_count(Clamp(result.affected_count));
  for (const std::string& course : courses) out->add_affected_courses(course);
  for (const std::string& error : result.record.errors) out->add_errors(error);
  for (const std::string& warning : result.warnings) out->add_warnings(warning);
  out->set_rows_read(Clamp(result.record.rows_read));
  out->set_duration_seconds(absl::ToDoubleSeconds(result.elapsed));
  AddFoundBy(result.record.found_by, out);
}

v1::RunMode ToProto(progress::RunMode mode) {
  switch (mode) {
    case progress::RunMode::kChanges:
      return v1::RUN_MODE_CHANGES;
    case progress::RunMode::kFull:
      return v1::RUN_MODE_FULL;
    case progress::RunMode::kPopulate:
      return v1::RUN_MODE_POPULATE;
  }
  return v1::RUN_MODE_UNSPECIFIED;
}

v1::RunState ToProto(progress::RunState state) {
  switch (state) {
    case progress::RunState::kRunning:
      return v1::RUN_STATE_RUNNING;
    case progress::RunState::kSucceeded:
      return v1::RUN_STATE_SUCCEEDED;
    case progress::RunState::kFailed:
      return v1::RUN_STATE_FAILED;
    case progress::RunState::kTruncated:
      return v1::RUN_STATE_TRUNCATED;
    case progress::RunState::kCancelled:
      return v1::RUN_STATE_CANCELLED;
    case progress::RunState::kAbandoned:
      return v1::RUN_STATE_ABANDONED;
  }
  return v1::RUN_STATE_UNSPECIFIED;
}

v1::RunState ToProto(CompanyStage stage) {
  switch (stage) {
    case CompanyStage::kWaiting:
      return v1::RUN_STATE_WAITING;
    case CompanyStage::kRunning:
      return v1::RUN_STATE_RUNNING;
    case CompanyStage::kSucceeded:
      return v1::RUN_STATE_SUCCEEDED;
    case CompanyStage::kFailed:
      return v1::RUN_STATE_FAILED;
    case CompanyStage::kTruncated:
      return v1::RUN_STATE_TRUNCATED;
    case CompanyStage::kAlreadyRunning:
      return v1::RUN_STATE_ALREADY_RUNNING;
  }
  return v1::RUN_STATE_UNSPECIFIED;
}

std::string NameOf(CompanyId company, const CompanyNames& names) {
  const auto it = names.find(company);
  return it == names.end() ? std::string() : it->second;
}

bool HasTurnBehindIt(const CompanyProgress& company) {
  return company.stage != CompanyStage::kWaiting && company.stage != CompanyStage::kRunning;
}

// What has been read, and what there is to read; absent while the rows of a company are not known.
struct Extent {
  int64_t read = 0;
  std::optional<int64_t> all = 0;
};
Extent ExtentOf(const RunView& run) {
  Extent extent;
  if (run.companies.empty()) extent.all.reset();
  for (const CompanyProgress& company : run.companies) {
    extent.read += company.counts.rows_read;
    const bool known = HasTurnBehindIt(company) || company.expected_rows > 0;
    if (!known) extent.all.reset();
    if (!extent.all.has_value()) continue;
    *extent.all +=
        HasTurnBehindIt(company) ? company.counts.rows_read : std::max(company.counts.rows_read, company.expected_rows);
  }
  return extent;
}

double Percent(int64_t part, int64_t whole) {
  return whole == 0 ? 100.0 : std::min(100.0, 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

void ToProto(const CompanyProgress& company, v1::RunCompany* out) {
  out->set_company_id(static_cast<int32_t>(company.company.id.value()));
  out->set_company_name(company.company.name);
  out->set_state(ToProto(company.stage));
  out->set_rows_read(Clamp(company.counts.rows_read));
  out->set_records_created(Clamp(company.counts.created));
  out->set_records_updated(Clamp(company.counts.updated));
  out->set_records_deleted(Clamp(company.counts.deleted));
  if (company.stage == CompanyStage::kSucceeded) {
    out->set_percent(100);
  } else if (company.expected_rows > 0) {
    out->set_percent(Percent(company.counts.rows_read, company.expected_rows));
  }
}

// What is known of a company at its end only.
void AddResults(const RunResult& result, v1::Run* out) {
  std::map<int32_t, v1::RunCompany*> companies;
  for (v1::RunCompany& company : *out->mutable_companies()) companies.emplace(company.company_id(), &company);
  for (const CompanyReport& report : result.companies) {
    const auto it = companies.find(static_cast<int32_t>(report.result.company.id.value()));
    if (it == companies.end()) continue;
    it->second->set_cache_cleared(Clamp(report.result.record.cache_cleared));
    for (const std::string& error : report.result.record.errors) it->second->add_errors(error);
    AddFoundBy(report.result.record.found_by, it->second);
  }
}

}  // namespace

absl::Status CheckRunId(absl::string_view run_id) {
  if (run_id.empty()) return Refuse("run_id", "run_id must be set");
  return CheckId("run_id", run_id);
}

absl::StatusOr<RunRequest> ToRunRequest(const v1::RunSyncRequest& request) {
  if (request.company_ids_size() > kMaxNamedCompanies) {
    return Refuse("company_ids", absl::StrCat("company_ids may name at most ", kMaxNamedCompanies,
                                              " companies; leave it empty for all"));
  }
  RunRequest run{
      .kind = "call", .companies = {}, .force = request.force(), .list_affected_rows = true, .caller_gone = nullptr};
  for (const int32_t id : request.company_ids()) {
    if (id < 1) {
      return Refuse("company_ids", absl::StrCat("company_ids: ", id, " is no company; ids start at 1"));
    }
    run.companies.emplace_back(id);
  }
  CP_ASSIGN_OR_RETURN(run.mode, ModeOf(request));
  CP_RETURN_IF_ERROR(CheckId("request_id", request.request_id()));
  if (request.has_max_duration()) {
    CP_ASSIGN_OR_RETURN(run.max_duration, BudgetOf(request.max_duration()));
  }
  run.request_id = request.request_id();
  run.dry_run = request.dry_run();
  return run;
}

void ToResponse(const RunResult& run, v1::RunSyncResponse* response) {
  sync::RunSummary total(false);
  for (const CompanyReport& report : run.companies) {
    total.Add(report.result);
    ToProto(report, response->add_companies());
  }
  response->set_success(run.Success());
  response->set_total_processed(Clamp(total.processed()));
  response->set_records_created(Clamp(total.created()));
  response->set_records_updated(Clamp(total.updated()));
  response->set_records_deleted(Clamp(total.deleted()));
  response->set_cache_cleared(Clamp(total.cache_cleared()));
  response->set_rows_read(Clamp(total.rows_read()));
  response->set_duration_seconds(absl::ToDoubleSeconds(run.duration));
  response->set_run_id(run.record.run_id);
  response->set_mode(ToProto(run.record.mode));
  response->set_dry_run(run.record.dry_run);
  response->set_state(ToProto(run.record.state));
  for (const std::string& error : run.errors) response->add_errors(error);
  for (const std::string& warning : run.warnings) response->add_warnings(warning);
}

void ToResponse(const RunRequest& run, v1::RunSyncResponse* response) {
  response->set_run_id(run.run_id);
  response->set_mode(ToProto(run.mode));
  response->set_dry_run(run.dry_run);
  response->set_state(v1::RUN_STATE_WAITING);
}

void ToResponse(const progress::RunDetails& run, const CompanyNames& names, v1::RunSyncResponse* response) {
  sync::RunSummary total(false);
  for (const progress::CompanyRunRecord& record : run.companies) {
    CompanyReport report;
    report.result.company = {.id = record.company, .name = NameOf(record.company, names), .shortname = {}};
    report.result.record = record;
    report.result.affected_count = record.created + record.updated + record.deleted;
    report.result.elapsed = absl::Seconds(std::max<int64_t>(0, record.finished_at - record.started_at));
    total.Add(report.result);
    ToProto(report, response->add_companies());
    response->mutable_companies()->rbegin()->set_success(record.state == progress::RunState::kSucceeded);
    response->mutable_companies()->rbegin()->clear_data_version();  // it is not kept
  }
  response->set_success(run.run.state == progress::RunState::kSucceeded);
  response->set_total_processed(Clamp(total.processed()));
  response->set_records_created(Clamp(total.created()));
  response->set_records_updated(Clamp(total.updated()));
  response->set_records_deleted(Clamp(total.deleted()));
  response->set_cache_cleared(Clamp(total.cache_cleared()));
  response->set_rows_read(Clamp(total.rows_read()));
  response->set_duration_seconds(static_cast<double>(std::max<int64_t>(0, run.run.finished_at - run.run.started_at)));
  response->set_run_id(run.run.run_id);
  response->set_mode(ToProto(run.run.mode));
  response->set_dry_run(run.run.dry_run);
  response->set_state(ToProto(run.run.state));
  for (const std::string& error : run.run.errors) response->add_errors(error);
  if (run.run.state == progress::RunState::kAbandoned) response->add_errors("the worker of this run died");
  for (const std::string& warning : run.run.warnings) response->add_warnings(warning);
}

void ToProto(const progress::RunRecord& run, v1::Run* out) {
  out->set_run_id(run.run_id);
  out->set_kind(run.kind);
  out->set_state(ToProto(run.state));
  out->set_mode(ToProto(run.mode));
  out->set_dry_run(run.dry_run);
  out->set_request_id(run.request_id);
  out->mutable_start_time()->set_seconds(run.started_at);
  if (run.finished_at > 0) out->mutable_end_time()->set_seconds(run.finished_at);
  out->set_owner(run.owner);
  out->set_companies_planned(Clamp(run.companies_planned));
  out->set_companies_done(Clamp(run.companies_done));
  out->set_cancel_requested(run.cancel_requested);
  for (const std::string& error : run.errors) out->add_errors(error);
  for (const std::string& warning : run.warnings) out->add_warnings(warning);
}

void ToProto(const progress::RunDetails& run, const CompanyNames& names, v1::Run* out) {
  ToProto(run.run, out);
  for (const progress::CompanyRunRecord& record : run.companies) {
    v1::RunCompany* company = out->add_companies();
    company->set_company_id(static_cast<int32_t>(record.company.value()));
    company->set_company_name(NameOf(record.company, names));
    company->set_state(ToProto(record.state));
    company->set_rows_read(Clamp(record.rows_read));
    company->set_records_created(Clamp(record.created));
    company->set_records_updated(Clamp(record.updated));
    company->set_records_deleted(Clamp(record.deleted));
    company->set_cache_cleared(Clamp(record.cache_cleared));
    if (record.state == progress::RunState::kSucceeded) company->set_percent(100);
    for (const std::string& error : record.errors) company->add_errors(error);
    AddFoundBy(record.found_by, company);
  }
}

void ToProto(const RunView& run, v1::Run* out) {
  ToProto(run.record, out);
  if (!run.begun && !run.ended()) out->set_state(v1::RUN_STATE_WAITING);
  for (const CompanyProgress& company : run.companies) ToProto(company, out->add_companies());
  if (run.result != nullptr) AddResults(*run.result, out);
}

void ToProto(const RunView& run, v1::WatchRunResponse* out) {
  ToProto(run, out->mutable_run());
  const Extent extent = ExtentOf(run);
  const double seconds = absl::ToDoubleSeconds(run.elapsed);
  const double rate = seconds > 0 ? static_cast<double>(extent.read) / seconds : 0;
  out->set_rows_per_second(rate);
  if (extent.all.has_value()) {
    out->set_percent(Percent(extent.read, *extent.all));
    if (rate > 0) out->set_eta_seconds(static_cast<double>(std::max<int64_t>(0, *extent.all - extent.read)) / rate);
  }
  if (run.result != nullptr) {
    ToResponse(*run.result, out->mutable_result());
  } else if (run.ended()) {
    ToResponse(progress::RunDetails{.run = run.record, .companies = {}}, {}, out->mutable_result());
  }
}

}  // namespace cp::worker
