#include "libs/moodle/log_touch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cp::moodle {
namespace {

using What = sync::Touched::What;

void ExpectTouched(const LogRow& row, What what, int64_t id) {
  const sync::Touched touched = TouchedBy(row);
  EXPECT_EQ(touched.what, what) << row.eventname;
  EXPECT_EQ(touched.id, id) << row.eventname;
}

TEST(TouchedBy, TheUserToWhomItWasDoneNotWhoDidIt) {
  for (const char* event :
       {"\\core\\event\\course_module_completion_updated", "\\core\\event\\course_completed",
        "\\core\\event\\user_enrolment_deleted", "\\core\\event\\role_unassigned", "\\core\\event\\user_updated"}) {
    ExpectTouched({.eventname = event, .courseid = 7, .relateduserid = 5, .userid = 2, .objectid = 9}, What::kUser, 5);
  }
}

TEST(TouchedBy, TheMemberWhomIomadNamesAsTheActor) {
  const char* event = "\\block_iomad_company_admin\\event\\company_user_unassigned";
  ExpectTouched({.eventname = event, .userid = 5, .objectid = 1}, What::kUser, 5);
  ExpectTouched({.eventname = event, .relateduserid = 6, .userid = 2, .objectid = 1}, What::kUser, 6);
}

TEST(TouchedBy, TheCourse) {
  for (const char* event : {"\\core\\event\\course_updated", "\\core\\event\\course_module_deleted",
                            "\\core\\event\\enrol_instance_updated", "\\core\\event\\course_reset_ended"}) {
    ExpectTouched({.eventname = event, .courseid = 7, .userid = 2, .objectid = 9}, What::kCourse, 7);
  }
  ExpectTouched({.eventname = "\\core\\event\\course_deleted", .courseid = 1, .userid = 2, .objectid = 9},
                What::kCourse, 9);
}

TEST(TouchedBy, WhatOnlyTheDigestsTell) {
  for (const char* event : {"\\core\\event\\course_category_updated", "\\core\\event\\capability_assigned",
                            "\\core\\event\\config_log_created"}) {
    ExpectTouched({.eventname = event, .userid = 2, .objectid = 9}, What::kLook, 0);
  }
  // It should name somebody.
  ExpectTouched({.eventname = "\\core\\event\\course_completed", .courseid = 7, .userid = 2}, What::kLook, 0);
}

TEST(TouchedBy, NothingOfOurs) {
  for (const char* event : {"\\core\\event\\user_loggedin", "\\core\\event\\course_viewed", "course_completed", "",
                            "\\core\\event\\user_graded"}) {
    ExpectTouched({.eventname = event, .courseid = 7, .relateduserid = 5, .userid = 2}, What::kNothing, 0);
  }
}

}  // namespace
}  // namespace cp::moodle
