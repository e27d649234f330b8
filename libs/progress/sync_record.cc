#include "libs/progress/sync_record.h"

namespace cp::progress {

absl::string_view ToString(RunState state) {
  switch (state) {
    case RunState::kRunning:
      return "running";
    case RunState::kSucceeded:
      return "succeeded";
    case RunState::kFailed:
      return "failed";
    case RunState::kTruncated:
      return "truncated";
    case RunState::kCancelled:
      return "cancelled";
    case RunState::kAbandoned:
      return "abandoned";
  }
  return "unknown";
}

absl::string_view ToString(RunMode mode) {
  switch (mode) {
    case RunMode::kChanges:
      return "changes";
    case RunMode::kFull:
      return "full";
    case RunMode::kPopulate:
      return "populate";
  }
  return "unknown";
}

}  // namespace cp::progress
