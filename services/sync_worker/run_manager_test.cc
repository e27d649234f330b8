#include "services/sync_worker/run_manager.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/worker_fixture.h"

namespace cp::worker {
namespace {

using ::cp::testing::Facts;
using ::cp::testing::HasReason;
using ::cp::testing::Key;
using ::cp::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr CompanyId kOne(1), kTwo(2), kThree(3);

struct Totals {
  int64_t created = 0, updated = 0, deleted = 0, cleared = 0, read = 0;
  friend bool operator==(const Totals&, const Totals&) = default;
};
std::ostream& operator<<(std::ostream& out, const Totals& t) {
  return out << t.created << " created " << t.updated << " updated " << t.deleted << " deleted " << t.cleared
             << " cleared " << t.read << " read";
}

Totals TotalsOf(const RunResult& run) {
  Totals totals;
  for (const CompanyReport& report : run.companies) {
    totals.created += report.result.record.created;
    totals.updated += report.result.record.updated;
    totals.deleted += report.result.record.deleted;
    totals.cleared += report.result.record.cache_cleared;
    totals.read += report.result.record.rows_read;
  }
  return totals;
}

std::vector<int64_t> Served(const RunResult& run) {
  std::vector<int64_t> ids;
  for (const CompanyReport& report : run.companies) ids.push_back(report.result.company.id.value());
  return ids;
}

class RunManagerTest : public ::testing::Test, protected WorkerFixture {
 protected:
  RunResult MustRun(RunRequest request = {}) {
    absl::StatusOr<RunResult> run = TryRun(std::move(request));
    EXPECT_THAT(run, testing::IsOk());
    return run.ok() ? *std::move(run) : RunResult();
  }
};

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
  EXPECT_EQ(OutboxSize(), 2U) << "kept for the relay";
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

TEST_F(RunManagerTest, ServesTheOldestServedFirst) {
  for (const CompanyId company : {kOne, kTwo, kThree}) source.Fill(company, 1, 1);
  MustRun();
  clock.Advance(absl::Minutes(1));
  ASSERT_THAT(RunNamed({kOne}), testing::IsOk());
  clock.Advance(absl::Minutes(1));
  ASSERT_THAT(RunNamed({kTwo}), testing::IsOk());
  EXPECT_THAT(Served(MustRun()), ElementsAre(3, 1, 2));
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

class GuardTest : public RunManagerTest {
 protected:
  void SetUp() override {
    source.Fill(kOne, 3, 1);
    source.census = {{"user", 4000}, {"course", 10}, {"enrol", 10}, {"user_enrolments", 4000}, {"company_users", 4000}};
    MustRun();
  }
};

TEST_F(GuardTest, StopsBeforeItsFirstWriteWhenATableLostMostRows) {
  source.census["user_enrolments"] = 1999;
  source.pairs[kOne].clear();
  const absl::Status status = TryRun().status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "user_enrolments"));
  EXPECT_THAT(status, HasReason(reason::kSourceImplausible));
  EXPECT_THAT(Rows(kOne), SizeIs(3));
  EXPECT_EQ(LastRunState(), progress::RunState::kFailed);
}

TEST_F(GuardTest, StopsWhenATableIsEmpty) {
  source.census["enrol"] = 0;
  source.pairs[kOne].clear();
  EXPECT_THAT(TryRun().status(), HasReason(reason::kSourceImplausible));
  EXPECT_THAT(Rows(kOne), SizeIs(3));
}

TEST_F(GuardTest, StopsWhenATableIsEmptyInTheSnapshotOnly) {
  source.empty_tables = {"user_enrolments"};
  source.pairs[kOne].clear();
  EXPECT_THAT(TryRun().status(), HasReason(reason::kSourceImplausible));
  EXPECT_THAT(Rows(kOne), SizeIs(3));
}

TEST_F(GuardTest, StopsWhenEveryCompanyIsGone) {
  source.names.clear();
  source.pairs.clear();
  EXPECT_THAT(TryRun().status(), HasReason(reason::kSourceImplausible));
  EXPECT_THAT(Rows(kOne), SizeIs(3));
}

TEST_F(GuardTest, LetsForcePass) {
  source.census["user_enrolments"] = 10;
  source.empty_tables = {"user_enrolments"};
  source.pairs[kOne].clear();
  ASSERT_THAT(RunForced(), testing::IsOk());
  EXPECT_THAT(Rows(kOne), IsEmpty());
}

TEST_F(GuardTest, ForceAcceptsAnEmptyTableForTheRunsThatFollowToo) {
  source.census["user_enrolments"] = 0;
  source.empty_tables = {"user_enrolments"};
  source.pairs[kOne].clear();
  ASSERT_THAT(RunForced(), testing::IsOk());
  ASSERT_THAT(TryRun(), testing::IsOk());
  source.empty_tables = {"user_enrolments", "course"};
  EXPECT_THAT(TryRun().status(), HasReason(reason::kSourceImplausible)) << "this one was not accepted";
}

TEST_F(GuardTest, ForceAcceptsThatEveryCompanyIsGoneForTheRunsThatFollowToo) {
  source.names.clear();
  source.pairs.clear();
  ASSERT_THAT(RunForced(), testing::IsOk());
  EXPECT_THAT(Rows(kOne), IsEmpty());
  EXPECT_THAT(TryRun(), testing::IsOk());
}

TEST_F(GuardTest, NeverStopsForTheLossesOfOneCompany) {
  source.Fill(kTwo, 3, 1);
  source.pairs[kOne].clear();
  EXPECT_EQ(TotalsOf(MustRun()), (Totals{.created = 3, .deleted = 3, .read = 3}));
}

TEST_F(RunManagerTest, DeletesTheRowsOfACompanyThatIsGoneAndKeepsTheCompany) {
  source.Fill(kOne, 1, 1);
  source.Fill(kTwo, 2, 1);
  MustRun();
  source.names.erase(kTwo);
  source.pairs.erase(kTwo);
  EXPECT_EQ(TotalsOf(MustRun()).deleted, 2);
  EXPECT_THAT(Rows(kTwo), IsEmpty());
  EXPECT_GT(VersionOf(kTwo), 0U);
  EXPECT_THAT(Served(MustRun()), ElementsAre(1)) << "without rows it is not compared again";
}

TEST_F(RunManagerTest, SyncsANamedCompanyThatIsGone) {
  source.Fill(kOne, 1, 1);
  source.Fill(kTwo, 2, 1);
  MustRun();
  source.names.erase(kTwo);
  source.pairs.erase(kTwo);
  const absl::StatusOr<RunResult> run = RunNamed({kTwo});
  ASSERT_THAT(run, testing::IsOk());
  EXPECT_EQ(TotalsOf(*run).deleted, 2);
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
  MustRun();
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
