// Removing what is old: what goes, what stays, and how much at a time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using progress::OldRows;
using ::testing::ElementsAre;
using ::testing::SizeIs;

int64_t Remove(StoreCase& t, OldRows what, int64_t before, int max_rows = 1000) {
  const auto removed = t.store().RemoveOld(what, before, max_rows, t.Soon());
  EXPECT_THAT(removed, IsOk());
  return removed.value_or(-1);
}

void EmptyStoreHasNothingOld(StoreCase& t) {
  for (const OldRows what : {OldRows::kRequestLog, OldRows::kAlerts, OldRows::kAudit, OldRows::kRuns,
                             OldRows::kTombstones, OldRows::kOrphans}) {
    EXPECT_EQ(Remove(t, what, FakeClock::kStart), 0);
  }
}

void LogsLoseWhatIsOlderThanTheTime(StoreCase& t) {
  for (const OldRows log : {OldRows::kRequestLog, OldRows::kAlerts, OldRows::kAudit}) {
    for (const int64_t at : {100, 200, 299, 300, 301}) t.harness().AddLogRow(log, at);
  }
  EXPECT_EQ(Remove(t, OldRows::kAudit, 300), 3);
  EXPECT_EQ(t.harness().Count(OldRows::kAudit), 2);
  EXPECT_EQ(t.harness().Count(OldRows::kRequestLog), 5);
  EXPECT_EQ(Remove(t, OldRows::kRequestLog, 300), 3);
  EXPECT_EQ(Remove(t, OldRows::kAlerts, 300), 3);
  for (const OldRows log : {OldRows::kRequestLog, OldRows::kAlerts, OldRows::kAudit}) {
    EXPECT_EQ(Remove(t, log, 300), 0);
    EXPECT_EQ(t.harness().Count(log), 2);
  }
}

void RowsGoInPieces(StoreCase& t) {
  for (int64_t at = 1; at <= 25; ++at) t.harness().AddLogRow(OldRows::kRequestLog, at);
  EXPECT_EQ(Remove(t, OldRows::kRequestLog, 24, 10), 10);
  EXPECT_EQ(Remove(t, OldRows::kRequestLog, 24, 10), 10);
  EXPECT_EQ(Remove(t, OldRows::kRequestLog, 24, 10), 3);
  EXPECT_EQ(Remove(t, OldRows::kRequestLog, 24, 10), 0);
  EXPECT_EQ(t.harness().Count(OldRows::kRequestLog), 2);
}

void OpenAlertsStay(StoreCase& t) {
  t.harness().AddLogRow(OldRows::kAlerts, 0);
  t.harness().AddLogRow(OldRows::kAlerts, 5);
  EXPECT_EQ(Remove(t, OldRows::kAlerts, 1000), 1);
  EXPECT_EQ(t.harness().Count(OldRows::kAlerts), 1);
}

void AddRun(StoreCase& t, const std::string& id, int64_t started_at, progress::RunState state, int64_t companies) {
  progress::RunRecord run;
  run.run_id = id;
  run.kind = "full";
  run.state = state;
  run.started_at = started_at;
  std::vector<progress::CompanyRunRecord> results;
  for (int64_t company = 1; company <= companies; ++company) {
    progress::CompanyRunRecord result;
    result.company = CompanyId(company);
    result.state = progress::RunState::kSucceeded;
    results.push_back(result);
  }
  CP_ASSERT_OK(t.store().FinishRun(run, results, t.Soon()));
}

std::vector<std::string> RunIds(StoreCase& t) {
  std::vector<std::string> ids;
  const auto runs = t.store().ListRuns({.limit = 100}, t.Soon());
  EXPECT_THAT(runs, IsOk());
  for (const auto& run : runs.value_or(std::vector<progress::RunRecord>())) ids.push_back(run.run_id);
  return ids;
}

