// What one sync does when it loses its lease or the store fails.
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
using testing::HasReason;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using testing::StatusIs;

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

TEST(UnknownLease, IsAskedForAgainAndNotOrphaned) {
  for (const Performed performed : {Performed::kNot, Performed::kAtOnce}) {
    for (const absl::Status& status : {StoreDown(), StoreTooSlow()}) {
      SyncTestKit kit;
      kit.Put(1, 2);
      kit.meddle = FailNth("AcquireLease", 0, {status, performed});
      EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded) << status;
      EXPECT_EQ(kit.CountOf("AcquireLease"), 2);
      kit.meddle = nullptr;
      EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded) << "the lease was given back";
    }
  }
}

TEST(UnknownLease, FailsTheCompanyWhenTheStoreStaysAway) {
  SyncTestKit kit;
  kit.meddle = [](CompanySync&, const Action&, int) { return std::make_optional(Fault{StoreDown()}); };
  const CompanyResult result = kit.Sync();
  EXPECT_THAT(result.status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
  EXPECT_EQ(kit.CountOf("AcquireLease"), kit.options.store_attempts);
}

TEST(LeaseThatIsNotGivenBackAtOnce, IsGivenBackAgain) {
  for (const Performed performed : {Performed::kNot, Performed::kAtOnce}) {
    SyncTestKit kit;
    kit.Put(1, 2);
    kit.meddle = FailNth("ReleaseLease", 0, {StoreDown(), performed});
    EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
    kit.meddle = nullptr;
    EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
  }
}

TEST(LeaseThatCanNotBeGivenBack, DoesNotFailWhatWasDone) {
  SyncTestKit kit;
  kit.Put(1, 2);
  kit.meddle = [](CompanySync&, const Action& action, int) -> std::optional<Fault> {
    return std::holds_alternative<ReleaseLease>(action) ? std::make_optional(Fault{StoreDown()}) : std::nullopt;
  };
  EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
  EXPECT_EQ(kit.CountOf("ReleaseLease"), kit.options.store_attempts);
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
    return std::holds_alternative<CommitBatch>(action) ? std::make_optional(Fault{StoreConflict()}) : std::nullopt;
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

constexpr Performed kEveryTruth[] = {Performed::kNot, Performed::kAtOnce, Performed::kLate};

absl::string_view NameOf(Performed performed) {
  return performed == Performed::kNot ? "not made" : performed == Performed::kLate ? "made late" : "made";
}

struct UnknownCommit {
  int commit;           // which one
  Performed performed;  // in truth
  absl::Status status;
};

TEST(UnknownCommit, IsLookedUpInTheStoreAndMadeExactlyOnce) {
  std::vector<UnknownCommit> cases;
  for (int commit = 0; commit < 3; ++commit) {
    for (const Performed performed : kEveryTruth) {
      for (const absl::Status& status : {StoreDown(), StoreTooSlow()}) cases.push_back({commit, performed, status});
    }
  }
  for (const UnknownCommit& c : cases) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = FailNth("CommitBatch", c.commit, {c.status, c.performed});
    const CompanyResult result = kit.Sync();
    SCOPED_TRACE(absl::StrCat("commit ", c.commit, " ", NameOf(c.performed)));
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
  for (const Performed performed : kEveryTruth) {
    SyncTestKit kit;
    kit.Put(1, 2);
    kit.Sync();
    kit.meddle = FailNth("CommitBatch", 0, {StoreTooSlow(), performed});
    const CompanyResult result = kit.Sync();
    EXPECT_EQ(result.outcome, CompanyOutcome::kSucceeded);
    EXPECT_EQ(kit.Version(), 1u);
    EXPECT_TRUE(kit.Recorded().has_value());
  }
}

TEST(UnknownCommit, IsLookedUpAfterTheRowLockWasHad) {
  SyncTestKit kit;
  MakeChanges(kit);
  std::vector<std::string> after;
  kit.meddle = [&, fail = FailNth("CommitBatch", 0, {StoreTooSlow(), Performed::kLate})](
                   CompanySync& sync, const Action& action, int number) {
    const std::optional<Fault> fault = fail(sync, action, number);
    if (fault.has_value() || !after.empty()) after.push_back(NameOf(action));
    return fault;
  };
  kit.Sync();
  after.resize(4);
  EXPECT_THAT(after, ElementsAre("CommitBatch", "Wait", "CommitBatch", "FetchStored"));
}

TEST(UnknownCommit, ThatMeetsOnlyTroubleIsSettledInTheEnd) {
  for (const Performed performed : kEveryTruth) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = [&, asked = 0](CompanySync&, const Action& action, int) mutable -> std::optional<Fault> {
      const bool asks =
          std::holds_alternative<CommitBatch>(action) || (asked > 0 && std::holds_alternative<FetchStored>(action));
      if (!asks || ++asked > 4) return std::nullopt;
      return Fault{asked % 2 == 0 ? StoreConflict() : StoreDown(), asked == 1 ? performed : Performed::kNot};
    };
    EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded) << NameOf(performed);
    EXPECT_EQ(kit.Version(), 4u) << NameOf(performed);
    ExpectConverges(kit);
  }
}

