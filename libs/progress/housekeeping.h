// Port: removing what is old, in pieces so small that readers and writers hardly notice.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"

namespace cp::progress {

enum class OldRows {
  kRequestLog,  // by the time of the request
  kAlerts,      // by when they were resolved; an open alert stays
  kAudit,       // by the time of the action
  // Sync runs and their results, by when they started. One that is running stays, unless nothing has been heard of it
  // since: its worker died.
  kRuns,
  // Rows that were marked deleted, by when. Raises the company's purge_floor to the highest row_version that was
  // removed, in the same transaction: a client that has read no further must read everything again.
  kTombstones,
  // What clients, quotas and the change lane left of companies gone from Moodle, by when these went.
  kOrphans,
};

inline constexpr int kMaxRowsPerRemoval = 10'000;

// A turn that is due later than this was written by a clock that has been set back since, and is due.
inline constexpr int64_t kLongestTurnWaitSeconds = int64_t{2} * 24 * 60 * 60;

struct HousekeepingTurn {
  bool taken = false;
  int64_t done_at = 0;  // unix seconds at which the last turn got to its end; 0: none has
};

// Thread-safe, blocking. Errors as ProgressWriter's.
class Housekeeping {
 public:
  virtual ~Housekeeping() = default;

  // Removes rows older than `before` (unix seconds, exclusive), at most `max_rows` and never more than
  // kMaxRowsPerRemoval, in one transaction; tombstones of one company at a time. Returns how many: to be called again
  // until it is 0. REQUIRES: max_rows >= 1.
  virtual absl::StatusOr<int64_t> RemoveOld(OldRows what, int64_t before, int max_rows, Deadline deadline) = 0;

  // Takes the turn if it is due at `now` (unix seconds): it is not due again before `until`, so that of several workers
  // one goes to work, and another one follows when that one dies.
  virtual absl::StatusOr<HousekeepingTurn> TakeTurn(int64_t now, int64_t until, Deadline deadline) = 0;
  // When the next turn is due, and HousekeepingTurn::done_at from now on. For the holder of the turn.
  virtual absl::Status ScheduleTurn(int64_t due_at, int64_t done_at, Deadline deadline) = 0;
};

}  // namespace cp::progress
