// What one sync does when the source, the store or the cache fails, and when it is stopped.
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

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Facts;
using testing::FakeClock;
using testing::HasReason;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Key;
using ::testing::Not;
using ::testing::SizeIs;
using testing::StatusIs;

absl::Status SourceDown() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle's database does not answer");
}
absl::Status StoreDown() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "the store does not answer");
}
absl::Status StoreTooSlow() {
  return MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded, "the store took too long");
}
absl::Status StoreConflict() {
  return MakeError(absl::StatusCode::kAborted, reason::kStoreConflict, "the transaction met another one");
}
absl::Status DiskFull() { return MakeError(absl::StatusCode::kInternal, reason::kInternal, "the store failed"); }
absl::Status CacheDown() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kCacheUnavailable, "Redis does not answer");
}

// Ten users whose rows are stored, then changed: users 1..3 gone, 4..8 changed, 11..14 new. 12 changes.
void MakeChanges(SyncTestKit& kit) {
  for (int64_t user = 1; user <= 10; ++user) kit.Put(user, 2);
  kit.Sync();
  for (int64_t user = 1; user <= 3; ++user) kit.Remove(user, 2);
  for (int64_t user = 4; user <= 8; ++user) kit.Put(user, 2, 4);
  for (int64_t user = 11; user <= 14; ++user) kit.Put(user, 2);
  kit.options.batch_rows = 5;
  kit.options.source_rows = 4;
  kit.options.stored_rows = 3;
}

// A sync without faults brings the store up to date, and a second one finds nothing to do.
void ExpectConverges(SyncTestKit& kit) {
  kit.meddle = nullptr;
  kit.clock().Advance(kit.options.lease_ttl);  // a lease that was lost on the way has expired
  EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
  EXPECT_EQ(kit.Stored(), kit.Derived());
  const uint64_t version = kit.Version();
  EXPECT_EQ(kit.Sync().affected_count, 0);
  EXPECT_EQ(kit.Version(), version);
  EXPECT_EQ(kit.OutboxSize(), 0u);
}

// The source.

TEST(BrokenSource, EmptyTableStopsBeforeTheFirstWrite) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.pairs().clear();
  kit.empty_tables = {"user_enrolments"};
  const CompanyResult result = kit.Sync();
  EXPECT_THAT(result.status, HasReason(reason::kSourceImplausible));
  EXPECT_EQ(MetadataOf(result.status)["table"], "user_enrolments");
  EXPECT_THAT(result.record.errors, ElementsAre(HasSubstr("user_enrolments is empty")));
  EXPECT_EQ(kit.Version(), 1u);
  EXPECT_THAT(kit.Stored(), SizeIs(10));
  EXPECT_EQ(kit.CountOf("FetchSource"), 0);
  EXPECT_EQ(kit.CountOf("CloseSnapshot"), 1);
}

TEST(BrokenSource, EmptyTablePassesWhenTheRunAcceptedIt) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.pairs().clear();
  kit.empty_tables = {"user_enrolments"};
  kit.task.accept_empty_tables = true;
  EXPECT_EQ(kit.Sync().record.deleted, 10);
  EXPECT_THAT(kit.Stored(), IsEmpty());
}

TEST(BrokenSource, FailureInTheMiddleTombstonesNothingBehindIt) {
  for (int fetch = 0; fetch <= 3; ++fetch) {
    SyncTestKit kit;
    for (int64_t user = 1; user <= 12; ++user) kit.Put(user, 2);
    kit.Sync();
    kit.options.source_rows = 4;
    kit.Remove(2, 2);
    kit.meddle = FailNth("FetchSource", fetch, {SourceDown()});
    const CompanyResult result = kit.Sync();
    SCOPED_TRACE(fetch);
    EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
    EXPECT_THAT(result.status, HasReason(reason::kSourceUnavailable));
    EXPECT_EQ(result.record.deleted, fetch == 0 ? 0 : 1) << "what was compared before is written";
    EXPECT_THAT(kit.Stored(), SizeIs(fetch == 0 ? 12 : 11));
    EXPECT_EQ(kit.Recorded()->state, progress::RunState::kFailed);
    ExpectConverges(kit);
  }
}

