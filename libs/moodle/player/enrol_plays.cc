// Moodle: lib/enrollib.php, lib/accesslib.php. IOMAD: local/iomad/lib/user.php, local/iomad_track.
#include "absl/strings/str_cat.h"
#include "libs/moodle/player/moodle_player.h"

namespace cp::moodle {
namespace {

constexpr char kCapability[] = "moodle/course:isincompletionreports";

std::string How(absl::string_view enrol) { return absl::StrCat("'{\"enrol\":\"", enrol, "\"}'"); }

}  // namespace

bool MoodlePlayer::IsEnrolled(int64_t user, int64_t course) {
  return db_.Int(
             "SELECT COUNT(*) FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE ue.userid = $0 "
             "AND e.courseid = $1",
             user, course) > 0;
}

bool MoodlePlayer::AssignRole(int64_t role, int level, int64_t instance, int64_t user) {
  const int64_t context = ContextOf(level, instance);
  if (db_.Int("SELECT COUNT(*) FROM mdl_role_assignments WHERE roleid = $0 AND contextid = $1 AND userid = $2", role,
              context, user) > 0) {
    return false;
  }
  db_.Insert(
      "mdl_role_assignments",
      {{"roleid", role}, {"contextid", context}, {"userid", user}, {"timemodified", now_}, {"modifierid", kAdminUser}});
  LogFields fields;
  fields.objectid = absl::StrCat(role);
  fields.contextlevel = level;
  fields.contextinstanceid = absl::StrCat(instance);
  fields.courseid = absl::StrCat(level == kCourseLevel ? instance : 0);
  fields.relateduserid = absl::StrCat(user);
  Log("role_assigned", fields);
  return true;
}

void MoodlePlayer::Track(int64_t user, int64_t course, bool first, int64_t timestart) {
  if (!first) {
    db_.Run(
        "UPDATE mdl_local_iomad_track SET modifiedtime = $0 WHERE userid = $1 AND courseid = $2 AND coursecleared = 0",
        now_, user, course);
    return;
  }
  const int64_t company = db_.Int("SELECT MIN(companyid) FROM mdl_company_users WHERE userid = $0", user);
  db_.Insert("mdl_local_iomad_track", {{"courseid", course},
                                       {"coursename", "track"},
                                       {"userid", user},
                                       {"timeenrolled", timestart > 0 ? timestart : now_},
                                       {"companyid", company},
                                       {"modifiedtime", now_}});
}

void MoodlePlayer::InsertEnrolment(int64_t user, int64_t instance, int64_t timestart, int64_t timeend, int64_t role) {
  const int64_t course = db_.Int("SELECT courseid FROM mdl_enrol WHERE id = $0", instance);
  const bool first = !IsEnrolled(user, course);
  const int64_t id = db_.Insert("mdl_user_enrolments", {{"status", 0},
                                                        {"enrolid", instance},
                                                        {"userid", user},
                                                        {"timestart", timestart},
                                                        {"timeend", timeend},
                                                        {"modifierid", kAdminUser},
                                                        {"timecreated", now_},
                                                        {"timemodified", now_}});
  LogFields fields = InCourse(course, absl::StrCat(id), user);
  fields.other = How("manual");
  Log("user_enrolment_created", fields);
  Track(user, course, first, timestart);
  AssignRole(role, kCourseLevel, course, user);
}

absl::Status MoodlePlayer::Enrol(int64_t user, int64_t instance, int64_t timestart, int64_t timeend) {
  return Play([&] { InsertEnrolment(user, instance, timestart, timeend, kStudentRole); });
}

absl::Status MoodlePlayer::UpdateEnrolment(int64_t enrolment, int64_t status, int64_t timestart, int64_t timeend) {
  return Play([&] {
    db_.Run(
        "UPDATE mdl_user_enrolments SET status = $0, timestart = $1, timeend = $2, modifierid = 2, timemodified = $3 "
        "WHERE id = $4",
        status, timestart, timeend, now_, enrolment);
    const auto row = db_.Rows(
        "SELECT ue.userid, e.courseid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE ue.id = "
        "$0",
        enrolment);
    LogFields fields = InCourse(row.at(0)[1], absl::StrCat(enrolment), row[0][0]);
    fields.other = How("manual");
    Log("user_enrolment_updated", fields);
  });
}

absl::Status MoodlePlayer::EnrolAgain(int64_t enrolment) {
  const auto row = db_.Rows("SELECT status, timestart, timeend FROM mdl_user_enrolments WHERE id = $0", enrolment);
  return UpdateEnrolment(enrolment, row.at(0)[0], row[0][1], row[0][2]);
}

void MoodlePlayer::UnassignRoles(int64_t user, int64_t course) {
  const int64_t context = ContextOf(kCourseLevel, course);
  for (const int64_t role : db_.Ints(
           "SELECT roleid FROM mdl_role_assignments WHERE contextid = $0 AND userid = $1 ORDER BY id", context, user)) {
    Log("role_unassigned", InCourse(course, absl::StrCat(role), user));
  }
  db_.Run("DELETE FROM mdl_role_assignments WHERE contextid = $0 AND userid = $1", context, user);
}

void MoodlePlayer::DeleteEnrolment(int64_t enrolment) {
  const auto row = db_.Rows(
      "SELECT ue.userid, e.courseid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE ue.id = $0",
      enrolment);
  const int64_t user = row.at(0)[0], course = row[0][1];
  db_.Run("DELETE FROM mdl_user_enrolments WHERE id = $0", enrolment);
  if (!IsEnrolled(user, course)) UnassignRoles(user, course);
  LogFields fields = InCourse(course, absl::StrCat(enrolment), user);
  fields.other = How("manual");
  Log("user_enrolment_deleted", fields);
}

void MoodlePlayer::LeaveCourse(int64_t user, int64_t course) {
  for (const int64_t enrolment : db_.Ints(
           "SELECT ue.id FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE ue.userid = $0 AND "
           "e.courseid = $1 ORDER BY ue.id",
           user, course)) {
    DeleteEnrolment(enrolment);
  }
}

absl::Status MoodlePlayer::Unenrol(int64_t enrolment) {
  return Play([&] { DeleteEnrolment(enrolment); });
}

absl::Status MoodlePlayer::UnenrolFromCompany(int64_t user, int64_t course) {
  return Play([&] {
    LeaveCourse(user, course);
    db_.Run("DELETE FROM mdl_local_iomad_track WHERE userid = $0 AND courseid = $1 AND coursecleared = 0", user,
            course);
  });
}

absl::Status MoodlePlayer::ProcessExpirations() {
  return Play([&] {
    for (const std::vector<int64_t>& row : db_.Rows(
             "SELECT ue.id, ue.userid, e.courseid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid "
             "WHERE ue.status = 0 AND ue.timeend > 0 AND ue.timeend < $0 ORDER BY ue.id",
             now_)) {
      db_.Run("UPDATE mdl_user_enrolments SET status = 1, timemodified = $0 WHERE id = $1", now_, row[0]);
      LogFields fields = InCourse(row[2], absl::StrCat(row[0]), row[1]);
      fields.other = How("self");
      Log("user_enrolment_updated", fields);
    }
  });
}

absl::Status MoodlePlayer::SetInstanceEnabled(int64_t instance, bool enabled) {
  return Play([&] {
    db_.Run("UPDATE mdl_enrol SET status = $0 WHERE id = $1", enabled ? 0 : 1, instance);
    const int64_t course = db_.Int("SELECT courseid FROM mdl_enrol WHERE id = $0", instance);
    LogFields fields = InCourse(course, absl::StrCat(instance), 0);
    fields.other = How("self");
    Log("enrol_instance_updated", fields);
  });
}

absl::Status MoodlePlayer::DeleteInstance(int64_t instance) {
  return Play([&] {
    const int64_t course = db_.Int("SELECT courseid FROM mdl_enrol WHERE id = $0", instance);
    for (const int64_t enrolment :
         db_.Ints("SELECT id FROM mdl_user_enrolments WHERE enrolid = $0 ORDER BY id", instance)) {
      DeleteEnrolment(enrolment);
    }
    db_.Run("DELETE FROM mdl_enrol WHERE id = $0", instance);
    LogFields fields = InCourse(course, absl::StrCat(instance), 0);
    fields.other = How("self");
    Log("enrol_instance_deleted", fields);
  });
}

absl::Status MoodlePlayer::AssignStudent(int64_t user, int64_t course) {
  return Play([&] { AssignRole(kStudentRole, kCourseLevel, course, user); });
}

absl::Status MoodlePlayer::RemoveStudent(int64_t user, int64_t course) {
  return Play([&] {
    db_.Run("DELETE FROM mdl_role_assignments WHERE roleid = $0 AND contextid = $1 AND userid = $2", kStudentRole,
            ContextOf(kCourseLevel, course), user);
    Log("role_unassigned", InCourse(course, absl::StrCat(kStudentRole), user));
  });
}

absl::Status MoodlePlayer::PreventTracking(int64_t course) {
  return Play([&] {
    db_.Insert("mdl_role_capabilities", {{"contextid", ContextOf(kCourseLevel, course)},
                                         {"roleid", kStudentRole},
                                         {"capability", kCapability},
                                         {"permission", -1},
                                         {"timemodified", now_},
                                         {"modifierid", kAdminUser}});
    LogFields fields = InCourse(course, absl::StrCat(kStudentRole), 0);
    fields.other = absl::StrCat("'{\"capability\":\"", kCapability, "\",\"oldpermission\":0,\"permission\":-1}'");
    Log("capability_assigned", fields);
  });
}

absl::Status MoodlePlayer::AllowTracking(int64_t course) {
  return Play([&] {
    db_.Run("DELETE FROM mdl_role_capabilities WHERE contextid = $0 AND roleid = $1 AND capability = '$2'",
            ContextOf(kCourseLevel, course), kStudentRole, kCapability);
    LogFields fields = InCourse(course, absl::StrCat(kStudentRole), 0);
    fields.other = absl::StrCat("'{\"capability\":\"", kCapability, "\"}'");
    Log("capability_unassigned", fields);
  });
}

}  // namespace cp::moodle
