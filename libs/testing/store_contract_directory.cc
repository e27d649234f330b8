// Companies and their settings.
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

// Stores a succeeded run that read the source at `read_at`.
void Serve(StoreCase& t, int64_t company, int64_t read_at) {
  progress::RunRecord run;
  run.run_id = "run";
  run.kind = "full";
  run.started_at = read_at;
  CP_ASSERT_OK(t.store().BeginRun(run, t.Soon()));
  progress::Batch batch;
  batch.lease = t.Hold(company);
  batch.run_id = run.run_id;
  batch.written_at = read_at;
  batch.finish.emplace();
  batch.finish->run_id = run.run_id;
  batch.finish->company = CompanyId(company);
  batch.finish->state = progress::RunState::kSucceeded;
  batch.finish->source_read_at = read_at;
  CP_ASSERT_OK(t.store().CommitBatch(batch, t.Soon()));
  CP_ASSERT_OK(t.store().ReleaseLease(batch.lease, t.Soon()));
}

std::vector<int64_t> OldestFirst(StoreCase& t) {
  std::vector<int64_t> ids;
  const auto companies = t.store().OldestServedFirst(t.Soon());
  EXPECT_THAT(companies, IsOk());
  for (const progress::Company& company : *companies) ids.push_back(company.id.value());
  return ids;
}

void EmptyStoreListsNothing(StoreCase& t) {
  CP_ASSERT_OK_AND_ASSIGN(const auto states, t.store().ListCompanies(t.Soon()));
  EXPECT_THAT(states, IsEmpty());
  EXPECT_THAT(OldestFirst(t), IsEmpty());
  CP_EXPECT_OK(t.store().UpsertCompanies({}, t.Soon()));
}

void ListsByIdWithNamesAndLiveRows(StoreCase& t) {
  CP_ASSERT_OK(t.store().UpsertCompanies({MakeCompany(10), MakeCompany(9), MakeCompany(2)}, t.Soon()));
  t.Put(9, {Row(1, 2), Row(2, 2), Row(3, 2)});
  const DataVersion version = t.Put(9, {}, {Key(1, 2)});
  CP_ASSERT_OK_AND_ASSIGN(const auto states, t.store().ListCompanies(t.Soon()));
  ASSERT_THAT(states, SizeIs(3));
  EXPECT_EQ(states[0].company.id, CompanyId(2));
  EXPECT_EQ(states[0].live_rows, 0);
  EXPECT_EQ(states[1].company.name, "Company 9");
  EXPECT_EQ(states[1].company.shortname, "company9");
  EXPECT_EQ(states[1].live_rows, 2);
  EXPECT_EQ(states[1].version, version);
  EXPECT_EQ(states[2].company.id, CompanyId(10));
}