TEST(BrokenSource, UnreachableFromTheStartChangesNothing) {
  for (const char* call : {"OpenSnapshot", "CheckTables"}) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = FailNth(call, 0, {SourceDown()});
    const CompanyResult result = kit.Sync();
    EXPECT_THAT(result.record.errors, ElementsAre("company 1: Moodle's database does not answer"));
    EXPECT_EQ(kit.Version(), 1u);
    EXPECT_EQ(kit.CountOf("ReleaseLease"), 1);
    ExpectConverges(kit);
  }
}

struct Disorder {
  std::vector<progress::PairFacts> stream;
  std::string text;
};

TEST(BrokenSource, DisorderIsAnErrorAndWritesNothing) {
  const std::vector<Disorder> cases = {
      {{Facts(1, 2), Facts(3, 2), Facts(2, 2)}, "user 2, course 2 after user 3, course 2"},
      {{Facts(1, 3), Facts(1, 2)}, "user 1, course 2 after user 1, course 3"},
      {{Facts(1, 2), Facts(1, 2)}, "user 1, course 2 after user 1, course 2"},
      {{Facts(1, 2), Facts(2, 2), Facts(2, 2, 4)}, "user 2, course 2 after user 2, course 2"}};
  for (const Disorder& c : cases) {
    for (size_t fetch = 1; fetch <= 3; ++fetch) {
      SyncTestKit kit;
      for (int64_t user = 1; user <= 5; ++user) kit.Put(user, 2);
      kit.Sync();
      kit.options.source_rows = fetch;
      kit.raw_stream = c.stream;
      const CompanyResult result = kit.Sync();
      EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
      EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kInternal, c.text));
      EXPECT_EQ(kit.Version(), 1u) << "what was compared before can not be trusted";
      kit.raw_stream.reset();
      ExpectConverges(kit);
    }
  }
}

// The lease.

TEST(BusyCompany, IsReportedAndLeftAlone) {
  SyncTestKit kit;
  kit.Put(1, 2);
  ASSERT_TRUE(kit.store().AcquireLease(CompanyId(1), "other:9", absl::Minutes(1), kit.Soon()).ok());
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kAlreadyRunning);
  EXPECT_THAT(result.status, HasReason(reason::kAlreadyRunning));
  EXPECT_THAT(result.record.errors, IsEmpty());
  EXPECT_THAT(kit.trace(), ElementsAre("AcquireLease"));
}

TEST(UnknownCompany, IsNotFound) {
  SyncTestKit kit;
  kit.task.company = testing::MakeCompany(77);
  const CompanyResult result = kit.Sync();
  EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
}

TEST(LostLease, StopsWritingAtOnce) {
  SyncTestKit kit;
  MakeChanges(kit);
  int commits = 0;
  kit.meddle = [&](CompanySync&, const Action& action, int) -> std::optional<Fault> {
    if (!std::holds_alternative<CommitBatch>(action) || ++commits != 2) return std::nullopt;
    kit.clock().Advance(kit.options.lease_ttl * 2);
    EXPECT_TRUE(kit.store().AcquireLease(CompanyId(1), "other:9", absl::Hours(9), kit.Soon()).ok());
    return std::nullopt;
  };
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
  EXPECT_THAT(result.status, HasReason(reason::kLeaseLost));
  EXPECT_EQ(commits, 2);
  EXPECT_EQ(result.affected_count, 5) << "only what was committed counts";
  EXPECT_EQ(kit.Version(), 2u);
  EXPECT_EQ(result.data_version->version, 2u);
  EXPECT_THAT(kit.trace(), Contains("Publish")) << "what was committed is told";
  EXPECT_THAT(kit.trace(), Not(Contains("ReleaseLease")));
  EXPECT_FALSE(kit.Recorded().has_value());
}

