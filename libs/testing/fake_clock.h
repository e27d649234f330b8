// A clock that moves only when a test says so.
#pragma once

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"

namespace cp::testing {

// Thread-safe. Starts at 2026-11-20T12:00:01Z, the time of the shared Moodle site.
class FakeClock final : public Clock {
 public:
  static constexpr int64_t kStart = 1795176001;  // unix seconds

  explicit FakeClock(absl::Time now = absl::FromUnixSeconds(kStart)) : now_(now) {}

  absl::Time Now() const override;
  absl::Duration Monotonic() const override;

  // Lets time pass on both readings. REQUIRES: step >= 0.
  void Advance(absl::Duration step);

  // Turns the wall clock, forwards or backwards; the monotonic reading stands still.
  void SetTime(absl::Time now);

 private:
  mutable absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
  absl::Duration monotonic_ ABSL_GUARDED_BY(mutex_) = absl::Hours(1);
};

}  // namespace cp::testing
