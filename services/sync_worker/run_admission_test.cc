// RunManager: runs that are known before they begin, requests that are repeated, runs that are cancelled.
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/run_manager_fixture.h"

namespace cp::worker {
namespace {

using ::cp::testing::HasReason;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RunAdmissionTest : public RunManagerTest {
 protected:
  RunAdmissionTest() { source.Fill(kOne, 3, 4); }

  static RunRequest Named(const std::string& request_id) {
    RunRequest request;
    request.kind = "call";
    request.request_id = request_id;
    return request;
  }
  RunManager& manager() {
    manager_ = std::make_unique<RunManager>(Parts(), options);
    return *manager_;
  }
  progress::RunDetails Stored(const std::string& run_id) {
    const absl::StatusOr<progress::RunDetails> run = store.GetRun(run_id, Soon(clock));
    EXPECT_THAT(run, testing::IsOk());
    return run.value_or(progress::RunDetails());
  }
  // Admits and runs.
  RunResult MustServe(RunRequest request) {
    const auto earlier = manager().Admit(&request);
    EXPECT_THAT(earlier, testing::IsOk());
    EXPECT_FALSE(earlier.ok() && earlier->has_value());
    const absl::StatusOr<RunResult> run = manager_->Run(request);
    EXPECT_THAT(run, testing::IsOk());
    return run.value_or(RunResult());
  }

  std::unique_ptr<RunManager> manager_;
};

TEST_F(RunAdmissionTest, IsInTheStoreBeforeItBegins) {
  RunRequest request = Named("");
  request.mode = progress::RunMode::kPopulate;
  ASSERT_THAT(manager().Admit(&request), testing::IsOk());
  EXPECT_EQ(Stored(request.run_id).run.state, progress::RunState::kRunning);
  EXPECT_EQ(Stored(request.run_id).run.mode, progress::RunMode::kPopulate);
  ASSERT_THAT(live.Find(request.run_id), ::testing::NotNull());
  ASSERT_THAT(manager_->Run(request), testing::IsOk());
  EXPECT_EQ(Stored(request.run_id).run.state, progress::RunState::kSucceeded);
  EXPECT_EQ(Stored(request.run_id).run.companies_done, 1);
  EXPECT_EQ(RunCount(), 1U);
  EXPECT_THAT(live.Active(), IsEmpty());
}

TEST_F(RunAdmissionTest, ARepeatedRequestGetsTheStoredResult) {
  const RunResult first = MustServe(Named("nightly"));
  EXPECT_EQ(TotalsOf(first).created, 12);
  source.Add(kOne, testing::Facts(9, 9));
  RunRequest again = Named("nightly");
  CP_ASSERT_OK_AND_ASSIGN(const std::optional<progress::RunDetails> earlier, manager().Admit(&again));
  ASSERT_TRUE(earlier.has_value());
  EXPECT_EQ(earlier->run.run_id, first.record.run_id);
  EXPECT_EQ(earlier->run.state, progress::RunState::kSucceeded);
  ASSERT_THAT(earlier->companies, SizeIs(1));
  EXPECT_EQ(earlier->companies[0].created, 12);
  EXPECT_THAT(earlier->companies[0].found_by, ElementsAre(std::pair<const std::string, int64_t>("full", 12)));
  EXPECT_EQ(RunCount(), 1U);
  EXPECT_EQ(VersionOf(kOne), 1U) << "one request, one version for each batch";
}

TEST_F(RunAdmissionTest, ARequestUnderWayIsAlreadyRunning) {
  RunRequest first = Named("nightly");
  ASSERT_THAT(manager().Admit(&first), testing::IsOk());
  RunRequest again = Named("nightly");
  const absl::Status status = manager().Admit(&again).status();
  EXPECT_THAT(status, HasReason(reason::kAlreadyRunning));
  EXPECT_EQ(MetadataOf(status)["run_id"], first.run_id);
}

TEST_F(RunAdmissionTest, ARequestIdBelongsToOneKindOfRun) {
  MustServe(Named("nightly"));
  RunRequest dry = Named("nightly");
  dry.dry_run = true;
  const absl::Status status = manager().Admit(&dry).status();
  EXPECT_THAT(status, HasReason(reason::kFieldInvalid));
  EXPECT_EQ(MetadataOf(status)["field"], "request_id");
  RunRequest changes = Named("nightly");
  changes.mode = progress::RunMode::kChanges;
  EXPECT_THAT(manager().Admit(&changes).status(), HasReason(reason::kFieldInvalid));
}

TEST_F(RunAdmissionTest, ARefusedRequestMayRunAgain) {
  source.companies_error = MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away");
  RunRequest refused = Named("nightly");
  ASSERT_THAT(manager().Admit(&refused), testing::IsOk());
  EXPECT_THAT(manager_->Run(refused).status(), HasReason(reason::kSourceUnavailable));
  EXPECT_EQ(Stored(refused.run_id).run.state, progress::RunState::kFailed);
  EXPECT_THAT(Stored(refused.run_id).run.errors, ElementsAre("Moodle is away"));
  source.companies_error = absl::OkStatus();
  EXPECT_EQ(TotalsOf(MustServe(Named("nightly"))).created, 12);
}

TEST_F(RunAdmissionTest, ARequestWhoseWorkerDiedMayRunAgainAndMakesNoSecondVersion) {
  RunRequest dead = Named("nightly");
  ASSERT_THAT(manager().Admit(&dead), testing::IsOk());
  MustRun();  // what the dead one had written
  const uint64_t version = VersionOf(kOne);
  clock.Advance(absl::Seconds(progress::kRunSilenceSeconds + 1));
  const RunResult again = MustServe(Named("nightly"));
  EXPECT_NE(again.record.run_id, dead.run_id);
  EXPECT_EQ(VersionOf(kOne), version);
  EXPECT_EQ(Stored(dead.run_id).run.state, progress::RunState::kAbandoned);
}

TEST_F(RunAdmissionTest, AWithdrawnRunHasFailedAndGivesItsRequestBack) {
  RunRequest request = Named("nightly");
  ASSERT_THAT(manager().Admit(&request), testing::IsOk());
  manager_->Withdraw(request, MakeError(absl::StatusCode::kUnavailable, reason::kOverloaded, "too many"));
  EXPECT_EQ(Stored(request.run_id).run.state, progress::RunState::kFailed);
  EXPECT_THAT(live.Active(), IsEmpty());
  EXPECT_EQ(TotalsOf(MustServe(Named("nightly"))).created, 12);
}

TEST_F(RunAdmissionTest, ACancelledRunEndsAtABatchBorder) {
  source.Fill(kOne, 50, 1);
  source.Fill(kTwo, 1, 1);
  options.batch_rows = 10;
  RunRequest request = Named("");
  ASSERT_THAT(manager().Admit(&request), testing::IsOk());
  source.before_next = [&](CompanyId) { live.Find(request.run_id)->RequestCancel(); };
  CP_ASSERT_OK_AND_ASSIGN(const RunResult run, manager_->Run(request));
  EXPECT_EQ(run.outcome, sync::RunOutcome::kTruncated);
  EXPECT_EQ(run.record.state, progress::RunState::kCancelled);
  EXPECT_THAT(run.warnings, Contains(HasSubstr("cancelled")));
  EXPECT_EQ(Rows(kOne).size() % 10, 0U) << "no batch was cut";
  EXPECT_EQ(Stored(request.run_id).run.state, progress::RunState::kCancelled);
  source.before_next = nullptr;
  EXPECT_TRUE(MustRun().Success());
}

TEST_F(RunAdmissionTest, ARunThatWasCancelledTooLateIsDone) {
  RunRequest request = Named("");
  ASSERT_THAT(manager().Admit(&request), testing::IsOk());
  CP_ASSERT_OK_AND_ASSIGN(const RunResult run, manager_->Run(request));
  live.Find(request.run_id)->RequestCancel();
  EXPECT_EQ(Stored(request.run_id).run.state, progress::RunState::kSucceeded);
}

TEST_F(RunAdmissionTest, ABudgetOfItsOwnTakesThePlaceOfTheSetting) {
  source.Fill(kTwo, 1, 1);
  options.max_sync_time = absl::Seconds(5);
  source.before_next = [this](CompanyId) { clock.Advance(absl::Seconds(8)); };
  RunRequest longer = Named("");
  longer.max_duration = absl::Minutes(10);
  EXPECT_EQ(MustServe(std::move(longer)).outcome, sync::RunOutcome::kDone);
  RunRequest shorter = Named("");
  shorter.max_duration = absl::Seconds(1);
  EXPECT_EQ(MustServe(std::move(shorter)).outcome, sync::RunOutcome::kTruncated);
}

TEST_F(RunAdmissionTest, ShowsItsProgressWhileItGoesOn) {
  source.Fill(kOne, 1500, 1);
  MustRun();  // so that the rows are known
  RunRequest request = Named("");
  ASSERT_THAT(manager().Admit(&request), testing::IsOk());
  std::vector<int64_t> read;
  source.before_next = [&](CompanyId) {
    const RunView view = live.Find(request.run_id)->View();
    ASSERT_THAT(view.companies, SizeIs(1));
    EXPECT_EQ(view.companies[0].stage, CompanyStage::kRunning);
    EXPECT_EQ(view.companies[0].expected_rows, 1509);
    read.push_back(view.companies[0].counts.rows_read);
  };
  ASSERT_THAT(manager_->Run(request), testing::IsOk());
  EXPECT_THAT(read, ElementsAre(0, 1000, 1509));
}

}  // namespace
}  // namespace cp::worker
