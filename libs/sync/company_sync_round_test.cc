// A comparison of everything that takes more than one run: each goes on where the last one stopped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <variant>
#include <vector>

#include "libs/sync/sync_test_kit.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"

namespace cp::sync {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr CompanyId kCompany(1);

// 20 users with one course each; every sync has time for the first fetch of 6 pairs only.
class RoundTest : public ::testing::Test {
 protected:
  RoundTest() {
    for (int64_t user = 1; user <= 20; ++user) kit_.Put(user, 2);
    kit_.options.source_rows = 6;
    kit_.options.stored_rows = 6;
  }

  CompanyResult SyncShortly() {
    kit_.meddle = [](CompanySync& sync, const Action& action, int) -> std::optional<Fault> {
      if (std::holds_alternative<FetchSource>(action)) sync.RequestStop();
      return std::nullopt;
    };
    CompanyResult result = kit_.Turn();
    kit_.meddle = nullptr;
    return result;
  }
  // Adds candidates.
  void Detect(const std::vector<int64_t>& users) {
    progress::Detection detection;
    detection.expected_sequence = kit_.store().ReadLane(kit_.Soon())->sequence;
    for (const int64_t user : users) detection.candidates.push_back({kCompany, user, "log"});
    EXPECT_TRUE(kit_.store().CommitDetection(detection, kit_.Soon()).ok());
  }
  progress::ComparisonRound Round() {
    const auto lease = kit_.store().AcquireLease(kCompany, "looks", absl::Seconds(1), kit_.Soon());
    EXPECT_TRUE(kit_.store().ReleaseLease(*lease, kit_.Soon()).ok());
    return lease->round;
  }
  int64_t SyncedAt() {
    return kit_.store().ReadVersions({&kCompany, 1}, kit_.Soon())->companies.at(kCompany).source_synced_at;
  }

