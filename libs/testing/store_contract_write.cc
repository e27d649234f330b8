// Batches: what one transaction changes, and what it leaves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/reasons.h"
#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

progress::StoredRecord Kept(StoreCase& t, int64_t company, const progress::RowKey& key) {
  const auto record = t.harness().Inspect(CompanyId(company), key);
  if (!record.has_value()) throw std::runtime_error("the row is not there");
  return *record;
}

void RaisesTheVersionByOneForEachBatch(StoreCase& t) {
  t.AddCompanies(1);
  const DataVersion first = t.Put(1, {Row(1, 2)});
  EXPECT_EQ(first.version, 1u);
  EXPECT_EQ(t.Put(1, {Row(1, 2, 2)}), (DataVersion{first.epoch, 2}));
  EXPECT_EQ(t.Put(1, {}, {Key(1, 2)}), (DataVersion{first.epoch, 3}));
}

void StampsOnlyTheRowsItWrites(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2), Row(2, 2)});
  t.Put(1, {Row(2, 2, 3), Row(3, 2)});
  EXPECT_EQ(Kept(t, 1, Key(1, 2)).row_version, 1u);
  EXPECT_EQ(Kept(t, 1, Key(2, 2)).row_version, 2u);
  EXPECT_EQ(Kept(t, 1, Key(3, 2)).row_version, 2u);
  EXPECT_EQ(Kept(t, 1, Key(3, 2)).last_updated, FakeClock::kStart);
}

void StoresTheContentHash(StoreCase& t) {
  t.AddCompanies(1);
  const progress::CourseProgress row = Row(1, 2);
  t.Put(1, {row});
  const auto stored = t.Stored(1);
  ASSERT_THAT(stored, SizeIs(1));
  EXPECT_EQ(stored.at(row.key).content_hash, progress::ContentHash(row));
  EXPECT_FALSE(stored.at(row.key).is_deleted);
}

void UpdateReplacesEveryField(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2)});
  progress::CourseProgress changed = CompletedRow(1, 2);
  changed.firstname = "Other";
  changed.lastname = "";
  changed.email = "new@example.test";
  changed.username = "renamed";
  changed.coursename = "Renamed course";
  t.Put(1, {changed});
  EXPECT_THAT(t.LiveRows(1), ElementsAre(changed));
}

void TombstoneKeepsTheKeyAndForgetsThePerson(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2), Row(2, 2)});
  const DataVersion version = t.Put(1, {}, {Key(1, 2)});
  EXPECT_THAT(t.LiveRows(1), ElementsAre(Row(2, 2)));
  const progress::StoredRecord kept = Kept(t, 1, Key(1, 2));
  EXPECT_TRUE(kept.is_deleted);
  EXPECT_EQ(kept.row_version, version.version);
  EXPECT_EQ(kept.last_updated, FakeClock::kStart);
  EXPECT_EQ(kept.row.firstname, "");
  EXPECT_EQ(kept.row.lastname, "");
  EXPECT_EQ(kept.row.email, "");
  EXPECT_EQ(kept.row.username, "");
  EXPECT_TRUE(t.Stored(1).at(Key(1, 2)).is_deleted);
}

void TombstoneOfAnAbsentOrDeadRowChangesNoRow(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2), Row(2, 2)});
  t.Put(1, {}, {Key(1, 2)});
  t.Put(1, {}, {Key(1, 2), Key(9, 9)});
  EXPECT_EQ(Kept(t, 1, Key(1, 2)).row_version, 2u);
  EXPECT_FALSE(t.harness().Inspect(CompanyId(1), Key(9, 9)).has_value());
}

void UpsertRevivesATombstone(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2)});
  t.Put(1, {}, {Key(1, 2)});
  t.Put(1, {Row(1, 2)});
  EXPECT_THAT(t.LiveRows(1), ElementsAre(Row(1, 2)));
  const progress::StoredRecord kept = Kept(t, 1, Key(1, 2));
  EXPECT_FALSE(kept.is_deleted);
  EXPECT_EQ(kept.row_version, 3u);
  EXPECT_EQ(t.Stored(1).at(Key(1, 2)).content_hash, progress::ContentHash(Row(1, 2)));
}

void OneBatchMayDoEverything(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2), Row(2, 2), Row(3, 2)});
  t.Put(1, {}, {Key(3, 2)});
  t.Put(1, {Row(2, 2, 4), Row(3, 2), Row(4, 2)}, {Key(1, 2)});
  EXPECT_THAT(t.LiveRows(1), ElementsAre(Row(2, 2, 4), Row(3, 2), Row(4, 2)));
  EXPECT_EQ(Kept(t, 1, Key(1, 2)).row_version, 3u);
}

