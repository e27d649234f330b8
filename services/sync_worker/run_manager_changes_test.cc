// RunManager: runs that somebody asks for in mode changes.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/change_loop_fixture.h"

namespace cp::worker {
namespace {

using ::cp::testing::HasReason;
using ::cp::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class ChangesRunTest : public ChangeLoopTest {
 protected:
  absl::StatusOr<RunResult> TryChanges(std::vector<CompanyId> companies = {}, bool dry_run = false) {
    RunRequest request;
    request.mode = progress::RunMode::kChanges;
    request.companies = std::move(companies);
    request.dry_run = dry_run;
    return TryRun(std::move(request));
  }
  RunResult MustRunChanges(std::vector<CompanyId> companies = {}) {
    absl::StatusOr<RunResult> run = TryChanges(std::move(companies));
    EXPECT_THAT(run, testing::IsOk());
    return run.ok() ? *std::move(run) : RunResult();
  }
};

TEST_F(ChangesRunTest, FillsAStoreThatWasNeverSynced) {
  const RunResult run = MustRunChanges();
  EXPECT_THAT(Served(run), UnorderedElementsAre(1, 2, 3));
  EXPECT_EQ(Difference(), "");
}

TEST_F(ChangesRunTest, LooksAndServesWhomItFound) {
  MustRunChanges();
  site().users[1].name = "Another";  // without a trace but the time of change
  site().users[1].modified = Now();
  const RunResult run = MustRunChanges();
  EXPECT_THAT(Served(run), ElementsAre(2));
  EXPECT_EQ(TotalsOf(run).updated, 1);
  EXPECT_EQ(Difference(), "");
}

TEST_F(ChangesRunTest, ThatFoundNothingIsARunAllTheSame) {
  MustRunChanges();
  MustRunChanges();
  const size_t runs = RunCount();
  const RunResult run = MustRunChanges();
  EXPECT_THAT(run.companies, IsEmpty());
  EXPECT_TRUE(run.Success());
  EXPECT_EQ(RunCount(), runs + 1) << "somebody asked for it";
}

TEST_F(ChangesRunTest, ServesNamedCompaniesAlone) {
  MustRunChanges();
  site().Complete(1, 12);
  site().Complete(2, 13);
  EXPECT_THAT(Served(MustRunChanges({kThree})), ElementsAre(3));
  EXPECT_THAT(Waiting(), ElementsAre(2));
}

TEST_F(ChangesRunTest, KnowsNoCompanyThatNeitherMoodleNorTheStoreKnows) {
  MustRunChanges();
  const absl::Status status = TryChanges({kOne, CompanyId(77)}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, "company 77"));
  EXPECT_THAT(status, HasReason(reason::kNotFound));
  EXPECT_EQ(MetadataOf(status)["company"], "77");
}

TEST_F(ChangesRunTest, NamedCompanyWithoutChangesIsServedByDoingNothing) {
  MustRunChanges();
  MustRunChanges();
  EXPECT_TRUE(MustRunChanges({kOne}).Success());
}

TEST_F(ChangesRunTest, BusyNamedCompanyRefusesTheCall) {
  MustRunChanges();
  site().Complete(1, 12);
  ASSERT_THAT(store.AcquireLease(kTwo, "other:9", absl::Hours(1), Soon(clock)), testing::IsOk());
  EXPECT_THAT(TryChanges({kTwo}).status(), HasReason(reason::kAlreadyRunning));
}

TEST_F(ChangesRunTest, DryRunWritesNothing) {
  MustRunChanges();
  site().Complete(1, 12);
  site().company_courses[4] = {11};
  const int64_t sequence = store.ReadLane(Soon(clock))->sequence;
  const uint64_t version = VersionOf(kTwo);
  const auto rows = Rows(kTwo);
  clock.Advance(absl::Hours(2));
  const int64_t synced_at = SyncedAt(kTwo);
  const absl::StatusOr<RunResult> run = TryChanges({}, /*dry_run=*/true);
  ASSERT_THAT(run, testing::IsOk());
  EXPECT_EQ(TotalsOf(*run).updated, 1) << "everything is compared: to find changes is to write down what was found";
  EXPECT_EQ(store.ReadLane(Soon(clock))->sequence, sequence);
  EXPECT_THAT(Waiting(), IsEmpty());
  EXPECT_EQ(VersionOf(kTwo), version);
  EXPECT_EQ(Rows(kTwo), rows);
  EXPECT_EQ(SyncedAt(kTwo), synced_at);
  EXPECT_EQ(store.ListCompanies(Soon(clock))->size(), 3U);
}

// It does not matter how little time has passed since the last one failed: somebody waits for the answer.
TEST_F(ChangesRunTest, ServesACompanyThatFailedJustNow) {
  MustRunChanges();
  site().Complete(1, 12);
  source.open_error[kTwo] = MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away");
  EXPECT_FALSE(MustRunChanges().Success());
  source.open_error.clear();
  EXPECT_THAT(Served(MustRunChanges()), ElementsAre(2));
  EXPECT_EQ(Difference(), "");
}

}  // namespace
}  // namespace cp::worker
