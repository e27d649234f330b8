// The outbox: what the caches have still to be told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<progress::OutboxEntry> Outbox(StoreCase& t, int limit = 100) {
  const auto entries = t.store().ReadOutbox(limit, t.Soon());
  EXPECT_THAT(entries, IsOk());
  return *entries;
}

void HoldsOneEntryForEachVersion(StoreCase& t) {
  t.AddCompanies(2);
  const DataVersion first = t.Put(1, {Row(1, 2), Row(2, 2), Row(3, 2)});
  const DataVersion second = t.Put(1, {Row(4, 2)}, {Key(1, 2), Key(2, 2)});
  const DataVersion other = t.Put(2, {Row(1, 2)});
  const auto entries = Outbox(t);
  ASSERT_THAT(entries, SizeIs(3));
  EXPECT_EQ(entries[0].company, CompanyId(1));
  EXPECT_EQ(entries[0].version, first);
  EXPECT_EQ(entries[0].run_id, "run");
  EXPECT_EQ(entries[0].upserted, 3);
  EXPECT_EQ(entries[0].deleted, 0);
  EXPECT_GT(entries[0].created_at, 0);
  EXPECT_EQ(entries[1].version, second);
  EXPECT_EQ(entries[1].upserted, 1);
  EXPECT_EQ(entries[1].deleted, 2);
  EXPECT_EQ(entries[2].company, CompanyId(2));
  EXPECT_EQ(entries[2].version, other);
}

void BumpIsQueuedWithoutRows(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK_AND_ASSIGN(const DataVersion version, t.store().BumpVersion(CompanyId(1), t.Soon()));
  const auto entries = Outbox(t);
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].version, version);
  EXPECT_EQ(entries[0].upserted, 0);
  EXPECT_EQ(entries[0].deleted, 0);
}

void GivesTheOldestFirstUpToTheLimit(StoreCase& t) {
  t.AddCompanies(1);
  for (int i = 0; i < 5; ++i) t.Put(1, {Row(1, 2, i % 4), Row(2, 2, 3)});
  const auto entries = Outbox(t, 2);
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].version.version, 1u);
  EXPECT_EQ(entries[1].version.version, 2u);
}

void ConfirmingAVersionConfirmsTheEarlierOnes(StoreCase& t) {
  t.AddCompanies(2);
  t.Put(1, {Row(1, 2)});
  const DataVersion second = t.Put(1, {Row(2, 2)});
  const DataVersion third = t.Put(1, {Row(3, 2)});
  t.Put(2, {Row(1, 2)});
  CP_ASSERT_OK(t.store().ConfirmOutbox(CompanyId(1), second, t.Soon()));
  const auto entries = Outbox(t);
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].version, third);
  EXPECT_EQ(entries[1].company, CompanyId(2)) << "another company's entry stays";
}

void ConfirmingAgainOrTheUnknownIsFine(StoreCase& t) {
  t.AddCompanies(1);
  const DataVersion version = t.Put(1, {Row(1, 2)});
  CP_EXPECT_OK(t.store().ConfirmOutbox(CompanyId(1), version, t.Soon()));
  CP_EXPECT_OK(t.store().ConfirmOutbox(CompanyId(1), version, t.Soon()));
  CP_EXPECT_OK(t.store().ConfirmOutbox(CompanyId(77), version, t.Soon()));
  EXPECT_THAT(Outbox(t), IsEmpty());
}

void ConfirmationOfAnEarlierHistoryRemovesNothing(StoreCase& t) {
  t.AddCompanies(1);
  const DataVersion version = t.Put(1, {Row(1, 2)});
  CP_EXPECT_OK(t.store().ConfirmOutbox(CompanyId(1), {version.epoch - 1, 1000000}, t.Soon()));
  EXPECT_THAT(Outbox(t), SizeIs(1));
}

}  // namespace

std::vector<ContractCase> OutboxContract() {
  return {CP_CONTRACT_CASE(HoldsOneEntryForEachVersion),
          CP_CONTRACT_CASE(BumpIsQueuedWithoutRows),
          CP_CONTRACT_CASE(GivesTheOldestFirstUpToTheLimit),
          CP_CONTRACT_CASE(ConfirmingAVersionConfirmsTheEarlierOnes),
          CP_CONTRACT_CASE(ConfirmingAgainOrTheUnknownIsFine),
          CP_CONTRACT_CASE(ConfirmationOfAnEarlierHistoryRemovesNothing)};
}

}  // namespace cp::testing
