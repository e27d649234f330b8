// The epoch: what a store that was set back does, so that no version is made twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "libs/base/reasons.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;

using progress::EpochCause;

uint64_t Raise(StoreCase& t, uint64_t beyond, EpochCause cause = EpochCause::kSetBack) {
  const auto epoch = t.store().RaiseEpoch(beyond, cause, t.Soon());
  EXPECT_THAT(epoch, IsOk());
  return epoch.value_or(0);
}

void RaisedEpochIsAboveTheOldOneForEveryCompany(StoreCase& t) {
  t.AddCompanies(2);
  const DataVersion before = t.Put(1, {Row(1, 2)});
  const uint64_t raised = Raise(t, before.epoch);
  EXPECT_GT(raised, before.epoch);
  EXPECT_EQ(t.VersionOf(1).version, (DataVersion{raised, before.version}));
  EXPECT_EQ(t.VersionOf(2).version, (DataVersion{raised, 0}));
  EXPECT_EQ(t.Page(1).version.version, t.VersionOf(1).version);
  EXPECT_THAT(t.LiveRows(1), SizeIs(1)) << "no row is touched";
}

void RaisedEpochIsTheTime(StoreCase& t) {
  t.AddCompanies(1);
  const uint64_t now = static_cast<uint64_t>(absl::ToUnixMicros(t.harness().clock().Now()));
  EXPECT_GE(Raise(t, t.VersionOf(1).version.epoch), now);
}

void EpochOfAClockThatRanAheadIsPassedByOne(StoreCase& t) {
  t.AddCompanies(1);
  const uint64_t ahead = t.VersionOf(1).version.epoch + 3'000'000'000'000'000;  // about a century
  EXPECT_EQ(Raise(t, ahead), ahead + 1);
  EXPECT_EQ(Raise(t, ahead + 1), ahead + 2);
}

void SameEvidenceRaisesOnce(StoreCase& t) {
  t.AddCompanies(1);
  const uint64_t before = t.VersionOf(1).version.epoch;
  const uint64_t raised = Raise(t, before);
  EXPECT_EQ(Raise(t, before), raised);
  EXPECT_EQ(Raise(t, before - 1), raised);
  EXPECT_EQ(t.VersionOf(1).version.epoch, raised);
}

void ManyAtOnceRaiseOnce(StoreCase& t) {
  t.AddCompanies(1);
  const uint64_t before = t.VersionOf(1).version.epoch;
  std::vector<uint64_t> epochs(8);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < epochs.size(); ++i) {
    threads.emplace_back([&, i] {
      progress::Store& store = i % 2 == 0 ? t.store() : t.other();
      epochs[i] = store.RaiseEpoch(before, EpochCause::kSetBack, t.Soon()).value_or(0);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(epochs, Each(t.VersionOf(1).version.epoch));
}

void NextVersionIsOfTheNewEpoch(StoreCase& t) {
  t.AddCompanies(1);
  const progress::Lease lease = t.Hold(1);
  const DataVersion before = t.Write(lease, {Row(1, 2)});
  const uint64_t raised = Raise(t, before.epoch, EpochCause::kPrecaution);
  EXPECT_EQ(t.Write(lease, {Row(2, 2)}), (DataVersion{raised, before.version + 1})) << "the lease is kept";
}

// Whoever held a lease when the store was set back has compared with rows that are not there any more.
void LeaseHeldAcrossARestoreIsRefused(StoreCase& t) {
  t.AddCompanies(2);
  const progress::Lease lease = t.Hold(1);
  t.Write(lease, {Row(1, 2)});
  const uint64_t raised = Raise(t, t.VersionOf(1).version.epoch);
  EXPECT_THAT(t.TryWrite(t.store(), lease, {Row(2, 2)}), HasReason(reason::kLeaseLost));
  EXPECT_THAT(t.store().RenewLease(lease, absl::Minutes(1), t.Soon()), HasReason(reason::kLeaseLost));
  const progress::Lease next = t.Hold(1);
  EXPECT_GT(next.fence, raised) << "no fence of the lost history is given again, not even by the next restore";
  EXPECT_GT(t.Hold(2).fence, raised);
  EXPECT_THAT(t.TryWrite(t.other(), lease, {Row(2, 2)}), HasReason(reason::kLeaseLost));
  const uint64_t again = Raise(t, raised);
  EXPECT_THAT(t.TryWrite(t.store(), next, {Row(2, 2)}), HasReason(reason::kLeaseLost));
  EXPECT_GT(t.Hold(1).fence, std::max(again, next.fence));
  EXPECT_THAT(t.LiveRows(1), SizeIs(1));
}

void EvidenceThatIsSettledTakesNoLease(StoreCase& t) {
  t.AddCompanies(1);
  const uint64_t before = t.VersionOf(1).version.epoch;
  Raise(t, before);
  const progress::Lease lease = t.Hold(1);
  Raise(t, before);
  t.Write(lease, {Row(1, 2)});
}

void OutboxHoldsTheNewStampOfEveryCompany(StoreCase& t) {
  t.AddCompanies(2);
  t.Put(1, {Row(1, 2)});
  const DataVersion last = t.Put(1, {Row(2, 2)});
  const uint64_t raised = Raise(t, last.epoch);
  CP_ASSERT_OK_AND_ASSIGN(const auto entries, t.store().ReadOutbox(100, t.Soon()));
  std::vector<std::pair<CompanyId, DataVersion>> waiting;
  for (const progress::OutboxEntry& entry : entries) waiting.emplace_back(entry.company, entry.version);
  EXPECT_THAT(waiting, ElementsAre(std::pair(CompanyId(1), DataVersion{raised, last.version}),
                                   std::pair(CompanyId(2), DataVersion{raised, 0})));
}

// A token table of before may have the number that the store that was set back comes to again.
void EveryTokenTableIsReadAgain(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK_AND_ASSIGN(const progress::TokenTable before, t.store().LoadTokens(t.Soon()));
  const uint64_t raised = Raise(t, t.VersionOf(1).version.epoch);
  CP_ASSERT_OK_AND_ASSIGN(const progress::TokenTable after, t.store().LoadTokens(t.Soon()));
  EXPECT_GT(after.auth_version, before.auth_version + 1000000);
  EXPECT_GE(after.auth_version, raised);
}

}  // namespace

std::vector<ContractCase> EpochContract() {
  return {CP_CONTRACT_CASE(RaisedEpochIsAboveTheOldOneForEveryCompany),
          CP_CONTRACT_CASE(RaisedEpochIsTheTime),
          CP_CONTRACT_CASE(EpochOfAClockThatRanAheadIsPassedByOne),
          CP_CONTRACT_CASE(SameEvidenceRaisesOnce),
          CP_CONTRACT_CASE(ManyAtOnceRaiseOnce),
          CP_CONTRACT_CASE(NextVersionIsOfTheNewEpoch),
          CP_CONTRACT_CASE(LeaseHeldAcrossARestoreIsRefused),
          CP_CONTRACT_CASE(EvidenceThatIsSettledTakesNoLease),
          CP_CONTRACT_CASE(OutboxHoldsTheNewStampOfEveryCompany),
          CP_CONTRACT_CASE(EveryTokenTableIsReadAgain)};
}

}  // namespace cp::testing