void OldRunsGoWithTheirResultsButNeverARunningOne(StoreCase& t) {
  AddRun(t, "01A", 100, progress::RunState::kSucceeded, 3);
  AddRun(t, "01B", 110, progress::RunState::kRunning, 2);
  AddRun(t, "01C", 120, progress::RunState::kFailed, 0);
  AddRun(t, "01D", 200, progress::RunState::kTruncated, 1);
  EXPECT_EQ(Remove(t, OldRows::kRuns, 200), 5) << "two runs, three results";
  EXPECT_THAT(RunIds(t), ElementsAre("01D", "01B"));
  EXPECT_EQ(t.harness().Count(OldRows::kRuns), 3);
  EXPECT_EQ(Remove(t, OldRows::kRuns, 200), 0);
}

void RunThatNothingWasHeardOfSinceGoes(StoreCase& t) {
  AddRun(t, "01A", 100, progress::RunState::kRunning, 2);
  AddRun(t, "01B", 110, progress::RunState::kRunning, 2);
  t.harness().SilenceRun("01A", absl::Hours(48));
  const int64_t yesterday = absl::ToUnixSeconds(t.harness().clock().Now()) - 24 * 60 * 60;
  EXPECT_EQ(Remove(t, OldRows::kRuns, yesterday), 3);
  EXPECT_THAT(RunIds(t), ElementsAre("01B"));
}

// Neither many results nor many runs without any keep a call from removing something.
void EachPieceOfRunsIsFullUntilTheLast(StoreCase& t) {
  for (int i = 0; i < 9; ++i) {
    AddRun(t, absl::StrCat("01", i), 100 + i, progress::RunState::kSucceeded, i % 3 == 2 ? 4 : 0);
  }
  int64_t removed = 0;
  while (const int64_t piece = Remove(t, OldRows::kRuns, 200, 2)) {
    EXPECT_GE(piece, 1);
    EXPECT_LE(piece, 2);
    removed += piece;
  }
  EXPECT_EQ(removed, 9 + 12);
  EXPECT_THAT(RunIds(t), SizeIs(0));
  EXPECT_EQ(t.harness().Count(OldRows::kRuns), 0);
}

void RunGoesAfterTheLastOfItsResults(StoreCase& t) {
  AddRun(t, "01A", 100, progress::RunState::kSucceeded, 5);
  EXPECT_EQ(Remove(t, OldRows::kRuns, 200, 3), 3);
  EXPECT_THAT(RunIds(t), SizeIs(1));
  EXPECT_EQ(Remove(t, OldRows::kRuns, 200, 3), 3);
  EXPECT_THAT(RunIds(t), SizeIs(0));
  EXPECT_EQ(t.harness().Count(OldRows::kRuns), 0);
}

// last_updated of what TryWrite() writes is kStart.
constexpr int64_t kAllOfThem = FakeClock::kStart + 1;

void TombstonesGoAndRaiseTheFloor(StoreCase& t) {
  t.AddCompanies(2);
  t.Put(1, {Row(1, 2), Row(2, 2), Row(3, 2)});
  t.Put(2, {Row(1, 2)});
  t.Put(1, {}, {Key(1, 2)});
  t.Put(1, {}, {Key(3, 2)});
  const DataVersion version = t.Put(1, {Row(4, 2)});
  EXPECT_EQ(Remove(t, OldRows::kTombstones, FakeClock::kStart), 0) << "not older";
  EXPECT_EQ(t.harness().PurgeFloor(CompanyId(1)), 0u);
  EXPECT_EQ(Remove(t, OldRows::kTombstones, kAllOfThem), 2);
  EXPECT_EQ(t.harness().PurgeFloor(CompanyId(1)), 3u);
  EXPECT_EQ(t.harness().PurgeFloor(CompanyId(2)), 0u);
  EXPECT_FALSE(t.harness().Inspect(CompanyId(1), Key(1, 2)).has_value());
  EXPECT_THAT(t.LiveRows(1), ElementsAre(Row(2, 2), Row(4, 2)));
  EXPECT_EQ(t.VersionOf(1).version, version) << "no reader sees a difference";
  EXPECT_EQ(Remove(t, OldRows::kTombstones, kAllOfThem), 0);
}

