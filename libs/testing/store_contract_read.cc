// Reading pages and versions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/reasons.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<progress::RowKey> KeysOf(const std::vector<progress::CourseProgress>& rows) {
  std::vector<progress::RowKey> keys;
  for (const auto& row : rows) keys.push_back(row.key);
  return keys;
}

void KnowsNoCompanyWhenEmpty(StoreCase& t) {
  const std::vector<CompanyId> ids = {CompanyId(1), CompanyId(0), CompanyId(-1)};
  CP_ASSERT_OK_AND_ASSIGN(const auto versions, t.store().ReadVersions(ids, t.Soon()));
  EXPECT_GT(versions.epoch, 0u);
  EXPECT_THAT(versions.companies, IsEmpty());
  progress::PageQuery query;
  query.company = CompanyId(1);
  const auto page = t.store().ReadPage(query, t.Soon());
  EXPECT_THAT(page, StatusIs(absl::StatusCode::kNotFound, "1"));
  EXPECT_THAT(page, HasReason(reason::kNotFound));
}

void AnswersNoVersionsForNoCompanies(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK_AND_ASSIGN(const auto versions, t.store().ReadVersions({}, t.Soon()));
  EXPECT_THAT(versions.companies, IsEmpty());
  EXPECT_GT(versions.epoch, 0u);
}

void CompanyThatWasNeverSyncedHasVersionZeroAndNoRows(StoreCase& t) {
  t.AddCompanies(1);
  const progress::CompanyVersion version = t.VersionOf(1);
  EXPECT_GT(version.version.epoch, 0u);
  EXPECT_EQ(version.version.version, 0u);
  EXPECT_EQ(version.source_synced_at, 0);
  EXPECT_EQ(version.max_records, 1000);
  EXPECT_EQ(version.cache_ttl_seconds, 0);
  const progress::PageSnapshot page = t.Page(1);
  EXPECT_THAT(page.rows, IsEmpty());
  EXPECT_EQ(page.version.version, version.version);
}

void ReadsVersionsOfManyCompaniesAtOnce(StoreCase& t) {
  t.AddCompanies(999);
  t.Put(500, {Row(1, 2)});
  std::vector<CompanyId> ids;
  for (int64_t id = 1; id <= 1000; ++id) ids.push_back(CompanyId(id));  // the last one is unknown
  CP_ASSERT_OK_AND_ASSIGN(const auto versions, t.store().ReadVersions(ids, t.Soon()));
  EXPECT_THAT(versions.companies, SizeIs(999));
  EXPECT_EQ(versions.companies.at(CompanyId(500)).version, (DataVersion{versions.epoch, 1}));
  EXPECT_EQ(versions.companies.at(CompanyId(999)).version, (DataVersion{versions.epoch, 0}));
}

void ReturnsEveryFieldAsWritten(StoreCase& t) {
  t.AddCompanies(1);
  progress::CourseProgress row = Row(17, 4, 1, 3);  // 33.33... must come back exactly
  row.timecompleted = 253402300799;
  row.timestarted = 1;
  const progress::CourseProgress completed = CompletedRow(17, 5);
  t.Put(1, {row, completed});
  EXPECT_THAT(t.Page(1).rows, ElementsAre(row, completed));
}

void OrdersByUserThenCourseAsNumbers(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(10, 9), Row(9, 100), Row(9, 20), Row(100, 2), Row(2147483647, 2), Row(1, 2147483647)});
  EXPECT_THAT(KeysOf(t.Page(1).rows),
              ElementsAre(Key(1, 2147483647), Key(9, 20), Key(9, 100), Key(10, 9), Key(100, 2), Key(2147483647, 2)));
}

void PagesMeetWithoutGapOrOverlap(StoreCase& t) {
  t.AddCompanies(1);
  std::vector<progress::CourseProgress> rows;
  for (int64_t user = 1; user <= 25; ++user) {
    for (int64_t course = 2; course <= 5; ++course) rows.push_back(Row(user, course));
  }
  t.Put(1, rows);
  for (const int32_t page_size : {1, 7, 99, 100, 101}) EXPECT_EQ(t.LiveRows(1, page_size), rows) << page_size;
}

