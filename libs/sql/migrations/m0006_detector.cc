#include "libs/sql/migrations/m0006_detector.h"

namespace cp::sql {
namespace {

// The one worker that detects changes, until a time in unix milliseconds by the store's clock. A binary that does not
// know them detects all the same: the sequence keeps it from storing what another one has read past.
constexpr char kDetector[] = "ALTER TABLE lane_state ADD COLUMN detector text NOT NULL DEFAULT ''";
constexpr char kDetectorUntil[] = "ALTER TABLE lane_state ADD COLUMN detector_until bigint NOT NULL DEFAULT 0";

// Unix seconds: whatever was committed in Moodle before, and left a trace that a tick reads, is a candidate or done.
constexpr char kFreshAt[] = "ALTER TABLE lane_state ADD COLUMN fresh_at bigint NOT NULL DEFAULT 0";

// Of the comparison that is under way: the newest candidate before its first snapshot. One that a binary without it
// began, or goes on with, has 0 or that of an earlier one, and leaves candidates that the next one removes.
constexpr char kRoundThrough[] = "ALTER TABLE company ADD COLUMN round_through bigint NOT NULL DEFAULT 0";

}  // namespace

Migration Detector() {
  return {.version = 6, .min_reader = 1, .statements = {kDetector, kDetectorUntil, kFreshAt, kRoundThrough}};
}

}  // namespace cp::sql
