#include "services/sync_worker/source_trust.h"

#include <algorithm>

namespace cp::worker {

SourceTrust::SourceTrust(const Clock* clock, absl::Duration look_interval)
    : clock_(*clock),
      first_pause_(std::clamp(look_interval, kShortestPause, kLongestPause)),
      pause_(first_pause_),
      until_(-absl::InfiniteDuration()) {}

bool SourceTrust::IsRefused() const {
  absl::MutexLock lock(&mutex_);
  return verdict_ == Verdict::kRefused;
}

bool SourceTrust::NeedsVerdict() const {
  absl::MutexLock lock(&mutex_);
  return verdict_ != Verdict::kPassed;
}

bool SourceTrust::IsPausing() const {
  absl::MutexLock lock(&mutex_);
  return verdict_ == Verdict::kRefused && clock_.Monotonic() < until_;
}

void SourceTrust::Passed() {
  absl::MutexLock lock(&mutex_);
  verdict_ = Verdict::kPassed;
  pause_ = first_pause_;
}

void SourceTrust::Refused() {
  absl::MutexLock lock(&mutex_);
  const absl::Duration now = clock_.Monotonic();
  if (verdict_ == Verdict::kRefused && now < until_) return;
  verdict_ = Verdict::kRefused;
  until_ = now + pause_;
  pause_ = std::min(2 * pause_, kLongestPause);
}

}  // namespace cp::worker
