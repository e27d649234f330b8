// IOMAD: local/iomad/lib/company.php, blocks/iomad_company_admin/externallib.php.
#include "absl/strings/str_cat.h"
#include "libs/moodle/player/moodle_player.h"

namespace cp::moodle {
namespace {

// As IOMAD fills it in: the person is `userid`, and nobody is `relateduserid`.
LogFields AboutMember(int64_t user, int64_t company) {
  LogFields fields;
  fields.objectid = absl::StrCat(company);
  fields.userid = absl::StrCat(user);
  fields.other = absl::StrCat("'{\"companyid\":", company, ",\"usertype\":0}'");
  return fields;
}

}  // namespace

void MoodlePlayer::LogAssigned(int64_t user, int64_t company) {
  Log("company_user_assigned", AboutMember(user, company));
}

absl::Status MoodlePlayer::AssignToCompany(int64_t user, int64_t company, int64_t department) {
  return AddToDepartment(user, company, department);
}

absl::Status MoodlePlayer::AssignAgain(int64_t user, int64_t company) {
  return Play([&] { LogAssigned(user, company); });
}

absl::Status MoodlePlayer::AddToDepartment(int64_t user, int64_t company, int64_t department) {
  return Play([&] {
    db_.Insert("mdl_company_users", {{"companyid", company}, {"userid", user}, {"departmentid", department}});
    LogAssigned(user, company);
  });
}

absl::Status MoodlePlayer::MoveToDepartment(int64_t user, int64_t company, int64_t department) {
  return Play([&] {
    db_.Run("DELETE FROM mdl_company_users WHERE userid = $0 AND companyid = $1", user, company);
    db_.Insert("mdl_company_users", {{"companyid", company}, {"userid", user}, {"departmentid", department}});
    LogAssigned(user, company);
  });
}

// Leaves the company's courses and loses all completion in them, also when another company shares the course.
absl::Status MoodlePlayer::UnassignFromCompany(int64_t user, int64_t company, bool externally) {
  return Play([&] {
    for (const int64_t course : db_.Ints(
             "SELECT DISTINCT e.courseid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE "
             "ue.userid = $0 AND ue.status = 0 AND e.status = 0 AND (e.courseid IN (SELECT courseid FROM "
             "mdl_company_course WHERE companyid = $1) OR e.courseid IN (SELECT courseid FROM mdl_iomad_courses WHERE "
             "shared = 1)) ORDER BY e.courseid",
             user, company)) {
      LeaveCourse(user, course);
      ForgetCompletion(user, course);
    }
    db_.Run("DELETE FROM mdl_company_users WHERE userid = $0 AND companyid = $1", user, company);
    db_.Run("UPDATE mdl_local_iomad_track SET modifiedtime = $0 WHERE userid = $1 AND companyid = $2", now_, user,
            company);
    if (!externally) return;
    db_.Run("UPDATE mdl_user SET lastaccess = $0 WHERE id = $1", now_, kAdminUser);
    Log("company_user_unassigned", AboutMember(user, company));
  });
}

absl::Status MoodlePlayer::MakeManager(int64_t user, int64_t company) {
  return Play([&] {
    db_.Run("UPDATE mdl_company_users SET managertype = 1 WHERE userid = $0 AND companyid = $1", user, company);
    AssignRole(kCompanyManagerRole, kSystemLevel, 0, user);
    for (const std::vector<int64_t>& row : db_.Rows(
             "SELECT cc.courseid, MIN(e.id) FROM mdl_company_course cc JOIN mdl_enrol e ON e.courseid = cc.courseid "
             "AND e.enrol = 'manual' WHERE cc.companyid = $0 GROUP BY cc.courseid ORDER BY cc.courseid",
             company)) {
      if (db_.Int("SELECT COUNT(*) FROM mdl_user_enrolments WHERE enrolid = $0 AND userid = $1", row[1], user) > 0) {
        AssignRole(kCourseEditorRole, kCourseLevel, row[0], user);
      } else {
        InsertEnrolment(user, row[1], 0, 0, kCourseEditorRole);
      }
    }
    LogAssigned(user, company);
  });
}

absl::Status MoodlePlayer::AddCompanyCourse(int64_t company, int64_t course) {
  return Play([&] {
    const int64_t department = db_.Int("SELECT MIN(id) FROM mdl_department WHERE company = $0", company);
    db_.Insert("mdl_company_course", {{"companyid", company}, {"courseid", course}, {"departmentid", department}});
  });
}

// The course's IOMAD settings go with it when no other company has it.
absl::Status MoodlePlayer::RemoveCompanyCourse(int64_t company, int64_t course) {
  return Play([&] {
    db_.Run("DELETE FROM mdl_company_course WHERE companyid = $0 AND courseid = $1", company, course);
    db_.Run("DELETE FROM mdl_company_created_courses WHERE companyid = $0 AND courseid = $1", company, course);
    if (db_.Int("SELECT COUNT(*) FROM mdl_company_course WHERE courseid = $0", course) > 0) return;
    db_.Run("DELETE FROM mdl_iomad_courses WHERE courseid = $0", course);
  });
}

// Also every person who is in no other company; nothing is stamped.
absl::Status MoodlePlayer::SuspendCompany(int64_t company, bool suspended) {
  return Play([&] {
    db_.Run("UPDATE mdl_company SET suspended = $0 WHERE id = $1", int{suspended}, company);
    for (const int64_t user : db_.Ints(
             "SELECT DISTINCT cu.userid FROM mdl_company_users cu WHERE cu.companyid = $0 AND NOT EXISTS (SELECT 1 "
             "FROM "
             "mdl_company_users other WHERE other.userid = cu.userid AND other.companyid <> $0) ORDER BY cu.userid",
             company)) {
      db_.Run("UPDATE mdl_user SET suspended = $0 WHERE id = $1", int{suspended}, user);
      db_.Run("UPDATE mdl_company_users SET suspended = $0 WHERE userid = $1 AND companyid = $2", int{suspended}, user,
              company);
    }
  });
}

absl::Status MoodlePlayer::RenameCompany(int64_t company, absl::string_view name) {
  return Play([&] { db_.Run("UPDATE mdl_company SET name = $0 WHERE id = $1", SqlValue(name).sql(), company); });
}

// The web service stamps the last access of its own account.
absl::Status MoodlePlayer::ShareCourse(int64_t course, int64_t shared) {
  return Play([&] {
    const int64_t id = db_.Int("SELECT id FROM mdl_iomad_courses WHERE courseid = $0", course);
    db_.Run("UPDATE mdl_iomad_courses SET shared = $0 WHERE id = $1", shared, id);
    db_.Run("UPDATE mdl_user SET lastaccess = $0 WHERE id = $1", now_, kAdminUser);
    LogFields fields;
    fields.objectid = absl::StrCat(id);
    Log("company_course_updated", fields);
  });
}

}  // namespace cp::moodle
