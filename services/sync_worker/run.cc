#include "services/sync_worker/run.h"

namespace cp::worker {

absl::string_view ToString(StopReason reason) {
  switch (reason) {
    case StopReason::kNone:
      return "not stopped";
    case StopReason::kTimeBudget:
      return "the time budget is used up (--max-sync-time)";
    case StopReason::kCallerGone:
      return "the caller went away";
    case StopReason::kShutdown:
      return "the worker is stopping";
    case StopReason::kCancelled:
      return "it was cancelled";
  }
  return "";
}

StopReason RunControl::ShouldStop() const {
  if (shutdown_.Requested()) return StopReason::kShutdown;
  if (cancelled_ != nullptr && cancelled_->load()) return StopReason::kCancelled;
  if (caller_gone_ && caller_gone_()) return StopReason::kCallerGone;
  if (budget_.Passed(clock_)) return StopReason::kTimeBudget;
  return StopReason::kNone;
}

}  // namespace cp::worker
