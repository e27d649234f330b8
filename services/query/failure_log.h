// Logs what is wrong with the store without a line for every call that suffers from it.
#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/runtime/logging.h"

namespace cp::query {

// Thread-safe. Both outlive it.
class FailureLog {
 public:
  FailureLog(const runtime::Logger* logger, const Clock* clock) : logger_(logger), clock_(clock) {}

  // One line when the cause is another than the last one, or was last logged kRepeatAfter ago.
  void Record(const absl::Status& cause);

  static constexpr absl::Duration kRepeatAfter = absl::Seconds(10);

 private:
  const runtime::Logger* const logger_;
  const Clock* const clock_;
  absl::Mutex mutex_;
  absl::Status last_ ABSL_GUARDED_BY(mutex_);
  absl::Duration logged_at_ ABSL_GUARDED_BY(mutex_) = -absl::InfiniteDuration();
};

// What a company may be told of an error of the store: how to reach the store, or that a setting is wrong, is not its
// business.
absl::Status ForClients(absl::Status cause);

}  // namespace cp::query
