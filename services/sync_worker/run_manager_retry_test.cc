// RunManager: a Moodle that does not answer at once, or not at all.
#include <string>

#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/run_manager_fixture.h"

namespace cp::worker {
namespace {

using ::cp::testing::HasReason;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

absl::Status Away() { return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away"); }

class RetryTest : public RunManagerTest {
 protected:
  RetryTest() { source.Fill(kOne, 2, 1); }

  // So many snapshots in a row can not be opened.
  void FailSnapshots(int count) {
    source.before_open = [count](CompanyId) mutable { return count-- > 0 ? Away() : absl::OkStatus(); };
  }
};

TEST_F(RetryTest, SnapshotThatFailsTwiceIsReadThen) {
  FailSnapshots(2);
  EXPECT_TRUE(MustRun().Success());
  EXPECT_THAT(Rows(kOne), SizeIs(2));
  EXPECT_THAT(source.opened, SizeIs(3));
}

TEST_F(RetryTest, AfterTheLastRetryTheCompanyHasFailedAndSaysWhy) {
  source.Fill(kTwo, 1, 1);
  source.open_error[kOne] = Away();
  const RunResult run = MustRun();
  EXPECT_EQ(run.outcome, sync::RunOutcome::kFailed);
  EXPECT_THAT(source.opened, SizeIs(4 + 1));
  const auto stored = store.GetRun(run.record.run_id, Soon(clock));
  ASSERT_THAT(stored, testing::IsOk());
  EXPECT_EQ(stored->run.state, progress::RunState::kFailed);
  EXPECT_THAT(stored->run.errors, ElementsAre("company 1: Moodle is away"));
  ASSERT_THAT(stored->companies, SizeIs(2));
  EXPECT_EQ(stored->companies[0].state, progress::RunState::kFailed);
  EXPECT_THAT(stored->companies[0].errors, ElementsAre("company 1: Moodle is away"));
  EXPECT_EQ(stored->companies[1].state, progress::RunState::kSucceeded);
}

TEST_F(RetryTest, DeadlineOfHalfASecondEndsItEarly) {
  source.before_open = [this](CompanyId) {
    clock.Advance(absl::Milliseconds(600));
    return Away();
  };
  RunRequest request;
  request.max_duration = absl::Milliseconds(500);
  const RunResult run = MustRun(request);
  EXPECT_THAT(source.opened, SizeIs(1));
  EXPECT_EQ(run.outcome, sync::RunOutcome::kFailed);
  EXPECT_THAT(run.errors, ElementsAre("company 1: Moodle is away"));
}

TEST_F(RetryTest, ListOfCompaniesThatFailsTwiceIsReadThen) {
  source.companies_fails = 2;
  EXPECT_TRUE(MustRun().Success());
  source.companies_fails = 4;
  EXPECT_THAT(TryRun(), HasReason(reason::kSourceUnavailable));
  EXPECT_EQ(source.companies_fails, 0);
  EXPECT_EQ(LastRunState(), progress::RunState::kFailed);
}

TEST_F(RetryTest, WhatWaitingDoesNotCureIsNotAskedAgain) {
  source.open_error[kOne] = MakeError(absl::StatusCode::kFailedPrecondition, reason::kSourceSchema, "no such column");
  EXPECT_EQ(MustRun().outcome, sync::RunOutcome::kFailed);
  EXPECT_THAT(source.opened, SizeIs(1));
}

TEST_F(RetryTest, CountsFailedRunsInARow) {
  MustRun();
  EXPECT_THAT(metrics.Text(), HasSubstr("sync_consecutive_failures 0"));
  source.open_error[kOne] = Away();
  MustRun();
  MustRun();
  source.companies_error = Away();
  EXPECT_FALSE(TryRun().ok());
  EXPECT_THAT(metrics.Text(), HasSubstr("sync_consecutive_failures 3"));
  source.companies_error = absl::OkStatus();
  EXPECT_THAT(RunNamed({CompanyId(77)}), HasReason(reason::kNotFound));
  EXPECT_THAT(metrics.Text(), HasSubstr("sync_consecutive_failures 3")) << "a wrong request is no failed sync";
  source.open_error.clear();
  MustRun();
  EXPECT_THAT(metrics.Text(), HasSubstr("sync_consecutive_failures 0"));
}

}  // namespace
}  // namespace cp::worker