void TakesAThousandRowsAtOnce(StoreCase& t) {
  t.AddCompanies(1);
  std::vector<progress::CourseProgress> rows;
  std::vector<progress::RowKey> keys;
  for (int64_t user = 1; user <= 1000; ++user) {
    rows.push_back(Row(user, 2));
    keys.push_back(Key(user, 2));
  }
  EXPECT_EQ(t.Put(1, rows).version, 1u);
  EXPECT_EQ(t.LiveRows(1), rows);
  EXPECT_EQ(t.Put(1, {}, keys).version, 2u);
  EXPECT_THAT(t.LiveRows(1), IsEmpty());
  EXPECT_EQ(t.Put(1, rows).version, 3u);
  EXPECT_EQ(t.LiveRows(1), rows);
}

void ABatchWithoutRowsMakesNoVersion(StoreCase& t) {
  t.AddCompanies(1);
  const DataVersion before = t.Put(1, {Row(1, 2)});
  EXPECT_EQ(t.Put(1, {}), before);
  EXPECT_EQ(t.VersionOf(1).version, before);
  CP_ASSERT_OK_AND_ASSIGN(const auto outbox, t.store().ReadOutbox(10, t.Soon()));
  EXPECT_THAT(outbox, SizeIs(1));
}

void StoredRowsComeInPiecesInKeyOrder(StoreCase& t) {
  t.AddCompanies(2);
  t.Put(2, {Row(1, 2)});
  std::vector<progress::CourseProgress> rows;
  for (int64_t user = 1; user <= 10; ++user) {
    for (int64_t course = 9; course <= 11; ++course) rows.push_back(Row(user, course));
  }
  t.Put(1, rows);
  t.Put(1, {}, {Key(4, 10)});
  for (const int page_size : {1, 7, 30, 31}) {
    const auto stored = t.Stored(1, page_size);
    EXPECT_THAT(stored, SizeIs(30)) << page_size;
    EXPECT_TRUE(stored.at(Key(4, 10)).is_deleted);
  }
}

void StoredRowsStartAfterAnyKey(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2), Row(2, 2), Row(2, 4)});
  CP_ASSERT_OK_AND_ASSIGN(const auto rows,
                          t.store().ReadStored({.company = CompanyId(1), .after = Key(2, 3), .limit = 10}, t.Soon()));
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].key, Key(2, 4));
  CP_ASSERT_OK_AND_ASSIGN(const auto none,
                          t.store().ReadStored({.company = CompanyId(1), .after = Key(2, 4), .limit = 10}, t.Soon()));
  EXPECT_THAT(none, IsEmpty());
}

void BumpRaisesTheVersionAndTouchesNoRow(StoreCase& t) {
  t.AddCompanies(1);
  const DataVersion before = t.Put(1, {Row(1, 2)});
  CP_ASSERT_OK_AND_ASSIGN(const DataVersion after, t.store().BumpVersion(CompanyId(1), t.Soon()));
  EXPECT_EQ(after, (DataVersion{before.epoch, before.version + 1}));
  EXPECT_EQ(t.VersionOf(1).version, after);
  EXPECT_EQ(Kept(t, 1, Key(1, 2)).row_version, before.version);
}

void BumpOfAnUnknownCompanyIsNotFound(StoreCase& t) {
  t.AddCompanies(1);
  for (const int64_t company : {int64_t{0}, int64_t{-1}, int64_t{9999}}) {
    EXPECT_THAT(t.store().BumpVersion(CompanyId(company), t.Soon()), StatusIs(absl::StatusCode::kNotFound));
  }
}

}  // namespace

std::vector<ContractCase> WriteContract() {
  return {CP_CONTRACT_CASE(RaisesTheVersionByOneForEachBatch),
          CP_CONTRACT_CASE(StampsOnlyTheRowsItWrites),
          CP_CONTRACT_CASE(StoresTheContentHash),
          CP_CONTRACT_CASE(UpdateReplacesEveryField),
          CP_CONTRACT_CASE(TombstoneKeepsTheKeyAndForgetsThePerson),
          CP_CONTRACT_CASE(TombstoneOfAnAbsentOrDeadRowChangesNoRow),
          CP_CONTRACT_CASE(UpsertRevivesATombstone),
          CP_CONTRACT_CASE(OneBatchMayDoEverything),
          CP_CONTRACT_CASE(TakesAThousandRowsAtOnce),
          CP_CONTRACT_CASE(ABatchWithoutRowsMakesNoVersion),
          CP_CONTRACT_CASE(StoredRowsComeInPiecesInKeyOrder),
          CP_CONTRACT_CASE(StoredRowsStartAfterAnyKey),
          CP_CONTRACT_CASE(BumpRaisesTheVersionAndTouchesNoRow),
          CP_CONTRACT_CASE(BumpOfAnUnknownCompanyIsNotFound)};
}

}  // namespace cp::testing
