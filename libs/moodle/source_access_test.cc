// Who is tracked: Moodle's has_capability('moodle/course:isincompletionreports') in all its corners, on real tables.
#include "libs/moodle/source_test_base.h"

namespace cp::moodle {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kOther = 6;  // a role of the test

class SourceAccess : public SourceTest {
 protected:
  SourceAccess() {
    for (const int64_t course : {10, 11}) {
      site_.Course(course);
      site_.CompanyCourse(1, course);
    }
    site_.User(5);
    site_.Member(1, 5);
    site_.Enrol(5, 10);
    site_.Enrol(5, 11);
  }
};

TEST_P(SourceAccess, EnrolmentWithoutARoleIsNotTracked) { EXPECT_THAT(Pairs(), IsEmpty()); }

TEST_P(SourceAccess, RoleInOneCourseCountsThereOnly) {
  site_.Assign(5, CourseContext(10), kStudent);
  site_.Assign(5, CourseContext(11), kTeacher);
  EXPECT_THAT(Pairs(), ElementsAre("5:10"));
}

TEST_P(SourceAccess, RoleInCategoryCountsBelowIt) {
  site_.Assign(5, kCategoryContext, kStudent);
  EXPECT_THAT(Pairs(), ElementsAre("5:10", "5:11"));
}

TEST_P(SourceAccess, RoleInSystemCountsEverywhere) {
  site_.Assign(5, kSystemContext, kStudent);
  EXPECT_THAT(Pairs(), ElementsAre("5:10", "5:11"));
}

TEST_P(SourceAccess, NearerDefinitionWins) {
  site_.Assign(5, kSystemContext, kStudent);
  site_.Define(kStudent, kCategoryContext, -1);
  site_.Define(kStudent, CourseContext(11), 1);
  EXPECT_THAT(Pairs(), ElementsAre("5:11"));
}

TEST_P(SourceAccess, PreventedRoleDoesNotSpoilAnother) {
  site_.Assign(5, CourseContext(10), kStudent);
  site_.Assign(5, CourseContext(10), kOther);
  site_.Define(kOther, kSystemContext, -1);
  EXPECT_THAT(Pairs(), ElementsAre("5:10"));
}

TEST_P(SourceAccess, ProhibitInAnyRoleAnywhereOnThePathWins) {
  site_.Assign(5, kSystemContext, kStudent);
  site_.Assign(5, CourseContext(10), kOther);
  site_.Define(kOther, kCategoryContext, -1000);
  site_.Define(kOther, CourseContext(10), 1);
  EXPECT_THAT(Pairs(), ElementsAre("5:11"));
}

TEST_P(SourceAccess, DefaultRoleOfAllUsersCounts) {
  site_.Define(kEverybody, CourseContext(10), 1);
  site_.Assign(5, CourseContext(11), kStudent);
  site_.Define(kEverybody, CourseContext(11), -1000);
  EXPECT_THAT(Pairs(), ElementsAre("5:10"));
}

TEST_P(SourceAccess, SiteAdministratorMayAnything) {
  site_.Config("siteadmins", "2,5");
  site_.Define(kEverybody, kSystemContext, -1000);
  EXPECT_THAT(Pairs(), ElementsAre("5:10", "5:11"));
}

TEST_P(SourceAccess, AssignmentsOfOthersDoNotCount) {
  site_.Learner(4, 10);
  site_.Learner(6, 11);
  EXPECT_THAT(Pairs(), ElementsAre("4:10", "6:11"));
}

TEST_P(SourceAccess, UntrackedCountWhenAskedFor) {
  options_.include_untracked = true;
  EXPECT_THAT(Pairs(), ElementsAre("5:10", "5:11"));
}

CP_ON_EVERY_ENGINE(SourceAccess);

}  // namespace
}  // namespace cp::moodle
