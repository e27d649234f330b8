// Removes from the store what is old, about once a day, in pieces that hardly disturb its readers.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/progress/housekeeping.h"
#include "libs/runtime/logging.h"
#include "services/sync_worker/removal_pace.h"
#include "services/sync_worker/retention.h"
#include "services/sync_worker/run_metrics.h"

namespace cp::worker {

// How a turn ended.
enum class TidyOutcome {
  kNotDue,   // somebody else's turn, or none
  kDone,     // nothing old is left
  kStopped,  // by `wait` or by the budget; the turn is due again at once
  kFailed,   // the rest is tried again later
};

struct HousekeeperParts {
  progress::Housekeeping* store = nullptr;
  const Clock* clock = nullptr;
  const runtime::Logger* log = nullptr;
  RunMetrics* metrics = nullptr;
  // Blocks for the duration; true when the process is to stop.
  std::function<bool(absl::Duration)> wait;
};

// Driven by one thread; no thread of its own. Several workers on one store take turns: the store says whose it is.
class Housekeeper {
 public:
  // Between two turns that got to their end. Less than a day, so that a CronJob that comes a little earlier than
  // yesterday finds its turn due.
  static constexpr absl::Duration kInterval = absl::Hours(20);
  // How often Run() asks for the turn; how long a turn lasts whose holder is not heard of; when to try again what
  // failed.
  static constexpr absl::Duration kLook = absl::Minutes(10);

  // What `parts` names outlives this.
  Housekeeper(HousekeeperParts parts, const Retention& retention);

  // One turn if it is due, until `budget` has passed. Takes effect between two pieces, like a stop.
  TidyOutcome TidyIfDue(Deadline budget);

  // TidyIfDue() now and every kLook until `wait` says to stop.
  void Run();

 private:
  struct Kind {
    progress::OldRows rows;
    absl::Duration kept;  // 0: for ever
    int64_t removed = 0;  // in this turn
  };

  // False: it was stopped.
  absl::StatusOr<bool> RemoveAll(absl::Time now, Deadline budget);
  absl::StatusOr<bool> Remove(Kind& kind, absl::Time now, Deadline budget);
  absl::Status KeepTurn();
  TidyOutcome Failed(const absl::Status& status);
  void LogCounts(absl::string_view event, absl::Duration elapsed) const;
  absl::Status Schedule(absl::Time due_at, int64_t done_at);
  Deadline Soon() const;

  const HousekeeperParts parts_;
  std::array<Kind, 6> kinds_;
  RemovalPace pace_;
  absl::Duration turn_kept_at_;  // Monotonic()
  int64_t done_at_ = 0;          // of the last turn that got to its end
  bool failing_ = false;         // and it was said
};

}  // namespace cp::worker
