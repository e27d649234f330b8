// Logs what is wrong with a server or its data without a line for every call that suffers from it.
#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/runtime/logging.h"

namespace cp::query {

// Thread-safe. Both outlive it.
class FailureLog {
 public:
  // `event`: of the lines, such as "store_read_failed"; outlives it too.
  FailureLog(absl::string_view event, const runtime::Logger* logger, const Clock* clock)
      : event_(event), logger_(logger), clock_(clock) {}

  // One line when the cause is another than the last one, or was last logged kRepeatAfter ago.
  void Record(const absl::Status& cause);

  static constexpr absl::Duration kRepeatAfter = absl::Seconds(10);

 private:
  const absl::string_view event_;
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
