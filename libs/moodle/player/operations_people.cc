#include "absl/strings/str_cat.h"
#include "libs/moodle/player/operations.h"

namespace cp::moodle {
namespace {

using Target = std::vector<int64_t>;

// Learners: neither guest nor administrator.
std::string Users(absl::string_view where) {
  return absl::StrCat("SELECT u.id FROM mdl_user u WHERE u.id > 2 AND u.deleted = 0 AND ", where);
}

// (user, company) where ..
std::string Members(absl::string_view where) {
  return absl::StrCat(
      "SELECT DISTINCT cu.userid, cu.companyid FROM mdl_company_users cu JOIN mdl_user u ON u.id = cu.userid WHERE ",
      where);
}

// (user, company, department): a department of the company that the member is not in.
constexpr char kOtherDepartments[] = R"sql(
  SELECT DISTINCT cu.userid, cu.companyid, d.id FROM mdl_company_users cu JOIN mdl_department d ON d.company = cu.companyid
   WHERE NOT EXISTS (SELECT 1 FROM mdl_company_users there
                      WHERE there.userid = cu.userid AND there.companyid = cu.companyid AND there.departmentid = d.id))sql";

std::string SharedCourses(absl::string_view where) {
  return absl::StrCat("SELECT ic.courseid FROM mdl_iomad_courses ic JOIN mdl_course c ON c.id = ic.courseid WHERE ",
                      where);
}

std::vector<Operation> AccountOperations() {
  constexpr char kStamp[] = "user.update";
  constexpr char kEvents[] = "user_updated";
  constexpr char kGone[] = "user_enrolments.delete?, role_assignments.delete?, company_users.delete?";
  constexpr char kGoneEvents[] = "role_unassigned?, user_enrolment_deleted?, user_deleted";
  const std::string enough = Users("(SELECT COUNT(*) FROM mdl_user others WHERE others.deleted = 0) > 9");
  return {
      {"user.rename", "user: rename (user_update_user)", FoundBy::kLog, kStamp, "", kEvents, Users("u.id > 2"),
       [](MoodlePlayer& p, const Target& t) { return p.RenameUser(t[0], absl::StrCat("O'Neil Žižek ", p.now())); }},
      {"user.email", "user: email (user_update_user)", FoundBy::kLog, kStamp, "", kEvents, Users("u.id > 2"),
       [](MoodlePlayer& p, const Target& t) {
         return p.ChangeEmail(t[0], absl::StrCat("new", p.now(), "@example.test"));
       }},
      {"user.suspend", "user: suspend (user_update_user suspended=1)", FoundBy::kLog, kStamp, "", kEvents,
       Users("u.suspended = 0"), [](MoodlePlayer& p, const Target& t) { return p.SuspendUser(t[0], true); }},
      {"user.unsuspend", "user: unsuspend (user_update_user suspended=0)", FoundBy::kLog, kStamp, "", kEvents,
       Users("u.suspended = 1"), [](MoodlePlayer& p, const Target& t) { return p.SuspendUser(t[0], false); }},
      {"user.suspend_iomad", "user: suspend through IOMAD company_user::suspend", FoundBy::kDigest, "",
       "user.update?, company_users.update", "", Members("cu.suspended = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.SuspendUserInCompany(t[0], t[1], true); }},
      {"user.unsuspend_iomad", "user: unsuspend through IOMAD", FoundBy::kDigest, "",
       "user.update?, company_users.update", "", Members("cu.suspended = 1"),
       [](MoodlePlayer& p, const Target& t) { return p.SuspendUserInCompany(t[0], t[1], false); }},
      {"user.delete", "user: delete_user()", FoundBy::kLog, "user.update, local_iomad_track.update?", kGone,
       kGoneEvents, enough, [](MoodlePlayer& p, const Target& t) { return p.DeleteUser(t[0]); }},
      {"user.delete_iomad", "user: IOMAD company_user::delete", FoundBy::kLog, kStamp, kGone, kGoneEvents, enough,
       [](MoodlePlayer& p, const Target& t) { return p.DeleteUserInIomad(t[0]); }},
  };
}

std::vector<Operation> MembershipOperations() {
  constexpr char kEvents[] = "company_user_assigned";
  constexpr char kLeft[] =
      "user_enrolments.delete?, role_assignments.delete?, company_users.delete, course_modules_completion.delete?, "
      "course_completions.delete?, course_completion_crit_compl.delete?";
  return {
      {"company.assign", "company: assign_user_to_company (2nd company)", FoundBy::kNewRow, "", "company_users.insert",
       kEvents,
       "SELECT u.id, c.id, MIN(d.id) FROM mdl_user u JOIN mdl_company c ON u.id > 2 AND u.deleted = 0 JOIN "
       "mdl_department d "
       "ON d.company = c.id WHERE NOT EXISTS (SELECT 1 FROM mdl_company_users cu WHERE cu.userid = u.id AND "
       "cu.companyid = "
       "c.id) GROUP BY u.id, c.id",
       [](MoodlePlayer& p, const Target& t) { return p.AssignToCompany(t[0], t[1], t[2]); }},
      {"company.assign_again", "company: user added to 2nd department of the same company (upsert)", FoundBy::kNothing,
       "", "", kEvents, Members("u.deleted = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.AssignAgain(t[0], t[1]); }},
      {"company.department", "company: added to a second department (upsert)", FoundBy::kNewRow, "",
       "company_users.insert", kEvents, kOtherDepartments,
       [](MoodlePlayer& p, const Target& t) { return p.AddToDepartment(t[0], t[1], t[2]); }},
      {"company.move", "company: moved to department (upsert_company_user move=true)", FoundBy::kNewRow, "",
       "company_users.insert, company_users.delete", kEvents, kOtherDepartments,
       [](MoodlePlayer& p, const Target& t) { return p.MoveToDepartment(t[0], t[1], t[2]); }},
      {"company.unassign", "company: unassign_user_from_company (enrolled user)", FoundBy::kDigest,
       "local_iomad_track.update?", kLeft, "role_unassigned?, user_enrolment_deleted?", Members("u.deleted = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.UnassignFromCompany(t[0], t[1], false); }},
      {"company.unassign_externally", "company: external assign/unassign_users (unassign)", FoundBy::kLog,
       "user.update, local_iomad_track.update?", kLeft,
       "role_unassigned?, user_enrolment_deleted?, company_user_unassigned", Members("u.deleted = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.UnassignFromCompany(t[0], t[1], true); }},
      {"company.manager", "company: becomes manager (upsert managertype=1)", FoundBy::kNewRow,
       "user_enrolments.insert?, role_assignments.insert?, local_iomad_track.insert?, local_iomad_track.update?",
       "company_users.update", "role_assigned?, user_enrolment_created?, company_user_assigned",
       Members("u.deleted = 0 AND cu.managertype = 0"),
       [](MoodlePlayer& p, const Target& t) { return p.MakeManager(t[0], t[1]); }},
  };
}

std::vector<Operation> CompanySettings() {
  return {
      {"company.add_course", "company: add_course", FoundBy::kDigest, "", "company_course.insert", "",
       "SELECT c.id, k.id FROM mdl_company c JOIN mdl_course k ON k.id > 1 WHERE NOT EXISTS (SELECT 1 FROM "
       "mdl_company_course cc WHERE cc.companyid = c.id AND cc.courseid = k.id)",
       [](MoodlePlayer& p, const Target& t) { return p.AddCompanyCourse(t[0], t[1]); }},
      {"company.remove_course", "company: remove_course", FoundBy::kDigest, "",
       "company_course.delete, company_created_courses.delete?, iomad_courses.delete?", "",
       "SELECT DISTINCT companyid, courseid FROM mdl_company_course",
       [](MoodlePlayer& p, const Target& t) { return p.RemoveCompanyCourse(t[0], t[1]); }},
      {"company.suspend", "company: suspend()", FoundBy::kDigest, "",
       "company.update, user.update?, company_users.update?", "", "SELECT id FROM mdl_company WHERE suspended = 0",
       [](MoodlePlayer& p, const Target& t) { return p.SuspendCompany(t[0], true); }},
      {"company.unsuspend", "company: unsuspend", FoundBy::kDigest, "",
       "company.update, user.update?, company_users.update?", "", "SELECT id FROM mdl_company WHERE suspended = 1",
       [](MoodlePlayer& p, const Target& t) { return p.SuspendCompany(t[0], false); }},
      {"company.rename", "company: rename (edit_companies)", FoundBy::kDigest, "", "company.update", "",
       "SELECT id FROM mdl_company",
       [](MoodlePlayer& p, const Target& t) { return p.RenameCompany(t[0], absl::StrCat("Söhne ", p.now())); }},
      {"company.share_course", "iomad: course made shared (update_courses external)", FoundBy::kLog, "user.update",
       "iomad_courses.update", "company_course_updated", SharedCourses("ic.shared <> 1"),
       [](MoodlePlayer& p, const Target& t) { return p.ShareCourse(t[0], 1); }},
      {"company.unshare_course", "iomad: course no longer shared (update_courses external)", FoundBy::kLog,
       "user.update", "iomad_courses.update", "company_course_updated", SharedCourses("ic.shared = 1"),
       [](MoodlePlayer& p, const Target& t) { return p.ShareCourse(t[0], 0); }},
  };
}

}  // namespace

std::vector<Operation> PeopleOperations() {
  std::vector<Operation> all = AccountOperations();
  for (const auto& part : {MembershipOperations(), CompanySettings()}) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace cp::moodle
