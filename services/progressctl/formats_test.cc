// What people and programs are shown: text, tables, CSV, JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "courseprogress/v1/course_progress_service.pb.h"
#include "courseprogress/v1/sync_service.pb.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/status_matchers.h"
#include "services/progressctl/csv.h"
#include "services/progressctl/json.h"
#include "services/progressctl/progress_output.h"
#include "services/progressctl/sync_report.h"
#include "services/progressctl/table.h"
#include "services/progressctl/text.h"
#include "services/progressctl/token_text.h"

namespace cp::ctl {
namespace {

using ::cp::testing::IsOk;
using ::cp::testing::IsOkAndHolds;
using ::cp::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;
namespace pb = courseprogress::v1;

pb::CourseProgress Row(const std::string& firstname) {
  pb::CourseProgress row;
  row.set_user_id(3);
  row.set_firstname(firstname);
  row.set_lastname("");
  row.set_email("a@b.test");
  row.set_course_id(2);
  row.set_coursename("C");
  row.set_timecompleted("");
  row.set_timecompleted_unix(0);
  row.set_timestarted("2026-11-20 12:00:01");
  row.set_timestarted_unix(1795176001);
  row.set_percentage(33.33);
  row.set_status("in_progress");
  return row;
}

std::string Shown(const std::string& format, const std::vector<pb::GetCourseProgressResponse>& pages) {
  std::ostringstream out;
  const std::unique_ptr<ProgressOutput> output = MakeProgressOutput(format, &out);
  for (const pb::GetCourseProgressResponse& page : pages) EXPECT_THAT(output->WritePage(page), IsOk());
  output->Finish();
  return out.str();
}

pb::GetCourseProgressResponse Page(std::vector<pb::CourseProgress> rows) {
  pb::GetCourseProgressResponse page;
  for (pb::CourseProgress& row : rows) page.add_rows()->Swap(&row);
  return page;
}

TEST(Printable, ReplacesWhatWouldMoveACursor) {
  EXPECT_EQ(Printable("a\x1b[31mb\nc\x7f"
                      "d"),
            "a\uFFFD[31mb\uFFFDc\uFFFDd");
  EXPECT_EQ(Printable("x\xc2\x9by"), "x\uFFFDy") << "C1 control sequence introducer";
  EXPECT_EQ(Printable("Zoë 美咲 é"), "Zoë 美咲 é");
}

TEST(ErrorText, IsOneLineWithCodeReasonAndMessage) {
  EXPECT_EQ(ErrorText(MakeError(absl::StatusCode::kInvalidArgument, reason::kLimitTooLarge, "limit is 5000")),
            "INVALID_ARGUMENT LIMIT_TOO_LARGE: limit is 5000");
  EXPECT_EQ(ErrorText(absl::UnavailableError("down\nhard")), "UNAVAILABLE: down\uFFFDhard");
}

TEST(Count, KnowsSingularAndPlural) {
  EXPECT_EQ(Count(1, "cache entry", "cache entries"), "1 cache entry");
  EXPECT_EQ(Count(0, "record", "records"), "0 records");
}

TEST(CsvText, DisarmsFormulas) {
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"}) {
    EXPECT_EQ(CsvText(formula), std::string("'") + formula);
  }
  for (const char* text : {"", "O'Brien", "a=b", " =1"}) EXPECT_EQ(CsvText(text), text);
}

TEST(CsvRecord, QuotesByRfc4180) {
  EXPECT_EQ(CsvRecord({"plain", "a,b", "say \"hi\"", "two\r\nlines", ""}),
            "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\r\n");
}

TEST(Csv, WritesOneHeaderForAllPages) {
  EXPECT_EQ(Shown("csv", {Page({Row("=1+1"), Row("Ann, Jr")}), Page({Row("Ben")}), Page({})}),
            "userid,firstname,lastname,email,courseid,coursename,timecompleted,timecompleted_unix,timestarted,"
            "timestarted_unix,percentage,status\r\n"
            "3,'=1+1,,a@b.test,2,C,,0,2026-11-20 12:00:01,1795176001,33.33,in_progress\r\n"
            "3,\"Ann, Jr\",,a@b.test,2,C,,0,2026-11-20 12:00:01,1795176001,33.33,in_progress\r\n"
            "3,Ben,,a@b.test,2,C,,0,2026-11-20 12:00:01,1795176001,33.33,in_progress\r\n");
}

TEST(Csv, KeepsItsColumnsWithoutRowsAndLeavesHiddenOnesOut) {
  EXPECT_THAT(Shown("csv", {Page({})}), StartsWith("userid,firstname,"));
  pb::CourseProgress hidden = Row("Ann");
  hidden.clear_email();
  EXPECT_THAT(Shown("csv", {Page({hidden})}), StartsWith("userid,firstname,lastname,courseid,"));
}

TEST(Csv, KeepsItsColumnsWhenAFieldIsHiddenBetweenPages) {
  pb::CourseProgress later = Row("Ben");
  later.clear_firstname();
  EXPECT_THAT(Shown("csv", {Page({Row("Ann")}), Page({later})}), HasSubstr("\r\n3,,,a@b.test,2,"));
}

TEST(Json, NumbersAreNumbersZerosAreThereAndHiddenFieldsAreNot) {
  pb::CourseProgress row = Row("Ann");
  row.clear_email();
  const nlohmann::json json = nlohmann::json::parse(Shown("json", {Page({row})}));
  const nlohmann::json& shown = json["rows"][0];
  EXPECT_EQ(shown["userid"], 3);
  EXPECT_TRUE(shown["timestarted_unix"].is_number());
  EXPECT_EQ(shown["timecompleted_unix"], 0);
  EXPECT_EQ(shown["lastname"], "");
  EXPECT_FALSE(shown.contains("email"));
  EXPECT_EQ(json["cached"], false);
  EXPECT_EQ(json["cache_age"], 0);
}

TEST(Json, KeysOfTheEnvelopeAreSnakeCase) {
  pb::GetCourseProgressResponse page = Page({Row("Ann")});
  page.mutable_data_as_of_time()->set_seconds(1);
  const nlohmann::json json = nlohmann::json::parse(Shown("json", {page}));
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys, UnorderedElementsAre("rows", "cached", "cache_age", "data_version", "data_as_of", "source",
                                         "empty_reason", "empty_message"));
}