TEST(LostLease, IsNoticedByTheRenewal) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.time_per_command = kit.options.lease_ttl / 2;
  kit.meddle = [&](CompanySync&, const Action& action, int number) -> std::optional<Fault> {
    if (number == 3) {
      kit.clock().Advance(kit.options.lease_ttl);
      EXPECT_TRUE(kit.store().AcquireLease(CompanyId(1), "other:9", absl::Hours(9), kit.Soon()).ok());
    }
    EXPECT_FALSE(std::holds_alternative<CommitBatch>(action));
    return std::nullopt;
  };
  const CompanyResult result = kit.Sync();
  EXPECT_THAT(result.status, HasReason(reason::kLeaseLost));
  EXPECT_THAT(kit.trace(), Contains("CloseSnapshot"));
  EXPECT_EQ(kit.Version(), 1u);
}

TEST(Lease, IsRenewedWhileALongSyncGoesOn) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.time_per_command = kit.options.lease_ttl / 4;
  kit.meddle = [&](CompanySync&, const Action& action, int number) -> std::optional<Fault> {
    // From the lease to the last commit; what follows does not need it.
    const bool is_held =
        number > 0 && (std::holds_alternative<CommitBatch>(action) || std::holds_alternative<FetchSource>(action) ||
                       std::holds_alternative<FetchStored>(action));
    if (is_held) {
      EXPECT_THAT(kit.store().AcquireLease(CompanyId(1), "other:9", absl::Hours(1), kit.Soon()),
                  HasReason(reason::kAlreadyRunning))
          << "before " << NameOf(action);
    }
    return std::nullopt;
  };
  EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
  EXPECT_GE(kit.CountOf("RenewLease"), 3);
  ExpectConverges(kit);
}

TEST(Lease, IsNotRenewedInAShortSync) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.Sync();
  EXPECT_EQ(kit.CountOf("RenewLease"), 0);
}

TEST(Lease, RenewalThatFailsIsTriedAgain) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.time_per_command = kit.options.lease_ttl / 4;
  kit.meddle = FailNth("RenewLease", 0, {StoreDown()});
  EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
  EXPECT_GE(kit.CountOf("RenewLease"), 2);
}

// The store.

TEST(StoreConflictOnCommit, IsRepeatedAsAWhole) {
  for (int commit = 0; commit < 3; ++commit) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = FailNth("CommitBatch", commit, {StoreConflict()});
    const CompanyResult result = kit.Sync();
    EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
    EXPECT_EQ(result.affected_count, 12);
    EXPECT_THAT(result.affected, SizeIs(12));
    EXPECT_EQ(kit.Version(), 4u);
    EXPECT_EQ(kit.CountOf("Wait"), 1);
    ExpectConverges(kit);
  }
}

TEST(StoreConflictOnCommit, EndsTheCompanyAfterSoManyAttempts) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.meddle = [](CompanySync&, const Action& action, int) -> std::optional<Fault> {
    return std::holds_alternative<CommitBatch>(action) ? std::make_optional(Fault{StoreConflict(), false})
                                                       : std::nullopt;
  };
  const CompanyResult result = kit.Sync();
  EXPECT_THAT(result.status, HasReason(reason::kStoreConflict));
  EXPECT_EQ(kit.CountOf("CommitBatch"), kit.options.store_attempts);
  EXPECT_EQ(result.affected_count, 0);
  EXPECT_EQ(kit.Version(), 1u);
  ExpectConverges(kit);
}

TEST(StoreConflictOnRead, IsRepeated) {
  for (const char* call : {"AcquireLease", "FetchStored"}) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = FailNth(call, 0, {StoreConflict()});
    EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded) << call;
    EXPECT_EQ(kit.Stored(), kit.Derived());
  }
}

struct UnknownCommit {
  int commit;         // which one
  bool is_performed;  // whether it was made in truth
  absl::Status status;
};

