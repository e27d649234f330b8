// The promise itself: whatever happens in Moodle and whatever stops the worker, a sync makes the store equal a fresh
// derivation, row for row, and a repeat writes nothing. Random histories of Moodle's own operations, with runs at
// random points that are killed or cut off from Moodle at random points. Each run is a process of its own, which
// reads the overlaps of all tails again: that every single detector is needed is what change_lane_property_test shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/testing/random_seed.h"
#include "libs/testing/status_matchers.h"
#include "tests/faults/played_site.h"

namespace cp::faults {
namespace {

using progress::RunMode;

constexpr int kOperations = 12;  // of a history

// One history, played until its quiet point.
class History {
 public:
  History(const std::string& engine, uint64_t seed) : seed_(seed), random_(seed), site_(engine, seed) {}

  // Plays operations, with runs in between; what was played is kept for the message of a failure.
  void PlayWithFaults() {
    Run({.mode = RunMode::kFull});
    for (int i = 0; i < kOperations; ++i) {
      const absl::StatusOr<moodle::Step> step = site_.Play();
      ASSERT_THAT(step, testing::IsOk()) << story_;
      absl::StrAppend(&story_, "\n", step->ToString());
      if (Chance(25)) Run(RandomPlan());
    }
  }

  // A change run without faults finds everything that is findable: every operation of Moodle is.
  std::string DifferenceAfterChangeRun() {
    Run({.mode = RunMode::kChanges});
    return site_.Difference();
  }
  std::string DifferenceAfterFullRun() {
    Run({.mode = RunMode::kFull});
    return site_.Difference();
  }
  // Rows that runs write although nothing has changed since the last one.
  int64_t WrittenByRepeats() {
    const int64_t before = site_.Versions();
    Run({.mode = RunMode::kFull});
    Run({.mode = RunMode::kChanges});
    return site_.Versions() - before;
  }

  int killed() const { return killed_; }
  std::string Describe() const { return absl::StrCat("CP_SEED=", seed_, story_); }

 private:
  bool Chance(int percent) { return static_cast<int>(random_() % 100) < percent; }

  WorkerPlan RandomPlan() {
    WorkerPlan plan{.mode = Chance(80) ? RunMode::kChanges : RunMode::kFull};
    if (Chance(50)) {
      plan.crash = kCrashPoints[random_() % std::size(kCrashPoints)];
      plan.crash_time = 1 + static_cast<int>(random_() % 4);
    } else if (Chance(30)) {
      plan.source_fails_after = 1 + static_cast<int>(random_() % 30);
    }
    return plan;
  }

  void Run(WorkerPlan plan) {
    const WorkerEnd end = site_.Run(plan);
    killed_ += end == WorkerEnd::kKilled ? 1 : 0;
    absl::StrAppend(&story_, "\n  ", ToString(plan.mode), " run at ", site_.now());
    if (plan.crash.has_value()) absl::StrAppend(&story_, ", crash at ", ToString(*plan.crash), ":", plan.crash_time);
    if (plan.source_fails_after > 0) absl::StrAppend(&story_, ", Moodle gone after ", plan.source_fails_after);
    absl::StrAppend(&story_, end == WorkerEnd::kDone ? ": done" : end == WorkerEnd::kKilled ? ": killed" : ": failed");
    if (plan.crash.has_value() || plan.source_fails_after > 0) return;
    EXPECT_EQ(end, WorkerEnd::kDone) << Describe();
  }

  const uint64_t seed_;
  std::mt19937_64 random_;
  PlayedSite site_;
  std::string story_;
  int killed_ = 0;
};

void ExpectConverges(const std::string& engine, int histories) {
  const uint64_t first = testing::RandomSeed();
  int killed = 0;
  for (int i = 0; i < histories && !::testing::Test::HasFailure(); ++i) {
    History history(engine, first + static_cast<uint64_t>(i));
    history.PlayWithFaults();
    EXPECT_EQ(history.DifferenceAfterChangeRun(), "") << "after a change run: " << history.Describe();
    EXPECT_EQ(history.DifferenceAfterFullRun(), "") << "after a full run: " << history.Describe();
    EXPECT_EQ(history.WrittenByRepeats(), 0) << history.Describe();
    killed += history.killed();
  }
  std::printf("%s: %d histories of %d operations, %d workers killed\n", engine.c_str(), histories, kOperations, killed);
  if (histories < 100) return;
  EXPECT_GT(killed, histories / 10) << "the crash points are not reached";
}

// Two thousand, in slices that may be run side by side.
class Convergence : public ::testing::TestWithParam<int> {};
TEST_P(Convergence, OnSqlite) { ExpectConverges("sqlite", 200); }
INSTANTIATE_TEST_SUITE_P(Slices, Convergence, ::testing::Range(1, 11));

TEST(ConvergenceOfServers, OnMariadb) { ExpectConverges("mariadb", 25); }
TEST(ConvergenceOfServers, OnPostgres) { ExpectConverges("postgres", 25); }

}  // namespace
}  // namespace cp::faults
