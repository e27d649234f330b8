#include "libs/sync/source_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace cp::sync {
namespace {

using progress::SourceCensus;
using testing::FakeClock;
using testing::HasReason;
using testing::StatusIs;

constexpr int64_t kMinutes = 60;

SourceCensus Census(int64_t users, int64_t enrolments, int64_t minute = 0) {
  SourceCensus census;
  census.rows = {{"user", users}, {"course", 50}, {"user_enrolments", enrolments}};
  census.counted_at = FakeClock::kStart + minute * kMinutes;
  return census;
}

GuardDecision Judge(SourceCensus now, std::optional<SourceCensus> accepted,
                    std::optional<SourceCensus> pending = std::nullopt, bool force = false) {
  GuardInput input;
  input.census = std::move(now);
  input.accepted = std::move(accepted);
  input.pending = std::move(pending);
  input.force = force;
  return JudgeSource(input);
}

TEST(SourceGuard, AcceptsTheFirstCensusThereIs) {
  const GuardDecision decision = Judge(Census(10, 5), std::nullopt);
  EXPECT_EQ(decision.verdict, GuardVerdict::kPlausible);
  CP_EXPECT_OK(decision.status);
  ASSERT_TRUE(decision.accepted.has_value());
  EXPECT_EQ(decision.accepted->rows, Census(10, 5).rows);
  EXPECT_FALSE(decision.pending.has_value());
}

TEST(SourceGuard, AcceptsLossesOfUpToHalf) {
  EXPECT_EQ(Judge(Census(5000, 10000), Census(5000, 20000)).verdict, GuardVerdict::kPlausible);
  EXPECT_EQ(Judge(Census(5000, 501), Census(5000, 1001)).verdict, GuardVerdict::kPlausible);
}

TEST(SourceGuard, RefusesMoreThanHalfAndNamesTableAndCounts) {
  const GuardDecision decision = Judge(Census(5000, 9999), Census(5000, 20000));
  EXPECT_EQ(decision.verdict, GuardVerdict::kRefused);
  EXPECT_THAT(decision.status, StatusIs(absl::StatusCode::kFailedPrecondition, "user_enrolments holds 9999 rows"));
  EXPECT_THAT(decision.status, HasReason(reason::kSourceImplausible));
  auto metadata = MetadataOf(decision.status);
  EXPECT_EQ(metadata["table"], "user_enrolments");
  EXPECT_EQ(metadata["now"], "9999");
  EXPECT_EQ(metadata["before"], "20000");
  EXPECT_FALSE(decision.accepted.has_value()) << "the accepted counts stay";
  ASSERT_TRUE(decision.pending.has_value());
  EXPECT_EQ(decision.pending->agreeing, 1);
}

TEST(SourceGuard, DoesNotMindLossesInASmallTable) {
  EXPECT_EQ(Judge(Census(5000, 1), Census(5000, 999)).verdict, GuardVerdict::kPlausible);
  EXPECT_EQ(Judge(Census(5000, 1), Census(5000, 1000)).verdict, GuardVerdict::kRefused);
}

TEST(SourceGuard, RefusesAnEmptyTableWhateverItHeld) {
  GuardInput input;
  input.census = Census(3, 0);
  input.empty_tables = {"user_enrolments", "company_users"};
  const GuardDecision first = JudgeSource(input);
  EXPECT_EQ(first.verdict, GuardVerdict::kRefused);
  auto metadata = MetadataOf(first.status);
  EXPECT_EQ(metadata["table"], "company_users");
  EXPECT_EQ(metadata["now"], "0");
  EXPECT_EQ(metadata["before"], "unknown");
  input.accepted = Census(3, 7);
  input.empty_tables = {"user_enrolments"};
  EXPECT_EQ(MetadataOf(JudgeSource(input).status)["before"], "7");
}

TEST(SourceGuard, AnAcceptedEmptyTableIsPlausibleUntilItHoldsRowsAgain) {
  GuardInput input;
  input.census = Census(3, 0);
  input.empty_tables = {"user_enrolments"};
  input.accepted = Census(3, 7);
  input.force = true;
  const GuardDecision forced = JudgeSource(input);
  ASSERT_EQ(forced.verdict, GuardVerdict::kForced);

  input.force = false;
  input.accepted = forced.accepted;
  EXPECT_EQ(JudgeSource(input).verdict, GuardVerdict::kPlausible);
  input.empty_tables = {"user_enrolments", "course"};
  EXPECT_EQ(MetadataOf(JudgeSource(input).status)["table"], "course") << "one that nobody accepted";

  input.accepted = Census(3, 1);
  input.empty_tables = {"user_enrolments"};
  EXPECT_EQ(JudgeSource(input).verdict, GuardVerdict::kRefused) << "it held rows meanwhile";
}

TEST(SourceGuard, TheRefusalNamesTheFlagThatEndsIt) {
  EXPECT_THAT(Judge(Census(5000, 9999), Census(5000, 20000)).status,
              StatusIs(absl::StatusCode::kFailedPrecondition, "--force"));
}

// A site that stops having companies would give all its users to company 1.
TEST(SourceGuard, RefusesATableThatIsNotCountedAnyMoreHoweverSmallItWas) {
  for (const int64_t rows : {0, 3, 5000}) {
    SourceCensus before = Census(5000, 20000);
    before.rows["company_users"] = rows;
    const GuardDecision decision = Judge(Census(5000, 20000), before);
    EXPECT_EQ(decision.verdict, GuardVerdict::kRefused);
    EXPECT_THAT(decision.status,
                StatusIs(absl::StatusCode::kFailedPrecondition, "company_users is not there any more"));
    auto metadata = MetadataOf(decision.status);
    EXPECT_EQ(metadata["table"], "company_users");
    EXPECT_EQ(metadata["now"], "absent");
    EXPECT_EQ(metadata["before"], absl::StrCat(rows));
  }
}

TEST(SourceGuard, OnlyForceAcceptsThatATableIsGone) {
  SourceCensus before = Census(5000, 20000);
  before.rows["company_users"] = 3;
  std::optional<SourceCensus> pending;
  for (int64_t minute = 0; minute < 60; minute += 10) {
    const GuardDecision decision = Judge(Census(5000, 20000, minute), before, pending);
    ASSERT_EQ(decision.verdict, GuardVerdict::kRefused) << "at minute " << minute;
    if (decision.pending.has_value()) pending = decision.pending;
  }
  EXPECT_EQ(Judge(Census(5000, 20000, 60), before, pending, true).verdict, GuardVerdict::kForced);
}

TEST(SourceGuard, TakesATableThatIsCountedForTheFirstTime) {
  SourceCensus now = Census(5000, 20000);
  now.rows["company_users"] = 5000;
  EXPECT_EQ(Judge(now, Census(5000, 20000)).verdict, GuardVerdict::kPlausible);
}

TEST(SourceGuard, ForceAcceptsEverythingAndForgetsWhatIsPending) {
  SourceCensus pending = Census(5000, 100);
  pending.agreeing = 2;
  const GuardDecision decision = Judge(Census(0, 0), Census(5000, 20000), pending, true);
  EXPECT_EQ(decision.verdict, GuardVerdict::kForced);
  CP_EXPECT_OK(decision.status);
  EXPECT_EQ(decision.accepted->rows, Census(0, 0).rows);
  ASSERT_TRUE(decision.pending.has_value());
  EXPECT_EQ(decision.pending->agreeing, 0);
  EXPECT_TRUE(decision.pending->rows.empty());
}

// Plays censuses one after the other, storing what the guard says, and returns the verdicts.
class Play {
 public:
  GuardVerdict Next(SourceCensus census) {
    const GuardDecision decision = Judge(std::move(census), accepted_, pending_);
    if (decision.accepted.has_value()) accepted_ = decision.accepted;
    if (decision.pending.has_value()) pending_ = decision.pending;
    EXPECT_EQ(decision.status.ok(), decision.verdict != GuardVerdict::kRefused);
    return decision.verdict;
  }

