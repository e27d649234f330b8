// The lease and its fence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::Duration kShort = absl::Seconds(1);
constexpr absl::Duration kLong = absl::Minutes(10);

// A lease that has expired and was taken over; returns the old and the new one.
std::pair<progress::Lease, progress::Lease> TakeOver(StoreCase& t) {
  const progress::Lease old = t.Hold(1, kShort);
  t.harness().ExpireLease(CompanyId(1), kShort);
  return {old, t.Hold(1, kLong)};
}

void RefusesASecondHolderByName(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK(t.store().AcquireLease(CompanyId(1), "host-a:17", kLong, t.Soon()));
  const auto second = t.other().AcquireLease(CompanyId(1), "host-b:18", kLong, t.Soon());
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(second, HasReason(reason::kAlreadyRunning));
  EXPECT_EQ(MetadataOf(second.status())["owner"], "host-a:17");
}

void IsOneForEachCompany(StoreCase& t) {
  t.AddCompanies(2);
  t.Hold(1);
  CP_EXPECT_OK(t.other().AcquireLease(CompanyId(2), "b", kLong, t.Soon()));
}

void UnknownCompanyIsNotFound(StoreCase& t) {
  EXPECT_THAT(t.store().AcquireLease(CompanyId(7), "a", kLong, t.Soon()), StatusIs(absl::StatusCode::kNotFound));
}

