// Runs, their results, and the counts of the source.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

progress::RunRecord MakeRun(const std::string& id, int64_t started_at) {
  progress::RunRecord run;
  run.run_id = id;
  run.kind = "call";
  run.started_at = started_at;
  run.owner = "host:17";
  return run;
}

progress::CompanyRunRecord MakeResult(const std::string& run_id, int64_t company, progress::RunState state) {
  progress::CompanyRunRecord result;
  result.run_id = run_id;
  result.company = CompanyId(company);
  result.state = state;
  result.started_at = FakeClock::kStart;
  result.finished_at = FakeClock::kStart + 3;
  result.source_read_at = FakeClock::kStart + 1;
  result.rows_read = 3000000000;  // more than 32 bits
  result.created = 3;
  result.updated = 2;
  result.deleted = 1;
  result.errors = {"company 1: user 17, course 4: timecompleted is -5", "it's \"quoted\"\nand 日本"};
  return result;
}

absl::StatusOr<DataVersion> Finish(StoreCase& t, int64_t company, const progress::CompanyRunRecord& result,
                                   std::vector<progress::CourseProgress> upserts = {}) {
  progress::Batch batch;
  batch.lease = t.Hold(company);
  batch.run_id = result.run_id;
  batch.upserts = std::move(upserts);
  batch.written_at = FakeClock::kStart;
  batch.finish = result;
  const auto version = t.store().CommitBatch(batch, t.Soon());
  CP_EXPECT_OK(t.store().ReleaseLease(batch.lease, t.Soon()));
  return version;
}

std::optional<progress::CompanyRunRecord> Find(StoreCase& t, const std::string& run_id, int64_t company) {
  return t.harness().InspectResult(run_id, CompanyId(company));
}

void EmptyStoreKnowsNoRuns(StoreCase& t) {
  CP_ASSERT_OK_AND_ASSIGN(const auto runs, t.store().ListRuns({.limit = 10}, t.Soon()));
  EXPECT_THAT(runs, IsEmpty());
  EXPECT_FALSE(Find(t, "nothing", 1).has_value());
}

void ListsTheNewestRunFirst(StoreCase& t) {
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01A", 100), t.Soon()));
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01B", 200), t.Soon()));
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01C", 300), t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto runs, t.store().ListRuns({.limit = 2}, t.Soon()));
  ASSERT_THAT(runs, SizeIs(2));
  EXPECT_EQ(runs[0].run_id, "01C");
  EXPECT_EQ(runs[1].run_id, "01B");
  EXPECT_EQ(runs[0].kind, "call");
  EXPECT_EQ(runs[0].state, progress::RunState::kRunning);
  EXPECT_EQ(runs[0].owner, "host:17");
  EXPECT_EQ(runs[0].finished_at, 0);
}

void FinishedRunKeepsItsEnd(StoreCase& t) {
  progress::RunRecord run = MakeRun("01A", 100);
  CP_ASSERT_OK(t.store().BeginRun(run, t.Soon()));
  run.state = progress::RunState::kTruncated;
  run.finished_at = 400;
  CP_ASSERT_OK(t.store().FinishRun(run, {}, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto runs, t.store().ListRuns({.limit = 10}, t.Soon()));
  ASSERT_THAT(runs, SizeIs(1));
  EXPECT_EQ(runs[0].state, progress::RunState::kTruncated);
  EXPECT_EQ(runs[0].started_at, 100);
  EXPECT_EQ(runs[0].finished_at, 400);
}

void BatchStoresItsResultWithItsRows(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01A", 100), t.Soon()));
  const progress::CompanyRunRecord result = MakeResult("01A", 1, progress::RunState::kSucceeded);
  CP_ASSERT_OK(Finish(t, 1, result, {Row(1, 2)}));
  const auto found = Find(t, "01A", 1);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->state, progress::RunState::kSucceeded);
  EXPECT_EQ(found->started_at, result.started_at);
  EXPECT_EQ(found->finished_at, result.finished_at);
  EXPECT_EQ(found->source_read_at, result.source_read_at);
  EXPECT_EQ(found->rows_read, result.rows_read);
  EXPECT_EQ(found->created, 3);
  EXPECT_EQ(found->updated, 2);
  EXPECT_EQ(found->deleted, 1);
  EXPECT_EQ(found->errors, result.errors);
  EXPECT_EQ(t.VersionOf(1).source_synced_at, result.source_read_at);
}