TEST(UnknownCommit, IsLookedUpInTheStoreAndMadeExactlyOnce) {
  std::vector<UnknownCommit> cases;
  for (int commit = 0; commit < 3; ++commit) {
    for (const bool is_performed : {false, true}) {
      for (const absl::Status& status : {StoreDown(), StoreTooSlow()}) cases.push_back({commit, is_performed, status});
    }
  }
  for (const UnknownCommit& c : cases) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = FailNth("CommitBatch", c.commit, {c.status, c.is_performed});
    const CompanyResult result = kit.Sync();
    SCOPED_TRACE(absl::StrCat("commit ", c.commit, c.is_performed ? " made" : " not made"));
    EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
    EXPECT_EQ(kit.Version(), 4u) << "each batch made one version";
    EXPECT_EQ(result.data_version->version, 4u);
    EXPECT_EQ(result.record.created, 4);
    EXPECT_EQ(result.record.updated, 5);
    EXPECT_EQ(result.record.deleted, 3);
    EXPECT_THAT(result.affected, SizeIs(12));
    EXPECT_EQ(kit.Recorded()->created, 4);
    EXPECT_EQ(kit.Recorded()->deleted, 3);
    EXPECT_EQ(kit.published.back().version, *result.data_version);
    EXPECT_EQ(kit.OutboxSize(), 0u);
    ExpectConverges(kit);
  }
}

TEST(UnknownCommit, OfTheRecordAloneIsRepeated) {
  for (const bool is_performed : {false, true}) {
    SyncTestKit kit;
    kit.Put(1, 2);
    kit.Sync();
    kit.meddle = FailNth("CommitBatch", 0, {StoreTooSlow(), is_performed});
    const CompanyResult result = kit.Sync();
    EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
    EXPECT_EQ(kit.Version(), 1u);
    EXPECT_TRUE(kit.Recorded().has_value());
  }
}

TEST(UnknownCommit, ThatStaysUnknownFailsTheCompanyByName) {
  SyncTestKit kit;
  MakeChanges(kit);
  bool is_gone = false;
  kit.meddle = [&](CompanySync&, const Action& action, int) -> std::optional<Fault> {
    is_gone = is_gone || std::holds_alternative<CommitBatch>(action);
    const bool asks_store = std::holds_alternative<CommitBatch>(action) ||
                            std::holds_alternative<FetchStored>(action) || std::holds_alternative<ReleaseLease>(action);
    return is_gone && asks_store ? std::make_optional(Fault{StoreDown(), false}) : std::nullopt;
  };
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
  EXPECT_THAT(result.record.errors, Contains(HasSubstr("did not say whether the last batch was written")));
  EXPECT_EQ(result.affected_count, 0);
  EXPECT_EQ(kit.CountOf("CommitBatch"), 1) << "never sent again on a guess";
  ExpectConverges(kit);
}

TEST(FailedCommit, EndsTheCompanyAndKeepsWhatWasCommitted) {
  for (int commit = 0; commit < 3; ++commit) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = FailNth("CommitBatch", commit, {DiskFull()});
    const CompanyResult result = kit.Sync();
    EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
    EXPECT_EQ(result.affected_count, 5 * commit);
    EXPECT_EQ(kit.Version(), 1u + static_cast<uint64_t>(commit));
    EXPECT_EQ(result.record.state, progress::RunState::kFailed);
    ExpectConverges(kit);
  }
}

// The cache.

TEST(CacheDown, IsOneWarningAndTheOutboxKeepsTheMessage) {
  SyncTestKit kit;
  MakeChanges(kit);
  kit.meddle = [](CompanySync&, const Action& action, int) -> std::optional<Fault> {
    const bool asks_cache = std::holds_alternative<Publish>(action) || std::holds_alternative<ClearSuperseded>(action);
    return asks_cache ? std::make_optional(Fault{CacheDown(), false}) : std::nullopt;
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
  for (const Invalidation& message : kit.published) upserted += message.upserted;
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
