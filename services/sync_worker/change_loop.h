// Follows Moodle: looks for changes at a short interval and serves whom they concern, for as long as the worker runs.
#pragma once

#include <atomic>
#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/progress/change_lane.h"
#include "libs/runtime/logging.h"
#include "services/sync_worker/change_finder.h"
#include "services/sync_worker/run_metrics.h"
#include "services/sync_worker/runner.h"

namespace cp::worker {

// Two loops, each for a thread of its own, so that a comparison of a whole company keeps nobody else's change waiting.
// A company is in one of them at a time: the other one passes over it until its turn is over.
//
// While Moodle is refused by the guard, changes are looked for all the same, so that none is missed; nobody is served
// or called fresh, and the guard is asked again after the pauses of SourceTrust.
class ChangeLoop {
 public:
  struct Parts {
    ChangeFinder* changes = nullptr;
    progress::ChangeLane* lane = nullptr;
    Runner* runner = nullptr;
    const Clock* clock = nullptr;
    const runtime::Logger* log = nullptr;
    RunMetrics* metrics = nullptr;
  };

  // Blocks for the duration; true when the worker is to stop.
  using WaitFunction = std::function<bool(absl::Duration)>;

  // All parts outlive it. `interval` is from start to start.
  ChangeLoop(const Parts& parts, absl::Duration interval) : parts_(parts), interval_(interval) {}

  // Ticks, and serves the users that they found. A tick that fails is tried again, later each time, at most
  // kLongestPause later. Returns when `wait` said to stop; it is asked for the time before each tick but the first.
  void FollowChanges(const WaitFunction& wait);
  // Serves companies that are to be compared as a whole. Likewise, but it waits first.
  void CompareCompanies(const WaitFunction& wait);

  static constexpr absl::Duration kLongestPause = absl::Seconds(30);

 private:
  absl::Status Tick();
  absl::Status Serve(const sync::DetectionReport& found);
  void Run(Turns turns, const sync::DetectionReport& found);
  void NoteOutcome(const absl::Status& status);

  const Parts parts_;
  const absl::Duration interval_;
  std::atomic<bool> companies_wait_{false};
  int failures_ = 0;  // of ticks, in a row
};

}  // namespace cp::worker