  SyncTestKit kit_;
};

TEST_F(RoundTest, FinishesACompanyThatIsLargerThanTheBudget) {
  const int64_t began = absl::ToUnixSeconds(kit_.clock().Now());
  std::vector<int64_t> rows;
  CompanyResult result;
  int runs = 0;
  do {
    kit_.clock().Advance(absl::Hours(1));
    result = SyncShortly();
    rows.push_back(static_cast<int64_t>(kit_.Stored().size()));
    ASSERT_LT(++runs, 10);
    EXPECT_TRUE(result.complete || SyncedAt() == 0);
  } while (!result.complete);
  EXPECT_EQ(kit_.Stored(), kit_.Derived());
  EXPECT_THAT(rows, ElementsAre(6, 11, 16, 20, 20))
      << "the last user of a fetch may have more courses: it is read again";
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
  EXPECT_EQ(SyncedAt(), began + 3600) << "the round is as old as its first run";
  EXPECT_EQ(Round(), progress::ComparisonRound());
}

TEST_F(RoundTest, GoesOnBehindTheLastUserThatIsDone) {
  const CompanyResult first = SyncShortly();
  EXPECT_EQ(first.outcome, CompanyOutcome::kTruncated);
  EXPECT_EQ(first.resumed_after_user, 0);
  EXPECT_EQ(Round().after_user, 5);
  kit_.Put(3, 2, /*done=*/4);  // behind us
  kit_.Put(17, 2, /*done=*/4);
  kit_.Remove(4, 2);
  kit_.Remove(18, 2);
  const CompanyResult second = kit_.Turn();
  EXPECT_EQ(second.resumed_after_user, 5);
  EXPECT_TRUE(second.complete);
  EXPECT_EQ(second.record.rows_read, 14);
  EXPECT_EQ(second.record.deleted, 0) << "18 was never stored, 4 is not looked at";
  EXPECT_EQ(kit_.Stored().size(), 19u);
  const CompanyResult third = kit_.Turn();
  EXPECT_EQ(third.resumed_after_user, 0);
  EXPECT_EQ(third.record.updated, 1);
  EXPECT_EQ(third.record.deleted, 1);
  EXPECT_EQ(kit_.Stored(), kit_.Derived());
}

TEST_F(RoundTest, AUserWhosePairsDoNotFitIntoAFetchHoldsNothingUp) {
  for (int64_t course = 3; course < 30; ++course) kit_.Put(1, course);
  EXPECT_EQ(SyncShortly().outcome, CompanyOutcome::kTruncated);
  EXPECT_EQ(Round().after_user, 2) << "user 1 with 28 pairs took five fetches, which reached user 3";
}

TEST_F(RoundTest, MayBeStoppedBeforeItGetsOn) {
  for (int64_t course = 3; course < 30; ++course) kit_.Put(1, course);
  kit_.task.must_get_on = false;
  EXPECT_EQ(SyncShortly().outcome, CompanyOutcome::kTruncated);
  EXPECT_EQ(Round().after_user, 0);
  EXPECT_EQ(kit_.Stored().size(), 6u) << "what was fetched was compared all the same";
}

TEST_F(RoundTest, TombstonesOnlyBehindWhereItBegan) {
  kit_.Turn();
  SyncShortly();
  ASSERT_EQ(Round().after_user, 5);
  for (int64_t user = 1; user <= 20; ++user) kit_.Remove(user, 2);
  const CompanyResult tail = kit_.Turn();
  EXPECT_EQ(tail.record.deleted, 15);
  EXPECT_EQ(kit_.Stored().size(), 5u);
  kit_.Turn();
  EXPECT_THAT(kit_.Stored(), IsEmpty());
}

TEST_F(RoundTest, AFailureGoesBackToWhereTheRunBegan) {
  SyncShortly();
  kit_.meddle = FailNth("FetchSource", 1, {.status = SourceDown()});
  EXPECT_EQ(kit_.Turn().outcome, CompanyOutcome::kFailed);
  EXPECT_EQ(Round().after_user, 5);
}

TEST_F(RoundTest, ARowThatCanNotBeDerivedLeavesTheTimeOfTheWholeRoundAlone) {
  kit_.Put(3, 2, /*done=*/4, /*total=*/-1);
  EXPECT_EQ(SyncShortly().outcome, CompanyOutcome::kFailed);
  EXPECT_EQ(Round(), (progress::ComparisonRound{.after_user = 5, .started_at = 0}));
  const CompanyResult tail = kit_.Turn();
  EXPECT_EQ(tail.outcome, CompanyOutcome::kSucceeded);
  EXPECT_TRUE(tail.flawed);
  EXPECT_EQ(SyncedAt(), 0);
  EXPECT_EQ(kit_.Stored(), kit_.Derived());
}

TEST_F(RoundTest, AScopedComparisonLeavesTheRoundAlone) {
  SyncShortly();
  kit_.task.users = {2, 19};
  const CompanyResult scoped = kit_.Turn();
  EXPECT_EQ(scoped.resumed_after_user, 0);
  EXPECT_EQ(scoped.record.created, 1);
  EXPECT_EQ(Round().after_user, 5);
}

TEST_F(RoundTest, CandidatesAreNotDealtWithByHalfARound) {
  SyncShortly();
  kit_.task.candidates_through = 7;
  kit_.meddle = [&](CompanySync&, const Action& action, int) -> std::optional<Fault> {
    if (const auto* commit = std::get_if<CommitBatch>(&action); commit != nullptr && commit->batch->finish) {
      EXPECT_FALSE(commit->batch->candidates.has_value());
    }
    return std::nullopt;
  };
  EXPECT_TRUE(kit_.Turn().complete);
  kit_.meddle = nullptr;
}

// What is found while a company is compared keeps coming; the round ends all the same.
TEST_F(RoundTest, DealsWithTheCandidatesThatItBeganWith) {
  kit_.options.source_rows = 9;
  Detect({0, 3, 4});
  int runs = 0;
  for (bool complete = false; !complete; ++runs) {
    ASSERT_LT(runs, 3) << "a company that needs three budgets";
    const auto waiting = kit_.store().ReadCandidates(kCompany, 100, kit_.Soon());
    EXPECT_TRUE(waiting->full);
    kit_.task.candidates_through = waiting->through;
    complete = (runs < 2 ? SyncShortly() : kit_.Turn()).complete;
    Detect({4, 10 + runs});
  }
  EXPECT_EQ(runs, 3);
  const auto waiting = kit_.store().ReadCandidates(kCompany, 100, kit_.Soon());
  EXPECT_FALSE(waiting->full);
  EXPECT_THAT(waiting->users, ElementsAre(4, 10, 11, 12)) << "those that were found since, again or for the first time";
  EXPECT_EQ(Round(), progress::ComparisonRound());
}

TEST_F(RoundTest, LeavesAComparisonThatWasAskedForAgainSinceItBegan) {
  Detect({0});
  kit_.task.candidates_through = 1;
  SyncShortly();
  Detect({0});
  kit_.task.candidates_through = 2;
  EXPECT_TRUE(kit_.Turn().complete);
  EXPECT_TRUE(kit_.store().ReadCandidates(kCompany, 100, kit_.Soon())->full);
  EXPECT_TRUE(kit_.Turn().complete);
  EXPECT_FALSE(kit_.store().ReadCandidates(kCompany, 100, kit_.Soon())->full);
}

TEST_F(RoundTest, ARowThatCanNotBeDerivedLeavesTheCandidatesOfTheWholeRoundAlone) {
  kit_.Put(3, 2, /*done=*/4, /*total=*/-1);
  Detect({0});
  kit_.task.candidates_through = 1;
  EXPECT_EQ(SyncShortly().outcome, CompanyOutcome::kFailed);
  EXPECT_TRUE(kit_.Turn().complete);
  EXPECT_TRUE(kit_.store().ReadCandidates(kCompany, 100, kit_.Soon())->full);
}

TEST(Together, AddsUpTwoTurns) {
  CompanyResult first, second;
  first.record.created = 1;
  first.record.rows_read = 10;
  first.record.started_at = 100;
  first.record.found_by = {{"full", 1}};
  first.affected_count = 1;
  first.affected.resize(1);
  first.affected[0].key = testing::Key(9, 2);
  first.data_version = DataVersion{1, 5};
  first.warnings = {"first"};
  second.outcome = CompanyOutcome::kTruncated;
  second.record.started_at = 200;
  second.record.updated = 2;
  second.record.rows_read = 20;
  second.record.found_by = {{"full", 2}};
  second.affected_count = 2;
  second.affected.resize(1);
  second.affected[0].key = testing::Key(3, 2);
  second.warnings = {"second"};
  const CompanyResult both = Together(first, second);
  EXPECT_EQ(both.outcome, CompanyOutcome::kTruncated);
  EXPECT_EQ(both.record.created, 1);
  EXPECT_EQ(both.record.updated, 2);
  EXPECT_EQ(both.record.rows_read, 30);
  EXPECT_EQ(both.record.started_at, 100);
  EXPECT_EQ(both.record.found_by.at("full"), 3);
  EXPECT_EQ(both.affected_count, 3);
  EXPECT_EQ(both.affected[0].key, testing::Key(3, 2)) << "in key order";
  EXPECT_EQ(both.data_version, (DataVersion{1, 5})) << "the second one wrote nothing";
  EXPECT_THAT(both.warnings, ElementsAre("first", "second"));
}

}  // namespace
}  // namespace cp::sync
