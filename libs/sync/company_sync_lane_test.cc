// What one sync does for the change lane: scope, enrolment edges, candidates, and the dry run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sync/sync_test_kit.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"

namespace cp::sync {
namespace {

using progress::CompanyUser;
using ::testing::ElementsAre;
using testing::Facts;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Key;
using ::testing::Pair;
using testing::Row;
using ::testing::SizeIs;
using testing::StatusIs;

constexpr CompanyId kCompany{1};
constexpr int64_t kLastUser = std::numeric_limits<int64_t>::max();

// Users 1..6, all of them changed, 5 gone, 7 new; the store has the state before.
void ChangeEverybody(SyncTestKit& kit) {
  for (int64_t user = 1; user <= 6; ++user) kit.Put(user, 2);
  kit.Sync();
  for (int64_t user = 1; user <= 7; ++user) kit.Put(user, 2, 4);
  kit.Remove(5, 2);
}

void Wait(SyncTestKit& kit, const std::vector<int64_t>& users, int64_t sequence) {
  kit.lane().Change([&](TestLane::Contents& lane) {
    for (const int64_t user : users) lane.candidates[{kCompany, user}] = {"log", sequence, 1};
  });
}

std::vector<int64_t> Waiting(SyncTestKit& kit) {
  std::vector<int64_t> users;
  for (const auto& [who, waits] : kit.lane().candidates()) users.push_back(who.user_id);
  return users;
}

std::vector<progress::Batch> Batches(SyncTestKit& kit, CompanyResult* result = nullptr) {
  std::vector<progress::Batch> batches;
  kit.meddle = [&](CompanySync&, const Action& action, int) -> std::optional<Fault> {
    if (const auto* commit = std::get_if<CommitBatch>(&action)) batches.push_back(*commit->batch);
    return std::nullopt;
  };
  CompanyResult done = kit.Sync();
  if (result != nullptr) *result = std::move(done);
  kit.meddle = nullptr;
  return batches;
}

// Scope.

TEST(ScopedSync, TouchesOnlyTheRowsOfItsUsers) {
  SyncTestKit kit;
  ChangeEverybody(kit);
  kit.task.users = {2, 5, 7, 9};
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
  EXPECT_EQ(result.record.created, 1);
  EXPECT_EQ(result.record.updated, 1);
  EXPECT_EQ(result.record.deleted, 1);
  EXPECT_EQ(result.record.rows_read, 2);
  EXPECT_THAT(kit.Stored(), ElementsAre(Row(1, 2), Row(2, 2, 4), Row(3, 2), Row(4, 2), Row(6, 2), Row(7, 2, 4)));
}

// The store moves source_synced_at for a success whose batch names no users.
TEST(ScopedSync, DoesNotSayThatTheCompanyIsFresh) {
  SyncTestKit kit;
  ChangeEverybody(kit);
  kit.task.users = {2, 4};
  const std::vector<progress::Batch> batches = Batches(kit);
  ASSERT_THAT(batches, SizeIs(1));
  ASSERT_TRUE(batches[0].candidates.has_value());
  EXPECT_EQ(batches[0].candidates->through, 0) << "nothing waits";
  EXPECT_THAT(batches[0].candidates->users, ElementsAre(2, 4));
  EXPECT_EQ(kit.Recorded()->state, progress::RunState::kSucceeded);
}

TEST(ScopedSync, RefusesAStreamThatLeavesTheScope) {
  SyncTestKit kit;
  ChangeEverybody(kit);
  kit.task.users = {2, 4};
  kit.raw_stream = {{Facts(2, 2, 4), Facts(3, 2, 4)}};
  const CompanyResult result = kit.Sync();
  EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kInternal, "user 3, course 2, who was not asked for"));
  EXPECT_EQ(kit.Version(), 1u);
}

TEST(ScopedSync, StopsAtAnEmptyTableToo) {
  SyncTestKit kit;
  ChangeEverybody(kit);
  kit.task.users = {2};
  kit.pairs().clear();
  kit.empty_tables = {"user_enrolments"};
  EXPECT_EQ(ReasonOf(kit.Sync().status), reason::kSourceImplausible);
  EXPECT_THAT(kit.Stored(), SizeIs(6));
}