 private:
  std::optional<SourceCensus> accepted_ = Census(5000, 20000);
  std::optional<SourceCensus> pending_;
};

TEST(SourceGuard, AcceptsTheThirdAgreeingCensus) {
  Play play;
  EXPECT_EQ(play.Next(Census(5000, 300, 0)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 310, 10)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 305, 20)), GuardVerdict::kAgreed);
  EXPECT_EQ(play.Next(Census(5000, 305, 21)), GuardVerdict::kPlausible) << "it is the measure from now on";
  EXPECT_EQ(play.Next(Census(5, 305, 22)), GuardVerdict::kRefused);
}

TEST(SourceGuard, DoesNotCountCensusesThatComeTooSoon) {
  Play play;
  for (int minute = 0; minute < 10; ++minute) {
    EXPECT_EQ(play.Next(Census(5000, 300, minute)), GuardVerdict::kRefused);
  }
  EXPECT_EQ(play.Next(Census(5000, 300, 10)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 300, 19)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 300, 20)), GuardVerdict::kAgreed);
}

TEST(SourceGuard, StartsAfreshWhenTheCountsMove) {
  Play play;
  EXPECT_EQ(play.Next(Census(5000, 300, 0)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 300, 10)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 3000, 20)), GuardVerdict::kRefused) << "a restore that is still running";
  EXPECT_EQ(play.Next(Census(5000, 3000, 30)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 3000, 40)), GuardVerdict::kAgreed);
}

TEST(SourceGuard, APlausibleCensusBreaksTheRow) {
  Play play;
  EXPECT_EQ(play.Next(Census(5000, 300, 0)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 300, 10)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 20000, 20)), GuardVerdict::kPlausible);
  EXPECT_EQ(play.Next(Census(5000, 300, 30)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 300, 40)), GuardVerdict::kRefused);
}

TEST(SourceGuard, AClockThatWasTurnedBackStartsAfresh) {
  Play play;
  EXPECT_EQ(play.Next(Census(5000, 300, 100)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 300, 110)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 300, 0)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 300, 10)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 300, 20)), GuardVerdict::kAgreed);
}

TEST(SourceGuard, EmptyAgreesOnlyWithEmpty) {
  Play play;
  EXPECT_EQ(play.Next(Census(5000, 0, 0)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 1, 10)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 1, 20)), GuardVerdict::kRefused);
  EXPECT_EQ(play.Next(Census(5000, 1, 30)), GuardVerdict::kAgreed);
}

}  // namespace
}  // namespace cp::sync
