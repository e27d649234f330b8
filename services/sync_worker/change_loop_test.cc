// ChangeLoop: who is served when, what fails beside whom, and what is called fresh.
#include "services/sync_worker/change_loop.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/change_loop_fixture.h"

namespace cp::worker {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

absl::Status Away() { return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away"); }

TEST_F(ChangeLoopTest, ComparesEverythingAtFirst) {
  Tick();
  EXPECT_THAT(Rows(kOne), IsEmpty()) << "whole companies are the other loop's";
  CompareCompanies();
  EXPECT_EQ(Difference(), "");
  EXPECT_THAT(Waiting(), IsEmpty());
}

TEST_F(ChangeLoopTest, ServesAChangeAtTheNextTick) {
  Start();
  const size_t runs = RunCount();
  site().Complete(1, 12);
  ASSERT_NE(Difference(), "");
  Tick();
  EXPECT_EQ(Difference(), "");
  EXPECT_EQ(RunCount(), runs + 1);
  const auto run = store.ListRuns({.limit = 1}, Soon(clock))->front();
  EXPECT_EQ(run.kind, kContinuousRun);
  const auto details = store.GetRun(run.run_id, Soon(clock));
  ASSERT_EQ(details->companies.size(), 1U);
  EXPECT_EQ(details->companies[0].company, kTwo);
  EXPECT_THAT(details->companies[0].found_by, ElementsAre(Pair("course_completions", 1)));
}

TEST_F(ChangeLoopTest, IdleTickLeavesNoRun) {
  Start();
  const size_t runs = RunCount();
  const int finished = CountLogged("run_finished");
  Tick(20);
  EXPECT_EQ(RunCount(), runs);
  EXPECT_EQ(CountLogged("run_finished"), finished);
}

TEST_F(ChangeLoopTest, TicksAtItsIntervalFromStartToStart) {
  Start();
  const int64_t began = Now();
  Tick(10);
  EXPECT_EQ(Now() - began, 10);
}

TEST_F(ChangeLoopTest, WholeCompanyKeepsNobodyWaiting) {
  Start();
  site().company_courses[1].insert(13);
  clock.Advance(absl::Minutes(5));
  Tick();
  std::string meanwhile = "the company was not compared";
  source.before_next = [&](CompanyId company) {
    source.before_next = nullptr;
    ASSERT_EQ(company, kOne);
    site().Complete(1, 12);  // of company 2
    Tick();
    meanwhile = Difference();
  };
  CompareCompanies();
  EXPECT_THAT(meanwhile, Not(HasSubstr("company 2")));
  EXPECT_EQ(Difference(), "");
}

TEST_F(ChangeLoopTest, CompanyThatIsBeingComparedIsLeftAlone) {
  site().Enrol(3, 12);
  Start();
  size_t runs_meanwhile = 1;
  source.before_next = [&](CompanyId) {
    source.before_next = nullptr;
    site().Complete(3, 12);
    const size_t runs = RunCount();
    Tick(5);
    runs_meanwhile = RunCount() - runs;
  };
  ASSERT_THAT(RunNamed({kOne}), testing::IsOk());
  EXPECT_EQ(runs_meanwhile, 0U) << "runs that could only say that the company is busy";
  Tick();
  EXPECT_EQ(Difference(), "");
}

TEST_F(ChangeLoopTest, FailingCompanyKeepsItsCandidatesAndIsTriedAgainLaterEachTime) {
  Start();
  std::vector<int64_t> tried;
  source.before_open = [&](CompanyId company) {
    if (company != kTwo) return absl::OkStatus();
    tried.push_back(Now());
    return Away();
  };
  site().Complete(1, 12);  // company 2
  site().Complete(2, 13);  // company 3
  Tick();
  EXPECT_THAT(Difference(), Not(HasSubstr("company 3"))) << "the others are served";
  EXPECT_THAT(Waiting(), ElementsAre(2));
  EXPECT_EQ(LastRunState(), progress::RunState::kFailed);
  Tick(20 * 60);
  std::vector<int64_t> pauses;
  for (size_t i = 1; i < tried.size(); ++i) pauses.push_back(tried[i] - tried[i - 1]);
  EXPECT_THAT(pauses, ElementsAre(5, 10, 20, 40, 80, 160, 300, 300));
  source.before_open = nullptr;
  Tick(300);
  EXPECT_EQ(Difference(), "");
  EXPECT_THAT(Waiting(), IsEmpty());
}

// No failure: whoever holds the company is done with it soon.
TEST_F(ChangeLoopTest, BusyCompanyIsServedShortlyAfterItIsFree) {
  Start();
  const auto lease = store.AcquireLease(kTwo, "other:9", absl::Hours(1), Soon(clock));
  ASSERT_THAT(lease, testing::IsOk());
  site().Complete(1, 12);
  Tick(60);
  EXPECT_NE(Difference(), "");
  ASSERT_THAT(store.ReleaseLease(*lease, Soon(clock)), testing::IsOk());
  Tick(5);
  EXPECT_EQ(Difference(), "");
}

// User 1 has a row that can not be derived, user 4 has not.
class UnderivableRowTest : public ChangeLoopTest {
 protected:
  void SetUp() override {
    site().Enrol(4, 12);
    Start();
    source.distort = [](progress::PairFacts* facts) {
      if (facts->user_id == 1) facts->activities_done = facts->activities_total + 1;
    };
  }
};

TEST_F(UnderivableRowTest, KeepsNoOtherUserOfItsCompanyWaiting) {
  site().Complete(1, 12);
  site().Complete(4, 12);
  Tick();
  EXPECT_THAT(store.ReadCandidates(kTwo, 10, Soon(clock))->users, ElementsAre(1)) << "the other one is dealt with";
  for (int change = 0; change < 5; ++change) {
    site().Insert(sync::Tail::kActivityCompletions, {.user = 4, .owner = 12});
    Tick();
    const auto row = store.ReadPage({.company = kTwo, .limit = 10, .offset = 0}, Soon(clock));
    EXPECT_EQ(row->rows.back().key.user.value(), 4);
    EXPECT_EQ(row->rows.back().activities_done, change + 1);
  }
}

TEST_F(UnderivableRowTest, IsTriedAgainLaterEachTimeAndIsServedWhenItIsMended) {
  site().Complete(1, 12);
  const size_t runs = RunCount();
  Tick(60);
  EXPECT_EQ(RunCount(), runs + 4) << "after 0, 5, 15 and 35 seconds";
  source.distort = nullptr;
  Tick(60);
  EXPECT_EQ(Difference(), "");
  EXPECT_THAT(Waiting(), IsEmpty());
}

TEST_F(UnderivableRowTest, ComparisonThatMetItLeavesTheUsersTheirTurns) {
  site().company_courses[2].insert(14);
  Look();
  ASSERT_TRUE(store.ReadCandidates(kTwo, 10, Soon(clock))->full) << "it stays until the row is mended";
  site().Complete(4, 12);
  Tick();
  EXPECT_THAT(store.ReadCandidates(kTwo, 10, Soon(clock))->users, IsEmpty());
  EXPECT_GT(Rows(kTwo).back().timecompleted, 0);
}

TEST_F(ChangeLoopTest, FreshIsWhoWaitsForNothing) {
  Start();
  Tick();
  source.open_error[kTwo] = Away();
  const int64_t before = SyncedAt(kTwo);
  site().Complete(1, 12);
  Tick(30);
  EXPECT_EQ(SyncedAt(kTwo), before);
  EXPECT_GE(SyncedAt(kOne), Now() - progress::kFreshStepSeconds);
  source.open_error.clear();
  Tick(60);
  EXPECT_GE(SyncedAt(kTwo), Now() - progress::kFreshStepSeconds);
}

TEST_F(ChangeLoopTest, NobodyIsFreshWhileMoodleIsAway) {
  Start();
  Tick();
  const int64_t before = SyncedAt(kOne);
  source.feed_error = Away();
  Tick(5);
  EXPECT_EQ(SyncedAt(kOne), before);
}

TEST_F(ChangeLoopTest, SaysOnceThatItCanNotFollow) {
  Start();
  source.feed_error = Away();
  const int64_t began = Now();
  Tick(10);
  EXPECT_EQ(CountLogged("changes_not_followed"), 1);
  EXPECT_THAT(metrics.Text(), HasSubstr("sync_consecutive_failures 10"));
  EXPECT_EQ(Now() - began, 2 + 4 + 8 + 16 + 6 * 30) << "later each time";
  source.feed_error = absl::OkStatus();
  site().Complete(1, 12);
  Tick();
  EXPECT_EQ(Difference(), "");
  EXPECT_EQ(CountLogged("changes_followed_again"), 1);
  EXPECT_THAT(metrics.Text(), HasSubstr("sync_consecutive_failures 0"));
}

TEST_F(ChangeLoopTest, SaysNothingOfAMoodleThatWasInterruptedBecauseTheWorkerStops) {
  Start();
  source.feed_error = absl::CancelledError("stopping");
  Tick();
  EXPECT_EQ(CountLogged("changes_not_followed"), 0);
}

TEST_F(ChangeLoopTest, CompanyThatIsGoneLosesItsRowsAndItsAge) {
  const auto has_age = HasSubstr("data_age_seconds{company=\"3\"}");
  Start();
  ASSERT_THAT(Rows(kThree), Not(IsEmpty()));
  EXPECT_THAT(metrics.Text(), has_age);
  site().company_courses.erase(3);
  Look();
  EXPECT_THAT(Rows(kThree), IsEmpty());
  EXPECT_TRUE(store.ReadVersions({&kThree, 1}, Soon(clock))->companies.at(kThree).gone);
  EXPECT_THAT(metrics.Text(), Not(has_age));
  for (int day = 0; day < 2; ++day) {
    clock.Advance(absl::Hours(25));  // everything is compared, the company that is gone, too
    Follow();
    Tick();
    EXPECT_THAT(metrics.Text(), Not(has_age));
    EXPECT_THAT(Waiting(), IsEmpty());
  }
  site().company_courses[3] = {13, 14};
  Look();
  EXPECT_EQ(Difference(), "");
  EXPECT_THAT(metrics.Text(), has_age) << "it is back";
}

TEST_F(ChangeLoopTest, NewCompanyIsComparedAtTheNextLook) {
  Start();
  site().company_courses[4] = {11};
  site().Join(4, 4);
  Look();
  EXPECT_THAT(Rows(CompanyId(4)), ::testing::SizeIs(1));
}

}  // namespace
}  // namespace cp::worker
