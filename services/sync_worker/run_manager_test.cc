#include "services/sync_worker/run_manager.h"

#include <string>
#include <vector>

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
using ::cp::testing::Key;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(RunManagerTest, FillsAnEmptyStore) {
  source.Fill(kOne, 3, 4);
  const RunResult run = MustRun();
  EXPECT_EQ(TotalsOf(run), (Totals{.created = 12, .read = 12}));
  EXPECT_TRUE(run.Success());
  EXPECT_EQ(run.outcome, sync::RunOutcome::kDone);
  EXPECT_THAT(Rows(kOne), SizeIs(12));
  EXPECT_EQ(LastRunState(), progress::RunState::kSucceeded);
}

TEST_F(RunManagerTest, WritesFourThousandPairsInBatches) {
  source.Fill(kOne, 1000, 4);
  const RunResult run = MustRun();
  EXPECT_EQ(TotalsOf(run).created, 4000);
  EXPECT_EQ(VersionOf(kOne), 4U) << "one version for each batch of 1000";
}

TEST_F(RunManagerTest, CountsCreatedAndUpdatedApart) {  // A9
  source.Fill(kOne, 3, 4);
  MustRun();
  source.Add(kOne, Facts(9, 2));
  source.Add(kOne, Facts(1, 2, 4));
  source.Add(kOne, Facts(2, 3, 4));
  EXPECT_EQ(TotalsOf(MustRun()), (Totals{.created = 1, .updated = 2, .read = 13}));
}

TEST_F(RunManagerTest, ListsExactlyTheChangedRows) {  // A12
  source.Fill(kOne, 3, 4);
  MustRun();
  source.Add(kOne, Facts(1, 2, 4));
  source.pairs[kOne].erase({3, 5});
  const RunResult run = MustRun();
  const std::vector<sync::AffectedRow>& affected = run.companies.at(0).result.affected;
  ASSERT_THAT(affected, SizeIs(2));
  EXPECT_EQ(affected[0].key, Key(1, 2));
  EXPECT_EQ(affected[0].change, sync::RowChange::kUpdated);
  EXPECT_EQ(affected[0].percentage_hundredths, 10000);
  EXPECT_EQ(affected[1].key, Key(3, 5));
  EXPECT_EQ(affected[1].change, sync::RowChange::kDeleted);
  EXPECT_EQ(run.companies.at(0).result.affected_count, 2);
}

TEST_F(RunManagerTest, TellsTheCacheAndCountsWhatItRemoved) {  // A2, A5
  source.Fill(kOne, 3, 4);
  MustRun();
  cache.Warm(kOne, 5);
  source.Add(kOne, Facts(1, 2, 4));
  const RunResult run = MustRun();
  EXPECT_EQ(TotalsOf(run).cleared, 5);
  ASSERT_FALSE(cache.Published().empty());
  EXPECT_EQ(cache.Published().back().version, run.companies.at(0).version);
  EXPECT_EQ(OutboxSize(), 0U);
}

TEST_F(RunManagerTest, WritesAndInvalidatesNothingWhenNothingChanged) {  // A6
  source.Fill(kOne, 3, 4);
  MustRun();
  const uint64_t before = VersionOf(kOne);
  const size_t published = cache.Published().size();
  cache.Warm(kOne, 5);
  const RunResult run = MustRun();
  EXPECT_EQ(TotalsOf(run), (Totals{.read = 12}));
  EXPECT_EQ(VersionOf(kOne), before);
  EXPECT_EQ(cache.Published().size(), published);
  EXPECT_EQ(OutboxSize(), 0U);
}

TEST_F(RunManagerTest, AnswersTheCurrentVersionOfAnUnchangedCompany) {
  source.Fill(kOne, 1, 1);
  const DataVersion written = MustRun().companies.at(0).version;
  EXPECT_GT(written.version, 0U);
  EXPECT_EQ(MustRun().companies.at(0).version, written);
}

TEST_F(RunManagerTest, TouchesOnlyTheChangedCompany) {  // A8, A15
  source.Fill(kOne, 2, 2);
  source.Fill(kTwo, 2, 2);
  MustRun();
  cache.Warm(kOne, 3);
  cache.Warm(kTwo, 3);
  source.Add(kOne, Facts(1, 2, 4));
  const RunResult run = MustRun();
  EXPECT_EQ(TotalsOf(run), (Totals{.updated = 1, .cleared = 3, .read = 8}));
  EXPECT_EQ(VersionOf(kTwo), 1U);
}

TEST_F(RunManagerTest, SucceedsWithOneWarningWhenTheCacheIsAway) {  // A4
  source.Fill(kOne, 2, 2);
  source.Fill(kTwo, 2, 2);
  cache.SetAway(true);
  const RunResult run = MustRun();
  EXPECT_TRUE(run.Success());
  EXPECT_EQ(TotalsOf(run), (Totals{.created = 8, .read = 8}));
  EXPECT_THAT(run.warnings, SizeIs(1)) << "one entry, however many companies";
  EXPECT_EQ(OutboxSize(), 4U) << "each company's stamp in the raised epoch, and its version, kept for the relay";
}

