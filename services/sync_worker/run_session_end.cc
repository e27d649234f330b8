// RunSession: what is told of a run, to its caller, to the store and to the log.
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "services/sync_worker/run_session.h"

namespace cp::worker {
namespace {

constexpr size_t kVersionsPerRead = 1000;  // ProgressReader::ReadVersions
constexpr size_t kMaxNamesInWarning = 20;

std::string NameOf(const progress::Company& company) {
  return absl::StrCat("company ", company.id.value(), " (", company.name, ")");
}

}  // namespace

void RunSession::WarnOfThePast() {
  if (!options_.as_of.has_value() || *options_.as_of >= clock_.Now()) return;
  const std::string when = absl::FormatTime(absl::RFC3339_sec, *options_.as_of, absl::UTCTimeZone());
  result_.warnings.push_back(absl::StrCat("progress was derived as of ", when,
                                          " (--as-of): rows of enrolments that were not open then are deleted"));
}

void RunSession::WarnOfTheRest(size_t first_unserved, StopReason why) {
  std::vector<std::string> names;
  for (size_t i = first_unserved; i < plan_.size() && names.size() < kMaxNamesInWarning; ++i) {
    names.push_back(NameOf(plan_[i]));
  }
  const size_t unserved = plan_.size() - first_unserved;
  if (unserved > names.size()) names.push_back(absl::StrCat(unserved - names.size(), " more"));
  result_.warnings.push_back(absl::StrCat("truncated, ", ToString(why),
                                          "; not served and first in the next run: ", absl::StrJoin(names, ", ")));
  unserved_ = static_cast<int64_t>(unserved);
}

void RunSession::WarnOfTheFirstUsers(size_t first_unserved, StopReason why) {
  for (size_t i = first_unserved; i < resumed_.size(); ++i) {
    result_.warnings.push_back(absl::StrCat(
        NameOf(resumed_[i]), ": truncated, ", ToString(why),
        "; it was compared from where an earlier run had stopped, and what that one compared is as of then"));
  }
  unserved_ = static_cast<int64_t>(resumed_.size() - first_unserved);
}

// For companies that were found unchanged: their version is as good an answer as a new one.
void RunSession::ReadCurrentVersions() {
  std::vector<CompanyId> unchanged;
  for (CompanyReport& report : result_.companies) {
    report.version = report.result.data_version.value_or(DataVersion());
    if (!report.result.data_version.has_value()) unchanged.push_back(report.result.company.id);
  }
  std::map<CompanyId, DataVersion> current;
  for (size_t begin = 0; begin < unchanged.size(); begin += kVersionsPerRead) {
    const size_t count = std::min(kVersionsPerRead, unchanged.size() - begin);
    const absl::StatusOr<progress::VersionBatch> batch =
        parts_.reader->ReadVersions(absl::MakeConstSpan(unchanged).subspan(begin, count), StoreDeadline());
    if (!batch.ok()) return;
    for (const auto& [company, version] : batch->companies) current.emplace(company, version.version);
  }
  for (CompanyReport& report : result_.companies) {
    const auto it = current.find(report.result.company.id);
    if (it != current.end()) report.version = it->second;
  }
}

void RunSession::ReadFieldSwitches() {
  for (CompanyReport& report : result_.companies) {
    if (report.result.affected.empty()) continue;
    const absl::StatusOr<progress::CompanySettings> settings =
        parts_.companies->ReadSettings(report.result.company.id, StoreDeadline());
    // Not knowing what may be shown, show nothing but ids.
    report.visible_fields = settings.ok() ? settings->visible_fields : progress::FieldMask();
    if (!settings.ok()) {
      result_.warnings.push_back(
          absl::StrCat(NameOf(report.result.company), ": field switches could not be read; fields are left out"));
    }
  }
}

void RunSession::Conclude() {
  result_.errors = summary_.errors();
  const std::vector<std::string> warnings = summary_.warnings();
  result_.warnings.insert(result_.warnings.end(), warnings.begin(), warnings.end());
  summary_.AddNotBegun(unserved_);  // after its warnings were taken: ours names the companies
  result_.outcome = summary_.outcome();
  result_.duration = clock_.Monotonic() - started_;
  result_.record.state = sync::StateOf(result_.outcome);
  if (result_.outcome == sync::RunOutcome::kTruncated && live_->cancelled()) {
    result_.record.state = progress::RunState::kCancelled;
  }
  result_.record.finished_at = Now();
  result_.record.companies_done = static_cast<int64_t>(result_.companies.size());
  result_.record.errors = result_.errors;
  result_.record.warnings = result_.warnings;
  std::vector<progress::CompanyRunRecord> records;
  records.reserve(result_.companies.size());
  for (const CompanyReport& report : result_.companies) {
    if (report.result.outcome != sync::CompanyOutcome::kAlreadyRunning) records.push_back(report.result.record);
  }
  if (const absl::Status stored = parts_.runs->FinishRun(result_.record, records, StoreDeadline()); !stored.ok()) {
    parts_.log->Warning("run_record_not_stored", {{"run_id", result_.record.run_id}, {"error", stored}});
  }
  result_.record.cancel_requested = live_->cancelled();
  live_->Ended(std::make_shared<const RunResult>(result_));
  parts_.live->Retire(result_.record.run_id);
  parts_.metrics->RunEnded(result_);
  parts_.log->Info("run_finished", {{"run_id", result_.record.run_id},
                                    {"kind", result_.record.kind},
                                    {"state", progress::ToString(result_.record.state)},
                                    {"companies", static_cast<int64_t>(result_.companies.size())},
                                    {"created", summary_.created()},
                                    {"updated", summary_.updated()},
                                    {"deleted", summary_.deleted()},
                                    {"rows_read", summary_.rows_read()},
                                    {"errors", static_cast<int64_t>(result_.errors.size())},
                                    {"warnings", static_cast<int64_t>(result_.warnings.size())},
                                    {"duration_seconds", result_.duration}});
}

// A request for an unknown or busy company, or to a worker that stops, is no failed run; anything else is kept in the
// store's run history.
absl::Status RunSession::Refuse(const absl::Status& status) {
  const bool callers_matter =
      absl::IsNotFound(status) || absl::IsCancelled(status) || ReasonOf(status) == reason::kAlreadyRunning;
  const bool admitted = !request_.run_id.empty();
  result_.record.state = callers_matter && !admitted ? progress::RunState::kTruncated : progress::RunState::kFailed;
  result_.record.finished_at = Now();
  result_.record.request_id.clear();  // nothing was done for it
  result_.record.errors = {std::string(status.message())};
  if (!begun_ && !callers_matter) begun_ = parts_.runs->BeginRun(result_.record, StoreDeadline()).ok();
  if (begun_) (void)parts_.runs->FinishRun(result_.record, {}, StoreDeadline());
  live_->Refused(result_.record, status);
  parts_.live->Retire(result_.record.run_id);
  parts_.metrics->RunRefused(status);
  parts_.log->Log(callers_matter ? runtime::LogLevel::kInfo : runtime::LogLevel::kError, "run_refused",
                  {{"run_id", result_.record.run_id}, {"kind", result_.record.kind}, {"error", status}});
  return status;
}

void RunSession::GiveBackLeases() {
  for (const auto& [company, lease] : held_) {
    parts_.leases->Drop(lease);
    (void)parts_.ports.writer->ReleaseLease(lease, StoreDeadline());
  }
  held_.clear();
}

void RunSession::LogCompany(const sync::CompanyResult& result) const {
  const progress::CompanyRunRecord& record = result.record;
  const bool good = result.status.ok() && record.errors.empty();
  parts_.log->Log(good ? runtime::LogLevel::kInfo : runtime::LogLevel::kWarning, "company_synced",
                  {{"run_id", record.run_id},
                   {"company", result.company.id.value()},
                   {"state", progress::ToString(record.state)},
                   {"created", record.created},
                   {"updated", record.updated},
                   {"deleted", record.deleted},
                   {"rows_read", record.rows_read},
                   {"cache_cleared", record.cache_cleared},
                   {"row_errors", static_cast<int64_t>(record.errors.size())},
                   {"sanitized_values", result.sanitized_values},
                   {"duration_seconds", result.elapsed},
                   {"error", result.status.ok() ? std::string() : result.status.ToString()}});
}

}  // namespace cp::worker
