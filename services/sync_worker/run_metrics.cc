#include "services/sync_worker/run_metrics.h"

#include <algorithm>
#include <string>
#include <utility>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::worker {

absl::string_view ToString(progress::OldRows kind) {
  switch (kind) {
    case progress::OldRows::kRequestLog:
      return "request_log";
    case progress::OldRows::kAlerts:
      return "alerts";
    case progress::OldRows::kAudit:
      return "audit";
    case progress::OldRows::kRuns:
      return "runs";
    case progress::OldRows::kTombstones:
      return "tombstones";
    case progress::OldRows::kOrphans:
      return "orphans";
  }
  return "";
}

struct RunMetrics::Shared {
  absl::Mutex mutex;
  std::map<CompanyId, int64_t> synced_at ABSL_GUARDED_BY(mutex);  // unix seconds
};

RunMetrics::RunMetrics(runtime::Metrics* metrics, const Clock* clock)
    : metrics_(*metrics), shared_(std::make_shared<Shared>()) {
  runs_ = {{sync::RunOutcome::kDone, &metrics->SyncRuns("done")},
           {sync::RunOutcome::kFailed, &metrics->SyncRuns("failed")},
           {sync::RunOutcome::kTruncated, &metrics->SyncRuns("truncated")},
           {sync::RunOutcome::kAlreadyRunning, &metrics->SyncRuns("already_running")}};
  const auto rows = [metrics](const char* change) {
    return &metrics->AddCounter("sync_rows_total", "Rows that syncs wrote, by what happened to them.",
                                {{"change", change}});
  };
  created_ = rows("created");
  updated_ = rows("updated");
  deleted_ = rows("deleted");
  duration_ = &metrics->AddGauge("sync_duration_seconds", "Wall time of the last run.");
  for (const auto kind : {progress::OldRows::kRequestLog, progress::OldRows::kAlerts, progress::OldRows::kAudit,
                          progress::OldRows::kRuns, progress::OldRows::kTombstones, progress::OldRows::kOrphans}) {
    removed_[kind] = &metrics->AddCounter("housekeeping_rows_removed_total",
                                          "Rows that housekeeping removed from the store, by what they were.",
                                          {{"kind", std::string(ToString(kind))}});
  }
  tidied_at_ = &metrics->AddGauge("housekeeping_last_success_timestamp_seconds",
                                  "Unix time at which housekeeping last left nothing old, by any worker; 0: never.");
  failures_ = &metrics->AddGauge("sync_consecutive_failures", "Syncs that failed since the last one that was done.");
  metrics->AddDataAge([shared = shared_, clock] {
    std::vector<runtime::Metrics::Sample> samples;
    const int64_t now = absl::ToUnixSeconds(clock->Now());
    absl::MutexLock lock(&shared->mutex);
    for (const auto& [company, synced_at] : shared->synced_at) {
      samples.push_back(
          {.labels = {{"company", std::to_string(company.value())}}, .value = static_cast<double>(now - synced_at)});
    }
    return samples;
  });
}

void RunMetrics::RunEnded(const RunResult& result) {
  runs_.at(result.outcome)->Increment();
  duration_->Set(absl::ToDoubleSeconds(result.duration));
  if (result.record.dry_run) return;
  if (result.outcome == sync::RunOutcome::kFailed || result.outcome == sync::RunOutcome::kDone) {
    RunFailed(result.outcome == sync::RunOutcome::kFailed);
  }
  absl::MutexLock lock(&shared_->mutex);
  for (const CompanyReport& report : result.companies) {
    const progress::CompanyRunRecord& record = report.result.record;
    created_->Increment(static_cast<double>(record.created));
    updated_->Increment(static_cast<double>(record.updated));
    deleted_->Increment(static_cast<double>(record.deleted));
    if (report.result.outcome == sync::CompanyOutcome::kSucceeded && record.source_read_at > 0) {
      shared_->synced_at[report.result.company.id] = record.source_read_at;
    }
  }
}

void RunMetrics::RunRefused(const absl::Status& status) {
  const bool busy = ReasonOf(status) == reason::kAlreadyRunning;
  runs_.at(busy ? sync::RunOutcome::kAlreadyRunning : sync::RunOutcome::kFailed)->Increment();
  // What the caller asked for can not be had, or nobody waits for it any more: no sync failed.
  if (!busy && !absl::IsNotFound(status) && !absl::IsCancelled(status)) RunFailed(true);
}

void RunMetrics::RunFailed(bool failed) {
  absl::MutexLock lock(&failures_mutex_);
  failed_runs_ = failed ? failed_runs_ + 1 : 0;
  ShowFailures();
}

void RunMetrics::NotFollowed(int failures) {
  absl::MutexLock lock(&failures_mutex_);
  failed_looks_ = failures;
  ShowFailures();
}

void RunMetrics::ShowFailures() { failures_->Set(failed_runs_ + failed_looks_); }

void RunMetrics::ChangesFound(const sync::DetectionReport& report) {
  absl::MutexLock lock(&found_mutex_);
  for (const auto& [detector, candidates] : report.found) {
    prometheus::Counter*& counter = found_[detector];
    if (counter == nullptr) {
      counter = &metrics_.AddCounter("changes_found_total", "Candidates for a sync, by the detector that found them.",
                                     {{"detector", detector}});
    }
    counter->Increment(static_cast<double>(candidates));
  }
}

void RunMetrics::Fresh(int64_t read_at, const std::vector<progress::CompanyCandidates>& waiting) {
  const auto waits = [&waiting](CompanyId company) {
    return std::any_of(waiting.begin(), waiting.end(), [company](const progress::CompanyCandidates& candidates) {
      return candidates.company == company;
    });
  };
  absl::MutexLock lock(&shared_->mutex);
  for (auto& [company, synced_at] : shared_->synced_at) {
    if (!waits(company)) synced_at = std::max(synced_at, read_at);
  }
}

void RunMetrics::OldRowsRemoved(progress::OldRows kind, int64_t rows) {
  removed_.at(kind)->Increment(static_cast<double>(rows));
}

void RunMetrics::TidiedAt(int64_t at) { tidied_at_->Set(static_cast<double>(at)); }

void RunMetrics::Forget(CompanyId company) {
  absl::MutexLock lock(&shared_->mutex);
  shared_->synced_at.erase(company);
}

void RunMetrics::SeedAges(const std::vector<progress::CompanyState>& companies) {
  absl::MutexLock lock(&shared_->mutex);
  for (const progress::CompanyState& state : companies) {
    if (state.gone && state.live_rows == 0) continue;
    if (state.source_synced_at > 0) shared_->synced_at.emplace(state.company.id, state.source_synced_at);
  }
}

}  // namespace cp::worker