TEST(ScopedSync, CopiesWhoFoundItIntoTheRecord) {
  SyncTestKit kit;
  kit.task.users = {2};
  kit.task.found_by = {{"log", 3}, {"edge", 1}};
  EXPECT_EQ(kit.Sync().record.found_by, kit.task.found_by);
  EXPECT_EQ(kit.Recorded()->found_by, kit.task.found_by);
}

// Edges.

TEST(Edges, OfAFullSyncReplaceThoseOfEverybody) {
  SyncTestKit kit;
  ChangeEverybody(kit);
  kit.lane().SetEdges({{{kCompany, 1}, 50}, {{kCompany, 4}, 60}, {{kCompany, 99}, 70}, {{CompanyId(2), 4}, 80}});
  kit.edges = {{4, 100}, {50, 200}};
  kit.Sync();
  EXPECT_THAT(kit.lane().edges(), ElementsAre(Pair(CompanyUser{kCompany, 4}, 100), Pair(CompanyUser{kCompany, 50}, 200),
                                              Pair(CompanyUser{CompanyId(2), 4}, 80)));
}

TEST(Edges, OfAScopedSyncReplaceThoseOfItsUsers) {
  SyncTestKit kit;
  ChangeEverybody(kit);
  kit.lane().SetEdges({{{kCompany, 1}, 50}, {{kCompany, 4}, 60}, {{kCompany, 5}, 70}});
  kit.edges = {{1, 90}, {4, 100}};
  kit.task.users = {4, 5};
  kit.Sync();
  EXPECT_THAT(kit.lane().edges(), ElementsAre(Pair(CompanyUser{kCompany, 1}, 50), Pair(CompanyUser{kCompany, 4}, 100)));
}

TEST(Edges, FollowTheRowsFromBatchToBatch) {
  for (size_t rows = 1; rows <= 9; ++rows) {
    SyncTestKit kit;
    ChangeEverybody(kit);
    kit.Put(3, 5);
    kit.options.batch_rows = kit.options.source_rows = rows;
    kit.options.stored_rows = static_cast<int>(rows);
    kit.edges = {{1, 100}, {3, 100}, {4, 100}, {5, 100}, {8, 100}};
    int64_t through = 0;
    for (const progress::Batch& batch : Batches(kit)) {
      if (!batch.edges.has_value()) continue;
      EXPECT_EQ(batch.edges->after_user, through);
      through = batch.edges->through_user;
      for (const progress::UserEdge& edge : batch.edges->edges) EXPECT_LE(edge.user_id, through);
    }
    EXPECT_EQ(through, kLastUser);
    EXPECT_THAT(kit.lane().edges(), SizeIs(5));
  }
}

TEST(Edges, OfUsersThatWereNotReadStay) {
  for (int fetch = 0; fetch <= 4; ++fetch) {
    SyncTestKit kit;
    ChangeEverybody(kit);
    kit.options.source_rows = 2;
    for (int64_t user = 1; user <= 9; ++user) kit.lane().SetEdge({kCompany, user}, 50);
    kit.meddle = FailNth("FetchSource", fetch, {SourceDown()});
    const CompanyResult result = kit.Sync();
    // Users 1, 2, 3, 4, 6, 7 have pairs; the last of those that were read may have more.
    const int64_t settled[] = {0, 1, 3, 6, 9};
    const int64_t kept = result.outcome == CompanyOutcome::kSucceeded ? 0 : 9 - settled[fetch];
    EXPECT_THAT(kit.lane().edges(), SizeIs(kept)) << "fetch " << fetch;
  }
}

TEST(Edges, OfAScopedSyncThatWasCutShortStayForThoseNotRead) {
  SyncTestKit kit;
  ChangeEverybody(kit);
  kit.task.users = {2, 3, 6, 8};
  kit.options.source_rows = 2;
  for (int64_t user = 1; user <= 9; ++user) kit.lane().SetEdge({kCompany, user}, 50);
  kit.meddle = FailNth("FetchSource", 1, {SourceDown()});
  kit.Sync();
  EXPECT_THAT(kit.lane().edges(), SizeIs(8));
  EXPECT_FALSE(kit.lane().edges().contains({kCompany, 2}));
  kit.meddle = FailNth("FetchSource", 0, {SourceDown()});
  kit.Sync();
  EXPECT_THAT(kit.lane().edges(), SizeIs(8)) << "nobody was read";
}

