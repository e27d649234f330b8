// A worker killed at every named point between two steps, twenty times each: the next run converges.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "libs/testing/random_seed.h"
#include "libs/testing/status_matchers.h"
#include "tests/faults/played_site.h"

namespace cp::faults {
namespace {

using progress::RunMode;

constexpr int kKills = 20;
constexpr int kMaxAttempts = 400;

class CrashPointTest : public ::testing::TestWithParam<CrashPoint> {};

TEST_P(CrashPointTest, TheNextRunConverges) {
  const uint64_t seed = testing::RandomSeed();
  std::mt19937_64 random(seed);
  PlayedSite site("sqlite", seed);
  ASSERT_EQ(site.Run({.mode = RunMode::kFull}), WorkerEnd::kDone);
  int kills = 0;
  for (int attempt = 0; kills < kKills && attempt < kMaxAttempts; ++attempt) {
    for (int i = 0; i < 3; ++i) ASSERT_THAT(site.Play(), testing::IsOk());
    const RunMode mode = random() % 3 == 0 ? RunMode::kFull : RunMode::kChanges;
    const WorkerEnd end =
        site.Run({.mode = mode, .crash = GetParam(), .crash_time = 1 + static_cast<int>(random() % 3)});
    if (end != WorkerEnd::kKilled) continue;
    ++kills;
    ASSERT_EQ(site.Run({.mode = RunMode::kChanges}), WorkerEnd::kDone) << "seed " << seed << ", kill " << kills;
    ASSERT_EQ(site.Difference(), "") << "seed " << seed << ", kill " << kills;
  }
  EXPECT_EQ(kills, kKills) << ToString(GetParam()) << " was not reached often enough";
}

INSTANTIATE_TEST_SUITE_P(All, CrashPointTest, ::testing::ValuesIn(kCrashPoints),
                         [](const auto& point) { return std::string(ToString(point.param)); });

}  // namespace
}  // namespace cp::faults