void FloorNeverFalls(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2), Row(2, 2), Row(3, 2)});
  const auto write_at = [&](int64_t at, const progress::RowKey& dead) {
    progress::Batch batch = StoreCase::BatchOf(t.Hold(1));
    batch.tombstones = {dead};
    batch.written_at = at;
    t.Commit(batch);
    CP_EXPECT_OK(t.store().ReleaseLease(batch.lease, t.Soon()));
  };
  write_at(500, Key(1, 2));  // version 2
  write_at(300, Key(2, 2));  // version 3, by a clock that was set back
  EXPECT_EQ(Remove(t, OldRows::kTombstones, 400), 1);
  EXPECT_EQ(t.harness().PurgeFloor(CompanyId(1)), 3u);
  EXPECT_EQ(Remove(t, OldRows::kTombstones, 600), 1);
  EXPECT_EQ(t.harness().PurgeFloor(CompanyId(1)), 3u);
}

void TombstonesGoInPiecesCompanyByCompany(StoreCase& t) {
  t.AddCompanies(3);
  for (const int64_t company : {1, 3}) {
    std::vector<progress::CourseProgress> rows;
    std::vector<progress::RowKey> keys;
    for (int64_t user = 1; user <= 25; ++user) {
      rows.push_back(Row(user, 2));
      keys.push_back(Key(user, 2));
    }
    t.Put(company, rows);
    t.Put(company, {}, keys);
  }
  int64_t removed = 0;
  for (int calls = 0; calls < 100; ++calls) {
    const int64_t piece = Remove(t, OldRows::kTombstones, kAllOfThem, 10);
    EXPECT_LE(piece, 10);
    if (piece == 0) break;
    removed += piece;
  }
  EXPECT_EQ(removed, 50);
  EXPECT_EQ(t.harness().Count(OldRows::kTombstones), 0);
  EXPECT_EQ(t.harness().PurgeFloor(CompanyId(3)), 2u);
}

void PurgedRowCanComeBack(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2)});
  t.Put(1, {}, {Key(1, 2)});
  EXPECT_EQ(Remove(t, OldRows::kTombstones, kAllOfThem), 1);
  t.Put(1, {Row(1, 2)});
  EXPECT_THAT(t.LiveRows(1), ElementsAre(Row(1, 2)));
  EXPECT_EQ(t.harness().Inspect(CompanyId(1), Key(1, 2))->row_version, 3u);
}

void CompaniesThatAreGoneLeaveNoOrphans(StoreCase& t) {
  t.AddCompanies(3);
  for (const int64_t company : {1, 2, 3}) {
    t.harness().AddClient(CompanyId(company));
    progress::Batch batch = StoreCase::BatchOf(t.Hold(company));
    batch.upserts = {Row(1, 2)};
    batch.edges = progress::EdgeReplacement{.users = {1, 2}, .edges = {{1, 100}, {2, 100}}};
    t.Commit(batch);
  }
  progress::Detection detection;
  for (const int64_t company : {1, 2, 3}) detection.candidates.push_back({CompanyId(company), 1, "log"});
  t.Detect(detection);
  EXPECT_EQ(t.harness().Count(OldRows::kOrphans), 15);
  const std::vector<CompanyId> gone = {CompanyId(1), CompanyId(3)};
  CP_ASSERT_OK(t.store().MarkGone(gone, t.Soon()));
  const int64_t now = absl::ToUnixSeconds(t.harness().clock().Now());
  EXPECT_EQ(Remove(t, OldRows::kOrphans, now - 100), 0) << "they have not been gone for so long";
  EXPECT_EQ(Remove(t, OldRows::kOrphans, now + 100, 4), 4);
  EXPECT_EQ(Remove(t, OldRows::kOrphans, now + 100, 4), 4);
  EXPECT_EQ(Remove(t, OldRows::kOrphans, now + 100, 4), 2);
  EXPECT_EQ(Remove(t, OldRows::kOrphans, now + 100, 4), 0);
  EXPECT_EQ(t.harness().Count(OldRows::kOrphans), 5);
  EXPECT_THAT(t.CandidatesOf(2).users, ElementsAre(1));
  EXPECT_EQ(t.harness().InspectEdge({CompanyId(2), 2}), 100);
  EXPECT_EQ(t.harness().InspectEdge({CompanyId(3), 2}), std::nullopt);
  EXPECT_THAT(t.LiveRows(1), SizeIs(1)) << "its rows are the sync's to end";
}

