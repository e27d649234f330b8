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
  }
  return "unknown";
}

}  // namespace cp::progress
