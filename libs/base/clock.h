// Time as a parameter: the only way our code learns what time it is.
#pragma once

#include <cstdint>

#include "absl/time/time.h"

namespace cp {

// Thread-safe. Two readings with different purposes, so that neither is used for the other.
class Clock {
 public:
  virtual ~Clock() = default;

  // Wall clock; may jump in both directions. For what is stored and shown.
  virtual absl::Time Now() const = 0;

  // Never goes backwards; the zero is arbitrary. For deadlines, timers and ages inside one process.
  virtual absl::Duration Monotonic() const = 0;
};

// A point on Clock::Monotonic() by which a call must have ended. Passed into every I/O call; there is no default.
class Deadline {
 public:
  static Deadline At(absl::Duration monotonic) { return Deadline(monotonic); }
  static Deadline After(const Clock& clock, absl::Duration budget) { return Deadline(clock.Monotonic() + budget); }

  absl::Duration at() const { return at_; }
  // Zero when it has passed.
  absl::Duration Remaining(const Clock& clock) const {
    const absl::Duration left = at_ - clock.Monotonic();
    return left > absl::ZeroDuration() ? left : absl::ZeroDuration();
  }
  bool Passed(const Clock& clock) const { return clock.Monotonic() >= at_; }

  friend bool operator==(const Deadline&, const Deadline&) = default;
  friend bool operator<(const Deadline& a, const Deadline& b) { return a.at_ < b.at_; }

 private:
  explicit Deadline(absl::Duration at) : at_(at) {}
  absl::Duration at_;
};

}  // namespace cp