TEST(Json, IsOneLineAPage) {
  const std::string lines = Shown("json", {Page({Row("Ann\nB")}), Page({})});
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
}

TEST(Table, AlignsByCharactersAndCleansCells) {
  std::ostringstream out;
  TableWriter table(&out, {"name", "n"});
  table.Write({{"Zoë", "1"}, {"Ann\x1b[2J", "22"}});
  table.Write({{"a rather long name", "3"}});
  EXPECT_EQ(out.str(),
            "name     n\n"
            "Zoë      1\n"
            "Ann\uFFFD[2J  22\n"
            "a rather long name  3\n");
}

TEST(DescribeAnswer, SaysWhereRowsCameFromAndHowOldTheyAre) {
  pb::GetCourseProgressResponse page = Page({Row("Ann")});
  page.set_source(pb::DATA_SOURCE_CACHE);
  page.set_cached(true);
  page.set_cache_age_seconds(3.24);
  page.set_data_version("00ff");
  page.mutable_data_as_of_time()->set_seconds(1795176001);
  EXPECT_EQ(DescribeAnswer(page),
            "1 row from CACHE, cached 3.2 s ago, data version 00ff, data as of 2026-11-20 12:00:01 UTC");
  pb::GetCourseProgressResponse empty;
  empty.set_source(pb::DATA_SOURCE_STORE);
  empty.set_empty_message("No data yet.");
  EXPECT_EQ(DescribeAnswer(empty), "0 rows from STORE, not cached, data version , data as of never - No data yet.");
}

