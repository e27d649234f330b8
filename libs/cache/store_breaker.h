// R2a: when a store that does not say which data is current is asked no more, but by a probe now and then. Private to
// the read path.
#pragma once

#include "absl/time/time.h"

namespace cp::cache {

// Closed, it lets requests through. After so many failures in a row it is open: requests are refused at once, and a
// probe is due each interval until one succeeds.
class StoreBreaker {
 public:
  StoreBreaker(int failures_to_open, absl::Duration probe_interval)
      : failures_to_open_(failures_to_open), probe_interval_(probe_interval) {}

  bool open() const { return failures_ >= failures_to_open_; }
  // When the next probe is due; InfiniteDuration while it is closed, or a probe is under way.
  absl::Duration probe_at() const { return probe_at_; }

  void OnProbe() { probe_at_ = absl::InfiniteDuration(); }
  void OnSuccess() {
    failures_ = 0;
    probe_at_ = absl::InfiniteDuration();
  }
  void OnFailure(absl::Duration now) {
    if (!open()) ++failures_;
    if (open()) probe_at_ = now + probe_interval_;
  }

 private:
  const int failures_to_open_;
  const absl::Duration probe_interval_;
  int failures_ = 0;
  absl::Duration probe_at_ = absl::InfiniteDuration();
};

}  // namespace cp::cache
