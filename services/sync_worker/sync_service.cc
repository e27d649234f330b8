#include "services/sync_worker/sync_service.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::worker {
namespace {

namespace v1 = courseprogress::v1;

constexpr int kMaxNamedCompanies = 10000;
// A run ends so long before its caller's deadline, so that the answer still arrives; at most a tenth of what is left.
constexpr absl::Duration kAnswerReserve = absl::Seconds(1);

int32_t Clamp(int64_t count) {
  return static_cast<int32_t>(std::clamp<int64_t>(count, 0, std::numeric_limits<int32_t>::max()));
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
}

Deadline BeforeCallersDeadline(const Deadline& deadline, const Clock& clock) {
  const absl::Duration left = deadline.Remaining(clock);
  return Deadline::At(deadline.at() - std::min(kAnswerReserve, left / 10));
}

}  // namespace

absl::StatusOr<RunRequest> ToRunRequest(const v1::RunSyncRequest& request) {
  const auto refuse = [](absl::string_view text) {
    return MakeError(absl::StatusCode::kInvalidArgument, reason::kFieldInvalid, text, {{"field", "company_ids"}});
  };
  if (request.company_ids_size() > kMaxNamedCompanies) {
    return refuse(
        absl::StrCat("company_ids may name at most ", kMaxNamedCompanies, " companies; leave it empty for all"));
  }
  RunRequest run{
      .kind = "full", .companies = {}, .force = request.force(), .list_affected_rows = true, .caller_gone = nullptr};
  for (const int32_t id : request.company_ids()) {
    if (id < 1) return refuse(absl::StrCat("company_ids: ", id, " is no company; ids start at 1"));
    run.companies.emplace_back(id);
  }
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
  for (const std::string& error : run.errors) response->add_errors(error);
  for (const std::string& warning : run.warnings) response->add_warnings(warning);
}

SyncService::SyncService(Runner* runner, rpc::UnaryGate gate, std::unique_ptr<rpc::CallObserver> run_sync)
    : runner_(*runner), gate_(std::move(gate)), run_sync_(std::move(run_sync)) {}

grpc::ServerUnaryReactor* SyncService::RunSync(grpc::CallbackServerContext* context, const v1::RunSyncRequest* request,
                                               v1::RunSyncResponse* response) {
  return rpc::HandleUnary(
      gate_, *run_sync_, context,
      [=, this](const rpc::Call& call) -> absl::Status {
        CP_ASSIGN_OR_RETURN(RunRequest run, ToRunRequest(*request));
        run.caller_gone = [&call] { return call.context.IsCancelled(); };
        run.deadline = BeforeCallersDeadline(call.deadline, *gate_.clock);
        CP_ASSIGN_OR_RETURN(const RunResult result, runner_.Run(run));
        ToResponse(result, response);
        return absl::OkStatus();
      },
      "RunSync");
}

}  // namespace cp::worker
