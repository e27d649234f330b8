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
  kRuns,        // sync runs and their results, by when they started; one that is running stays
  // Rows that were marked deleted, by when. Raises the company's purge_floor to the highest row_version that was
  // removed, in the same transaction: a client that has read no further must read everything again.
  kTombstones,
  // What clients, quotas and the change lane left of companies gone from Moodle, by when these went.
  kOrphans,
};

inline constexpr int kMaxRowsPerRemoval = 10'000;

// Thread-safe, blocking. Errors as ProgressWriter's.
class Housekeeping {
 public:
  virtual ~Housekeeping() = default;

  // Removes rows older than `before` (unix seconds, exclusive), at most `max_rows` and never more than
  // kMaxRowsPerRemoval, in one transaction; tombstones of one company at a time. Returns how many: to be called again
  // until it is 0. REQUIRES: max_rows >= 1.
  virtual absl::StatusOr<int64_t> RemoveOld(OldRows what, int64_t before, int max_rows, Deadline deadline) = 0;
};

}  // namespace cp::progress
