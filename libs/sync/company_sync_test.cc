// What one sync writes, counts, reports and leaves alone.
#include "libs/sync/company_sync.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sync/sync_test_kit.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"

namespace cp::sync {
namespace {

using ::testing::ElementsAre;
using testing::Facts;
using testing::FakeClock;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Key;
using testing::Row;
using ::testing::SizeIs;

TEST(CompanySync, FirstSyncCreatesEveryPair) {
  SyncTestKit kit;
  for (int64_t user = 1; user <= 3; ++user) {
    for (int64_t course = 2; course <= 5; ++course) kit.Put(user, course);
  }
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
  EXPECT_EQ(result.record.created, 12);
  EXPECT_EQ(result.record.updated, 0);
  EXPECT_EQ(result.record.deleted, 0);
  EXPECT_EQ(result.record.rows_read, 12);
  EXPECT_EQ(result.affected_count, 12);
  EXPECT_THAT(result.record.errors, IsEmpty());
  EXPECT_THAT(result.warnings, IsEmpty());
  EXPECT_EQ(result.data_version->version, 1u);
  EXPECT_EQ(kit.Stored(), kit.Derived());
}

TEST(CompanySync, GoesThroughTheStepsInOrder) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.Sync();
  EXPECT_THAT(kit.trace(), ElementsAre("AcquireLease", "OpenSnapshot", "CheckTables", "FetchSource", "FetchStored",
                                       "FetchSource", "CloseSnapshot", "CommitBatch", "Publish", "ClearSuperseded",
                                       "ConfirmOutbox", "ReleaseLease"));
}

TEST(CompanySync, TellsTheCacheAndClearsTheOutbox) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.Put(2, 2);
  kit.Sync();
  kit.Put(1, 2, 3);
  kit.Remove(2, 2);
  kit.superseded_entries = 5;
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.record.cache_cleared, 5);
  ASSERT_THAT(kit.published, SizeIs(2));
  const Invalidation& message = kit.published.back();
  EXPECT_EQ(message.company, CompanyId(1));
  EXPECT_EQ(message.version, *result.data_version);
  EXPECT_EQ(message.reason, "sync");
  EXPECT_EQ(message.run_id, kit.task.run_id);
  EXPECT_EQ(message.upserted, 1);
  EXPECT_EQ(message.deleted, 1);
  EXPECT_EQ(message.previous, kit.published.front().version);
  EXPECT_EQ(message.committed_at, FakeClock::kStart);
  EXPECT_EQ(kit.OutboxSize(), 0u);
}

TEST(CompanySync, CountsCreatedAndUpdatedApart) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.Put(2, 2);
  kit.Put(3, 2);
  kit.Sync();
  kit.Put(1, 2, 4);
  kit.Put(2, 2, 4);
  kit.Put(4, 2);
  kit.Remove(3, 2);
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.record.created, 1);
  EXPECT_EQ(result.record.updated, 2);
  EXPECT_EQ(result.record.deleted, 1);
  EXPECT_EQ(result.affected_count, 4);
  EXPECT_EQ(result.data_version->version, 2u);
  EXPECT_EQ(kit.Stored(), kit.Derived());
}

TEST(CompanySync, WritesOnlyTheRowsThatChanged) {
  SyncTestKit kit;
  for (int64_t user = 1; user <= 5; ++user) kit.Put(user, 2);
  kit.Sync();
  kit.Put(3, 2, 4);
  kit.Sync();
  for (int64_t user = 1; user <= 5; ++user) {
    EXPECT_EQ(kit.store().Inspect(CompanyId(1), Key(user, 2))->row_version, user == 3 ? 2u : 1u) << user;
  }
}

TEST(CompanySync, ListsWhatItChangedInKeyOrder) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.Put(2, 2);
  kit.Put(3, 2);
  kit.Sync();
  progress::PairFacts completed = Facts(1, 2, 4, 4);
  completed.timecompleted = 1795000000;
  kit.Put(completed);
  kit.Remove(2, 2);
  kit.Put(5, 2, 1, 3);
  const CompanyResult result = kit.Sync();
  ASSERT_THAT(result.affected, SizeIs(3));
  EXPECT_EQ(result.affected[0].key, Key(1, 2));
  EXPECT_EQ(result.affected[0].change, RowChange::kUpdated);
  EXPECT_EQ(result.affected[0].username, "user1");
  EXPECT_EQ(result.affected[0].email, "user1@example.test");
  EXPECT_EQ(result.affected[0].coursename, "Course 2");
  EXPECT_EQ(result.affected[0].percentage_hundredths, 10000);
  EXPECT_EQ(result.affected[0].status, progress::ProgressStatus::kCompleted);
  EXPECT_EQ(result.affected[1].key, Key(2, 2));
  EXPECT_EQ(result.affected[1].change, RowChange::kDeleted);
  EXPECT_EQ(result.affected[1].username, "");
  EXPECT_EQ(result.affected[2].key, Key(5, 2));
  EXPECT_EQ(result.affected[2].change, RowChange::kCreated);
  EXPECT_EQ(result.affected[2].percentage_hundredths, 3333);
}

TEST(CompanySync, ListsAtMostSoManyRowsAndCountsTheRest) {
  SyncTestKit kit;
  kit.options.max_affected = 7;
  kit.options.batch_rows = 4;
  for (int64_t user = 1; user <= 20; ++user) kit.Put(user, 2);
  const CompanyResult result = kit.Sync();
  ASSERT_THAT(result.affected, SizeIs(7));
  EXPECT_EQ(result.affected.back().key, Key(7, 2));
  EXPECT_EQ(result.affected_count, 20);
}