TEST(UnknownCommit, ThatIsFollowedByALostLeaseIsNotSentAgain) {
  for (const Performed performed : {Performed::kNot, Performed::kAtOnce}) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = [&, fail = FailNth("CommitBatch", 0, {StoreTooSlow(), performed})](CompanySync& sync,
                                                                                    const Action& action, int number) {
      if (std::holds_alternative<Wait>(action)) {
        kit.clock().Advance(kit.options.lease_ttl * 2);
        EXPECT_TRUE(kit.store().AcquireLease(CompanyId(1), "other:9", absl::Hours(9), kit.Soon()).ok());
      }
      return fail(sync, action, number);
    };
    const CompanyResult result = kit.Sync();
    EXPECT_THAT(result.status, HasReason(reason::kLeaseLost));
    EXPECT_THAT(result.record.errors, Contains(HasSubstr("did not say whether the last batch was written")));
    EXPECT_EQ(kit.Version(), performed == Performed::kAtOnce ? 2u : 1u);
  }
}

TEST(UnknownCommit, ThatStaysUnknownFailsTheCompanyByName) {
  SyncTestKit kit;
  MakeChanges(kit);
  bool is_gone = false;
  int rows_sent = 0;
  kit.meddle = [&](CompanySync&, const Action& action, int) -> std::optional<Fault> {
    is_gone = is_gone || std::holds_alternative<CommitBatch>(action);
    const bool asks_store = std::holds_alternative<CommitBatch>(action) ||
                            std::holds_alternative<FetchStored>(action) || std::holds_alternative<ReleaseLease>(action);
    if (const auto* commit = std::get_if<CommitBatch>(&action)) rows_sent += commit->batch->upserts.empty() ? 0 : 1;
    return is_gone && asks_store ? std::make_optional(Fault{StoreDown()}) : std::nullopt;
  };
  const CompanyResult result = kit.Sync();
  EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
  EXPECT_THAT(result.record.errors, Contains(HasSubstr("did not say whether the last batch was written")));
  EXPECT_EQ(result.affected_count, 0);
  EXPECT_EQ(rows_sent, 1) << "never sent again on a guess";
  ExpectConverges(kit);
}

TEST(FailedCommit, EndsTheCompanyAndKeepsWhatWasCommitted) {
  for (int commit = 0; commit < 3; ++commit) {
    SyncTestKit kit;
    MakeChanges(kit);
    kit.meddle = FailNth("CommitBatch", commit, {StoreBroken()});
    const CompanyResult result = kit.Sync();
    EXPECT_EQ(result.outcome, CompanyOutcome::kFailed);
    EXPECT_EQ(result.affected_count, 5 * commit);
    EXPECT_EQ(kit.Version(), 1u + static_cast<uint64_t>(commit));
    EXPECT_EQ(result.record.state, progress::RunState::kFailed);
    ExpectConverges(kit);
  }
}

}  // namespace
}  // namespace cp::sync
