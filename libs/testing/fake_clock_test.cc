#include "libs/testing/fake_clock.h"

#include <gtest/gtest.h>

namespace cp::testing {
namespace {

TEST(FakeClock, StandsStillUntilAdvanced) {
  FakeClock clock;
  const absl::Time now = clock.Now();
  const absl::Duration monotonic = clock.Monotonic();
  EXPECT_EQ(clock.Now(), now);
  clock.Advance(absl::Seconds(5));
  EXPECT_EQ(clock.Now() - now, absl::Seconds(5));
  EXPECT_EQ(clock.Monotonic() - monotonic, absl::Seconds(5));
}

TEST(FakeClock, TurningTheWallClockBackLeavesDeadlinesAlone) {
  FakeClock clock;
  const Deadline deadline = Deadline::After(clock, absl::Seconds(3));
  clock.SetTime(clock.Now() - absl::Hours(2));
  EXPECT_EQ(deadline.Remaining(clock), absl::Seconds(3));
  clock.Advance(absl::Seconds(3));
  EXPECT_TRUE(deadline.Passed(clock));
}

}  // namespace
}  // namespace cp::testing