void RenamesAndKeepsEverythingElse(StoreCase& t) {
  t.AddCompanies(2);
  const DataVersion version = t.Put(1, {Row(1, 2)});
  CP_ASSERT_OK(t.store().UpsertCompanies({{CompanyId(1), "Renamed 全社", "renamed"}}, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto states, t.store().ListCompanies(t.Soon()));
  ASSERT_THAT(states, SizeIs(2)) << "a company that is missing in the call is kept";
  EXPECT_EQ(states[0].company.name, "Renamed 全社");
  EXPECT_EQ(states[0].company.shortname, "renamed");
  EXPECT_EQ(states[0].version, version);
  EXPECT_EQ(states[0].live_rows, 1);
}

void UpsertOfTheSameCompaniesChangesNothing(StoreCase& t) {
  t.AddCompanies(3);
  const DataVersion version = t.Put(2, {Row(1, 2)});
  t.AddCompanies(3);
  EXPECT_EQ(t.VersionOf(2).version, version);
  EXPECT_THAT(t.LiveRows(2), SizeIs(1));
}

void TwoCompaniesMayShareAName(StoreCase& t) {
  CP_ASSERT_OK(t.store().UpsertCompanies({{CompanyId(1), "Same", "same"}, {CompanyId(2), "Same", "same"}}, t.Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto states, t.store().ListCompanies(t.Soon()));
  EXPECT_THAT(states, SizeIs(2));
}

void ServesTheNeverServedThenTheOldestFirst(StoreCase& t) {
  t.AddCompanies(4);
  for (const int64_t company : {3, 1}) {
    CP_ASSERT_OK(t.store().MarkServed(CompanyId(company), t.Soon()));
    t.harness().PassTime();
  }
  EXPECT_THAT(OldestFirst(t), ElementsAre(2, 4, 3, 1));
  CP_ASSERT_OK(t.other().MarkServed(CompanyId(2), t.Soon()));
  t.harness().PassTime();
  EXPECT_THAT(OldestFirst(t), ElementsAre(4, 3, 1, 2));
  CP_ASSERT_OK(t.store().MarkServed(CompanyId(3), t.Soon()));
  EXPECT_THAT(OldestFirst(t), ElementsAre(4, 1, 2, 3));
}

void OfTheNeverServedTheOldestDataComesFirst(StoreCase& t) {
  t.AddCompanies(3);
  Serve(t, 1, FakeClock::kStart);
  Serve(t, 3, FakeClock::kStart - 60);
  EXPECT_THAT(OldestFirst(t), ElementsAre(2, 3, 1));
}

void MarkingChangesNoVersionAndNeedsACompany(StoreCase& t) {
  t.AddCompanies(1);
  const progress::CompanyVersion before = t.VersionOf(1);
  CP_ASSERT_OK(t.store().MarkServed(CompanyId(1), t.Soon()));
  EXPECT_EQ(t.VersionOf(1).version, before.version);
  EXPECT_EQ(t.VersionOf(1).source_synced_at, before.source_synced_at);
  EXPECT_THAT(t.store().MarkServed(CompanyId(9), t.Soon()), StatusIs(absl::StatusCode::kNotFound));
}

void SettingsHaveDefaults(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK_AND_ASSIGN(const auto settings, t.store().ReadSettings(CompanyId(1), t.Soon()));
  EXPECT_TRUE(settings.visible_fields.all());
  EXPECT_THAT(settings.hidden_courses, IsEmpty());
  EXPECT_EQ(settings.max_records, 1000);
  EXPECT_TRUE(settings.cache_enabled);
}

void SettingsOfAnUnknownCompanyAreNotFound(StoreCase& t) {
  EXPECT_THAT(t.store().ReadSettings(CompanyId(1), t.Soon()), StatusIs(absl::StatusCode::kNotFound));
}

void SettingsShowEverywhereAndRaiseTheVersions(StoreCase& t) {
  t.AddCompanies(2);
  const progress::CompanyVersion before = t.VersionOf(1);
  t.harness().SetSetting(CompanyId(1), "field_email", "0");
  t.harness().SetSetting(CompanyId(1), "max_records", "50");
  t.harness().SetSetting(CompanyId(1), "cache_ttl_seconds", "10");
  t.harness().SetSetting(CompanyId(1), "course_7", "0");
  const progress::CompanyVersion after = t.VersionOf(1);
  EXPECT_GT(after.version, before.version);
  EXPECT_GT(after.view_version, before.view_version);
  EXPECT_EQ(after.max_records, 50);
  EXPECT_EQ(after.cache_ttl_seconds, 10);
  CP_ASSERT_OK_AND_ASSIGN(const auto settings, t.store().ReadSettings(CompanyId(1), t.Soon()));
  EXPECT_FALSE(settings.visible_fields.test(static_cast<size_t>(progress::Field::kEmail)));
  EXPECT_EQ(settings.visible_fields.count(), 11u);
  EXPECT_THAT(settings.hidden_courses, ElementsAre(CourseId(7)));
  const progress::PageSnapshot page = t.Page(1);
  EXPECT_EQ(page.settings.visible_fields, settings.visible_fields);
  EXPECT_EQ(page.settings.max_records, 50);
  EXPECT_EQ(page.version.view_version, after.view_version);
  EXPECT_EQ(t.VersionOf(2).max_records, 1000) << "another company's setting";
}

bool IsGone(StoreCase& t, int64_t company) {
  const auto companies = t.store().ListCompanies(t.Soon());
  EXPECT_THAT(companies, IsOk());
  const bool listed = companies->at(static_cast<size_t>(company) - 1).gone;
  EXPECT_EQ(t.VersionOf(company).gone, listed);
  return listed;
}

void CompanyIsGoneUntilItIsNamedAgain(StoreCase& t) {
  t.AddCompanies(2);
  const DataVersion version = t.Put(2, {Row(1, 2)});
  EXPECT_FALSE(IsGone(t, 2));
  const std::vector<CompanyId> gone = {CompanyId(2), CompanyId(77)};
  CP_ASSERT_OK(t.store().MarkGone(gone, t.Soon()));
  CP_ASSERT_OK(t.store().MarkGone(gone, t.Soon()));
  EXPECT_TRUE(IsGone(t, 2));
  EXPECT_FALSE(IsGone(t, 1));
  EXPECT_EQ(t.VersionOf(2).version, version) << "kept";
  CP_ASSERT_OK(t.store().UpsertCompanies({MakeCompany(2)}, t.Soon()));
  EXPECT_FALSE(IsGone(t, 2));
}

}  // namespace

std::vector<ContractCase> DirectoryContract() {
  return {CP_CONTRACT_CASE(CompanyIsGoneUntilItIsNamedAgain),
          CP_CONTRACT_CASE(EmptyStoreListsNothing),
          CP_CONTRACT_CASE(ListsByIdWithNamesAndLiveRows),
          CP_CONTRACT_CASE(RenamesAndKeepsEverythingElse),
          CP_CONTRACT_CASE(UpsertOfTheSameCompaniesChangesNothing),
          CP_CONTRACT_CASE(TwoCompaniesMayShareAName),
          CP_CONTRACT_CASE(ServesTheNeverServedThenTheOldestFirst),
          CP_CONTRACT_CASE(OfTheNeverServedTheOldestDataComesFirst),
          CP_CONTRACT_CASE(MarkingChangesNoVersionAndNeedsACompany),
          CP_CONTRACT_CASE(SettingsHaveDefaults),
          CP_CONTRACT_CASE(SettingsOfAnUnknownCompanyAreNotFound),
          CP_CONTRACT_CASE(SettingsShowEverywhereAndRaiseTheVersions)};
}

}  // namespace cp::testing
