#include "libs/base/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>

#include "absl/synchronization/notification.h"

namespace cp {
namespace {

TEST(Executor, RunsEveryAcceptedTaskOnce) {
  std::atomic<int> ran = 0;
  auto executor = MakeExecutor("test", 3, 10000);
  for (int i = 0; i < 5000; ++i) ASSERT_TRUE(executor->Submit([&ran] { ++ran; }));
  executor->Shutdown();
  EXPECT_EQ(ran, 5000);
}

TEST(Executor, OneThreadKeepsTheOrder) {
  std::vector<int> order;
  auto executor = MakeExecutor("test", 1, 1000);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(executor->Submit([&order, i] { order.push_back(i); }));
  executor->Shutdown();
  ASSERT_EQ(order.size(), 1000u);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(order[static_cast<size_t>(i)], i);
}

TEST(Executor, RefusesWhenTheQueueIsFullAndRecovers) {
  auto executor = MakeExecutor("test", 1, 1);
  absl::Notification started;
  absl::Notification release;
  ASSERT_TRUE(executor->Submit([&] {
    started.Notify();
    release.WaitForNotification();
  }));
  started.WaitForNotification();
  EXPECT_TRUE(executor->Submit([] {}));
  EXPECT_FALSE(executor->Submit([] {}));
  release.Notify();
  while (!executor->Submit([] {})) {
  }
}

TEST(Executor, ShutdownRunsWhatIsQueuedAndRefusesTheRest) {
  std::atomic<int> ran = 0;
  auto executor = MakeExecutor("test", 2, 100);
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(executor->Submit([&ran] { ++ran; }));
  executor->Shutdown();
  EXPECT_EQ(ran, 50);
  EXPECT_FALSE(executor->Submit([&ran] { ++ran; }));
  executor->Shutdown();
  EXPECT_EQ(ran, 50);
}

TEST(Executor, TakesTasksThatOnlyMove) {
  std::atomic<int> got = 0;
  auto executor = MakeExecutor("test", 1, 10);
  auto value = std::make_unique<int>(7);
  ASSERT_TRUE(executor->Submit([&got, value = std::move(value)] { got = *value; }));
  executor->Shutdown();
  EXPECT_EQ(got, 7);
}

}  // namespace
}  // namespace cp