void ResultWithoutRowsMakesNoVersionAndNoOutbox(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01A", 100), t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const DataVersion version,
                          Finish(t, 1, MakeResult("01A", 1, progress::RunState::kSucceeded)));
  EXPECT_EQ(version.version, 0u);
  EXPECT_GT(version.epoch, 0u);
  EXPECT_EQ(t.VersionOf(1).version, version);
  EXPECT_EQ(t.VersionOf(1).source_synced_at, FakeClock::kStart + 1);
  CP_ASSERT_OK_AND_ASSIGN(const auto outbox, t.store().ReadOutbox(10, t.Soon()));
  EXPECT_THAT(outbox, IsEmpty());
  EXPECT_TRUE(Find(t, "01A", 1).has_value());
}

void OnlySuccessMovesSourceSyncedAt(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01A", 100), t.Soon()));
  CP_ASSERT_OK(Finish(t, 1, MakeResult("01A", 1, progress::RunState::kFailed)));
  EXPECT_EQ(t.VersionOf(1).source_synced_at, 0);
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01B", 200), t.Soon()));
  CP_ASSERT_OK(Finish(t, 1, MakeResult("01B", 1, progress::RunState::kTruncated)));
  EXPECT_EQ(t.VersionOf(1).source_synced_at, 0);
}

void StoringAResultAgainReplacesIt(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01A", 100), t.Soon()));
  progress::CompanyRunRecord result = MakeResult("01A", 1, progress::RunState::kSucceeded);
  CP_ASSERT_OK(Finish(t, 1, result));
  result.created = 44;
  CP_ASSERT_OK(Finish(t, 1, result));
  EXPECT_EQ(Find(t, "01A", 1)->created, 44);
}

void FinishingTheRunAddsWhatTheCacheSaid(StoreCase& t) {
  t.AddCompanies(2);
  progress::RunRecord run = MakeRun("01A", 100);
  CP_ASSERT_OK(t.store().BeginRun(run, t.Soon()));
  CP_ASSERT_OK(Finish(t, 1, MakeResult("01A", 1, progress::RunState::kSucceeded)));
  progress::CompanyRunRecord first = MakeResult("01A", 1, progress::RunState::kSucceeded);
  first.cache_cleared = 5;
  const progress::CompanyRunRecord second = MakeResult("01A", 2, progress::RunState::kFailed);
  run.state = progress::RunState::kFailed;
  CP_ASSERT_OK(t.store().FinishRun(run, {first, second}, t.Soon()));
  EXPECT_EQ(Find(t, "01A", 1)->cache_cleared, 5);
  ASSERT_TRUE(Find(t, "01A", 2).has_value()) << "a result that no transaction stored is inserted";
  EXPECT_EQ(Find(t, "01A", 2)->state, progress::RunState::kFailed);
  EXPECT_EQ(Find(t, "01A", 2)->errors, second.errors);
  EXPECT_EQ(t.VersionOf(2).source_synced_at, 0);
}

void ResultsOfTwoRunsAreApart(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01A", 100), t.Soon()));
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01a", 200), t.Soon()));
  CP_ASSERT_OK(Finish(t, 1, MakeResult("01A", 1, progress::RunState::kSucceeded)));
  EXPECT_FALSE(Find(t, "01a", 1).has_value()) << "run ids differ by case";
}