TEST(Edges, ThatFillATransactionAreCommittedWithoutAVersion) {
  SyncTestKit kit;
  for (int64_t user = 1; user <= 100; ++user) {
    kit.Put(user, 2);
    kit.edges[user] = 100 + user;
  }
  kit.Sync();
  kit.lane().SetEdges({});
  kit.options.source_rows = 10;
  kit.options.edge_rows = 25;
  CompanyResult result;
  const std::vector<progress::Batch> batches = Batches(kit, &result);
  EXPECT_GE(batches.size(), 3u);
  for (const progress::Batch& batch : batches) EXPECT_LE(batch.edges->edges.size(), 25u + 10u);
  EXPECT_EQ(kit.Version(), 1u);
  EXPECT_EQ(kit.OutboxSize(), 0u);
  EXPECT_THAT(kit.lane().edges(), SizeIs(100));
}

TEST(Edges, OfAStreamThatContradictsItselfAreDropped) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.lane().SetEdges({{{kCompany, 1}, 50}});
  kit.raw_stream = {{Facts(3, 2), Facts(2, 2)}};
  kit.Sync();
  EXPECT_THAT(kit.lane().edges(), SizeIs(1));
}

// Candidates.

TEST(Candidates, AreDealtWithByACompleteFullSync) {
  SyncTestKit kit;
  ChangeEverybody(kit);
  Wait(kit, {0, 3}, 7);
  Wait(kit, {4}, 8);
  kit.task.candidates_through = 7;
  kit.Sync();
  EXPECT_THAT(Waiting(kit), ElementsAre(4)) << "found after the sync had read what waits";
}

TEST(Candidates, AreDealtWithForTheUsersOfAScopedSync) {
  SyncTestKit kit;
  ChangeEverybody(kit);
  Wait(kit, {0, 3, 4, 5}, 7);
  kit.task.candidates_through = 7;
  kit.task.users = {3, 5};
  kit.Sync();
  EXPECT_THAT(Waiting(kit), ElementsAre(0, 4));
}

TEST(Candidates, StayWhenNobodyAskedForThem) {
  SyncTestKit kit;
  ChangeEverybody(kit);
  Wait(kit, {0, 3}, 7);
  kit.Sync();
  EXPECT_THAT(Waiting(kit), ElementsAre(0, 3));
}

TEST(Candidates, WithARowThatCanNotBeDerivedStay) {
  SyncTestKit kit;
  ChangeEverybody(kit);
  kit.pairs().at(Key(3, 2)).timecompleted = -5;
  Wait(kit, {3, 4}, 7);
  kit.task.candidates_through = 7;
  kit.task.users = {3};
  EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kFailed);
  EXPECT_THAT(Waiting(kit), ElementsAre(3, 4)) << "nobody is left to be dealt with";
  kit.task.users = {3, 4};
  EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kFailed);
  EXPECT_THAT(Waiting(kit), ElementsAre(3));
  Wait(kit, {0}, 7);
  kit.task.users = {};
  EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kFailed);
  EXPECT_THAT(Waiting(kit), ElementsAre(0, 3));
  kit.Put(3, 2, 4);
  EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
  EXPECT_THAT(Waiting(kit), IsEmpty());
}

