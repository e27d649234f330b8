#include "absl/strings/str_cat.h"
#include "libs/moodle/player/operations.h"

namespace cp::moodle {
namespace {

using Target = std::vector<int64_t>;

// (user, instance) of learners who are not in the course, in the first instance of a kind.
constexpr char kNotEnrolled[] = R"sql(
  SELECT u.id, e.id FROM mdl_user u JOIN mdl_enrol e ON e.enrol = 'manual' AND e.status = 0
   WHERE u.id > 2 AND u.deleted = 0
     AND NOT EXISTS (SELECT 1 FROM mdl_user_enrolments ue JOIN mdl_enrol other ON other.id = ue.enrolid
                      WHERE ue.userid = u.id AND other.courseid = e.courseid))sql";

// (enrolment, timestart, timeend, status) where ..
std::string Enrolments(absl::string_view where) {
  return absl::StrCat("SELECT ue.id, ue.timestart, ue.timeend, ue.status FROM mdl_user_enrolments ue WHERE ", where);
}

// Enrolments of users who have so many in the course.
std::string EnrolmentsOf(absl::string_view how_many) {
  return absl::StrCat(
      "SELECT ue.id FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE (SELECT COUNT(*) FROM "
      "mdl_user_enrolments all_ue JOIN mdl_enrol all_e ON all_e.id = all_ue.enrolid WHERE all_ue.userid = ue.userid "
      "AND "
      "all_e.courseid = e.courseid) ",
      how_many);
}

std::vector<Operation> NewEnrolments() {
  constexpr char kRows[] = "user_enrolments.insert, role_assignments.insert?, local_iomad_track.insert";
  constexpr char kEvents[] = "user_enrolment_created, role_assigned?";
  return {
      {"enrol.new", "enrol: new manual enrolment (no timestart given)", FoundBy::kNewRow, kRows, "", kEvents,
       kNotEnrolled, [](MoodlePlayer& p, const Target& t) { return p.Enrol(t[0], t[1]); }},
      {"enrol.future", "enrol: enrolment with timestart in the FUTURE", FoundBy::kNewRow, kRows, "", kEvents,
       kNotEnrolled, [](MoodlePlayer& p, const Target& t) { return p.Enrol(t[0], t[1], p.now() + 300); }},
      {"enrol.limited", "enrol: enrolment that ends soon", FoundBy::kNewRow, kRows, "", kEvents, kNotEnrolled,
       [](MoodlePlayer& p, const Target& t) { return p.Enrol(t[0], t[1], 0, p.now() + 600); }},
      {"enrol.second", "enrol: second enrolment of the same user (self next to manual)", FoundBy::kNewRow,
       "user_enrolments.insert, role_assignments.insert?, local_iomad_track.update?", "",
       "user_enrolment_created, role_assigned?",
       "SELECT ue.userid, other.id FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid JOIN mdl_enrol "
       "other "
       "ON other.courseid = e.courseid AND other.id <> e.id WHERE NOT EXISTS (SELECT 1 FROM mdl_user_enrolments there "
       "WHERE there.enrolid = other.id AND there.userid = ue.userid)",
       [](MoodlePlayer& p, const Target& t) { return p.Enrol(t[0], t[1]); }},
  };
}

std::vector<Operation> ChangedEnrolments() {
  constexpr char kRows[] = "user_enrolments.update";
  constexpr char kEvents[] = "user_enrolment_updated";
  return {
      {"enrol.suspend", "enrol: suspend one enrolment (update_user_enrol)", FoundBy::kLog, kRows, "", kEvents,
       Enrolments("ue.status = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.UpdateEnrolment(t[0], 1, t[1], t[2]); }},
      {"enrol.unsuspend", "enrol: suspended enrolment active again (update_user_enrol)", FoundBy::kLog, kRows, "",
       kEvents, Enrolments("ue.status = 1"),
       [](MoodlePlayer& p, const Target& t) { return p.UpdateEnrolment(t[0], 0, t[1], t[2]); }},
      {"enrol.end_past", "enrol: set timeend in past (update_user_enrol)", FoundBy::kLog, kRows, "", kEvents,
       Enrolments("ue.timestart < $0 - 10"),
       [](MoodlePlayer& p, const Target& t) { return p.UpdateEnrolment(t[0], t[3], t[1], p.now() - 5); }},
      {"enrol.end_soon", "enrol: set timeend (update_user_enrol)", FoundBy::kLog, kRows, "", kEvents,
       Enrolments("ue.timestart < $0"),
       [](MoodlePlayer& p, const Target& t) { return p.UpdateEnrolment(t[0], t[3], t[1], p.now() + 200); }},
      {"enrol.no_end", "enrol: timeend removed (update_user_enrol)", FoundBy::kLog, kRows, "", kEvents,
       Enrolments("ue.timeend > 0"),
       [](MoodlePlayer& p, const Target& t) { return p.UpdateEnrolment(t[0], t[3], t[1], 0); }},
      {"enrol.again", "enrol: re-enrol with unchanged data (enrol_user again)", FoundBy::kLog, kRows, "", kEvents,
       Enrolments("ue.status = 0"), [](MoodlePlayer& p, const Target& t) { return p.EnrolAgain(t[0]); }},
      {"enrol.expire", "enrol: expired user, process_expirations (expiredaction suspend)", FoundBy::kLog, kRows, "",
       kEvents, Enrolments("ue.status = 0 AND ue.timeend > 0 AND ue.timeend < $0"),
       [](MoodlePlayer& p, const Target&) { return p.ProcessExpirations(); }},
      {"time.window", "an enrolment window opens or closes by the clock", FoundBy::kClock, "", "", "",
       "SELECT MIN(edge) FROM (SELECT timestart AS edge FROM mdl_user_enrolments WHERE status = 0 AND timestart > $0 "
       "UNION "
       "SELECT timeend FROM mdl_user_enrolments WHERE status = 0 AND timeend > $0) edges HAVING MIN(edge) IS NOT NULL",
       [](MoodlePlayer& p, const Target& t) {
         p.set_now(t[0] + 1);
         return absl::OkStatus();
       }},
  };
}

std::vector<Operation> EndedEnrolments() {
  constexpr char kEvents[] = "role_unassigned?, user_enrolment_deleted";
  return {
      {"enrol.unenrol_last", "enrol: unenrol_user (last enrolment)", FoundBy::kLog, "",
       "user_enrolments.delete, role_assignments.delete?", kEvents, EnrolmentsOf("= 1"),
       [](MoodlePlayer& p, const Target& t) { return p.Unenrol(t[0]); }},
      {"enrol.unenrol_one", "enrol: unenrol one of two enrolments", FoundBy::kLog, "", "user_enrolments.delete",
       "user_enrolment_deleted", EnrolmentsOf("> 1"), [](MoodlePlayer& p, const Target& t) { return p.Unenrol(t[0]); }},
      {"enrol.unenrol_iomad", "enrol: IOMAD company_user::unenrol", FoundBy::kLog, "",
       "user_enrolments.delete, role_assignments.delete?, local_iomad_track.delete?", kEvents,
       "SELECT DISTINCT ue.userid, e.courseid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid",
       [](MoodlePlayer& p, const Target& t) { return p.UnenrolFromCompany(t[0], t[1]); }},
      {"enrol.instance_off", "enrol: instance disabled (update_status)", FoundBy::kLog, "", "enrol.update",
       "enrol_instance_updated", "SELECT id FROM mdl_enrol WHERE status = 0",
       [](MoodlePlayer& p, const Target& t) { return p.SetInstanceEnabled(t[0], false); }},
      {"enrol.instance_on", "enrol: instance enabled", FoundBy::kLog, "", "enrol.update", "enrol_instance_updated",
       "SELECT id FROM mdl_enrol WHERE status = 1",
       [](MoodlePlayer& p, const Target& t) { return p.SetInstanceEnabled(t[0], true); }},
      {"enrol.instance_deleted", "enrol: instance DELETED (delete_instance)", FoundBy::kLog, "",
       "enrol.delete, user_enrolments.delete?, role_assignments.delete?",
       "role_unassigned?, user_enrolment_deleted?, enrol_instance_deleted",
       "SELECT id FROM mdl_enrol WHERE enrol = 'self'",
       [](MoodlePlayer& p, const Target& t) { return p.DeleteInstance(t[0]); }},
  };
}

std::vector<Operation> RoleOperations() {
  const std::string students =
      "SELECT ra.userid, x.instanceid FROM mdl_role_assignments ra JOIN mdl_context x ON x.id = ra.contextid AND "
      "x.contextlevel = 50 WHERE ra.roleid = 5";
  const std::string overridden =
      "EXISTS (SELECT 1 FROM mdl_role_capabilities rc JOIN mdl_context x ON x.id = rc.contextid WHERE x.contextlevel = "
      "50 "
      "AND x.instanceid = c.id AND rc.roleid = 5)";
  return {
      {"role.remove", "role: student role removed from course context (user still enrolled, no longer tracked)",
       FoundBy::kLog, "", "role_assignments.delete", "role_unassigned", students,
       [](MoodlePlayer& p, const Target& t) { return p.RemoveStudent(t[0], t[1]); }},
      {"role.assign", "role: student role assigned to an enrolled user", FoundBy::kNewRow, "role_assignments.insert",
       "", "role_assigned",
       "SELECT DISTINCT ue.userid, e.courseid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid JOIN "
       "mdl_context x ON x.contextlevel = 50 AND x.instanceid = e.courseid WHERE NOT EXISTS (SELECT 1 FROM "
       "mdl_role_assignments ra WHERE ra.contextid = x.id AND ra.userid = ue.userid AND ra.roleid = 5)",
       [](MoodlePlayer& p, const Target& t) { return p.AssignStudent(t[0], t[1]); }},
      {"role.prevent", "role capability: moodle/course:isincompletionreports removed from student", FoundBy::kLog,
       "role_capabilities.insert", "", "capability_assigned",
       absl::StrCat("SELECT c.id FROM mdl_course c WHERE c.id > 1 AND NOT ", overridden),
       [](MoodlePlayer& p, const Target& t) { return p.PreventTracking(t[0]); }},
      {"role.allow", "role capability: override removed (unassign_capability)", FoundBy::kLog, "",
       "role_capabilities.delete", "capability_unassigned",
       absl::StrCat("SELECT c.id FROM mdl_course c WHERE c.id > 1 AND ", overridden),
       [](MoodlePlayer& p, const Target& t) { return p.AllowTracking(t[0]); }},
  };
}

}  // namespace

std::vector<Operation> EnrolmentOperations() {
  std::vector<Operation> all = NewEnrolments();
  for (const auto& part : {ChangedEnrolments(), EndedEnrolments(), RoleOperations()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace cp::moodle