TEST_F(RunManagerTest, NamesARowThatCanNotBeDerivedAndWritesTheOthers) {  // A11
  source.Fill(kOne, 3, 1);
  MustRun();
  progress::PairFacts broken = Facts(2, 2);
  broken.timecompleted = -5;
  source.Add(kOne, broken);
  source.Add(kOne, Facts(3, 2, 4));
  const RunResult run = MustRun();
  EXPECT_FALSE(run.Success());
  EXPECT_EQ(run.outcome, sync::RunOutcome::kFailed);
  EXPECT_THAT(run.errors, ElementsAre(AllOf(HasSubstr("company 1"), HasSubstr("user 2"), HasSubstr("course 2"))));
  EXPECT_EQ(TotalsOf(run), (Totals{.updated = 1, .read = 3}));
  EXPECT_EQ(Rows(kOne).at(1), *progress::Derive(Facts(2, 2), {})) << "neither changed nor deleted";
}

TEST_F(RunManagerTest, NeverHidesOneCompanyBehindAnothersFailure) {
  source.Fill(kOne, 1, 1);
  source.Fill(kTwo, 1, 1);
  source.Fill(kThree, 1, 1);
  source.open_error[kTwo] = MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away");
  const RunResult run = MustRun();
  EXPECT_THAT(Served(run), ElementsAre(1, 2, 3));
  EXPECT_THAT(run.errors, ElementsAre(HasSubstr("company 2")));
  EXPECT_EQ(TotalsOf(run).created, 2);
  EXPECT_EQ(run.outcome, sync::RunOutcome::kFailed);
  EXPECT_EQ(LastRunState(), progress::RunState::kFailed);
}

TEST_F(RunManagerTest, DeletesNothingBehindThePointWhereMoodleDied) {
  source.Fill(kOne, 5, 1);
  MustRun();
  source.Add(kOne, Facts(1, 2, 4));
  source.dies_after[kOne] = 2;
  const RunResult run = MustRun();
  EXPECT_EQ(TotalsOf(run).deleted, 0);
  EXPECT_THAT(Rows(kOne), SizeIs(5));
  EXPECT_THAT(run.errors, SizeIs(1));
  source.dies_after.clear();
  EXPECT_TRUE(MustRun().Success());
  EXPECT_EQ(Rows(kOne).at(0).activities_done, 4);
}

TEST_F(RunManagerTest, RecordsARunThatMoodleRefused) {
  source.companies_error = MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away");
  EXPECT_THAT(TryRun().status(), HasReason(reason::kSourceUnavailable));
  EXPECT_EQ(LastRunState(), progress::RunState::kFailed);
  EXPECT_EQ(metrics.SyncRuns("failed").Value(), 1);
}

TEST_F(RunManagerTest, DerivesForTheGivenTimeAndStampsTheRealOne) {
  source.Fill(kOne, 1, 1);
  options.as_of = absl::FromUnixSeconds(1'700'000'000);
  EXPECT_THAT(MustRun().warnings, ElementsAre(HasSubstr("as of 2023-11-14T22:13:20+00:00 (--as-of)")));
  EXPECT_EQ(source.last_now, 1'700'000'000);
  EXPECT_EQ(store.ListCompanies(Soon(clock))->at(0).source_synced_at, testing::FakeClock::kStart);
  EXPECT_EQ(store.Inspect(kOne, Key(1, 2))->last_updated, testing::FakeClock::kStart);
}

TEST_F(RunManagerTest, ReadsTheSourceAtTheTimeOfTheClock) {
  source.Fill(kOne, 1, 1);
  MustRun();
  EXPECT_EQ(source.last_now, testing::FakeClock::kStart);
}

TEST_F(RunManagerTest, LogsCountsAndNeverAnEmail) {
  source.Fill(kOne, 2, 1);
  progress::PairFacts broken = Facts(3, 2);
  broken.timecompleted = -5;
  source.Add(kOne, broken);
  MustRun();
  EXPECT_THAT(log_text, HasSubstr("\"event\":\"company_synced\""));
  EXPECT_THAT(log_text, HasSubstr("\"created\":2"));
  EXPECT_THAT(log_text, Not(HasSubstr("@")));
  EXPECT_THAT(log_text, Not(HasSubstr("First1")));
}

TEST_F(RunManagerTest, CountsRunsRowsAndAgesInMetrics) {
  source.Fill(kOne, 2, 1);
  MustRun();
  clock.Advance(absl::Seconds(90));
  const std::string text = metrics.Text();
  EXPECT_THAT(text, HasSubstr("sync_runs_total{result=\"done\"} 1"));
  EXPECT_THAT(text, HasSubstr("sync_rows_total{change=\"created\"} 2"));
  EXPECT_THAT(text, HasSubstr("data_age_seconds{company=\"1\"} 90"));
}

TEST_F(RunManagerTest, ReadsTheFieldSwitchesOfACompanyWithChanges) {
  source.Fill(kOne, 1, 1);
  MustRun();
  store.SetSetting(kOne, "field_email", "0");
  source.Add(kOne, Facts(1, 2, 4));
  const RunResult run = MustRun();
  EXPECT_FALSE(run.companies.at(0).visible_fields.test(static_cast<size_t>(progress::Field::kEmail)));
  EXPECT_TRUE(run.companies.at(0).visible_fields.test(static_cast<size_t>(progress::Field::kStatus)));
}

TEST_F(RunManagerTest, ListsAtMostAThousandRowsAndCountsAll) {
  source.Fill(kOne, 1200, 1);
  const RunResult run = MustRun();
  EXPECT_THAT(run.companies.at(0).result.affected, SizeIs(1000));
  EXPECT_EQ(run.companies.at(0).result.affected_count, 1200);
}

}  // namespace
}  // namespace cp::worker
