// RunManager: companies that are larger than the time budget, and dry runs.
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/run_manager_fixture.h"

namespace cp::worker {
namespace {

using ::cp::testing::Facts;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Time for one fetch of 1000 pairs in each run.
class LargeCompanyTest : public RunManagerTest {
 protected:
  LargeCompanyTest() {
    options.max_sync_time = absl::Seconds(10);
    source.before_next = [this](CompanyId company) { clock.Advance(absl::Seconds(company == kOne ? 11 : 1)); };
  }
  int64_t SyncedAt(CompanyId company) {
    const auto versions = store.ReadVersions({&company, 1}, Soon(clock));
    return versions->companies.contains(company) ? versions->companies.at(company).source_synced_at : 0;
  }

  // Of company kOne, as the change lane does it.
  void AskForComparison() {
    ASSERT_THAT(store.UpsertCompanies({testing::MakeCompany(1)}, Soon(clock)), testing::IsOk());
    progress::Detection detection;
    detection.detected_at = absl::ToUnixSeconds(clock.Now());
    detection.candidates = {{kOne, 0, "daily"}};
    ASSERT_THAT(store.CommitDetection(detection, Soon(clock)), testing::IsOk());
  }
  sync::CompanyResult Compare() {
    RunRequest request;
    request.kind = kContinuousRun;
    request.mode = progress::RunMode::kChanges;
    request.turns = Turns::kWholeCompanies;
    request.found.emplace();
    RunResult run = MustRun(std::move(request));
    EXPECT_THAT(run.companies, SizeIs(1));
    return run.companies.empty() ? sync::CompanyResult() : std::move(run.companies[0].result);
  }
  // Until the company may be compared again.
  absl::Duration Pause() {
    absl::Duration pause;
    for (; finder.Waiting(/*patient=*/true, Soon(clock))->empty(); pause += absl::Seconds(1)) {
      clock.Advance(absl::Seconds(1));
    }
    return pause;
  }
};

TEST_F(LargeCompanyTest, IsCompleteAfterEnoughRuns) {
  source.Fill(kOne, 3500, 1);
  int runs = 0;
  while (SyncedAt(kOne) == 0) {
    MustRun();
    ASSERT_LT(++runs, 12);
  }
  EXPECT_THAT(Rows(kOne), SizeIs(3500));
}

TEST_F(LargeCompanyTest, DoesNotStarveTheOthersAndIsFinished) {
  source.Fill(kOne, 2500, 1);
  source.Fill(kTwo, 1, 1);
  source.Fill(kThree, 1, 1);
  for (int run = 0; run < 10; ++run) MustRun();
  EXPECT_GT(SyncedAt(kOne), 0);
  EXPECT_GT(SyncedAt(kTwo), 0);
  EXPECT_GT(SyncedAt(kThree), 0);
  EXPECT_THAT(Rows(kOne), SizeIs(2500));
}

TEST_F(LargeCompanyTest, IsDoneOnlyWhenTheRunItselfHasComparedEverything) {
  source.Fill(kOne, 1500, 1);
  EXPECT_EQ(RunNamed({kOne})->outcome, sync::RunOutcome::kTruncated);
  source.Add(kOne, Facts(3, 2, 4));  // a user whose comparison is behind us
  source.before_next = nullptr;
  CP_ASSERT_OK_AND_ASSIGN(const RunResult run, RunNamed({kOne}));
  EXPECT_EQ(run.outcome, sync::RunOutcome::kDone);
  EXPECT_EQ(TotalsOf(run).created, 500);
  EXPECT_EQ(TotalsOf(run).updated, 1) << "what was changed before the run is in its acknowledgement";
  EXPECT_THAT(run.companies, SizeIs(1));
  const auto stored = store.GetRun(run.record.run_id, Soon(clock));
  ASSERT_THAT(stored->companies, SizeIs(1));
  EXPECT_EQ(stored->companies[0].created, 500);
  EXPECT_EQ(stored->companies[0].updated, 1);
}

TEST_F(LargeCompanyTest, SaysWhatItDidNotCompareItself) {
  source.Fill(kOne, 1500, 1);
  ASSERT_EQ(RunNamed({kOne})->outcome, sync::RunOutcome::kTruncated);
  int calls = 0;
  source.before_next = [&](CompanyId) {
    if (++calls == 2) clock.Advance(absl::Seconds(11));  // at the end of the stream
  };
  CP_ASSERT_OK_AND_ASSIGN(const RunResult run, RunNamed({kOne}));
  EXPECT_EQ(run.outcome, sync::RunOutcome::kTruncated);
  EXPECT_THAT(run.warnings, Contains(HasSubstr("where an earlier run had stopped")));
  EXPECT_GT(SyncedAt(kOne), 0) << "a whole round is complete all the same";
}

// Of a company that waits for a comparison. A piece in the middle has met no such row, and neither has the last one.
TEST_F(LargeCompanyTest, RoundWithARowThatCanNotBeDerivedBacksOffAsAWhole) {
  source.Fill(kOne, 2500, 1);
  source.pairs[kOne].at({1, 2}).activities_total = -1;
  AskForComparison();
  EXPECT_FALSE(Compare().complete);
  EXPECT_EQ(Pause(), absl::Seconds(5));
  EXPECT_FALSE(Compare().complete);
  EXPECT_EQ(Pause(), absl::ZeroDuration()) << "it goes on";
  source.before_next = nullptr;
  EXPECT_TRUE(Compare().complete);
  EXPECT_EQ(Pause(), absl::Seconds(10));
  EXPECT_EQ(Compare().outcome, sync::CompanyOutcome::kFailed) << "from the beginning";
  EXPECT_EQ(Pause(), absl::Seconds(20));
  source.pairs[kOne].at({1, 2}).activities_total = 3;
  EXPECT_EQ(Compare().outcome, sync::CompanyOutcome::kSucceeded);
  EXPECT_THAT(*store.Waiting(Soon(clock)), IsEmpty());
}

class DryRunTest : public RunManagerTest {
 protected:
  RunResult MustRunDry(std::vector<CompanyId> companies = {}) {
    RunRequest request;
    request.dry_run = true;
    request.companies = std::move(companies);
    return MustRun(std::move(request));
  }
};

TEST_F(DryRunTest, SaysWhatWouldBeWrittenAndWritesNothing) {
  source.Fill(kOne, 3, 4);
  MustRun();
  source.Add(kOne, Facts(1, 2, 4));
  source.Add(kOne, Facts(9, 2));
  source.pairs[kOne].erase({3, 5});
  cache.Warm(kOne, 5);
  const int64_t synced_at = store.ReadVersions({&kOne, 1}, Soon(clock))->companies.at(kOne).source_synced_at;
  const size_t published = cache.Published().size();
  clock.Advance(absl::Hours(1));
  const RunResult dry = MustRunDry({kOne});
  EXPECT_EQ(TotalsOf(dry), (Totals{.created = 1, .updated = 1, .deleted = 1, .read = 12}));
  EXPECT_THAT(dry.companies.at(0).result.affected, SizeIs(3));
  EXPECT_THAT(Rows(kOne), SizeIs(12));
  EXPECT_EQ(VersionOf(kOne), 1U);
  EXPECT_EQ(store.ReadVersions({&kOne, 1}, Soon(clock))->companies.at(kOne).source_synced_at, synced_at);
  EXPECT_EQ(cache.Published().size(), published);
  EXPECT_TRUE(store.GetRun(dry.record.run_id, Soon(clock))->run.dry_run);
  EXPECT_EQ(TotalsOf(MustRun()), (Totals{.created = 1, .updated = 1, .deleted = 1, .cleared = 5, .read = 12}));
}

TEST_F(DryRunTest, MakesNoCompanyKnown) {
  source.Fill(kOne, 3, 4);
  const RunResult dry = MustRunDry();
  EXPECT_EQ(TotalsOf(dry).created, 12);
  EXPECT_THAT(*store.ListCompanies(Soon(clock)), IsEmpty());
}

TEST_F(DryRunTest, TakesNoLease) {
  source.Fill(kOne, 1, 1);
  MustRun();
  ASSERT_THAT(store.AcquireLease(kOne, "other:9", absl::Hours(1), Soon(clock)), testing::IsOk());
  EXPECT_TRUE(MustRunDry({kOne}).Success());
}

}  // namespace
}  // namespace cp::worker
