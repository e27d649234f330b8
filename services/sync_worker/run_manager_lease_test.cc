// RunManager: leases, its own and other runs'.
#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/run_manager_fixture.h"

namespace cp::worker {
namespace {

using ::cp::testing::Facts;
using ::cp::testing::HasReason;
using ::cp::testing::StatusIs;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(RunManagerTest, RefusesANamedCompanyThatSomebodyElseSyncs) {
  source.Fill(kOne, 1, 1);
  source.Fill(kTwo, 1, 1);
  MustRun();
  ASSERT_THAT(store.AcquireLease(kTwo, "other:9", absl::Minutes(1), Soon(clock)), testing::IsOk());
  source.Add(kOne, Facts(1, 2, 4));
  const absl::Status status = RunNamed({kOne, kTwo}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(status, HasReason(reason::kAlreadyRunning));
  EXPECT_EQ(MetadataOf(status)["company"], "2");
  EXPECT_EQ(MetadataOf(status)["owner"], "other:9");
  EXPECT_EQ(Rows(kOne).at(0).activities_done, 1) << "refused before anything was written";
  EXPECT_THAT(RunNamed({kOne}), testing::IsOk()) << "the lease of the other named company was given back";
}

// Gives a lease and loses the answer, once.
class LosesTheFirstLease final : public progress::ProgressWriter {
 public:
  explicit LosesTheFirstLease(progress::ProgressWriter* store) : store_(*store) {}

  absl::StatusOr<progress::Lease> AcquireLease(CompanyId company, const std::string& owner, absl::Duration ttl,
                                               Deadline deadline) override {
    absl::StatusOr<progress::Lease> lease = store_.AcquireLease(company, owner, ttl, deadline);
    if (++asked_ == 1) return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "connection lost");
    return lease;
  }
  absl::Status RenewLease(const progress::Lease& lease, absl::Duration ttl, Deadline deadline) override {
    return store_.RenewLease(lease, ttl, deadline);
  }
  absl::Status ReleaseLease(const progress::Lease& lease, Deadline deadline) override {
    return store_.ReleaseLease(lease, deadline);
  }
  absl::StatusOr<std::vector<progress::StoredRow>> ReadStored(const progress::StoredQuery& query,
                                                              Deadline deadline) override {
    return store_.ReadStored(query, deadline);
  }
  absl::StatusOr<DataVersion> CommitBatch(const progress::Batch& batch, Deadline deadline) override {
    return store_.CommitBatch(batch, deadline);
  }
  absl::StatusOr<DataVersion> BumpVersion(CompanyId company, Deadline deadline) override {
    return store_.BumpVersion(company, deadline);
  }
  absl::StatusOr<uint64_t> RaiseEpoch(uint64_t beyond, progress::EpochCause cause, Deadline deadline) override {
    return store_.RaiseEpoch(beyond, cause, deadline);
  }

 private:
  progress::ProgressWriter& store_;
  int asked_ = 0;
};

TEST_F(RunManagerTest, GetsTheLeaseOfANamedCompanyThoughTheAnswerWasLost) {
  source.Fill(kOne, 1, 1);
  MustRun();
  LosesTheFirstLease writer(&store);
  parts_override = Parts();
  parts_override->ports.writer = &writer;
  EXPECT_THAT(RunNamed({kOne}), testing::IsOk());
  parts_override.reset();
  EXPECT_THAT(RunNamed({kOne}), testing::IsOk()) << "no lease was left behind";
}

TEST_F(RunManagerTest, SkipsABusyCompanyInARunOverAll) {
  source.Fill(kOne, 1, 1);
  source.Fill(kTwo, 1, 1);
  MustRun();
  ASSERT_THAT(store.AcquireLease(kTwo, "other:9", absl::Minutes(1), Soon(clock)), testing::IsOk());
  source.Add(kOne, Facts(1, 2, 4));
  const RunResult run = MustRun();
  EXPECT_EQ(run.outcome, sync::RunOutcome::kDone);
  EXPECT_THAT(run.warnings, Contains(HasSubstr("company 2")));
  EXPECT_EQ(TotalsOf(run).updated, 1);
}

TEST_F(RunManagerTest, IsAlreadyRunningWhenEveryCompanyIsBusy) {
  source.Fill(kOne, 1, 1);
  MustRun();
  ASSERT_THAT(store.AcquireLease(kOne, "other:9", absl::Minutes(1), Soon(clock)), testing::IsOk());
  EXPECT_THAT(TryRun().status(), HasReason(reason::kAlreadyRunning));
  EXPECT_EQ(metrics.SyncRuns("already_running").Value(), 1);
}

TEST_F(RunManagerTest, TakesOverALeaseThatHasExpired) {  // C23
  source.Fill(kOne, 1, 1);
  MustRun();
  ASSERT_THAT(store.AcquireLease(kOne, "crashed:9", kLeaseTtl, Soon(clock)), testing::IsOk());
  clock.Advance(kLeaseTtl + absl::Seconds(1));
  EXPECT_EQ(MustRun().outcome, sync::RunOutcome::kDone);
}

TEST_F(RunManagerTest, WritesNothingAfterItsLeaseWasTakenOver) {
  source.Fill(kOne, 30, 1);
  options.batch_rows = 10;
  source.before_next = [this](CompanyId) {
    source.before_next = nullptr;
    clock.Advance(kLeaseTtl + absl::Seconds(1));
    EXPECT_THAT(store.AcquireLease(kOne, "other:9", kLeaseTtl, Soon(clock)), testing::IsOk());
  };
  const RunResult run = MustRun();
  EXPECT_FALSE(run.Success());
  EXPECT_THAT(Rows(kOne), IsEmpty());
  EXPECT_THAT(run.companies.at(0).result.status, HasReason(reason::kLeaseLost));
}

TEST_F(RunManagerTest, KeepsALeaseThroughASlowMoodle) {
  source.Fill(kOne, 30, 1);
  options.max_sync_time = absl::ZeroDuration();
  source.before_next = [this](CompanyId) {
    for (int i = 0; i < 10; ++i) {  // what the keeper's thread does meanwhile
      clock.Advance(absl::Seconds(21));
      leases.RenewDue();
    }
    EXPECT_THAT(store.AcquireLease(kOne, "other:9", kLeaseTtl, Soon(clock)).status(),
                HasReason(reason::kAlreadyRunning));
  };
  EXPECT_TRUE(MustRun().Success());
}

TEST_F(RunManagerTest, GivesItsLeasesBack) {
  source.Fill(kOne, 1, 1);
  MustRun();
  EXPECT_THAT(store.AcquireLease(kOne, "other:9", kLeaseTtl, Soon(clock)), testing::IsOk());
}

}  // namespace
}  // namespace cp::worker
