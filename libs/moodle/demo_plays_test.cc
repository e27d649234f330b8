#include "libs/moodle/demo_plays.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "libs/moodle/demo_site.h"
#include "libs/moodle/demo_test_db.h"
#include "libs/testing/status_matchers.h"

namespace cp::moodle {
namespace {

using ::cp::testing::IsOk;
using ::cp::testing::IsOkAndHolds;
using ::cp::testing::StatusIs;

constexpr int64_t kNow = 1795176001;
const CompanyId kAktrea(1);

class DemoPlays : public ::testing::Test {
 protected:
  void SetUp() override {
    DemoOptions options;
    options.companies = 2;
    options.users_per_company = 6;
    options.now = kNow - 1000;
    ASSERT_THAT(CreateDemoSite(path_, options), IsOk());
  }

  int64_t Int(const std::string& sql) { return QueryInt(path_, sql); }
  int64_t Completed(const std::string& email) {
    return Int(
        "SELECT COALESCE(cc.timecompleted, 0) FROM mdl_course_completions cc JOIN mdl_user u ON u.id = cc.userid JOIN "
        "mdl_course c ON c.id = cc.course WHERE c.fullname = 'API_course for completion test' AND u.email = '" +
        email + "'");
  }
  int64_t Done(const std::string& email) {
    return Int(
        "SELECT COUNT(*) FROM mdl_course_modules_completion cmc JOIN mdl_course_modules cm ON cm.id = "
        "cmc.coursemoduleid JOIN mdl_user u ON u.id = cmc.userid JOIN mdl_course c ON c.id = cm.course WHERE "
        "cmc.completionstate IN (1, 2) AND c.fullname = 'API_course for completion test' AND u.email = '" +
        email + "'");
  }

