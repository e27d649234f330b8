#include "libs/moodle/demo_site.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "libs/moodle/demo_test_db.h"
#include "libs/testing/status_matchers.h"

namespace cp::moodle {
namespace {

using ::cp::testing::IsOk;
using ::cp::testing::StatusIs;

constexpr int64_t kNow = 1795176001;

DemoOptions Small() {
  DemoOptions options;
  options.companies = 1;
  options.users_per_company = 3;
  options.courses_per_company = 4;
  options.now = kNow;
  return options;
}

// The pairs of libs/progress/README.md, written down here once more on purpose: active enrolment, tracked, visible
// course of the company, live member.
constexpr char kPairs[] = R"sql(
  (SELECT DISTINCT cu.companyid, ue.userid, e.courseid
     FROM mdl_company_users cu
     JOIN mdl_user u ON u.id = cu.userid AND u.deleted = 0 AND u.suspended = 0
     JOIN mdl_user_enrolments ue ON ue.userid = u.id AND ue.status = 0 AND ue.timestart <= 1795176001 AND ue.timeend = 0
     JOIN mdl_enrol e ON e.id = ue.enrolid AND e.status = 0
     JOIN mdl_course c ON c.id = e.courseid AND c.visible = 1 AND c.id <> 1
     JOIN mdl_company_course cc ON cc.companyid = cu.companyid AND cc.courseid = c.id
     JOIN mdl_context x ON x.contextlevel = 50 AND x.instanceid = c.id
     JOIN mdl_role_assignments ra ON ra.userid = u.id AND ra.contextid = x.id
     JOIN mdl_role_capabilities rc ON rc.roleid = ra.roleid AND rc.capability = 'moodle/course:isincompletionreports'
    WHERE cu.suspended = 0))sql";

constexpr char kDone[] = R"sql(
  (SELECT cmc.userid, cm.course, COUNT(*) AS done FROM mdl_course_modules_completion cmc
     JOIN mdl_course_modules cm ON cm.id = cmc.coursemoduleid AND cm.completion <> 0
    WHERE cmc.completionstate IN (1, 2) GROUP BY 1, 2))sql";

TEST(CreateDemoSite, ThreeUsersInFourCoursesAreTwelvePairs) {
  DemoFolder folder;
  const std::string path = folder.File("moodle.db");
  const absl::StatusOr<DemoSummary> summary = CreateDemoSite(path, Small());
  ASSERT_THAT(summary, IsOk());
  EXPECT_EQ(summary->pairs, 12);
  EXPECT_EQ(QueryInt(path, absl::StrCat("SELECT COUNT(*) FROM ", kPairs)), 12);
}

TEST(CreateDemoSite, SummaryEqualsWhatTheTablesSay) {
  DemoFolder folder;
  const std::string path = folder.File("moodle.db");
  DemoOptions options = Small();
  options.companies = 5;
  options.users_per_company = 40;
  options.courses_per_company = 7;
  const absl::StatusOr<DemoSummary> summary = CreateDemoSite(path, options);
  ASSERT_THAT(summary, IsOk());
  const std::string from = absl::StrCat(
      " FROM ", kPairs,
      " p LEFT JOIN mdl_course_completions cc ON cc.userid = p.userid AND cc.course = p.courseid LEFT JOIN ", kDone,
      " d ON d.userid = p.userid AND d.course = p.courseid WHERE ");
  EXPECT_EQ(QueryInt(path, "SELECT COUNT(*)" + from + "1"), 5 * 40 * 7);
  EXPECT_EQ(QueryInt(path, "SELECT COUNT(*)" + from + "cc.timecompleted > 0"), summary->completed);
  EXPECT_EQ(QueryInt(path, "SELECT COUNT(*)" + from +
                               "COALESCE(cc.timecompleted, 0) = 0 AND (cc.timestarted > 0 OR d.done > 0)"),
            summary->in_progress);
  EXPECT_EQ(QueryInt(path, "SELECT SUM(d.done)" + from + "1"), summary->activities_done);
  EXPECT_EQ(summary->completed + summary->in_progress + summary->not_started, summary->pairs);
  EXPECT_GT(summary->completed, 0);
  EXPECT_GT(summary->in_progress, 0);
  EXPECT_GT(summary->not_started, 0);
}

TEST(CreateDemoSite, HoldsWhatMustNotCount) {
  DemoFolder folder;
  const std::string path = folder.File("moodle.db");
  DemoOptions options = Small();
  options.users_per_company = 50;
  ASSERT_THAT(CreateDemoSite(path, options), IsOk());
  EXPECT_GT(QueryInt(path, "SELECT COUNT(*) FROM mdl_user_enrolments"), 200 + 1) << "second enrolments and the manager";
  EXPECT_GT(QueryInt(path, "SELECT COUNT(*) FROM mdl_company_users"), 50 + 1) << "second departments";
  EXPECT_EQ(QueryInt(path, "SELECT COUNT(*) FROM mdl_course_modules WHERE completion = 0"), 4);
  EXPECT_GT(QueryInt(path, "SELECT COUNT(*) FROM mdl_course_modules_completion WHERE completionstate IN (0, 3)"), 0);
}

