// What a run leaves in /metrics.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/clock.h"
#include "libs/progress/change_lane.h"
#include "libs/progress/housekeeping.h"
#include "libs/progress/sync_store.h"
#include "libs/runtime/metrics.h"
#include "libs/sync/candidate_writer.h"
#include "services/sync_worker/run.h"

namespace cp::worker {

// "request_log", "alerts", "audit", "runs", "tombstones", "orphans".
absl::string_view ToString(progress::OldRows kind);

// sync_runs_total{result}, sync_rows_total{change}, sync_duration_seconds, sync_consecutive_failures,
// data_age_seconds{company}, housekeeping_rows_removed_total{kind}, housekeeping_last_success_timestamp_seconds.
// Thread-safe.
class RunMetrics {
 public:
  // `metrics` outlives this; `clock` outlives `metrics`.
  RunMetrics(runtime::Metrics* metrics, const Clock* clock);

  void RunEnded(const RunResult& result);
  // A run that ended with an error of its own, before any company.
  void RunRefused(const absl::Status& status);
  // So many looks for changes have failed in a row, which are no runs; 0: the last one did not.
  void NotFollowed(int failures);

  // What a look for changes found, by detector: changes_found_total{detector}.
  void ChangesFound(const sync::DetectionReport& report);
  // Every company is as of `read_at` (unix seconds) but those that wait and those without an age.
  void Fresh(int64_t read_at, const std::vector<progress::CompanyCandidates>& waiting);

  void OldRowsRemoved(progress::OldRows kind, int64_t rows);
  // When housekeeping got to its end, whichever worker did it; unix seconds, 0: never.
  void TidiedAt(int64_t at);

  // The company is gone from Moodle and has no rows: nobody syncs it any more, so that it has no age.
  void Forget(CompanyId company);

  // The times from which ages are counted. A company that was never synced has no age, nor has one to Forget().
  void SeedAges(const std::vector<progress::CompanyState>& companies);

 private:
  void RunFailed(bool failed);
  void ShowFailures() ABSL_EXCLUSIVE_LOCKS_REQUIRED(failures_mutex_);

  struct Shared;  // also held by the callback, which outlives this object

  runtime::Metrics& metrics_;
  absl::Mutex found_mutex_;
  std::map<std::string, prometheus::Counter*> found_ ABSL_GUARDED_BY(found_mutex_);  // by detector
  std::map<sync::RunOutcome, prometheus::Counter*> runs_;
  prometheus::Counter* created_;
  prometheus::Counter* updated_;
  prometheus::Counter* deleted_;
  prometheus::Gauge* duration_;
  std::map<progress::OldRows, prometheus::Counter*> removed_;
  prometheus::Gauge* tidied_at_;
  absl::Mutex failures_mutex_;
  int failed_runs_ ABSL_GUARDED_BY(failures_mutex_) = 0;   // in a row
  int failed_looks_ ABSL_GUARDED_BY(failures_mutex_) = 0;  // likewise
  prometheus::Gauge* failures_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace cp::worker