// One fault or a stop at every command: what was not compared still waits, and another sync deals with it.
TEST(Candidates, OutliveEveryFaultAndStop) {
  const std::vector<int64_t> scopes[] = {{}, {2, 3, 5, 7}};
  for (const std::vector<int64_t>& scope : scopes) {
    for (const auto performed : {Performed::kNot, Performed::kAtOnce, Performed::kLate}) {
      for (const bool stop : {false, true}) {
        bool reached = true;
        for (int at = 0; reached; ++at) {
          reached = false;
          SyncTestKit kit;
          ChangeEverybody(kit);
          for (int64_t user = 1; user <= 9; ++user) kit.lane().SetEdge({kCompany, user}, 50);
          kit.edges = {{2, 100}, {6, 100}};
          Wait(kit, scope.empty() ? std::vector<int64_t>{0, 3} : scope, 7);
          const std::vector<int64_t> waiting = Waiting(kit);
          kit.task.users = scope;
          kit.task.candidates_through = 7;
          kit.options.batch_rows = kit.options.source_rows = 2;
          kit.options.stored_rows = 2;
          kit.meddle = [&](CompanySync& sync, const Action&, int number) -> std::optional<Fault> {
            if (number != at) return std::nullopt;
            reached = true;
            if (stop) sync.RequestStop();
            return stop ? std::nullopt : std::make_optional(Fault{StoreBroken(), performed});
          };
          const CompanyResult result = kit.Sync();
          SCOPED_TRACE(::testing::Message() << "command " << at << " of " << scope.size() << " users, stop " << stop);
          if (Waiting(kit).empty()) {
            for (const int64_t user : {2, 3, 5, 7}) {
              EXPECT_EQ(kit.store().Inspect(kCompany, Key(user, 2))->is_deleted, user == 5);
            }
            EXPECT_FALSE(kit.lane().edges().contains({kCompany, 3}));
          } else {
            EXPECT_EQ(Waiting(kit), waiting);
          }
          if (!scope.empty()) {
            EXPECT_EQ(kit.store().Inspect(kCompany, Key(4, 2))->row_version, 1u) << "not in scope";
          }
          kit.meddle = nullptr;
          kit.clock().Advance(kit.options.lease_ttl * 2);
          EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
          EXPECT_THAT(Waiting(kit), IsEmpty());
          kit.task.users = {};
          EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
          EXPECT_EQ(kit.Stored(), kit.Derived());
          EXPECT_THAT(kit.lane().edges(), SizeIs(2));
          ASSERT_FALSE(HasFailure());
        }
      }
    }
  }
}

// Dry run.

TEST(DryRun, CountsAndListsWhatWouldChangeAndWritesNothing) {
  SyncTestKit real;
  MakeChanges(real);
  real.Put(4, 3);
  const CompanyResult expected = real.Sync();

  SyncTestKit kit;
  MakeChanges(kit);
  kit.Put(4, 3);
  kit.edges = {{4, 100}};
  kit.lane().SetEdges({{{kCompany, 1}, 50}});
  Wait(kit, {0, 3}, 7);
  kit.task.candidates_through = 7;
  kit.task.dry_run = true;
  const size_t messages = kit.published.size();
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
  EXPECT_EQ(result.record.created, expected.record.created);
  EXPECT_EQ(result.record.updated, expected.record.updated);
  EXPECT_EQ(result.record.deleted, expected.record.deleted);
  EXPECT_EQ(result.affected_count, expected.affected_count);
  EXPECT_EQ(result.affected.size(), expected.affected.size());
  EXPECT_FALSE(result.data_version.has_value());
  for (const char* call :
       {"AcquireLease", "CommitBatch", "Publish", "ClearSuperseded", "ConfirmOutbox", "ReleaseLease"}) {
    EXPECT_EQ(kit.CountOf(call), 0) << call;
  }
  EXPECT_EQ(kit.CountOf("CloseSnapshot"), 1);
  EXPECT_EQ(kit.Version(), 1u);
  EXPECT_FALSE(kit.Recorded().has_value());
  EXPECT_EQ(kit.published.size(), messages);
  EXPECT_THAT(kit.lane().edges(), SizeIs(1));
  EXPECT_THAT(Waiting(kit), SizeIs(2));
}

TEST(DryRun, GoesOnBesideAnotherWorker) {
  SyncTestKit kit;
  MakeChanges(kit);
  ASSERT_TRUE(kit.store().AcquireLease(kCompany, "other:9", absl::Hours(1), kit.Soon()).ok());
  kit.task.dry_run = true;
  kit.task.users = {1, 4, 11};
  EXPECT_EQ(kit.Sync().affected_count, 3);
}

TEST(DryRun, ReportsABrokenSource) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.task.dry_run = true;
  kit.meddle = FailNth("FetchSource", 1, {SourceDown()});
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
  EXPECT_THAT(result.record.errors, ElementsAre(HasSubstr("does not answer")));
}

TEST(DryRun, IsTruncatedByAStop) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.task.dry_run = true;
  kit.meddle = [](CompanySync& sync, const Action& action, int) -> std::optional<Fault> {
    if (std::holds_alternative<FetchSource>(action)) sync.RequestStop();
    return std::nullopt;
  };
  EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kTruncated);
  EXPECT_EQ(kit.Version(), 1u);
}

}  // namespace
}  // namespace cp::sync
