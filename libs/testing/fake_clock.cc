#include "libs/testing/fake_clock.h"

namespace cp::testing {

absl::Time FakeClock::Now() const {
  absl::MutexLock lock(&mutex_);
  return now_;
}

absl::Duration FakeClock::Monotonic() const {
  absl::MutexLock lock(&mutex_);
  return monotonic_;
}

void FakeClock::Advance(absl::Duration step) {
  absl::MutexLock lock(&mutex_);
  now_ += step;
  monotonic_ += step;
}

void FakeClock::SetTime(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  now_ = now;
}

}  // namespace cp::testing
