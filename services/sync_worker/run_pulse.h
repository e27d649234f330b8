// Keeps the store and the runs of this process in touch while they go on: the store hears that they live, they hear
// that somebody cancels them.
#pragma once

#include <map>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/progress/sync_store.h"
#include "services/sync_worker/run_registry.h"
#include "services/sync_worker/stop_signal.h"

namespace cp::worker {

inline constexpr absl::Duration kPulse = absl::Seconds(1);
// A third of progress::kRunSilenceSeconds: two signs of life may be lost before a run counts as abandoned.
inline constexpr absl::Duration kHeartbeat = absl::Seconds(progress::kRunSilenceSeconds / 3);

// A store that does not answer loses a sign of life or a second, no more. Start() and Beat() belong to one thread.
class RunPulse {
 public:
  // All outlive it.
  RunPulse(progress::RunLog* log, progress::RunHistory* history, RunRegistry* runs, const Clock* clock)
      : log_(*log), history_(*history), runs_(*runs), clock_(*clock) {}
  // Stops the thread.
  ~RunPulse();

  // Beats once a kPulse in a thread of its own until destruction. Call at most once.
  void Start();

  // Asks once for all runs whether they are cancelled; one write for each run whose heartbeat is due. Without runs the
  // store is not asked.
  void Beat();

 private:
  progress::RunLog& log_;
  progress::RunHistory& history_;
  RunRegistry& runs_;
  const Clock& clock_;
  std::map<std::string, absl::Duration> heard_at_;  // Clock::Monotonic(), of active runs
  StopSignal stop_;
  std::thread thread_;
};

}  // namespace cp::worker
