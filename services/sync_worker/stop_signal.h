// "Stop soon": requested once, seen by everything that waits or loops.
#pragma once

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace cp::worker {

// Thread-safe. A request is never taken back.
class StopSignal {
 public:
  // True when this call was the first one.
  bool Request() ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    if (requested_.HasBeenNotified()) return false;
    requested_.Notify();
    return true;
  }

  bool Requested() const { return requested_.HasBeenNotified(); }

  // Blocks until a request or until `timeout` has passed; true when a request ended it.
  bool WaitFor(absl::Duration timeout) const { return requested_.WaitForNotificationWithTimeout(timeout); }

 private:
  absl::Mutex mutex_;  // makes Request() idempotent
  absl::Notification requested_;
};

}  // namespace cp::worker
