// RunManager: which companies a run serves, in which order, and where it stops.
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "libs/base/status.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/run_manager_fixture.h"

namespace cp::worker {
namespace {

using ::cp::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(RunManagerTest, ServesTheOldestServedFirst) {
  for (const CompanyId company : {kOne, kTwo, kThree}) source.Fill(company, 1, 1);
  MustRun();
  clock.Advance(absl::Minutes(1));
  ASSERT_THAT(RunNamed({kOne}), testing::IsOk());
  clock.Advance(absl::Minutes(1));
  ASSERT_THAT(RunNamed({kTwo}), testing::IsOk());
  EXPECT_THAT(Served(MustRun()), ElementsAre(3, 1, 2));
}

// A budget for one company and a half: a row that can never be derived must not cost the others their turn.
TEST_F(RunManagerTest, ACompanyThatAlwaysFailsDoesNotStarveTheOthers) {
  for (const CompanyId company : {kOne, kTwo, kThree}) source.Fill(company, 1, 1);
  source.Add(kOne, testing::Facts(7, 2, /*done=*/4, /*total=*/-1));
  options.max_sync_time = absl::Seconds(10);
  source.before_next = [this](CompanyId) { clock.Advance(absl::Seconds(4)); };
  std::vector<int64_t> first;
  for (int run = 0; run < 6; ++run) {
    const RunResult result = MustRun();
    first.push_back(Served(result).front());
    EXPECT_NE(result.companies[0].result.outcome, sync::CompanyOutcome::kTruncated);
  }
  EXPECT_THAT(first, ElementsAre(1, 2, 3, 1, 2, 3));
}

TEST_F(RunManagerTest, ACompanyLargerThanTheBudgetDoesNotStarveTheOthers) {
  source.Fill(kOne, 2500, 1);  // three fetches
  for (const CompanyId company : {kTwo, kThree}) source.Fill(company, 1, 1);
  options.max_sync_time = absl::Seconds(10);
  source.before_next = [this](CompanyId company) { clock.Advance(absl::Seconds(company == kOne ? 11 : 1)); };
  EXPECT_THAT(Served(MustRun()), ElementsAre(1));
  EXPECT_THAT(Served(MustRun()), ElementsAre(2, 3, 1));
  EXPECT_THAT(Served(MustRun()), ElementsAre(1)) << "its rest comes first, with the whole budget";
  EXPECT_THAT(Served(MustRun()), ElementsAre(2, 3, 1));
}

TEST_F(RunManagerTest, ServesANewCompanyBeforeAllOthers) {
  source.Fill(kTwo, 1, 1);
  MustRun();
  source.Fill(kThree, 1, 1);
  EXPECT_THAT(Served(MustRun()), ElementsAre(3, 2));
}

TEST_F(RunManagerTest, ServesOnlyTheNamedCompanyAndOnce) {
  source.Fill(kOne, 1, 1);
  source.Fill(kTwo, 1, 1);
  const absl::StatusOr<RunResult> run = RunNamed({kTwo, kTwo});
  ASSERT_THAT(run, testing::IsOk());
  EXPECT_THAT(Served(*run), ElementsAre(2));
}

TEST_F(RunManagerTest, RefusesAnUnknownCompanyByName) {
  source.Fill(kOne, 1, 1);
  const absl::Status status = RunNamed({kOne, CompanyId(77)}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, "company 77"));
  EXPECT_EQ(MetadataOf(status)["company"], "77");
  EXPECT_THAT(Rows(kOne), IsEmpty());
  EXPECT_EQ(RunCount(), 0U) << "a mistyped number is no failed run";
}

TEST_F(RunManagerTest, StopsAtTheTimeBudgetAndServesTheRestFirstNextTime) {
  for (const CompanyId company : {kOne, kTwo, kThree}) source.Fill(company, 1, 1);
  options.max_sync_time = absl::Seconds(30);
  source.before_next = [this](CompanyId) { clock.Advance(absl::Seconds(12)); };
  const RunResult run = MustRun();  // one company takes two reads: rows, then the end
  EXPECT_EQ(run.outcome, sync::RunOutcome::kTruncated);
  EXPECT_EQ(LastRunState(), progress::RunState::kTruncated);
  EXPECT_THAT(run.errors, IsEmpty());
  EXPECT_THAT(run.warnings, Contains(AllOf(HasSubstr("--max-sync-time"), HasSubstr("company 3"))));
  source.before_next = nullptr;
  const std::vector<int64_t> next = Served(MustRun());
  ASSERT_THAT(next, SizeIs(3));
  EXPECT_EQ(next.back(), 1) << "what was served comes last";
}

TEST_F(RunManagerTest, NeverTruncatesWithoutABudget) {
  for (const CompanyId company : {kOne, kTwo, kThree}) source.Fill(company, 1, 1);
  options.max_sync_time = absl::ZeroDuration();
  source.before_next = [this](CompanyId) { clock.Advance(absl::Seconds(50)); };
  EXPECT_EQ(MustRun().outcome, sync::RunOutcome::kDone);
}

TEST_F(RunManagerTest, StopsBetweenBatchesWhenTheCallerIsGone) {
  source.Fill(kOne, 50, 1);
  options.batch_rows = 10;
  bool gone = false;
  source.before_next = [&gone](CompanyId) { gone = true; };
  RunRequest request;
  request.caller_gone = [&gone] { return gone; };
  const RunResult run = MustRun(std::move(request));
  EXPECT_EQ(run.outcome, sync::RunOutcome::kTruncated);
  EXPECT_EQ(Rows(kOne).size() % 10, 0U) << "no batch was cut";
  EXPECT_EQ(TotalsOf(run).created, static_cast<int64_t>(Rows(kOne).size()));
  EXPECT_EQ(TotalsOf(MustRun()).created, static_cast<int64_t>(50 - TotalsOf(run).created));
}

TEST_F(RunManagerTest, EndsTruncatedWhenTheProcessStops) {
  source.Fill(kOne, 1, 1);
  source.Fill(kTwo, 1, 1);
  source.before_next = [this](CompanyId) { shutdown.Request(); };
  const RunResult run = MustRun();
  EXPECT_EQ(run.outcome, sync::RunOutcome::kTruncated);
  EXPECT_THAT(run.warnings, Contains(AllOf(HasSubstr("stopping"), HasSubstr("company 2"))));
}

}  // namespace
}  // namespace cp::worker
