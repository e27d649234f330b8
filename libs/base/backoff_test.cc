#include "libs/base/backoff.h"

#include <gtest/gtest.h>

namespace cp {
namespace {

TEST(WaitBeforeRetry, DoublesAndIsAQuarterLongerAtMost) {
  EXPECT_EQ(WaitBeforeRetry(1, absl::Seconds(1), 0), absl::Seconds(1));
  EXPECT_EQ(WaitBeforeRetry(2, absl::Seconds(1), 0), absl::Seconds(2));
  EXPECT_EQ(WaitBeforeRetry(3, absl::Seconds(1), 0), absl::Seconds(4));
  EXPECT_EQ(WaitBeforeRetry(3, absl::Seconds(1), 0.5), absl::Seconds(4.5));
  EXPECT_LT(WaitBeforeRetry(3, absl::Seconds(1), 0.999), absl::Seconds(5));
  EXPECT_LT(WaitBeforeRetry(1000, absl::Seconds(1), 0), absl::InfiniteDuration());
}

}  // namespace
}  // namespace cp
