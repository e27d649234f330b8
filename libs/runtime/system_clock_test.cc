#include "libs/runtime/system_clock.h"

#include <gtest/gtest.h>

#include <ctime>

namespace cp::runtime {
namespace {

TEST(SystemClock, ShowsTheWallClock) {
  const SystemClock clock;
  const std::time_t before = std::time(nullptr);
  const int64_t now = absl::ToUnixSeconds(clock.Now());
  EXPECT_GE(now, before - 1);
  EXPECT_LE(now, std::time(nullptr) + 1);
}

TEST(SystemClock, NeverGoesBackwards) {
  const SystemClock clock;
  absl::Duration last = clock.Monotonic();
  for (int i = 0; i < 10000; ++i) {
    const absl::Duration now = clock.Monotonic();
    ASSERT_GE(now, last);
    last = now;
  }
}

}  // namespace
}  // namespace cp::runtime
