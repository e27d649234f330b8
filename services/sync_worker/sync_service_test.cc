#include "services/sync_worker/sync_service.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"

namespace cp::worker {
namespace {

namespace v1 = courseprogress::v1;
using ::cp::testing::Key;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

sync::AffectedRow Affected(int64_t user, const std::string& course) {
  sync::AffectedRow row;
  row.key = Key(user, 2);
  row.change = sync::RowChange::kUpdated;
  row.username = "api user";
  row.email = "someone@example.test";
  row.coursename = course;
  row.percentage_hundredths = 3333;
  row.status = progress::ProgressStatus::kInProgress;
  return row;
}

CompanyReport Report(int64_t company) {
  CompanyReport report;
  report.result.company = testing::MakeCompany(company);
  report.result.outcome = sync::CompanyOutcome::kSucceeded;
  report.result.record.created = 1;
  report.result.record.updated = 2;
  report.result.record.deleted = 3;
  report.result.record.cache_cleared = 4;
  report.result.record.rows_read = 10;
  report.version = {1, 5};
  return report;
}

v1::RunSyncResponse Respond(const RunResult& run) {
  v1::RunSyncResponse response;
  ToResponse(run, &response);
  return response;
}

TEST(ToRunRequest, TakesCompaniesAndForce) {
  v1::RunSyncRequest request;
  request.add_company_ids(3);
  request.set_force(true);
  CP_ASSERT_OK_AND_ASSIGN(const RunRequest run, ToRunRequest(request));
  EXPECT_THAT(run.companies, ElementsAre(CompanyId(3)));
  EXPECT_TRUE(run.force);
  EXPECT_EQ(run.kind, "call");
}

TEST(ToRunRequest, MeansAllCompaniesWhenNoneIsNamed) {
  CP_ASSERT_OK_AND_ASSIGN(const RunRequest run, ToRunRequest(v1::RunSyncRequest()));
  EXPECT_THAT(run.companies, IsEmpty());
}

TEST(ToRunRequest, RefusesAnIdBelowOneByName) {
  v1::RunSyncRequest request;
  request.add_company_ids(-4);
  const absl::Status status = ToRunRequest(request).status();
  EXPECT_THAT(status, testing::StatusIs(absl::StatusCode::kInvalidArgument, "-4"));
  EXPECT_THAT(status, testing::HasReason(reason::kFieldInvalid));
}

TEST(ToRunRequest, RefusesMoreCompaniesThanTheContractAllows) {
  v1::RunSyncRequest request;
  for (int i = 0; i < 10001; ++i) request.add_company_ids(1);
  EXPECT_THAT(ToRunRequest(request).status(), testing::StatusIs(absl::StatusCode::kInvalidArgument, "10000"));
}

TEST(ToRunRequest, ComparesEverythingUnlessToldOtherwise) {
  v1::RunSyncRequest request;
  EXPECT_EQ(ToRunRequest(request)->mode, progress::RunMode::kFull);
  request.add_company_ids(3);
  EXPECT_EQ(ToRunRequest(request)->mode, progress::RunMode::kFull);
  request.set_mode(v1::RUN_MODE_CHANGES);
  EXPECT_EQ(ToRunRequest(request)->mode, progress::RunMode::kChanges);
  request.clear_company_ids();
  request.set_mode(v1::RUN_MODE_FULL);
  EXPECT_EQ(ToRunRequest(request)->mode, progress::RunMode::kFull);
  request.set_mode(v1::RUN_MODE_POPULATE);
  EXPECT_EQ(ToRunRequest(request)->mode, progress::RunMode::kPopulate);
}

TEST(ToRunRequest, TakesWhatTheCallerWants) {
  v1::RunSyncRequest request;
  request.set_dry_run(true);
  request.set_request_id("nightly_2026-11-20");
  request.mutable_max_duration()->set_seconds(90);
  request.mutable_max_duration()->set_nanos(500000000);
  CP_ASSERT_OK_AND_ASSIGN(const RunRequest run, ToRunRequest(request));
  EXPECT_TRUE(run.dry_run);
  EXPECT_EQ(run.request_id, "nightly_2026-11-20");
  EXPECT_EQ(run.max_duration, absl::Milliseconds(90500));
  EXPECT_FALSE(ToRunRequest(v1::RunSyncRequest())->max_duration.has_value());
}

struct BadRequest {
  const char* field;
  const char* rule;
  std::function<void(v1::RunSyncRequest*)> spoil;
};

TEST(ToRunRequest, NamesTheFieldAndTheRule) {
  const std::vector<BadRequest> cases = {
      {"company_ids", "start at 1", [](auto* r) { r->add_company_ids(0); }},
      {"mode", "RUN_MODE_FULL", [](auto* r) { r->set_mode(static_cast<v1::RunMode>(9)); }},
      {"request_id", "at most 64", [](auto* r) { r->set_request_id(std::string(65, 'x')); }},
      {"request_id", "letters, digits", [](auto* r) { r->set_request_id("a b"); }},
      {"request_id", "letters, digits", [](auto* r) { r->set_request_id(std::string("a\0b", 3)); }},
      {"max_duration", "more than 0", [](auto* r) { r->mutable_max_duration(); }},
      {"max_duration", "more than 0", [](auto* r) { r->mutable_max_duration()->set_seconds(-1); }},
      {"max_duration", "at most 24 h", [](auto* r) { r->mutable_max_duration()->set_seconds(86401); }},
  };
  for (const BadRequest& bad : cases) {
    v1::RunSyncRequest request;
    bad.spoil(&request);
    const absl::Status status = ToRunRequest(request).status();
    EXPECT_THAT(status, testing::StatusIs(absl::StatusCode::kInvalidArgument, bad.rule));
    EXPECT_EQ(MetadataOf(status)["field"], bad.field);
  }
}

TEST(ToResponse, AddsUpItsCompanies) {
  RunResult run;
  run.companies = {Report(1), Report(2)};
  run.record.run_id = "RUN";
  run.duration = absl::Milliseconds(1500);
  const v1::RunSyncResponse response = Respond(run);
  EXPECT_TRUE(response.success());
  EXPECT_EQ(response.records_created(), 2);
  EXPECT_EQ(response.records_updated(), 4);
  EXPECT_EQ(response.records_deleted(), 6);
  EXPECT_EQ(response.total_processed(), 12);
  EXPECT_EQ(response.cache_cleared(), 8);
  EXPECT_EQ(response.rows_read(), 20);
  EXPECT_EQ(response.duration_seconds(), 1.5);
  EXPECT_EQ(response.run_id(), "RUN");
  EXPECT_EQ(response.companies(1).data_version(), ToStamp({1, 5}));
}

TEST(ToResponse, SaysHowTheRunLookedAndEnded) {
  RunResult run;
  run.companies = {Report(1)};
  run.companies[0].result.record.found_by = {{"log", 3}, {"edge", 1}};
  run.record.mode = progress::RunMode::kChanges;
  run.record.dry_run = true;
  run.record.state = progress::RunState::kCancelled;
  const v1::RunSyncResponse response = Respond(run);
  EXPECT_EQ(response.mode(), v1::RUN_MODE_CHANGES);
  EXPECT_TRUE(response.dry_run());
  EXPECT_EQ(response.state(), v1::RUN_STATE_CANCELLED);
  EXPECT_FALSE(response.replayed());
  EXPECT_EQ(response.companies(0).found_by().at("log"), 3);
  EXPECT_EQ(response.companies(0).found_by().at("edge"), 1);
}

TEST(ToResponse, TellsAStoredRunAsFarAsItWasKept) {
  progress::RunDetails run;
  run.run.run_id = "RUN";
  run.run.state = progress::RunState::kSucceeded;
  run.run.started_at = 100;
  run.run.finished_at = 103;
  run.run.warnings = {"the cache was away"};
  run.companies = {Report(1).result.record, Report(2).result.record};
  run.companies[0].company = CompanyId(1);
  run.companies[0].state = progress::RunState::kSucceeded;
  run.companies[1].company = CompanyId(2);
  run.companies[1].state = progress::RunState::kFailed;
  v1::RunSyncResponse response;
  ToResponse(run, {{CompanyId(1), "Aktrea"}}, &response);
  EXPECT_TRUE(response.success());
  EXPECT_EQ(response.total_processed(), 12);
  EXPECT_EQ(response.duration_seconds(), 3);
  EXPECT_THAT(response.warnings(), ElementsAre("the cache was away"));
  EXPECT_EQ(response.companies(0).company_name(), "Aktrea");
  EXPECT_TRUE(response.companies(0).success());
  EXPECT_FALSE(response.companies(1).success());
  EXPECT_EQ(response.companies(0).affected_count(), 6);
}

TEST(ToResponse, IsNoSuccessWithAnyError) {  // A11
  RunResult run;
  run.errors = {"company 1: user 2, course 3"};
  EXPECT_FALSE(Respond(run).success());
}

TEST(ToResponse, IsNoSuccessWhenSomethingWasLeftForTheNextRun) {
  RunResult run;
  run.outcome = sync::RunOutcome::kTruncated;
  run.warnings = {"company 1: truncated after 1000 rows of Moodle"};
  EXPECT_FALSE(Respond(run).success());
  EXPECT_THAT(Respond(run).errors(), IsEmpty());
}

TEST(ToResponse, ShowsAffectedUsersAndTheirCoursesOnce) {
  RunResult run;
  run.companies = {Report(1)};
  run.companies[0].result.affected = {Affected(1, "Safety"), Affected(2, "Excel"), Affected(3, "Safety")};
  run.companies[0].result.affected_count = 3;
  const v1::CompanySyncResult company = Respond(run).companies(0);
  EXPECT_EQ(company.affected_users_size(), 3);
  EXPECT_EQ(company.affected_users(0).email(), "someone@example.test");
  EXPECT_EQ(company.affected_users(0).percentage(), 33.33);
  EXPECT_EQ(company.affected_users(0).status(), "in_progress");
  EXPECT_EQ(company.affected_users(0).change(), v1::ROW_CHANGE_UPDATED);
  EXPECT_THAT(company.affected_courses(), ElementsAre("Excel", "Safety"));
}

TEST(ToResponse, LeavesOutTheFieldsThatTheCompanyHides) {
  RunResult run;
  run.companies = {Report(1)};
  run.companies[0].result.affected = {Affected(1, "Safety")};
  run.companies[0].visible_fields = progress::FieldMask();
  const v1::CompanySyncResult company = Respond(run).companies(0);
  EXPECT_FALSE(company.affected_users(0).has_email());
  EXPECT_FALSE(company.affected_users(0).has_coursename());
  EXPECT_FALSE(company.affected_users(0).has_percentage());
  EXPECT_FALSE(company.affected_users(0).has_status());
  EXPECT_THAT(company.affected_courses(), IsEmpty());
}

TEST(ToResponse, KnowsOfADeletedRowOnlyItsKey) {
  RunResult run;
  run.companies = {Report(1)};
  sync::AffectedRow row;
  row.key = Key(7, 8);
  row.change = sync::RowChange::kDeleted;
  run.companies[0].result.affected = {row};
  const v1::AffectedUser user = Respond(run).companies(0).affected_users(0);
  EXPECT_EQ(user.user_id(), 7);
  EXPECT_EQ(user.course_id(), 8);
  EXPECT_EQ(user.change(), v1::ROW_CHANGE_DELETED);
  EXPECT_FALSE(user.has_username());
  EXPECT_FALSE(user.has_percentage());
}

TEST(ToResponse, HasTheOriginalsJsonKeysWithNumbersAsNumbers) {  // A10
  RunResult run;
  run.companies = {Report(1)};
  run.duration = absl::Seconds(2);
  std::string json;
  google::protobuf::util::JsonPrintOptions print;
  print.always_print_primitive_fields = true;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(Respond(run), &json, print).ok());
  for (const char* part : {"\"success\":true", "\"total_processed\":6", "\"records_created\":1",
                           "\"records_updated\":2", "\"cache_cleared\":4", "\"duration_seconds\":2", "\"errors\":[]"}) {
    EXPECT_THAT(json, HasSubstr(part));
  }
}

}  // namespace
}  // namespace cp::worker