progress::HousekeepingTurn Take(StoreCase& t, progress::Store& store, int64_t now, int64_t until) {
  const auto turn = store.TakeTurn(now, until, t.Soon());
  EXPECT_THAT(turn, IsOk());
  return turn.value_or(progress::HousekeepingTurn());
}

void FirstTurnIsDueAtOnceAndIsTakenOnce(StoreCase& t) {
  EXPECT_TRUE(Take(t, t.store(), 1000, 1600).taken);
  EXPECT_FALSE(Take(t, t.other(), 1000, 1600).taken);
  EXPECT_FALSE(Take(t, t.other(), 1599, 2200).taken);
  EXPECT_TRUE(Take(t, t.other(), 1600, 2200).taken) << "its holder was not heard of";
}

void TurnIsDueWhenItWasScheduled(StoreCase& t) {
  EXPECT_EQ(Take(t, t.store(), 1000, 1600).done_at, 0);
  CP_ASSERT_OK(t.store().ScheduleTurn(5000, 1234, t.Soon()));
  const progress::HousekeepingTurn early = Take(t, t.other(), 4999, 6000);
  EXPECT_FALSE(early.taken);
  EXPECT_EQ(early.done_at, 1234);
  const progress::HousekeepingTurn due = Take(t, t.other(), 5000, 6000);
  EXPECT_TRUE(due.taken);
  EXPECT_EQ(due.done_at, 1234) << "until it is scheduled again";
}

void TurnIsDueWhenTheClockWasSetBack(StoreCase& t) {
  CP_ASSERT_OK(t.store().ScheduleTurn(10'000'000, 9'900'000, t.Soon()));
  EXPECT_FALSE(Take(t, t.store(), 10'000'000 - progress::kLongestTurnWaitSeconds, 10'000'001).taken);
  EXPECT_TRUE(Take(t, t.store(), 10'000'000 - progress::kLongestTurnWaitSeconds - 1, 9'000'000).taken);
}

}  // namespace

std::vector<ContractCase> HousekeepingContract() {
  return {CP_CONTRACT_CASE(EmptyStoreHasNothingOld),
          CP_CONTRACT_CASE(LogsLoseWhatIsOlderThanTheTime),
          CP_CONTRACT_CASE(RowsGoInPieces),
          CP_CONTRACT_CASE(OpenAlertsStay),
          CP_CONTRACT_CASE(OldRunsGoWithTheirResultsButNeverARunningOne),
          CP_CONTRACT_CASE(RunThatNothingWasHeardOfSinceGoes),
          CP_CONTRACT_CASE(EachPieceOfRunsIsFullUntilTheLast),
          CP_CONTRACT_CASE(RunGoesAfterTheLastOfItsResults),
          CP_CONTRACT_CASE(TombstonesGoAndRaiseTheFloor),
          CP_CONTRACT_CASE(FloorNeverFalls),
          CP_CONTRACT_CASE(TombstonesGoInPiecesCompanyByCompany),
          CP_CONTRACT_CASE(PurgedRowCanComeBack),
          CP_CONTRACT_CASE(CompaniesThatAreGoneLeaveNoOrphans),
          CP_CONTRACT_CASE(FirstTurnIsDueAtOnceAndIsTakenOnce),
          CP_CONTRACT_CASE(TurnIsDueWhenItWasScheduled),
          CP_CONTRACT_CASE(TurnIsDueWhenTheClockWasSetBack)};
}

}  // namespace cp::testing