  DemoFolder folder_;
  const std::string path_ = folder_.File("moodle.db");
};

TEST_F(DemoPlays, CompletionTicksEveryActivityAndCompletesTheCourse) {
  EXPECT_THAT(PlayCompletions(path_, kAktrea, kStoryCourse, {kStoryUser17, kStoryEmail21}, kNow), IsOkAndHolds(2));
  for (const char* email : {kStoryEmail17, kStoryEmail21}) {
    EXPECT_EQ(Completed(email), kNow);
    EXPECT_EQ(Done(email), 5);
  }
}

TEST_F(DemoPlays, CompletionKeepsAnEarlierTime) {
  ASSERT_THAT(PlayCompletions(path_, kAktrea, kStoryCourse, {kStoryUser17}, kNow), IsOkAndHolds(1));
  EXPECT_THAT(PlayCompletions(path_, kAktrea, kStoryCourse, {kStoryUser17}, kNow + 50), IsOkAndHolds(0));
  EXPECT_EQ(Completed(kStoryEmail17), kNow);
}

TEST_F(DemoPlays, WithoutUsersEveryStudentOfTheCourseCompletesIt) {
  ASSERT_THAT(PlayCompletions(path_, kAktrea, kStoryCourse, {}, kNow), IsOk());
  EXPECT_EQ(Int("SELECT COUNT(*) FROM mdl_course_completions WHERE course = 2 AND timecompleted > 0"), 6)
      << "six learners, not the manager";
}

TEST_F(DemoPlays, PlaysStayInsideTheCompany) {
  EXPECT_THAT(PlayCompletions(path_, CompanyId(2), kStoryCourse, {}, kNow),
              StatusIs(absl::StatusCode::kNotFound, "company 2 has no course"));
  EXPECT_THAT(PlayCompletions(path_, kAktrea, kStoryCourse, {"user2.1"}, kNow),
              StatusIs(absl::StatusCode::kNotFound, "no user 'user2.1'"));
}

TEST_F(DemoPlays, AFailedPlayChangesNothing) {
  EXPECT_THAT(PlayCompletions(path_, kAktrea, kStoryCourse, {kStoryUser17, "nobody"}, kNow),
              StatusIs(absl::StatusCode::kNotFound, "nobody"));
  EXPECT_NE(Completed(kStoryEmail17), kNow);
}

TEST_F(DemoPlays, TickAndUntickOneActivity) {
  const int64_t before = Done(kStoryEmail17);
  ASSERT_THAT(PlayTick(path_, kAktrea, kStoryCourse, kStoryUser17, 5, true, kNow), IsOk());
  EXPECT_EQ(Done(kStoryEmail17), before + 1);
  ASSERT_THAT(PlayTick(path_, kAktrea, kStoryCourse, kStoryUser17, 5, false, kNow), IsOk());
  EXPECT_EQ(Done(kStoryEmail17), before);
  for (int64_t wrong : {0, 6}) {
    EXPECT_THAT(PlayTick(path_, kAktrea, kStoryCourse, kStoryUser17, wrong, true, kNow),
                StatusIs(absl::StatusCode::kNotFound, "tracked activity"));
  }
}

TEST_F(DemoPlays, UnenrolKeepsTheCompletionAndEnrolBringsItBack) {
  ASSERT_THAT(PlayCompletions(path_, kAktrea, kStoryCourse, {kStoryUser17}, kNow), IsOk());
  ASSERT_THAT(PlayUnenrol(path_, kAktrea, kStoryCourse, kStoryUser17, kNow), IsOk());
  const char enrolments[] = "SELECT COUNT(*) FROM mdl_user_enrolments WHERE userid = 3 AND enrolid IN (1, 2)";
  EXPECT_EQ(Int(enrolments), 0);
  EXPECT_EQ(Int("SELECT COUNT(*) FROM mdl_role_assignments WHERE userid = 3"), 3);
  EXPECT_EQ(Completed(kStoryEmail17), kNow);
  ASSERT_THAT(PlayEnrol(path_, kAktrea, kStoryCourse, kStoryUser17, kNow), IsOk());
  ASSERT_THAT(PlayEnrol(path_, kAktrea, kStoryCourse, kStoryUser17, kNow), IsOk());
  EXPECT_EQ(Int(enrolments), 1);
  EXPECT_EQ(Int("SELECT COUNT(*) FROM mdl_role_assignments WHERE userid = 3"), 4);
}

TEST_F(DemoPlays, SuspendRenameAndHideStampWhatMoodleStamps) {
  ASSERT_THAT(PlaySuspend(path_, kAktrea, kStoryUser21, true, kNow), IsOk());
  EXPECT_EQ(Int("SELECT suspended FROM mdl_user WHERE id = 4"), 1);
  ASSERT_THAT(PlayRenameUser(path_, kAktrea, kStoryUser17, "Ada", "O'Neil", kNow), IsOk());
  EXPECT_EQ(QueryText(path_, "SELECT lastname FROM mdl_user WHERE id = 3"), "O'Neil");
  EXPECT_EQ(Int("SELECT timemodified FROM mdl_user WHERE id = 3"), kNow);
  ASSERT_THAT(PlayRenameCourse(path_, kAktrea, kStoryCourse, "New name", kNow), IsOk());
  ASSERT_THAT(PlayCourseVisible(path_, kAktrea, "New name", false, kNow), IsOk());
  EXPECT_EQ(Int("SELECT visible FROM mdl_course WHERE id = 2"), 0);
  EXPECT_EQ(Int("SELECT cacherev FROM mdl_course WHERE id = 2"), kNow + 1) << "bumped twice";
}

TEST_F(DemoPlays, EveryChangeIsLoggedAsMoodleLogsIt) {
  const auto events = [&](const std::string& name, const std::string& where) {
    return Int("SELECT COUNT(*) FROM mdl_logstore_standard_log WHERE eventname = '\\core\\event\\" + name +
               "' AND timecreated = 1795176001 AND " + where);
  };
  EXPECT_EQ(Int("SELECT COUNT(*) FROM mdl_logstore_standard_log"), 0);
  ASSERT_THAT(PlayUnenrol(path_, kAktrea, kStoryCourse, kStoryUser17, kNow), IsOk());
  EXPECT_GE(events("user_enrolment_deleted", "courseid = 2 AND relateduserid = 3 AND objectid > 0"), 1);
  EXPECT_EQ(events("role_unassigned", "courseid = 2 AND relateduserid = 3 AND objectid = 5"), 1);
  ASSERT_THAT(PlayEnrol(path_, kAktrea, kStoryCourse, kStoryUser17, kNow), IsOk());
  EXPECT_EQ(events("user_enrolment_created", "courseid = 2 AND relateduserid = 3 AND contextlevel = 50"), 1);
  EXPECT_EQ(events("role_assigned", "relateduserid = 3"), 1);
  ASSERT_THAT(PlayEnrol(path_, kAktrea, kStoryCourse, kStoryUser17, kNow), IsOk());
  EXPECT_EQ(events("user_enrolment_updated", "relateduserid = 3"), 1);
  const int64_t left = 5 - Done(kStoryEmail17);
  ASSERT_THAT(PlayCompletions(path_, kAktrea, kStoryCourse, {kStoryUser17}, kNow), IsOk());
  EXPECT_EQ(events("course_module_completion_updated", "relateduserid = 3 AND contextlevel = 70 AND objectid > 0"),
            left);
  EXPECT_EQ(events("course_completed", "relateduserid = 3 AND courseid = 2 AND userid = 3"), 1);
  ASSERT_THAT(PlayCompletions(path_, kAktrea, kStoryCourse, {kStoryUser17}, kNow), IsOk());
  EXPECT_EQ(events("course_completed", "true"), 1) << "nothing changed";
  ASSERT_THAT(PlaySuspend(path_, kAktrea, kStoryUser21, true, kNow), IsOk());
  EXPECT_EQ(events("user_updated", "relateduserid = 4 AND objectid = 4 AND contextlevel = 30"), 1);
  ASSERT_THAT(PlayRenameCourse(path_, kAktrea, kStoryCourse, "New name", kNow), IsOk());
  EXPECT_EQ(events("course_updated", "courseid = 2 AND relateduserid IS NULL"), 1);
}

TEST_F(DemoPlays, ATickThatChangesNothingLeavesNoTrace) {
  ASSERT_THAT(PlayTick(path_, kAktrea, kStoryCourse, kStoryUser17, 5, true, kNow - 10), IsOk());
  ASSERT_THAT(PlayTick(path_, kAktrea, kStoryCourse, kStoryUser17, 5, true, kNow), IsOk());
  EXPECT_EQ(Int("SELECT COUNT(*) FROM mdl_logstore_standard_log"), 1);
  EXPECT_EQ(Int("SELECT MAX(timemodified) FROM mdl_course_modules_completion"), kNow - 10);
}

TEST_F(DemoPlays, AFileThatIsNoSiteIsRefused) {
  const std::string other = folder_.File("other.db");
  std::ofstream(other) << "";
  EXPECT_THAT(PlayUnenrol(other, kAktrea, kStoryCourse, kStoryUser17, kNow),
              StatusIs(absl::StatusCode::kFailedPrecondition, "not a demo site"));
  EXPECT_THAT(PlayUnenrol(folder_.File("missing.db"), kAktrea, kStoryCourse, kStoryUser17, kNow),
              StatusIs(absl::StatusCode::kInvalidArgument, "progressctl demo create"));
}

}  // namespace
}  // namespace cp::moodle
