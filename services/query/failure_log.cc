#include "services/query/failure_log.h"

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::query {

void FailureLog::Record(const absl::Status& cause) {
  {
    absl::MutexLock lock(&mutex_);
    const absl::Duration now = clock_->Monotonic();
    if (cause == last_ && now - logged_at_ < kRepeatAfter) return;
    last_ = cause;
    logged_at_ = now;
  }
  logger_->Warning(event_, {{"status", cause}});
}

absl::Status ForClients(absl::Status cause) {
  if (ReasonOf(cause) == reason::kOverloaded) return cause;  // our own, made for clients
  switch (cause.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kInvalidArgument:
      return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable,
                       "the reporting store can not be reached; try again in a moment");
    default:
      return cause;
  }
}

}  // namespace cp::query
