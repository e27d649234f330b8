// The runs of this process while they go on, and the last ones after that: what WatchRun shows without asking the
// store.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/progress/sync_record.h"
#include "libs/sync/company_result.h"
#include "services/sync_worker/run.h"

namespace cp::worker {

enum class CompanyStage { kWaiting, kRunning, kSucceeded, kFailed, kTruncated, kAlreadyRunning };

struct CompanyProgress {
  progress::Company company = {};
  CompanyStage stage = CompanyStage::kWaiting;
  sync::CompanyCounts counts = {};
  int64_t expected_rows = 0;  // rows of its last comparison; 0: not known
};

// A run at one moment.
struct RunView {
  progress::RunRecord record = {};
  bool begun = false;                            // false: it waits for a thread
  std::vector<CompanyProgress> companies = {};   // in the order of the plan
  absl::Duration elapsed = {};                   // since it began, until now or its end
  std::shared_ptr<const RunResult> result = {};  // null while it goes on, and when it was refused
  absl::Status refused = {};                     // why it ended without a result
  bool ended() const { return result != nullptr || !refused.ok(); }
};

// One run. Thread-safe; no call blocks for longer than it takes to copy a view.
class LiveRun {
 public:
  // `clock` outlives it.
  LiveRun(progress::RunRecord record, const Clock* clock) : clock_(*clock), view_{.record = std::move(record)} {}

  // From the run.
  void Began();
  void Planned(std::vector<CompanyProgress> companies);
  void CompanyBegan(CompanyId company);
  void CompanyMoved(CompanyId company, const sync::CompanyCounts& counts);
  void CompanyEnded(const sync::CompanyResult& result);
  void Ended(std::shared_ptr<const RunResult> result);
  void Refused(const progress::RunRecord& record, const absl::Status& why);

  // The run's record is in the store.
  void MarkStored() { stored_ = true; }
  bool stored() const { return stored_; }

  // Takes effect at the next batch border. Idempotent.
  void RequestCancel();
  const std::atomic<bool>& cancelled() const { return cancelled_; }

  // Grows with each change: views are the same while it is.
  uint64_t revision() const { return revision_; }
  RunView View() const;
  progress::RunRecord Record() const;

 private:
  CompanyProgress* Find(CompanyId company) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Clock& clock_;
  std::atomic<bool> stored_{false};
  std::atomic<bool> cancelled_{false};
  std::atomic<uint64_t> revision_{1};

  mutable absl::Mutex mutex_;
  RunView view_ ABSL_GUARDED_BY(mutex_);
  absl::Duration began_at_ ABSL_GUARDED_BY(mutex_);  // Clock::Monotonic()
  std::map<CompanyId, size_t> index_ ABSL_GUARDED_BY(mutex_);
  // Of a company that has more than one turn: what the turns before did.
  sync::CompanyCounts before_ ABSL_GUARDED_BY(mutex_);
};

// Thread-safe.
class RunRegistry {
 public:
  static constexpr size_t kRemembered = 16;  // ended runs

  // `clock` outlives it.
  explicit RunRegistry(const Clock* clock) : clock_(*clock) {}

  // REQUIRES: no run of this id.
  std::shared_ptr<LiveRun> Add(const progress::RunRecord& record);
  // Null when it is not a run of this process, or ended too long ago.
  std::shared_ptr<LiveRun> Find(const std::string& run_id) const;
  // Those that have not ended.
  std::vector<std::shared_ptr<LiveRun>> Active() const;
  // The run has ended.
  void Retire(const std::string& run_id);

  // How many pairs the last complete comparison of the company read; 0: not known.
  int64_t ExpectedRows(CompanyId company) const;
  void SetExpectedRows(CompanyId company, int64_t rows);

 private:
  const Clock& clock_;
  mutable absl::Mutex mutex_;
  std::map<std::string, std::shared_ptr<LiveRun>> runs_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::string> ended_ ABSL_GUARDED_BY(mutex_);  // oldest first
  std::map<CompanyId, int64_t> expected_rows_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cp::worker
