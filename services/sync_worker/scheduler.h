// Syncs by itself: fills a store that was never synced, then syncs every company at an interval.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/progress/sync_store.h"

namespace cp::worker {

// How a scheduled run ended, as far as the schedule is concerned.
enum class ScheduledOutcome {
  kDone,    // done, truncated, or somebody else was at it: the next one is due an interval later
  kFailed,  // try again sooner
};

// One loop, driven by one thread; no thread of its own, so that a test drives it with a clock of its own.
class Scheduler {
 public:
  struct Options {
    absl::Duration interval = absl::Hours(1);  // 0: only the first population, nothing after it
  };
  // Runs all companies; `kind` is "startup" or "interval".
  using RunFunction = std::function<ScheduledOutcome(const std::string& kind)>;
  // Blocks for the duration; true when the process is to stop.
  using WaitFunction = std::function<bool(absl::Duration)>;

  // `companies` and `clock` outlive the scheduler.
  Scheduler(const Options& options, progress::CompanyDirectory* companies, const Clock* clock, RunFunction run,
            WaitFunction wait);

  // Returns when `wait` said to stop, or, with interval 0, when every company has been synced once.
  void Loop();

 private:
  struct Plan {
    std::string kind;
    absl::Duration wait;  // before the first run
    bool needed = false;  // false: nothing to do, now or later
  };

  Plan FirstRun() const;
  // After the `failures`-th failure in a row; 0: the run was done.
  absl::Duration WaitAfter(int failures) const;

  const Options options_;
  progress::CompanyDirectory& companies_;
  const Clock& clock_;
  const RunFunction run_;
  const WaitFunction wait_;
};

}  // namespace cp::worker
