// How long housekeeping keeps what is old.
#pragma once

#include "absl/time/time.h"

namespace cp::worker {

// Twice the longest window in which a client may read only what changed (sync_window_hours is at most 168): one that
// comes that late must still find what was deleted.
inline constexpr absl::Duration kLeastTombstoneRetention = absl::Hours(2 * 168);

// How long things are kept; 0: for ever.
struct Retention {
  absl::Duration runs = absl::Hours(24 * 90);        // runs with their results, request log, resolved alerts, audit
  absl::Duration tombstones = absl::Hours(24 * 30);  // and what companies gone from Moodle left; at least the above
};

}  // namespace cp::worker
