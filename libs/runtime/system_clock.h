// The real clocks.
#pragma once

#include "libs/base/clock.h"

namespace cp::runtime {

// Thread-safe. Only main() and wiring.cc make one.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
  absl::Duration Monotonic() const override;  // CLOCK_MONOTONIC: since boot, without suspend
};

}  // namespace cp::runtime