TEST(CompanySync, NothingChangedWritesNothingButTheRecord) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.Put(2, 2);
  kit.Sync();
  kit.clock().Advance(absl::Minutes(5));
  const size_t messages = kit.published.size();
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
  EXPECT_EQ(result.affected_count, 0);
  EXPECT_EQ(result.data_version->version, 1u);
  EXPECT_EQ(kit.Version(), 1u);
  EXPECT_EQ(kit.OutboxSize(), 0u);
  EXPECT_EQ(kit.published.size(), messages);
  EXPECT_EQ(kit.CountOf("ClearSuperseded"), 0);
  ASSERT_TRUE(kit.Recorded().has_value());
  EXPECT_EQ(kit.Recorded()->state, progress::RunState::kSucceeded);
  EXPECT_EQ(
      kit.store().ReadVersions({&kit.task.company.id, 1}, kit.Soon())->companies.at(CompanyId(1)).source_synced_at,
      FakeClock::kStart + 5 * 60);
}

TEST(CompanySync, EmptyCompanyIsFine) {
  SyncTestKit kit;
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
  EXPECT_EQ(result.data_version->version, 0u);
  EXPECT_EQ(kit.OutboxSize(), 0u);
}

TEST(CompanySync, CompanyThatLostEverythingIsTombstoned) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.Put(2, 2);
  kit.Sync();
  kit.pairs().clear();
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded) << "losses of one company never stop a run";
  EXPECT_EQ(result.record.deleted, 2);
  EXPECT_THAT(kit.Stored(), IsEmpty());
}

TEST(CompanySync, RevivedRowCountsAsCreatedOnce) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.Sync();
  kit.Remove(1, 2);
  kit.Sync();
  EXPECT_EQ(kit.Sync().affected_count, 0) << "a tombstone is not made twice";
  kit.Put(1, 2);
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.record.created, 1);
  EXPECT_EQ(kit.Stored(), kit.Derived());
  EXPECT_EQ(kit.Sync().affected_count, 0);
}

TEST(CompanySync, MakesOneVersionForEachBatchAndFinishesWithTheLast) {
  SyncTestKit kit;
  kit.options.batch_rows = 1000;
  for (int64_t user = 1; user <= 2500; ++user) kit.Put(user, 2);
  std::vector<size_t> sizes;
  std::vector<bool> finishes;
  kit.meddle = [&](CompanySync&, const Action& action, int) -> std::optional<Fault> {
    if (const auto* commit = std::get_if<CommitBatch>(&action)) {
      sizes.push_back(commit->batch->upserts.size());
      finishes.push_back(commit->batch->finish.has_value());
    }
    return std::nullopt;
  };
  const CompanyResult result = kit.Sync();
  EXPECT_THAT(sizes, ElementsAre(1000, 1000, 500));
  EXPECT_THAT(finishes, ElementsAre(false, false, true));
  EXPECT_EQ(result.data_version->version, 3u);
  EXPECT_EQ(kit.Recorded()->created, 2500);
  EXPECT_EQ(kit.Stored(), kit.Derived());
}

TEST(CompanySync, GivesTheSameResultForEveryBatchSize) {
  for (size_t batch = 1; batch <= 12; ++batch) {
    for (size_t fetch = 1; fetch <= 12; fetch += 3) {
      SyncTestKit kit;
      kit.options.batch_rows = batch;
      kit.options.source_rows = fetch;
      kit.options.stored_rows = static_cast<int>(13 - fetch);
      for (int64_t user = 1; user <= 5; ++user) kit.Put(user, 2);
      kit.Sync();
      kit.pairs().clear();
      for (int64_t user = 3; user <= 9; ++user) kit.Put(user, 2, user % 2 + 1);
      const CompanyResult result = kit.Sync();
      SCOPED_TRACE(absl::StrCat("batch ", batch, ", fetch ", fetch));
      EXPECT_EQ(kit.Stored(), kit.Derived());
      EXPECT_EQ(result.record.created, 4);
      EXPECT_EQ(result.record.updated, 2);  // 3 and 5; 4 is unchanged
      EXPECT_EQ(result.record.deleted, 2);
      EXPECT_EQ(kit.Sync().affected_count, 0);
    }
  }
}

TEST(CompanySync, RecordHoldsWhatTheResultSays) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.clock().Advance(absl::Seconds(10));
  const CompanyResult result = kit.Sync();
  const auto recorded = kit.Recorded();
  ASSERT_TRUE(recorded.has_value());
  EXPECT_EQ(recorded->state, progress::RunState::kSucceeded);
  EXPECT_EQ(recorded->created, 1);
  EXPECT_EQ(recorded->rows_read, 1);
  EXPECT_EQ(recorded->started_at, FakeClock::kStart + 10);
  EXPECT_EQ(recorded->source_read_at, FakeClock::kStart + 10);
  EXPECT_EQ(recorded->finished_at, FakeClock::kStart + 10);
  EXPECT_EQ(result.record.state, progress::RunState::kSucceeded);
  EXPECT_GT(result.elapsed, absl::ZeroDuration());
}

TEST(CompanySync, DerivesByTheSwitches) {
  SyncTestKit kit;
  kit.options.switches.time_completed_fallback = true;
  kit.Put(1, 2, 4, 4);
  kit.Sync();
  EXPECT_GT(kit.Stored().at(0).timecompleted, 0);
}

TEST(CompanySync, ReportsReplacedText) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.sanitized_values = 3;
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
  EXPECT_EQ(result.sanitized_values, 3);
  EXPECT_THAT(result.warnings, ElementsAre(HasSubstr("company 1: 3 texts")));
}

}  // namespace
}  // namespace cp::sync
