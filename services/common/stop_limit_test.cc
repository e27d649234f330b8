#include "services/common/stop_limit.h"

#include <gtest/gtest.h>

#include <atomic>

namespace cp::service {
namespace {

TEST(StopLimit, CallsWhenItStillLivesAfterTheLimit) {
  absl::Notification called;
  const StopLimit limit(absl::Milliseconds(1), [&] { called.Notify(); });
  EXPECT_TRUE(called.WaitForNotificationWithTimeout(absl::Seconds(20)));
}

TEST(StopLimit, IsForgottenWhenTheEndComesBefore) {
  std::atomic<bool> called = false;
  {
    const StopLimit limit(absl::Hours(1), [&] { called = true; });
  }
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace cp::service