void PageHoldsAtMostItsLimitAndNothingBehindTheEnd(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2), Row(2, 2), Row(3, 2)});
  EXPECT_THAT(t.Page(1, 2, 0).rows, ElementsAre(Row(1, 2), Row(2, 2)));
  EXPECT_THAT(t.Page(1, 3, 0).rows, SizeIs(3));
  EXPECT_THAT(t.Page(1, 2, 2).rows, ElementsAre(Row(3, 2)));
  EXPECT_THAT(t.Page(1, 2, 3).rows, IsEmpty());
  EXPECT_THAT(t.Page(1, 10, 4000000000).rows, IsEmpty());
}

void PageCarriesTheVersionOfItsRows(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2)});
  const DataVersion second = t.Put(1, {Row(1, 2, 4)});
  const progress::PageSnapshot page = t.Page(1);
  EXPECT_EQ(page.version.version, second);
  EXPECT_EQ(t.VersionOf(1).version, second);
  EXPECT_EQ(page.rows.at(0).activities_done, 4);
}

void NeverShowsRowsOfAnotherCompany(StoreCase& t) {
  t.AddCompanies(2);
  t.Put(1, {Row(1, 2)});
  t.Put(2, {Row(1, 2, 3), Row(2, 2)});
  EXPECT_THAT(t.Page(1).rows, ElementsAre(Row(1, 2)));
  EXPECT_THAT(t.Page(2).rows, ElementsAre(Row(1, 2, 3), Row(2, 2)));
  EXPECT_THAT(t.Page(1, 1, 1).rows, IsEmpty());
}

void HiddenCoursesAreNeitherShownNorCounted(StoreCase& t) {
  t.AddCompanies(1);
  t.Put(1, {Row(1, 2), Row(1, 3), Row(2, 2), Row(2, 3), Row(3, 2)});
  t.harness().SetSetting(CompanyId(1), "course_2", "0");
  EXPECT_THAT(KeysOf(t.Page(1).rows), ElementsAre(Key(1, 3), Key(2, 3)));
  EXPECT_THAT(KeysOf(t.Page(1, 1, 1).rows), ElementsAre(Key(2, 3)));
  EXPECT_THAT(t.Page(1, 1, 2).rows, IsEmpty());
  t.harness().SetSetting(CompanyId(1), "course_2", "1");
  EXPECT_THAT(t.Page(1).rows, SizeIs(5));
}

void OtherConnectionsSeeACommitAtOnce(StoreCase& t) {
  t.AddCompanies(1);
  const CompanyId id(1);
  for (int i = 0; i < 20; ++i) {
    const DataVersion written = t.Put(1, {Row(1, 2, i % 4)});
    CP_ASSERT_OK_AND_ASSIGN(const auto versions, t.other().ReadVersions({&id, 1}, t.Soon()));
    EXPECT_EQ(versions.companies.at(id).version, written);
  }
}

void RefusesACallWhoseDeadlineHasPassed(StoreCase& t) {
  t.AddCompanies(1);
  const Deadline past = Deadline::At(t.harness().clock().Monotonic() - absl::Seconds(1));
  const CompanyId id(1);
  EXPECT_THAT(t.store().ReadVersions({&id, 1}, past), StatusIs(absl::StatusCode::kDeadlineExceeded));
  progress::PageQuery query;
  query.company = id;
  EXPECT_THAT(t.store().ReadPage(query, past), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace

std::vector<ContractCase> ReadContract() {
  return {CP_CONTRACT_CASE(KnowsNoCompanyWhenEmpty),
          CP_CONTRACT_CASE(AnswersNoVersionsForNoCompanies),
          CP_CONTRACT_CASE(CompanyThatWasNeverSyncedHasVersionZeroAndNoRows),
          CP_CONTRACT_CASE(ReadsVersionsOfManyCompaniesAtOnce),
          CP_CONTRACT_CASE(ReturnsEveryFieldAsWritten),
          CP_CONTRACT_CASE(OrdersByUserThenCourseAsNumbers),
          CP_CONTRACT_CASE(PagesMeetWithoutGapOrOverlap),
          CP_CONTRACT_CASE(PageHoldsAtMostItsLimitAndNothingBehindTheEnd),
          CP_CONTRACT_CASE(PageCarriesTheVersionOfItsRows),
          CP_CONTRACT_CASE(NeverShowsRowsOfAnotherCompany),
          CP_CONTRACT_CASE(HiddenCoursesAreNeitherShownNorCounted),
          CP_CONTRACT_CASE(OtherConnectionsSeeACommitAtOnce),
          CP_CONTRACT_CASE(RefusesACallWhoseDeadlineHasPassed)};
}

}  // namespace cp::testing
