// What one sync does when the cache fails, when it takes long, and when it is stopped.
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
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The cache.

TEST(CacheDown, IsOneWarningAndTheOutboxKeepsTheMessage) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.meddle = [](CompanySync&, const Action& action, int) -> std::optional<Fault> {
    const bool asks_cache = std::holds_alternative<Publish>(action) || std::holds_alternative<ClearSuperseded>(action);
    return asks_cache ? std::make_optional(Fault{CacheDown()}) : std::nullopt;
  };
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
  EXPECT_THAT(result.record.errors, IsEmpty());
  EXPECT_THAT(result.warnings, ElementsAre(HasSubstr("Redis does not answer")));
  EXPECT_EQ(result.record.cache_cleared, 0);
  EXPECT_EQ(kit.OutboxSize(), 3u);
  EXPECT_EQ(kit.CountOf("Publish"), 1);
  EXPECT_EQ(kit.CountOf("ClearSuperseded"), 0) << "a cache that does not take the message is not asked again";
}

TEST(CacheDown, ForTheClearingIsOneWarningAndTheMessageIsConfirmed) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.superseded_entries = 5;
  kit.meddle = FailNth("ClearSuperseded", 0, {CacheDown()});
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
  EXPECT_THAT(result.warnings, SizeIs(1));
  EXPECT_EQ(result.record.cache_cleared, 0);
  EXPECT_EQ(kit.OutboxSize(), 0u);
}

TEST(CacheDown, InTheMiddleOfTheClearingCountsWhatIsGoneAndWarns) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.meddle = FailNth("ClearSuperseded", 0, {.status = CacheDown(), .cleared = 3});
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
  EXPECT_EQ(result.record.cache_cleared, 3);
  EXPECT_TRUE(result.cache_missed);
  EXPECT_THAT(result.warnings, ElementsAre(HasSubstr("Redis does not answer")));
}

TEST(CacheDown, ForTheConfirmationIsOneWarning) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.meddle = FailNth("ConfirmOutbox", 0, {StoreDown()});
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
  EXPECT_THAT(result.warnings, SizeIs(1));
  EXPECT_EQ(kit.OutboxSize(), 3u);
}

TEST(Budgets, KeepTheCacheFromHoldingUpTheAnswer) {
  SyncTestKit kit;
  CompanySync sync(kit.task, kit.options);
  EXPECT_EQ(kit.options.publish_budget, absl::Milliseconds(50));
  EXPECT_EQ(kit.options.clear_budget, absl::Milliseconds(250));
  EXPECT_GT(kit.options.lease_ttl, kit.options.store_budget * 3);
  EXPECT_GT(kit.options.lease_ttl, kit.options.source_budget * 3);
  const Command first = sync.Start({kit.clock().Now(), kit.clock().Monotonic()});
  EXPECT_EQ(first.budget, kit.options.store_budget);
}

TEST(Message, SaysWhenItsVersionWasCommittedNotWhenItIsSent) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.options.batch_rows = 1;  // the row is committed before the comparison ends
  kit.options.publish_interval = absl::InfiniteDuration();
  kit.time_per_command = absl::Seconds(10);
  std::optional<int64_t> committed_at;
  int64_t sent_at = 0;
  kit.meddle = [&](CompanySync&, const Action& action, int) -> std::optional<Fault> {
    const int64_t now = absl::ToUnixSeconds(kit.clock().Now());
    if (std::holds_alternative<CommitBatch>(action) && !committed_at.has_value()) committed_at = now + 10;
    if (std::holds_alternative<Publish>(action)) sent_at = now;
    return std::nullopt;
  };
  kit.Sync();
  ASSERT_THAT(kit.published, SizeIs(1));
  EXPECT_EQ(kit.published.back().committed_at, committed_at) << "when the commit was answered";
  EXPECT_GT(sent_at, *committed_at);
}

TEST(Message, ThatFailedIsMadeUpForByTheNextWithAllItsRows) {
  SyncTestKit kit;
  kit.options.batch_rows = 1;
  kit.options.publish_interval = absl::ZeroDuration();
  for (int64_t user = 1; user <= 3; ++user) kit.Put(user, 2);
  kit.meddle = FailNth("Publish", 0, {CacheDown()});
  const CompanyResult result = kit.Sync();
  ASSERT_FALSE(kit.published.empty());
  EXPECT_EQ(kit.published.front().previous.version, 0u);
  EXPECT_EQ(kit.published.front().upserted, 2);
  int64_t upserted = 0;
  for (const Invalidation& message : kit.published) upserted += message.upserted;
  EXPECT_EQ(upserted, 3);
  EXPECT_EQ(kit.published.back().version, *result.data_version);
}

// A long sync, and one that is stopped.

TEST(LongSync, TellsTheCacheAtMostOnceASecondAndAtItsEnd) {
  SyncTestKit kit;
  kit.options.batch_rows = 1;
  kit.options.source_rows = 100;
  for (int64_t user = 1; user <= 100; ++user) kit.Put(user, 2);
  kit.time_per_command = absl::Milliseconds(100);
  const absl::Duration start = kit.clock().Monotonic();
  const CompanyResult result = kit.Sync();
  const double seconds = absl::ToDoubleSeconds(kit.clock().Monotonic() - start);
  EXPECT_EQ(result.data_version->version, 100u);
  EXPECT_GE(kit.published.size(), 8u);
  EXPECT_LE(static_cast<double>(kit.published.size()), seconds + 1);
  EXPECT_EQ(kit.published.back().version, *result.data_version);
  int64_t upserted = 0;
  DataVersion told = {result.data_version->epoch, 0};
  for (const Invalidation& message : kit.published) {
    upserted += message.upserted;
    EXPECT_EQ(message.previous, told) << "each message goes on where the one before it ended";
    told = message.version;
  }
  EXPECT_EQ(upserted, 100);
  EXPECT_EQ(kit.CountOf("ClearSuperseded"), 1);
  EXPECT_EQ(kit.OutboxSize(), 0u);
}

TEST(LongSync, ThatCouldNotTellTheCacheOnTheWayButAtTheEndHasNoWarning) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.options.publish_interval = absl::ZeroDuration();
  kit.meddle = FailNth("Publish", 0, {CacheDown()});
  const CompanyResult result = kit.Sync();
  EXPECT_THAT(result.warnings, IsEmpty());
  EXPECT_EQ(kit.OutboxSize(), 0u);
}

TEST(StoppedSync, WritesWhatItComparedAndConvergesLater) {
  bool completed = false;
  for (int stop_at = 0; !completed; ++stop_at) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = [&](CompanySync& sync, const Action&, int number) -> std::optional<Fault> {
      if (number == stop_at) sync.RequestStop();
      return std::nullopt;
    };
    const CompanyResult result = kit.Sync();
    SCOPED_TRACE(absl::StrCat("stopped at command ", stop_at));
    completed = result.outcome == CompanyOutcome::kSucceeded;
    if (!completed) {
      EXPECT_EQ(result.outcome, CompanyOutcome::kTruncated);
      EXPECT_TRUE(result.status.ok());
      EXPECT_THAT(result.record.errors, IsEmpty());
      EXPECT_THAT(result.warnings, ElementsAre(HasSubstr("time budget")));
      EXPECT_EQ(kit.Recorded()->state, progress::RunState::kTruncated);
    }
    EXPECT_EQ(kit.CountOf("ReleaseLease"), 1);
    EXPECT_EQ(kit.OutboxSize(), 0u);
    ExpectConverges(kit);
  }
}

}  // namespace
}  // namespace cp::sync