void RunKeepsWhatWasAskedAndSaid(StoreCase& t) {
  t.AddCompanies(1);
  progress::RunRecord run = MakeRun("01A", 100);
  run.mode = progress::RunMode::kChanges;
  run.dry_run = true;
  run.companies_planned = 7;
  CP_ASSERT_OK(t.store().BeginRun(run, t.Soon()));
  progress::CompanyRunRecord result = MakeResult("01A", 1, progress::RunState::kSucceeded);
  CP_ASSERT_OK(Finish(t, 1, result));
  result.found_by = {{"log", 3}, {"edge", 1}};
  run.state = progress::RunState::kCancelled;
  run.companies_done = 1;
  run.errors = {"company 1: it's \"quoted\"\nand 日本"};
  run.warnings = {"first", "second"};
  CP_ASSERT_OK(t.store().FinishRun(run, {result}, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const progress::RunDetails details, t.other().GetRun("01A", t.Soon()));
  EXPECT_EQ(details.run.mode, progress::RunMode::kChanges);
  EXPECT_TRUE(details.run.dry_run);
  EXPECT_EQ(details.run.state, progress::RunState::kCancelled);
  EXPECT_EQ(details.run.companies_planned, 7);
  EXPECT_EQ(details.run.companies_done, 1);
  EXPECT_EQ(details.run.errors, run.errors);
  EXPECT_EQ(details.run.warnings, run.warnings);
  EXPECT_FALSE(details.run.cancel_requested);
  ASSERT_THAT(details.companies, SizeIs(1));
  EXPECT_EQ(details.companies[0].company, CompanyId(1));
  EXPECT_EQ(details.companies[0].rows_read, result.rows_read);
  EXPECT_EQ(details.companies[0].updated, 2);
  EXPECT_EQ(details.companies[0].errors, result.errors);
  EXPECT_EQ(details.companies[0].found_by, result.found_by);
}

void UnknownRunsAreNamed(StoreCase& t) {
  EXPECT_THAT(t.store().GetRun("01Z", t.Soon()).status(), StatusIs(absl::StatusCode::kNotFound, "01Z"));
  EXPECT_THAT(t.store().RequestCancel("01Z", t.Soon()), StatusIs(absl::StatusCode::kNotFound, "01Z"));
}

std::vector<std::string> IdsOf(const std::vector<progress::RunRecord>& runs) {
  std::vector<std::string> ids;
  for (const progress::RunRecord& run : runs) ids.push_back(run.run_id);
  return ids;
}

void PagesOfRunsGoByKey(StoreCase& t) {
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01A", 100), t.Soon()));
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01B", 200), t.Soon()));
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01C", 200), t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto first, t.store().ListRuns({.limit = 1}, t.Soon()));
  EXPECT_THAT(IdsOf(first), ElementsAre("01C"));
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01D", 300), t.Soon()));  // a newer run shifts nothing
  const progress::RunPosition after{first[0].started_at, first[0].run_id};
  CP_ASSERT_OK_AND_ASSIGN(const auto rest, t.store().ListRuns({.limit = 5, .after = after}, t.Soon()));
  EXPECT_THAT(IdsOf(rest), ElementsAre("01B", "01A"));
  CP_ASSERT_OK_AND_ASSIGN(const auto none, t.store().ListRuns({.limit = 5, .after = {{100, "01A"}}}, t.Soon()));
  EXPECT_THAT(none, IsEmpty());
}

void ListsTheRunsOfACompany(StoreCase& t) {
  t.AddCompanies(2);
  int64_t started_at = 100;
  for (const char* id : {"01A", "01B", "01C"}) {
    CP_ASSERT_OK(t.store().BeginRun(MakeRun(id, started_at++), t.Soon()));
    const int64_t company = std::string(id) == "01B" ? 2 : 1;
    CP_ASSERT_OK(Finish(t, company, MakeResult(id, company, progress::RunState::kSucceeded)));
  }
  CP_ASSERT_OK_AND_ASSIGN(const auto runs, t.store().ListRuns({.limit = 5, .company = CompanyId(1)}, t.Soon()));
  EXPECT_THAT(IdsOf(runs), ElementsAre("01C", "01A"));
  CP_ASSERT_OK_AND_ASSIGN(const auto older,
                          t.store().ListRuns({.limit = 5, .after = {{102, "01C"}}, .company = CompanyId(1)}, t.Soon()));
  EXPECT_THAT(IdsOf(older), ElementsAre("01A"));
}

void RoundIsLeftToTheNextHolder(StoreCase& t) {
  t.AddCompanies(2);
  progress::Batch batch;
  batch.lease = t.Hold(1);
  EXPECT_EQ(batch.lease.round, progress::ComparisonRound());
  batch.round = {{.after_user = 3000000000, .started_at = FakeClock::kStart, .through = 5000000000}};
  CP_ASSERT_OK(t.store().CommitBatch(batch, t.Soon()));
  CP_ASSERT_OK(t.store().ReleaseLease(batch.lease, t.Soon()));
  batch.lease = t.Hold(1);
  EXPECT_EQ(batch.lease.round, *batch.round);
  EXPECT_EQ(t.Hold(2).round, progress::ComparisonRound()) << "of another company";
  batch.round.reset();
  CP_ASSERT_OK(t.store().CommitBatch(batch, t.Soon()));
  CP_ASSERT_OK(t.store().ReleaseLease(batch.lease, t.Soon()));
  batch.lease = t.Hold(1);
  EXPECT_EQ(batch.lease.round.after_user, 3000000000) << "a batch that says nothing leaves it";
  batch.round = progress::ComparisonRound();
  CP_ASSERT_OK(t.store().CommitBatch(batch, t.Soon()));
  CP_ASSERT_OK(t.store().ReleaseLease(batch.lease, t.Soon()));
  EXPECT_EQ(t.Hold(1).round, progress::ComparisonRound());
  EXPECT_EQ(t.VersionOf(1).version.version, 0u) << "a round is no change of rows";
}

progress::RunRecord MakeRequest(const std::string& id, const std::string& request_id, int64_t started_at = 100) {
  progress::RunRecord run = MakeRun(id, started_at);
  run.request_id = request_id;
  return run;
}

void OneRequestIsOneRun(StoreCase& t) {
  const progress::RunRecord first = MakeRequest("01A", "nightly");
  CP_ASSERT_OK_AND_ASSIGN(const auto begun, t.store().ReserveRequest(first, t.Soon()));
  EXPECT_FALSE(begun.has_value());
  CP_ASSERT_OK_AND_ASSIGN(const auto again, t.store().ReserveRequest(first, t.Soon()));
  EXPECT_FALSE(again.has_value()) << "the same run, whose answer was lost";
  CP_ASSERT_OK_AND_ASSIGN(const auto other, t.other().ReserveRequest(MakeRequest("01B", "nightly"), t.Soon()));
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(other->run_id, "01A");
  EXPECT_EQ(other->state, progress::RunState::kRunning);
  progress::RunRecord ended = first;
  ended.state = progress::RunState::kSucceeded;
  ended.finished_at = 200;
  CP_ASSERT_OK(t.store().FinishRun(ended, {}, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto late, t.store().ReserveRequest(MakeRequest("01C", "nightly"), t.Soon()));
  ASSERT_TRUE(late.has_value());
  EXPECT_EQ(late->run_id, "01A");
  EXPECT_EQ(late->state, progress::RunState::kSucceeded);
  CP_ASSERT_OK_AND_ASSIGN(const auto different, t.store().ReserveRequest(MakeRequest("01D", "Nightly"), t.Soon()));
  EXPECT_FALSE(different.has_value()) << "requests differ by case";
  CP_ASSERT_OK_AND_ASSIGN(const auto runs, t.store().ListRuns({.limit = 10}, t.Soon()));
  EXPECT_THAT(IdsOf(runs), ElementsAre("01D", "01A"));
}

void RunsWithoutARequestAreNotTheSame(StoreCase& t) {
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01A", 100), t.Soon()));
  CP_ASSERT_OK(t.store().BeginRun(MakeRun("01B", 200), t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto runs, t.store().ListRuns({.limit = 10}, t.Soon()));
  EXPECT_THAT(runs, SizeIs(2));
}

void RunGivesItsRequestBack(StoreCase& t) {
  progress::RunRecord run = MakeRequest("01A", "nightly");
  CP_ASSERT_OK(t.store().ReserveRequest(run, t.Soon()).status());
  run.state = progress::RunState::kFailed;
  run.request_id.clear();
  CP_ASSERT_OK(t.store().FinishRun(run, {}, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto next, t.store().ReserveRequest(MakeRequest("01B", "nightly"), t.Soon()));
  EXPECT_FALSE(next.has_value());
}

void SilentRunIsAbandoned(StoreCase& t) {
  progress::RunRecord run = MakeRun("01A", 100);
  CP_ASSERT_OK(t.store().BeginRun(run, t.Soon()));
  t.harness().SilenceRun("01A", absl::Seconds(progress::kRunSilenceSeconds + 1));
  EXPECT_EQ(t.store().GetRun("01A", t.Soon())->run.state, progress::RunState::kAbandoned);
  run.companies_planned = 3;
  run.companies_done = 2;
  CP_ASSERT_OK(t.store().HeartbeatRun(run, t.Soon()));  // it was only slow
  CP_ASSERT_OK_AND_ASSIGN(const auto alive, t.store().GetRun("01A", t.Soon()));
  EXPECT_EQ(alive.run.state, progress::RunState::kRunning);
  EXPECT_EQ(alive.run.companies_planned, 3);
  EXPECT_EQ(alive.run.companies_done, 2);
  run.state = progress::RunState::kSucceeded;
  CP_ASSERT_OK(t.store().FinishRun(run, {}, t.Soon()));
  t.harness().SilenceRun("01A", absl::Hours(5));
  CP_ASSERT_OK(t.store().HeartbeatRun(run, t.Soon()));  // comes late
  EXPECT_EQ(t.store().GetRun("01A", t.Soon())->run.state, progress::RunState::kSucceeded);
}

void RequestOfAnAbandonedRunMayRunAgain(StoreCase& t) {
  progress::RunRecord dead = MakeRequest("01A", "nightly");
  CP_ASSERT_OK(t.store().ReserveRequest(dead, t.Soon()).status());
  t.harness().SilenceRun("01A", absl::Seconds(progress::kRunSilenceSeconds + 1));
  CP_ASSERT_OK_AND_ASSIGN(const auto next, t.other().ReserveRequest(MakeRequest("01B", "nightly", 300), t.Soon()));
  EXPECT_FALSE(next.has_value());
  dead.state = progress::RunState::kSucceeded;  // it was only slow, and comes too late
  CP_ASSERT_OK(t.store().FinishRun(dead, {}, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto details, t.store().GetRun("01A", t.Soon()));
  EXPECT_EQ(details.run.state, progress::RunState::kAbandoned);
  EXPECT_EQ(details.run.finished_at, 300);
  CP_ASSERT_OK_AND_ASSIGN(const auto held, t.store().ReserveRequest(MakeRequest("01C", "nightly"), t.Soon()));
  ASSERT_TRUE(held.has_value());
  EXPECT_EQ(held->run_id, "01B");
}

void CancelReachesARunThatGoesOn(StoreCase& t) {
  progress::RunRecord run = MakeRun("01A", 100);
  progress::RunRecord ended = MakeRun("01B", 100);
  CP_ASSERT_OK(t.store().BeginRun(run, t.Soon()));
  CP_ASSERT_OK(t.store().BeginRun(ended, t.Soon()));
  ended.state = progress::RunState::kSucceeded;
  CP_ASSERT_OK(t.store().FinishRun(ended, {}, t.Soon()));
  const std::vector<std::string> ids = {"01A", "01B", "01Z"};
  CP_ASSERT_OK_AND_ASSIGN(const auto before, t.store().CancelledAmong(ids, t.Soon()));
  EXPECT_THAT(before, IsEmpty());
  for (const char* id : {"01A", "01A", "01B"}) CP_ASSERT_OK(t.other().RequestCancel(id, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto cancelled, t.store().CancelledAmong(ids, t.Soon()));
  EXPECT_THAT(cancelled, ElementsAre("01A"));
  CP_ASSERT_OK_AND_ASSIGN(const auto none, t.store().CancelledAmong({}, t.Soon()));
  EXPECT_THAT(none, IsEmpty());
  run.state = progress::RunState::kCancelled;
  CP_ASSERT_OK(t.store().FinishRun(run, {}, t.Soon()));
  EXPECT_TRUE(t.store().GetRun("01A", t.Soon())->run.cancel_requested);
}

void CensusesAreKeptApart(StoreCase& t) {
  CP_ASSERT_OK_AND_ASSIGN(const auto none, t.store().ReadCensus(false, t.Soon()));
  EXPECT_FALSE(none.has_value());
  progress::SourceCensus accepted;
  accepted.rows = {{"user", 3000000000}, {"course", 12}, {"user_enrolments", 0}};
  accepted.counted_at = FakeClock::kStart;
  CP_ASSERT_OK(t.store().WriteCensus(false, accepted, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto pending, t.store().ReadCensus(true, t.Soon()));
  EXPECT_FALSE(pending.has_value());
  CP_ASSERT_OK_AND_ASSIGN(const auto read, t.other().ReadCensus(false, t.Soon()));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->rows, accepted.rows);
  EXPECT_EQ(read->counted_at, accepted.counted_at);
}

void LaterCensusReplacesTheEarlier(StoreCase& t) {
  progress::SourceCensus census;
  census.rows = {{"user", 5}, {"company_users", 4}};
  census.counted_at = 100;
  census.agreeing = 2;
  CP_ASSERT_OK(t.store().WriteCensus(true, census, t.Soon()));
  census.rows = {{"user", 6}};
  census.agreeing = 0;
  CP_ASSERT_OK(t.store().WriteCensus(true, census, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto read, t.store().ReadCensus(true, t.Soon()));
  ASSERT_TRUE(read.has_value());
  EXPECT_THAT(read->rows, ElementsAre(std::pair<const std::string, int64_t>("user", 6)));
  EXPECT_EQ(read->agreeing, 0);
}

}  // namespace

std::vector<ContractCase> RunContract() {
  return {CP_CONTRACT_CASE(EmptyStoreKnowsNoRuns),
          CP_CONTRACT_CASE(ListsTheNewestRunFirst),
          CP_CONTRACT_CASE(FinishedRunKeepsItsEnd),
          CP_CONTRACT_CASE(BatchStoresItsResultWithItsRows),
          CP_CONTRACT_CASE(ResultWithoutRowsMakesNoVersionAndNoOutbox),
          CP_CONTRACT_CASE(OnlySuccessMovesSourceSyncedAt),
          CP_CONTRACT_CASE(StoringAResultAgainReplacesIt),
          CP_CONTRACT_CASE(FinishingTheRunAddsWhatTheCacheSaid),
          CP_CONTRACT_CASE(ResultsOfTwoRunsAreApart),
          CP_CONTRACT_CASE(RunKeepsWhatWasAskedAndSaid),
          CP_CONTRACT_CASE(UnknownRunsAreNamed),
          CP_CONTRACT_CASE(PagesOfRunsGoByKey),
          CP_CONTRACT_CASE(ListsTheRunsOfACompany),
          CP_CONTRACT_CASE(RoundIsLeftToTheNextHolder),
          CP_CONTRACT_CASE(OneRequestIsOneRun),
          CP_CONTRACT_CASE(RunsWithoutARequestAreNotTheSame),
          CP_CONTRACT_CASE(RunGivesItsRequestBack),
          CP_CONTRACT_CASE(SilentRunIsAbandoned),
          CP_CONTRACT_CASE(RequestOfAnAbandonedRunMayRunAgain),
          CP_CONTRACT_CASE(CancelReachesARunThatGoesOn),
          CP_CONTRACT_CASE(CensusesAreKeptApart),
          CP_CONTRACT_CASE(LaterCensusReplacesTheEarlier)};
}

}  // namespace cp::testing
