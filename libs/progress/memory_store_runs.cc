// MemoryStore: runs and their results.
#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/progress/memory_store.h"

namespace cp::progress {
namespace {

absl::Status UnknownRun(const std::string& run_id) {
  return MakeError(absl::StatusCode::kNotFound, reason::kNotFound, absl::StrCat("run ", run_id, " is not known"),
                   {{"resource", absl::StrCat("runs/", run_id)}});
}

}  // namespace

void MemoryStore::Begin(const RunRecord& run) {
  RunData& data = runs_[run.run_id];
  data.record = run;
  data.record.cancel_requested = false;
  data.heard_of_at = clock_.Now();
}

RunRecord MemoryStore::Shown(const RunData& run) const {
  RunRecord shown = run.record;
  const bool silent = clock_.Now() - run.heard_of_at > absl::Seconds(kRunSilenceSeconds);
  if (shown.state == RunState::kRunning && silent) shown.state = RunState::kAbandoned;
  return shown;
}

absl::Status MemoryStore::BeginRun(const RunRecord& run, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  Begin(run);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<RunRecord>> MemoryStore::ReserveRequest(const RunRecord& run, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  for (auto& [id, data] : runs_) {
    if (data.record.request_id != run.request_id || id == run.run_id) continue;
    RunRecord shown = Shown(data);
    if (shown.state != RunState::kAbandoned) return shown;
    data.record.state = RunState::kAbandoned;
    data.record.finished_at = run.started_at;
    data.record.request_id.clear();
  }
  Begin(run);
  return std::nullopt;
}

absl::Status MemoryStore::HeartbeatRun(const RunRecord& run, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  const auto it = runs_.find(run.run_id);
  if (it == runs_.end() || it->second.record.state != RunState::kRunning) return absl::OkStatus();
  it->second.heard_of_at = clock_.Now();
  it->second.record.companies_planned = run.companies_planned;
  it->second.record.companies_done = run.companies_done;
  return absl::OkStatus();
}

absl::Status MemoryStore::FinishRun(const RunRecord& run, const std::vector<CompanyRunRecord>& results,
                                    Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  RunData& data = runs_[run.run_id];
  if (data.record.state != RunState::kAbandoned) {
    const bool cancel_requested = data.record.cancel_requested;
    data.record = run;
    data.record.cancel_requested = cancel_requested;
    data.heard_of_at = clock_.Now();
  }
  for (const CompanyRunRecord& result : results) {
    results_[{run.run_id, result.company}] = result;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<RunRecord>> MemoryStore::ListRuns(const RunQuery& query, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  std::vector<RunRecord> runs;
  for (const auto& [id, run] : runs_) {
    const RunRecord& record = run.record;
    if (query.company.has_value() && !results_.contains({id, *query.company})) continue;
    if (query.after.has_value() &&
        std::tie(record.started_at, id) >= std::tie(query.after->started_at, query.after->run_id)) {
      continue;
    }
    runs.push_back(Shown(run));
  }
  std::sort(runs.begin(), runs.end(), [](const RunRecord& a, const RunRecord& b) {
    return std::tie(a.started_at, a.run_id) > std::tie(b.started_at, b.run_id);
  });
  if (runs.size() > static_cast<size_t>(query.limit)) runs.resize(static_cast<size_t>(query.limit));
  return runs;
}

absl::StatusOr<RunDetails> MemoryStore::GetRun(const std::string& run_id, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  const auto it = runs_.find(run_id);
  if (it == runs_.end()) return UnknownRun(run_id);
  RunDetails details{.run = Shown(it->second), .companies = {}};
  for (const auto& [key, result] : results_) {
    if (key.first == run_id) details.companies.push_back(result);
  }
  return details;
}

absl::Status MemoryStore::RequestCancel(const std::string& run_id, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  const auto it = runs_.find(run_id);
  if (it == runs_.end()) return UnknownRun(run_id);
  if (it->second.record.state == RunState::kRunning) it->second.record.cancel_requested = true;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> MemoryStore::CancelledAmong(absl::Span<const std::string> run_ids,
                                                                     Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  std::vector<std::string> cancelled;
  for (const std::string& id : run_ids) {
    const auto it = runs_.find(id);
    if (it != runs_.end() && it->second.record.cancel_requested) cancelled.push_back(id);
  }
  return cancelled;
}

std::optional<CompanyRunRecord> MemoryStore::InspectResult(const std::string& run_id, CompanyId company) const {
  absl::MutexLock lock(&mutex_);
  const auto it = results_.find({run_id, company});
  return it == results_.end() ? std::nullopt : std::make_optional(it->second);
}

void MemoryStore::SilenceRun(const std::string& run_id, absl::Duration silence) {
  absl::MutexLock lock(&mutex_);
  runs_.at(run_id).heard_of_at = clock_.Now() - silence;
}

}  // namespace cp::progress
