#include "libs/progress/course_progress.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "libs/progress/sync_record.h"

namespace cp::progress {
namespace {

CourseProgress SampleRow() {
  CourseProgress row;
  row.key = {UserId(17), CourseId(4)};
  row.firstname = "Alice";
  row.lastname = "Smith";
  row.email = "alice@acme.example.test";
  row.username = "alice";
  row.coursename = "Fire safety 全社共有 🎓";
  row.timecompleted = 1790000000;
  row.timestarted = 1780000000;
  row.percentage = 100.0;
  row.activities_done = 3;
  row.activities_total = 4;
  row.status = ProgressStatus::kCompleted;
  row.last_activity = 1789999999;
  return row;
}

TEST(ContentHash, IsTheStoredOneForEver) {
  EXPECT_EQ(ContentHash(SampleRow()), "1:6e5d8f8397bc1418b2e4780eca30b079");
  EXPECT_EQ(ContentHash(CourseProgress{}), "1:656814aebcb78defea99cbf87674b914");
}

TEST(ContentHash, IgnoresTheKey) {
  CourseProgress other = SampleRow();
  other.key = {UserId(18), CourseId(5)};
  EXPECT_EQ(ContentHash(other), ContentHash(SampleRow()));
}

TEST(ContentHash, ChangesWithEveryField) {
  const std::vector<std::function<void(CourseProgress&)>> changes = {
      [](CourseProgress&) {},
      [](CourseProgress& row) { row.firstname += " "; },
      [](CourseProgress& row) { row.lastname = "smith"; },
      [](CourseProgress& row) { row.email = ""; },
      [](CourseProgress& row) { row.username = "Alice"; },
      [](CourseProgress& row) { row.coursename += "!"; },
      [](CourseProgress& row) { ++row.timecompleted; },
      [](CourseProgress& row) { ++row.timestarted; },
      [](CourseProgress& row) { row.percentage = std::nextafter(row.percentage, 0.0); },
      [](CourseProgress& row) { ++row.activities_done; },
      [](CourseProgress& row) { ++row.activities_total; },
      [](CourseProgress& row) { row.status = ProgressStatus::kInProgress; },
      [](CourseProgress& row) { ++row.last_activity; }};
  absl::flat_hash_set<std::string> hashes;
  for (const auto& change : changes) {
    CourseProgress row = SampleRow();
    change(row);
    hashes.insert(ContentHash(row));
  }
  EXPECT_EQ(hashes.size(), changes.size());
}

TEST(ContentHash, SeesWhereOneTextEndsAndTheNextBegins) {
  CourseProgress a;
  a.firstname = "ab";
  a.lastname = "c";
  CourseProgress b;
  b.firstname = "a";
  b.lastname = "bc";
  CourseProgress c;
  c.lastname = "abc";
  EXPECT_NE(ContentHash(a), ContentHash(b));
  EXPECT_NE(ContentHash(b), ContentHash(c));
}

TEST(ContentHash, TreatsEqualRowsAlike) {
  CourseProgress zero;
  CourseProgress negative_zero;
  negative_zero.percentage = -0.0;
  ASSERT_EQ(zero, negative_zero);
  EXPECT_EQ(ContentHash(zero), ContentHash(negative_zero));
}

CourseProgress PartOf(int32_t done, int32_t total) {
  CourseProgress row;
  row.activities_done = done;
  row.activities_total = total;
  row.percentage = total == 0 ? 0.0 : 100.0 * done / total;
  row.status = done > 0 ? ProgressStatus::kInProgress : ProgressStatus::kNotStarted;
  return row;
}

// Rounded half up: the largest h with h <= 10000 * done / total + 1/2, written without a division.
bool IsRoundedHalfUp(int64_t h, int64_t done, int64_t total) {
  const int64_t twice_exact = 20000 * done + total;  // in units of 1 / (2 * total)
  return 2 * total * h <= twice_exact && twice_exact < 2 * total * (h + 1);
}

TEST(PercentageHundredths, IsRoundedHalfUpForEveryShareOfUpTo400Activities) {
  for (int32_t total = 1; total <= 400; ++total) {
    for (int32_t done = 0; done <= total; ++done) {
      const int32_t h = PercentageHundredths(PartOf(done, total));
      ASSERT_TRUE(IsRoundedHalfUp(h, done, total)) << done << " of " << total << " gave " << h;
    }
  }
}

// The everyday ways to round a double; each goes wrong where the exact share ends in half a hundredth.
TEST(PercentageHundredths, RoundsWhereFloatingPointWouldNot) {
  int wrong_by_format = 0;
  int wrong_by_floor = 0;
  for (int32_t total = 1; total <= 400; ++total) {
    for (int32_t done = 0; done <= total; ++done) {
      const int32_t h = PercentageHundredths(PartOf(done, total));
      const double share = 100.0 * done / total;
      wrong_by_format += absl::StrFormat("%.2f", share) != absl::StrFormat("%d.%02d", h / 100, h % 100);
      wrong_by_floor += std::floor(static_cast<double>(done) / total * 100 * 100 + 0.5) != h;
    }
  }
  EXPECT_GT(wrong_by_format, 0);
  EXPECT_GT(wrong_by_floor, 0);
}

TEST(PercentageHundredths, MatchesKnownShares) {
  EXPECT_EQ(PercentageHundredths(PartOf(1, 3)), 3333);
  EXPECT_EQ(PercentageHundredths(PartOf(2, 3)), 6667);
  EXPECT_EQ(PercentageHundredths(PartOf(1, 10)), 1000);
  EXPECT_EQ(PercentageHundredths(PartOf(1, 32)), 313);  // 3.125 %
}

TEST(PercentageHundredths, IsWholeForACompletedCourseWhateverIsUndone) {
  CourseProgress row = PartOf(1, 10);
  row.status = ProgressStatus::kCompleted;
  row.percentage = 100.0;
  EXPECT_EQ(PercentageHundredths(row), 10000);
}

TEST(PercentageHundredths, IsZeroWhenNothingIsTracked) {
  EXPECT_EQ(PercentageHundredths(PartOf(0, 0)), 0);
  CourseProgress tracking_off = PartOf(2, 4);
  tracking_off.percentage = 0;
  EXPECT_EQ(PercentageHundredths(tracking_off), 0);
}

TEST(PercentageHundredths, HoldsForTheLargestCounts) {
  constexpr int32_t kMax = std::numeric_limits<int32_t>::max();
  EXPECT_EQ(PercentageHundredths(PartOf(kMax, kMax)), 10000);
  EXPECT_EQ(PercentageHundredths(PartOf(kMax - 1, kMax)), 10000);
  EXPECT_EQ(PercentageHundredths(PartOf(1, kMax)), 0);
}

TEST(RowKey, OrdersByUserThenCourse) {
  EXPECT_LT((RowKey{UserId(1), CourseId(9)}), (RowKey{UserId(2), CourseId(1)}));
  EXPECT_LT((RowKey{UserId(2), CourseId(1)}), (RowKey{UserId(2), CourseId(2)}));
  EXPECT_LT((RowKey{UserId(9), CourseId(1)}), (RowKey{UserId(10), CourseId(1)}));
}

TEST(Words, AreTheOnesOfTheApiAndTheStore) {
  EXPECT_EQ(ToString(ProgressStatus::kNotStarted), "not_started");
  EXPECT_EQ(ToString(ProgressStatus::kInProgress), "in_progress");
  EXPECT_EQ(ToString(ProgressStatus::kCompleted), "completed");
  EXPECT_EQ(ToString(RunState::kRunning), "running");
  EXPECT_EQ(ToString(RunState::kSucceeded), "succeeded");
  EXPECT_EQ(ToString(RunState::kFailed), "failed");
  EXPECT_EQ(ToString(RunState::kTruncated), "truncated");
}

}  // namespace
}  // namespace cp::progress