TEST(CreateDemoSite, TheStoryHasNotHappenedYet) {
  DemoFolder folder;
  const std::string path = folder.File("moodle.db");
  DemoOptions options = Small();
  options.mix = {.completed = 100, .in_progress = 0};
  ASSERT_THAT(CreateDemoSite(path, options), IsOk());
  const std::string incomplete =
      "SELECT COUNT(*) FROM mdl_user u JOIN mdl_user_enrolments ue ON ue.userid = u.id JOIN mdl_enrol e ON e.id = "
      "ue.enrolid "
      "AND e.enrol = 'manual' JOIN mdl_course c ON c.id = e.courseid AND c.fullname = 'API_course for completion test' "
      "LEFT JOIN mdl_course_completions cc ON cc.userid = u.id AND cc.course = c.id "
      "WHERE u.email IN ('apiuser17@aktrea.com', 'apiuser21@aktrea.com') AND cc.timecompleted IS NULL";
  EXPECT_EQ(QueryInt(path, incomplete), 2);
  EXPECT_EQ(QueryText(path, "SELECT name FROM mdl_company WHERE id = 1"), "Aktrea");
}

TEST(CreateDemoSite, SameOptionsGiveTheSameContentsAndAnotherSeedOthers) {
  DemoFolder folder;
  DemoOptions options = Small();
  ASSERT_THAT(CreateDemoSite(folder.File("a.db"), options), IsOk());
  ASSERT_THAT(CreateDemoSite(folder.File("b.db"), options), IsOk());
  options.seed = 2;
  ASSERT_THAT(CreateDemoSite(folder.File("c.db"), options), IsOk());
  const auto contents = [&](const std::string& name) {
    std::ifstream in(folder.File(name), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  EXPECT_TRUE(contents("a.db") == contents("b.db"));
  EXPECT_FALSE(contents("a.db") == contents("c.db"));
}

TEST(CreateDemoSite, NothingIsLaterThanNow) {
  DemoFolder folder;
  const std::string path = folder.File("moodle.db");
  DemoOptions options = Small();
  options.users_per_company = 200;
  options.activities_per_course = 1000;
  options.courses_per_company = 1;
  ASSERT_THAT(CreateDemoSite(path, options), IsOk());
  EXPECT_LT(QueryInt(path, "SELECT MAX(timemodified) FROM mdl_course_modules_completion"), kNow);
  EXPECT_LT(QueryInt(path, "SELECT MAX(timecompleted) FROM mdl_course_completions"), kNow);
  EXPECT_LT(QueryInt(path, "SELECT MAX(timecreated) FROM mdl_user_enrolments"), kNow);
}

TEST(CreateDemoSite, CarriesMoodlesIndexes) {
  DemoFolder folder;
  const std::string path = folder.File("moodle.db");
  ASSERT_THAT(CreateDemoSite(path, Small()), IsOk());
  EXPECT_EQ(QueryText(path, "SELECT group_concat(name) FROM pragma_index_info('mdl_userenro_enruse_uix')"),
            "enrolid,userid");
  EXPECT_EQ(QueryInt(path, "SELECT COUNT(*) FROM pragma_table_info('mdl_user')"), 48);
}

TEST(CreateDemoSite, RefusesAnExistingFileUnlessToldToReplaceIt) {
  DemoFolder folder;
  const std::string path = folder.File("moodle.db");
  ASSERT_THAT(CreateDemoSite(path, Small()), IsOk());
  DemoOptions other = Small();
  other.users_per_company = 1;
  EXPECT_THAT(CreateDemoSite(path, other), StatusIs(absl::StatusCode::kAlreadyExists, path));
  EXPECT_EQ(QueryInt(path, absl::StrCat("SELECT COUNT(*) FROM ", kPairs)), 12);
  other.overwrite = true;
  EXPECT_THAT(CreateDemoSite(path, other), IsOk());
  EXPECT_EQ(QueryInt(path, absl::StrCat("SELECT COUNT(*) FROM ", kPairs)), 4);
}

TEST(CreateDemoSite, NamesTheSettingThatIsOutOfRange) {
  DemoFolder folder;
  DemoOptions options = Small();
  options.companies = 0;
  EXPECT_THAT(CreateDemoSite(folder.File("x.db"), options),
              StatusIs(absl::StatusCode::kInvalidArgument, "companies is 0; allowed are 1 to 100000"));
  options = Small();
  options.mix = {.completed = 60, .in_progress = 41};
  EXPECT_THAT(CreateDemoSite(folder.File("x.db"), options),
              StatusIs(absl::StatusCode::kInvalidArgument, "in progress percent is 41; allowed are 0 to 40"));
}

TEST(CreateDemoSite, LeavesNothingBehindWhenTheFolderIsMissing) {
  DemoFolder folder;
  EXPECT_THAT(CreateDemoSite(folder.File("no/such/moodle.db"), Small()),
              StatusIs(absl::StatusCode::kInvalidArgument, "no/such/moodle.db"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace cp::moodle