pb::RunSyncResponse SyncResult() {
  pb::RunSyncResponse result;
  result.set_success(true);
  pb::CompanySyncResult& company = *result.add_companies();
  company.set_company_id(1);
  company.set_company_name("Aktrea");
  company.set_success(true);
  company.set_records_updated(2);
  company.set_cache_cleared(5);
  company.set_rows_read(32);
  company.set_affected_count(2);
  pb::AffectedUser& user = *company.add_affected_users();
  user.set_username("api User 17");
  user.set_email("apiuser17@aktrea.com");
  user.set_coursename("API_course for completion test");
  user.set_percentage(100);
  user.set_status("completed");
  user.set_change(pb::ROW_CHANGE_UPDATED);
  return result;
}

TEST(SyncReport, SaysWhatWasDoneForEachCompany) {
  std::ostringstream out, err;
  WriteSyncReport(SyncResult(), /*verbose=*/false, out, err);
  EXPECT_EQ(
      out.str(),
      "company 1 Aktrea: 2 records synced (0 created, 2 updated, 0 deleted), 5 cache entries cleared; 32 rows read in "
      "0.00 s\n");
  EXPECT_THAT(err.str(), IsEmpty());
}

TEST(SyncReport, ListsChangedRowsAndCountsTheRest) {
  std::ostringstream out, err;
  pb::RunSyncResponse result = SyncResult();
  pb::AffectedUser& hidden = *result.mutable_companies(0)->add_affected_users();
  hidden.set_user_id(9);
  hidden.set_course_id(4);
  hidden.set_change(pb::ROW_CHANGE_DELETED);
  result.mutable_companies(0)->set_affected_count(1200);
  WriteSyncReport(result, /*verbose=*/true, out, err);
  EXPECT_THAT(out.str(),
              HasSubstr("  api User 17 <apiuser17@aktrea.com>, API_course for completion test, 100.00 %, completed "
                        "(updated)\n  user 9, course 4 (deleted)\n  ... and 1198 more\n"));
}

TEST(SyncReport, TellsFailureFromTruncation) {
  pb::RunSyncResponse result = SyncResult();
  EXPECT_EQ(ExitCodeOf(result), ExitCode::kOk);
  result.set_success(false);
  EXPECT_EQ(ExitCodeOf(result), ExitCode::kTruncated);
  result.add_errors("company 1: Moodle went away");
  EXPECT_EQ(ExitCodeOf(result), ExitCode::kFailed);
  std::ostringstream out, err;
  WriteSyncReport(result, false, out, err);
  EXPECT_EQ(err.str(), "error: company 1: Moodle went away\n");
}

TEST(ParseExpiry, KnowsDatesTimesAndDays) {
  const absl::Time now = absl::FromUnixSeconds(1795176001);
  EXPECT_THAT(ParseExpiry("", now), IsOkAndHolds(absl::InfiniteFuture()));
  EXPECT_THAT(ParseExpiry("2027-01-31", now), IsOkAndHolds(absl::FromUnixSeconds(1801353600)));
  EXPECT_THAT(ParseExpiry("2027-01-31T12:00:00Z", now), IsOkAndHolds(absl::FromUnixSeconds(1801396800)));
  EXPECT_THAT(ParseExpiry("90d", now), IsOkAndHolds(now + absl::Hours(90 * 24)));
  for (const char* wrong : {"soon", "0d", "-1d", "d", "31.01.2027", "99999999d"}) {
    EXPECT_THAT(ParseExpiry(wrong, now), StatusIs(absl::StatusCode::kInvalidArgument, "allowed are a date")) << wrong;
  }
  EXPECT_THAT(ParseExpiry("2026-11-20", now), StatusIs(absl::StatusCode::kInvalidArgument, "in the future"));
}

TEST(StateText, TellsValidFromEndedTokens) {
  const absl::Time now = absl::FromUnixSeconds(1000);
  pb::Token token;
  EXPECT_EQ(StateText(token, now), "valid");
  token.mutable_expire_time()->set_seconds(1001);
  EXPECT_EQ(StateText(token, now), "valid");
  token.mutable_expire_time()->set_seconds(1000);
  EXPECT_EQ(StateText(token, now), "expired");
  token.mutable_revoke_time()->set_seconds(900);
  EXPECT_EQ(StateText(token, now), "revoked");
}

}  // namespace
}  // namespace cp::ctl
