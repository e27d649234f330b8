// Which pairs (user, course) are reported: members, courses, enrolments.
#include "libs/moodle/source_test_base.h"

namespace cp::moodle {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SourcePairs : public SourceTest {
 protected:
  // A student of company 1 in course 10, but for the enrolment.
  void StudentWith(int64_t user, const std::vector<TestEnrolment>& enrolments) {
    site_.User(user);
    site_.Member(1, user);
    site_.Assign(user, CourseContext(10), kStudent);
    for (const TestEnrolment& enrolment : enrolments) site_.Enrol(user, 10, enrolment);
  }
  void Course10() {
    site_.Course(10);
    site_.CompanyCourse(1, 10);
  }
};

TEST_P(SourcePairs, AreOrderedByUserThenCourseWhateverThePage) {
  for (const int64_t course : {30, 10, 9}) {
    site_.Course(course);
    site_.CompanyCourse(1, course);
  }
  site_.Learner(12, 30);
  site_.Enrol(12, 9);
  site_.Assign(12, CourseContext(9), kStudent);
  site_.Learner(4, 10);
  site_.Learner(101, 9);
  EXPECT_THAT(Pairs(1, 1), ElementsAre("4:10", "12:9", "12:30", "101:9"));
  EXPECT_THAT(Pairs(1, 3), ElementsAre("4:10", "12:9", "12:30", "101:9"));
}

TEST_P(SourcePairs, NeedAnEnrolmentThatIsActiveNow) {
  Course10();
  StudentWith(10, {});
  StudentWith(11, {{.status = 1}});
  StudentWith(12, {{.instance_status = 1}});
  StudentWith(13, {{.timestart = kNow + 1}});
  StudentWith(14, {{.timeend = kNow}});
  StudentWith(15, {{.timestart = kNow, .timeend = kNow + 1}});
  StudentWith(16, {{.timestart = kNow - 5, .timeend = kNow - 10}});  // ends before it begins
  StudentWith(17, {{.timestart = kNow - 5}});
  EXPECT_THAT(Pairs(), ElementsAre("15:10", "17:10"));
}

TEST_P(SourcePairs, CountSeveralEnrolmentsOnceAndStartWithTheFirstActive) {
  Course10();
  StudentWith(10, {{.timecreated = 300}, {.timecreated = 200}, {.status = 1, .timecreated = 100}});
  StudentWith(11, {{.timestart = kNow + 9, .timecreated = 100}, {.timecreated = 400}});
  const auto facts = Facts();
  ASSERT_THAT(facts, SizeIs(2));
  EXPECT_EQ(facts[0].first_enrolled, 200);
  EXPECT_EQ(facts[1].first_enrolled, 400);
}

TEST_P(SourcePairs, LeaveOutDeletedSuspendedAndGuestUsers) {
  Course10();
  site_.User(20, "Deleted", "User", 1, 0);
  site_.User(21, "Suspended", "User", 0, 1);
  for (const int64_t user : {1, 20, 21}) {
    site_.Member(1, user);
    site_.Enrol(user, 10);
    site_.Assign(user, CourseContext(10), kStudent);
  }
  site_.Learner(22, 10);
  EXPECT_THAT(Pairs(), ElementsAre("22:10"));
}

TEST_P(SourcePairs, TakeTheGuestFromTheSettings) {
  Course10();
  site_.Learner(30, 10);
  site_.Learner(31, 10);
  site_.Config("siteguest", "31");
  EXPECT_THAT(Pairs(), ElementsAre("30:10"));
}

TEST_P(SourcePairs, CountAMemberOfSeveralDepartmentsOnce) {
  Course10();
  site_.Learner(10, 10);
  site_.Member(1, 10, 2);
  site_.Member(1, 10, 3);
  EXPECT_THAT(Pairs(), ElementsAre("10:10"));
}

TEST_P(SourcePairs, LeaveOutSuspendedMembershipButNotOfAnotherDepartment) {
  Course10();
  for (const int64_t user : {10, 11}) {
    site_.User(user);
    site_.Enrol(user, 10);
    site_.Assign(user, CourseContext(10), kStudent);
    site_.Member(1, user, 1, 1);
  }
  site_.Member(1, 11, 2, 0);
  EXPECT_THAT(Pairs(), ElementsAre("11:10"));
}

TEST_P(SourcePairs, LeaveOutHiddenCoursesAndTheFrontPage) {
  site_.Course(10, "Hidden", 0);
  site_.Course(11, "Shown");
  for (const int64_t course : {1, 10, 11}) site_.CompanyCourse(1, course);
  site_.Learner(5, 11);
  site_.Enrol(5, 10);
  site_.Enrol(5, 1);
  site_.Assign(5, kSystemContext, kStudent);
  EXPECT_THAT(Pairs(), ElementsAre("5:11"));
}

TEST_P(SourcePairs, BelongToTheCompanyOrAreOpenShared) {
  site_.Company(2);
  site_.Member(2, 5);
  for (const int64_t course : {10, 11, 12, 13, 14}) site_.Course(course);
  site_.CompanyCourse(1, 10);
  site_.CompanyCourse(1, 10);  // the table does not forbid it
  site_.CompanyCourse(2, 11);
  site_.SharedCourse(12, 1);
  site_.SharedCourse(13, 2);  // closed: for those who have it
  site_.CompanyCourse(1, 13);
  site_.SharedCourse(14, 0);
  site_.Learner(5, 10);
  site_.Assign(5, kSystemContext, kStudent);
  for (const int64_t course : {11, 12, 13, 14}) site_.Enrol(5, course);
  EXPECT_THAT(Pairs(1), ElementsAre("5:10", "5:12", "5:13"));
  EXPECT_THAT(Pairs(2), ElementsAre("5:11", "5:12"));
  EXPECT_THAT(Pairs(3), IsEmpty());
}

TEST_P(SourcePairs, SurviveRowsWithoutTheirOwner) {
  Course10();
  site_.Learner(5, 10);
  site_.Member(1, 999);    // no such user
  site_.Enrol(998, 10);    // no such user
  site_.Enrol(5, 997);     // no such course
  site_.State(5, 996, 1);  // no such activity
  EXPECT_THAT(Pairs(), ElementsAre("5:10"));
}

// More members than a chunk has, most of them without any course.
TEST_P(SourcePairs, GoOnOverChunksWithoutPairs) {
  Course10();
  for (int64_t user = 1000; user < 1700; ++user) {
    site_.User(user);
    site_.Member(1, user);
  }
  site_.Learner(10, 10);
  site_.Learner(1800, 10);
  EXPECT_THAT(Pairs(1, 10), ElementsAre("10:10", "1800:10"));
}

CP_ON_EVERY_ENGINE(SourcePairs);

class PlainSource : public SourceTest {
 protected:
  PlainSource() {
    site_ = TestSite(database_, "m_", false);
    options_.prefix = "m_";
    options_.plain_company_name = "The whole site";
  }
};

TEST_P(PlainSource, IsOneCompanyOfAllUsers) {
  site_.Course(10);
  site_.Learner(5, 10);
  site_.Learner(4, 10);
  site_.User(6, "Gone", "User", 1);
  site_.Enrol(6, 10);
  site_.Enrol(1, 10);
  site_.Assign(1, kSystemContext, kStudent);
  EXPECT_THAT(Pairs(1, 1), ElementsAre("4:10", "5:10"));
  EXPECT_THAT(Pairs(2), IsEmpty());
  CP_ASSERT_OK_AND_ASSIGN(const auto companies, source_->Companies(Soon()));
  ASSERT_THAT(companies, SizeIs(1));
  EXPECT_EQ(companies[0].id, CompanyId(1));
  EXPECT_EQ(companies[0].name, "The whole site");
  CP_ASSERT_OK_AND_ASSIGN(const sync::SourceInfo info, source_->Probe(Soon()));
  EXPECT_FALSE(info.iomad);
}

CP_ON_EVERY_ENGINE(PlainSource);

}  // namespace
}  // namespace cp::moodle