void CanBeTakenAgainAfterRelease(StoreCase& t) {
  t.AddCompanies(1);
  const progress::Lease first = t.Hold(1);
  CP_ASSERT_OK(t.store().ReleaseLease(first, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto second, t.other().AcquireLease(CompanyId(1), "b", kLong, t.Soon()));
  EXPECT_GT(second.fence, first.fence);
}

// Who does not know whether it got the lease asks again.
void SameOwnerTakesItAgain(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK_AND_ASSIGN(const auto first, t.store().AcquireLease(CompanyId(1), "host-a:17 run 1", kLong, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto again, t.other().AcquireLease(CompanyId(1), "host-a:17 run 1", kLong, t.Soon()));
  EXPECT_GT(again.fence, first.fence);
  EXPECT_THAT(t.TryWrite(t.store(), first, {Row(1, 2)}), HasReason(reason::kLeaseLost));
  EXPECT_EQ(t.Write(again, {Row(1, 2)}).version, 1u);
  EXPECT_THAT(t.store().AcquireLease(CompanyId(1), "host-a:17 run 2", kLong, t.Soon()),
              HasReason(reason::kAlreadyRunning));
  CP_EXPECT_OK(t.store().ReleaseLease(again, t.Soon()));
  CP_EXPECT_OK(t.store().AcquireLease(CompanyId(1), "host-a:17 run 2", kLong, t.Soon()));
}

void BatchThatComesAfterTheReleaseIsRefused(StoreCase& t) {
  t.AddCompanies(1);
  const progress::Lease lease = t.Hold(1);
  CP_ASSERT_OK(t.store().ReleaseLease(lease, t.Soon()));
  EXPECT_THAT(t.TryWrite(t.store(), lease, {Row(1, 2)}), HasReason(reason::kLeaseLost));
  EXPECT_THAT(t.TryWrite(t.other(), lease, {}), HasReason(reason::kLeaseLost));
  EXPECT_THAT(t.store().RenewLease(lease, kLong, t.Soon()), HasReason(reason::kLeaseLost));
  EXPECT_THAT(t.LiveRows(1), IsEmpty());
}

void CanBeTakenOverWhenExpired(StoreCase& t) {
  t.AddCompanies(1);
  const auto [old, current] = TakeOver(t);
  EXPECT_GT(current.fence, old.fence);
}

void HolderWhoseLeaseExpiredMayGoOnUntilItIsTakenOver(StoreCase& t) {
  t.AddCompanies(1);
  const progress::Lease lease = t.Hold(1, kShort);
  t.harness().ExpireLease(CompanyId(1), kShort);
  EXPECT_EQ(t.Write(lease, {Row(1, 2)}).version, 1u);
}

void OldHolderWritesNothing(StoreCase& t) {
  t.AddCompanies(1);
  const auto [old, current] = TakeOver(t);
  t.Write(current, {Row(1, 2)});
  progress::Batch batch;
  batch.lease = old;
  batch.run_id = "old";
  batch.upserts = {Row(3, 2)};
  batch.tombstones = {Key(1, 2)};
  batch.finish.emplace();
  batch.finish->run_id = "old";
  batch.finish->company = CompanyId(1);
  batch.finish->state = progress::RunState::kSucceeded;
  batch.finish->source_read_at = FakeClock::kStart;
  const auto refused = t.store().CommitBatch(batch, t.Soon());
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(refused, HasReason(reason::kLeaseLost));
  EXPECT_THAT(t.LiveRows(1), ElementsAre(Row(1, 2)));
  EXPECT_EQ(t.VersionOf(1).version.version, 1u);
  EXPECT_EQ(t.VersionOf(1).source_synced_at, 0);
  EXPECT_FALSE(t.harness().InspectResult("old", CompanyId(1)).has_value());
}

void OldHoldersEmptyBatchIsRefusedToo(StoreCase& t) {
  t.AddCompanies(1);
  const auto [old, current] = TakeOver(t);
  EXPECT_THAT(t.TryWrite(t.store(), old, {}), HasReason(reason::kLeaseLost));
  EXPECT_EQ(t.Write(current, {Row(1, 2)}).version, 1u);
}

void OldHolderCanNotRenew(StoreCase& t) {
  t.AddCompanies(1);
  const auto [old, current] = TakeOver(t);
  EXPECT_THAT(t.store().RenewLease(old, kLong, t.Soon()), HasReason(reason::kLeaseLost));
  CP_EXPECT_OK(t.store().RenewLease(current, kLong, t.Soon()));
}

void OldHoldersReleaseLeavesTheNewLeaseAlone(StoreCase& t) {
  t.AddCompanies(1);
  const auto [old, current] = TakeOver(t);
  CP_EXPECT_OK(t.store().ReleaseLease(old, t.Soon()));
  EXPECT_THAT(t.other().AcquireLease(CompanyId(1), "c", kLong, t.Soon()), HasReason(reason::kAlreadyRunning));
  EXPECT_EQ(t.Write(current, {Row(1, 2)}).version, 1u);
}

void RenewalKeepsOthersOut(StoreCase& t) {
  t.AddCompanies(1);
  const progress::Lease lease = t.Hold(1, kShort);
  CP_ASSERT_OK(t.store().RenewLease(lease, kLong, t.Soon()));
  EXPECT_THAT(t.other().AcquireLease(CompanyId(1), "b", kLong, t.Soon()), HasReason(reason::kAlreadyRunning));
  CP_ASSERT_OK(t.store().ReleaseLease(lease, t.Soon()));
  CP_EXPECT_OK(t.other().AcquireLease(CompanyId(1), "b", kLong, t.Soon()));
}

void LeasesChangeNoVersionAndNoOutbox(StoreCase& t) {
  t.AddCompanies(1);
  const progress::Lease lease = t.Hold(1);
  CP_ASSERT_OK(t.store().RenewLease(lease, kLong, t.Soon()));
  CP_ASSERT_OK(t.store().ReleaseLease(lease, t.Soon()));
  EXPECT_EQ(t.VersionOf(1).version.version, 0u);
  CP_ASSERT_OK_AND_ASSIGN(const auto outbox, t.store().ReadOutbox(10, t.Soon()));
  EXPECT_THAT(outbox, IsEmpty());
}

}  // namespace

std::vector<ContractCase> LeaseContract() {
  return {
      CP_CONTRACT_CASE(RefusesASecondHolderByName), CP_CONTRACT_CASE(IsOneForEachCompany),
      CP_CONTRACT_CASE(UnknownCompanyIsNotFound),   CP_CONTRACT_CASE(CanBeTakenAgainAfterRelease),
      CP_CONTRACT_CASE(CanBeTakenOverWhenExpired),  CP_CONTRACT_CASE(HolderWhoseLeaseExpiredMayGoOnUntilItIsTakenOver),
      CP_CONTRACT_CASE(OldHolderWritesNothing),     CP_CONTRACT_CASE(OldHoldersEmptyBatchIsRefusedToo),
      CP_CONTRACT_CASE(OldHolderCanNotRenew),       CP_CONTRACT_CASE(OldHoldersReleaseLeavesTheNewLeaseAlone),
      CP_CONTRACT_CASE(SameOwnerTakesItAgain),      CP_CONTRACT_CASE(BatchThatComesAfterTheReleaseIsRefused),
      CP_CONTRACT_CASE(RenewalKeepsOthersOut),      CP_CONTRACT_CASE(LeasesChangeNoVersionAndNoOutbox)};
}

}  // namespace cp::testing
