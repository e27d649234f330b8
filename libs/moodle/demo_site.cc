#include "libs/moodle/demo_site.h"

#include <unistd.h>

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/moodle/demo_plan.h"
#include "libs/moodle/demo_schema.h"
#include "libs/moodle/demo_sqlite.h"

namespace cp::moodle {
namespace {

constexpr int64_t kPairsPerTransaction = 20000;

absl::Status CheckRange(absl::string_view setting, int64_t value, int64_t low, int64_t high) {
  if (value >= low && value <= high) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   absl::StrCat(setting, " is ", value, "; allowed are ", low, " to ", high),
                   {{"setting", std::string(setting)}});
}

absl::Status CheckOptions(const DemoOptions& options) {
  CP_RETURN_IF_ERROR(CheckRange("companies", options.companies, 1, kMaxDemoCompanies));
  CP_RETURN_IF_ERROR(CheckRange("users", options.users_per_company, 1, kMaxDemoUsers));
  CP_RETURN_IF_ERROR(CheckRange("courses", options.courses_per_company, 1, kMaxDemoCourses));
  CP_RETURN_IF_ERROR(CheckRange("activities", options.activities_per_course, 0, kMaxDemoActivities));
  CP_RETURN_IF_ERROR(CheckRange("completed percent", options.mix.completed, 0, 100));
  CP_RETURN_IF_ERROR(CheckRange("in progress percent", options.mix.in_progress, 0, 100 - options.mix.completed));
  // Ids stay below Moodle's and our limit of 2^31-1.
  CP_RETURN_IF_ERROR(CheckRange("companies x users", options.companies * options.users_per_company, 1, 1000000000));
  CP_RETURN_IF_ERROR(CheckRange("companies x courses", options.companies * options.courses_per_company, 1, 1000000000));
  return CheckRange("now", options.now, 800 * kSecondsPerDay, 253402300799);
}

// Fills the tables of one new site. Every statement is prepared once.
class DemoWriter {
 public:
  DemoWriter(DemoDb* db, const DemoOptions& options) : db_(db), plan_(options) {}

  absl::StatusOr<DemoSummary> Write();

 private:
  absl::Status Prepare();
  absl::Status WriteSite();
  absl::Status WriteCompany(int64_t company);
  absl::Status WriteCourse(int64_t company, int64_t course);
  absl::Status WriteActivities(int64_t course_index, int64_t added_at);
  absl::Status WriteManager(int64_t company);
  absl::Status WriteLearner(int64_t company, int64_t user);
  absl::Status WritePair(int64_t company, int64_t user, int64_t course);
  absl::Status WriteActivityStates(int64_t user_id, int64_t course_index, const DemoProgress& progress);
  absl::Status WritePerson(int64_t id, const DemoPerson& person, const std::string& shortname);
  absl::Status WriteEnrolment(int64_t enrol_id, int64_t user_id, int64_t at);
  absl::Status WriteRole(int64_t role, int64_t course_index, int64_t user_id, int64_t at);
  absl::Status WriteMembership(int64_t company, int64_t user_id, int64_t department, int64_t managertype);
  void Count(const DemoProgress& progress);

  DemoDb* const db_;
  const DemoPlan plan_;
  DemoSummary summary_;
  int64_t membership_id_ = 0;
  std::optional<DemoStatement> user_, member_, course_, section_, module_, enrol_, context_, enrolment_, role_, done_,
      completion_;
};

absl::Status DemoWriter::Prepare() {
  const std::pair<std::optional<DemoStatement>*, const char*> statements[] = {
      {&user_,
       "INSERT INTO mdl_user (id, confirmed, mnethostid, username, password, firstname, lastname, email, institution, "
       "timecreated, timemodified) VALUES (?, 1, 1, ?, 'not cached', ?, ?, ?, ?, ?, ?)"},
      {&member_,
       "INSERT INTO mdl_company_users (id, companyid, userid, managertype, departmentid) VALUES (?, ?, ?, ?, ?)"},
      {&course_,
       "INSERT INTO mdl_course (id, category, sortorder, fullname, shortname, summary, startdate, visible, "
       "timecreated, "
       "timemodified, enablecompletion, cacherev) VALUES (?, ?, ?, ?, ?, '', ?, 1, ?, ?, 1, ?)"},
      {&section_,
       "INSERT INTO mdl_course_sections (id, course, section, summary, sequence, timemodified) VALUES (?, ?, 0, '', ?, "
       "?)"},
      {&module_,
       "INSERT INTO mdl_course_modules (id, course, module, instance, section, added, completion) "
       "VALUES (?, ?, ?, ?, ?, ?, ?)"},
      {&enrol_,
       "INSERT INTO mdl_enrol (id, enrol, courseid, sortorder, roleid, timecreated, timemodified) "
       "VALUES (?, ?, ?, ?, 5, ?, ?)"},
      {&context_, "INSERT INTO mdl_context (id, contextlevel, instanceid, path, depth) VALUES (?, ?, ?, ?, ?)"},
      {&enrolment_,
       "INSERT INTO mdl_user_enrolments (enrolid, userid, timestart, timeend, modifierid, timecreated, timemodified) "
       "VALUES (?, ?, ?, 0, 2, ?, ?)"},
      {&role_,
       "INSERT INTO mdl_role_assignments (roleid, contextid, userid, timemodified, modifierid) VALUES (?, ?, ?, ?, 2)"},
      {&done_,
       "INSERT INTO mdl_course_modules_completion (coursemoduleid, userid, completionstate, timemodified) "
       "VALUES (?, ?, ?, ?)"},
      {&completion_,
       "INSERT INTO mdl_course_completions (userid, course, timeenrolled, timestarted, timecompleted) "
       "VALUES (?, ?, ?, ?, ?)"},
  };
  for (const auto& [slot, sql] : statements) {
    CP_ASSIGN_OR_RETURN(*slot, db_->Prepare(sql));
  }
  return absl::OkStatus();
}

// What an installation brings along. Role 12 may not be tracked; the guest and the admin belong to no company.
absl::Status DemoWriter::WriteSite() {
  CP_RETURN_IF_ERROR(db_->Exec(R"sql(
    INSERT INTO mdl_config (name, value) VALUES ('siteguest', '1'), ('version', '2022112822'), ('enablecompletion', '1'),
      ('release', '4.1.22 (Build: 20251208)'), ('branch', '401'), ('gradebookroles', '5'), ('defaultuserroleid', '7');
    INSERT INTO mdl_modules (id, name, visible) VALUES (1, 'assign', 1), (2, 'assignment', 0), (10, 'forum', 1),
      (15, 'label', 1), (18, 'page', 1), (19, 'quiz', 1);
    INSERT INTO mdl_role (id, shortname, description, sortorder, archetype) VALUES (1, 'manager', '', 1, 'manager'),
      (3, 'editingteacher', '', 3, 'editingteacher'), (4, 'teacher', '', 4, 'teacher'), (5, 'student', '', 5, 'student'),
      (7, 'user', '', 7, 'user'), (10, 'companymanager', '', 10, 'companymanager'),
      (12, 'companycourseeditor', '', 12, 'companycourseeditor');
    INSERT INTO mdl_role_capabilities (contextid, roleid, capability, permission) VALUES
      (1, 5, 'moodle/course:isincompletionreports', 1), (1, 5, 'moodle/course:view', 1),
      (1, 12, 'moodle/course:update', 1);
    INSERT INTO mdl_user (id, confirmed, mnethostid, username, firstname, lastname, email) VALUES
      (1, 1, 1, 'guest', 'Guest user', ' ', 'root@localhost'), (2, 1, 1, 'admin', 'Admin', 'User', 'admin@example.test');
    INSERT INTO mdl_course_categories (id, name, sortorder, visible, depth, path) VALUES (1, 'Category 1', 10000, 1, 1, '/1');
    INSERT INTO mdl_course (id, fullname, shortname, format, sortorder) VALUES (1, 'Demo site', 'demo', 'site', 1);
    INSERT INTO mdl_context (id, contextlevel, instanceid, path, depth) VALUES (1, 10, 0, '/1', 1), (2, 50, 1, '/1/2', 2);
  )sql"));
  return absl::OkStatus();
}

absl::Status DemoWriter::WriteCompany(int64_t company) {
  const int64_t id = company + 1, category = plan_.CategoryId(company), context = plan_.CategoryContextId(company);
  const std::string name = plan_.CompanyName(company), shortname = plan_.CompanyShortname(company);
  // A handful of rows a company: not worth a member each.
  CP_ASSIGN_OR_RETURN(DemoStatement insert_category,
                      db_->Prepare("INSERT INTO mdl_course_categories (id, name, sortorder, coursecount, depth, path) "
                                   "VALUES (?, ?, ?, ?, 1, ?)"));
  CP_RETURN_IF_ERROR(insert_category.Run(
      {category, name, category * 10000, plan_.options().courses_per_company, absl::StrCat("/", category)}));
  CP_RETURN_IF_ERROR(context_->Run({context, int64_t{40}, category, absl::StrCat("/1/", context), int64_t{2}}));
  CP_ASSIGN_OR_RETURN(DemoStatement insert_company,
                      db_->Prepare("INSERT INTO mdl_company (id, name, shortname, city, country, category) "
                                   "VALUES (?, ?, ?, 'London', 'GB', ?)"));
  CP_RETURN_IF_ERROR(insert_company.Run({id, name, shortname, category}));
  CP_ASSIGN_OR_RETURN(
      DemoStatement insert_department,
      db_->Prepare("INSERT INTO mdl_department (id, name, shortname, company, parent) VALUES (?, ?, ?, ?, ?)"));
  const int64_t top = plan_.TopDepartmentId(company);
  CP_RETURN_IF_ERROR(insert_department.Run({top, name, shortname, id, int64_t{0}}));
  CP_RETURN_IF_ERROR(insert_department.Run(
      {plan_.TeamDepartmentId(company), "Field team", absl::StrCat(shortname, "-field"), id, top}));
  for (int64_t course = 0; course < plan_.options().courses_per_company; ++course) {
    CP_RETURN_IF_ERROR(WriteCourse(company, course));
  }
  return WriteManager(company);
}

absl::Status DemoWriter::WriteCourse(int64_t company, int64_t course) {
  const int64_t index = plan_.CourseIndex(company, course), id = plan_.CourseId(index), at = plan_.SiteCreatedAt();
  const int64_t context = plan_.CourseContextId(index), category = plan_.CategoryId(company);
  CP_RETURN_IF_ERROR(course_->Run({id, category, category * 10000 + course, plan_.CourseName(company, course),
                                   absl::StrCat("C", id), at, at, at, at}));
  CP_RETURN_IF_ERROR(context_->Run(
      {context, int64_t{50}, id, absl::StrCat("/1/", plan_.CategoryContextId(company), "/", context), int64_t{3}}));
  CP_RETURN_IF_ERROR(enrol_->Run({plan_.ManualEnrolId(index), "manual", id, int64_t{0}, at, at}));
  CP_RETURN_IF_ERROR(enrol_->Run({plan_.SelfEnrolId(index), "self", id, int64_t{1}, at, at}));
  CP_ASSIGN_OR_RETURN(
      DemoStatement insert_owner,
      db_->Prepare("INSERT INTO mdl_company_course (id, companyid, courseid, departmentid) VALUES (?, ?, ?, ?)"));
  CP_RETURN_IF_ERROR(insert_owner.Run({1 + index, company + 1, id, plan_.TopDepartmentId(company)}));
  CP_ASSIGN_OR_RETURN(DemoStatement insert_licensing,
                      db_->Prepare("INSERT INTO mdl_iomad_courses (id, courseid) VALUES (?, ?)"));
  CP_RETURN_IF_ERROR(insert_licensing.Run({1 + index, id}));
  ++summary_.courses;
  return WriteActivities(index, at);
}

absl::Status DemoWriter::WriteActivities(int64_t course_index, int64_t added_at) {
  const int64_t course_id = plan_.CourseId(course_index), section = 1 + course_index;
  const int64_t tracked = plan_.options().activities_per_course;
  std::string sequence;
  for (int64_t activity = 0; activity <= tracked; ++activity) {
    const int64_t id = plan_.ActivityId(course_index, activity);
    const bool label = activity == tracked, quiz = activity % 3 == 2;
    const int64_t module = label ? kLabelModuleId : quiz ? kQuizModuleId : kPageModuleId;
    const int64_t completion = label ? 0 : quiz ? 2 : 1;  // COMPLETION_TRACKING_NONE, _AUTOMATIC, _MANUAL
    CP_RETURN_IF_ERROR(module_->Run({id, course_id, module, id, section, added_at, completion}));
    absl::StrAppend(&sequence, activity == 0 ? "" : ",", id);
  }
  return section_->Run({section, course_id, sequence, added_at});
}

absl::Status DemoWriter::WritePerson(int64_t id, const DemoPerson& person, const std::string& shortname) {
  const int64_t at = plan_.SiteCreatedAt();
  return user_->Run({id, person.username, person.firstname, person.lastname, person.email, shortname, at, at});
}

absl::Status DemoWriter::WriteMembership(int64_t company, int64_t user_id, int64_t department, int64_t managertype) {
  return member_->Run({++membership_id_, company + 1, user_id, managertype, department});
}

absl::Status DemoWriter::WriteEnrolment(int64_t enrol_id, int64_t user_id, int64_t at) {
  return enrolment_->Run({enrol_id, user_id, at, at, at});
}

absl::Status DemoWriter::WriteRole(int64_t role, int64_t course_index, int64_t user_id, int64_t at) {
  return role_->Run({role, plan_.CourseContextId(course_index), user_id, at});
}

// A manager is enrolled to edit the first course, as IOMAD does it; editors are not tracked (completionlib.php,
// completion_info::is_tracked_user).
absl::Status DemoWriter::WriteManager(int64_t company) {
  const int64_t id = plan_.ManagerId(company), at = plan_.SiteCreatedAt();
  const std::string shortname = plan_.CompanyShortname(company);
  const DemoPerson person{absl::StrCat("manager", company + 1), "Mo", "Manager",
                          absl::StrCat("manager@", shortname, ".example.test")};
  CP_RETURN_IF_ERROR(WritePerson(id, person, shortname));
  CP_RETURN_IF_ERROR(WriteMembership(company, id, plan_.TopDepartmentId(company), 1));
  const int64_t course_index = plan_.CourseIndex(company, 0);
  CP_RETURN_IF_ERROR(WriteEnrolment(plan_.ManualEnrolId(course_index), id, at));
  return WriteRole(kCourseEditorRoleId, course_index, id, at);
}

absl::Status DemoWriter::WriteLearner(int64_t company, int64_t user) {
  const int64_t id = plan_.UserId(company, user);
  CP_RETURN_IF_ERROR(WritePerson(id, plan_.Person(company, user), plan_.CompanyShortname(company)));
  CP_RETURN_IF_ERROR(WriteMembership(company, id, plan_.TopDepartmentId(company), 0));
  if (plan_.InSecondDepartment(company, user)) {
    CP_RETURN_IF_ERROR(WriteMembership(company, id, plan_.TeamDepartmentId(company), 0));
  }
  ++summary_.users;
  return absl::OkStatus();
}

absl::Status DemoWriter::WritePair(int64_t company, int64_t user, int64_t course) {
  const int64_t user_id = plan_.UserId(company, user), index = plan_.CourseIndex(company, course);
  const DemoProgress progress = plan_.Progress(company, user, course);
  CP_RETURN_IF_ERROR(WriteEnrolment(plan_.ManualEnrolId(index), user_id, progress.enrolled_at));
  if (progress.self_enrolled) {
    CP_RETURN_IF_ERROR(WriteEnrolment(plan_.SelfEnrolId(index), user_id, progress.enrolled_at + kSecondsPerDay));
  }
  CP_RETURN_IF_ERROR(WriteRole(kStudentRoleId, index, user_id, progress.enrolled_at));
  if (progress.has_completion_row) {
    const DemoValue completed = progress.completed() ? DemoValue(progress.completed_at) : DemoValue(nullptr);
    CP_RETURN_IF_ERROR(
        completion_->Run({user_id, plan_.CourseId(index), progress.enrolled_at, progress.started_at, completed}));
  }
  Count(progress);
  return WriteActivityStates(user_id, index, progress);
}

// Done activities are 1, or 2 for a passed quiz. The first one not done of somebody in progress was tried in vain: 3
// for a failed quiz, 0 for a tick taken back. Neither counts (completion/classes/progress.php).
absl::Status DemoWriter::WriteActivityStates(int64_t user_id, int64_t course_index, const DemoProgress& progress) {
  const bool tried = progress.in_progress() && progress.done < plan_.options().activities_per_course;
  for (int64_t activity = 0; activity < progress.done + (tried ? 1 : 0); ++activity) {
    const bool quiz = activity % 3 == 2, done = activity < progress.done;
    const int64_t state = done ? (quiz ? 2 : 1) : (quiz ? 3 : 0);
    const int64_t at = progress.enrolled_at + kSecondsPerDay + activity * 60;
    CP_RETURN_IF_ERROR(done_->Run({plan_.ActivityId(course_index, activity), user_id, state, at}));
  }
  return absl::OkStatus();
}

void DemoWriter::Count(const DemoProgress& progress) {
  ++summary_.pairs;
  summary_.activities_done += progress.done;
  if (progress.completed()) {
    ++summary_.completed;
  } else if (progress.in_progress()) {
    ++summary_.in_progress;
  } else {
    ++summary_.not_started;
  }
}

absl::StatusOr<DemoSummary> DemoWriter::Write() {
  // The file is new and moved into place only when whole, so nothing in it needs a journal or a sync before that.
  CP_RETURN_IF_ERROR(db_->Exec("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16384"));
  CP_RETURN_IF_ERROR(db_->Exec(DemoTablesDdl()));
  CP_RETURN_IF_ERROR(Prepare());
  CP_RETURN_IF_ERROR(db_->Exec("BEGIN"));
  CP_RETURN_IF_ERROR(WriteSite());
  const DemoOptions& options = plan_.options();
  for (int64_t company = 0; company < options.companies; ++company) {
    CP_RETURN_IF_ERROR(WriteCompany(company));
    ++summary_.companies;
    for (int64_t user = 0; user < options.users_per_company; ++user) {
      CP_RETURN_IF_ERROR(WriteLearner(company, user));
      for (int64_t course = 0; course < options.courses_per_company; ++course) {
        CP_RETURN_IF_ERROR(WritePair(company, user, course));
        if (summary_.pairs % kPairsPerTransaction == 0) CP_RETURN_IF_ERROR(db_->Exec("COMMIT; BEGIN"));
      }
    }
  }
  CP_RETURN_IF_ERROR(db_->Exec("COMMIT"));
  CP_RETURN_IF_ERROR(db_->Exec(DemoIndexesDdl()));
  // Readers with a snapshot and plays that write do not stop one another in WAL mode.
  CP_RETURN_IF_ERROR(db_->Exec("PRAGMA analysis_limit=1000; ANALYZE; PRAGMA journal_mode=WAL"));
  return summary_;
}

absl::StatusOr<DemoSummary> WriteFile(const std::string& path, const DemoOptions& options) {
  CP_ASSIGN_OR_RETURN(DemoDb db, DemoDb::Open(path, /*create=*/true));
  return DemoWriter(&db, options).Write();
}

void RemoveDatabase(const std::string& path) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(path + suffix, ignored);
}

}  // namespace

absl::StatusOr<DemoSummary> CreateDemoSite(const std::string& path, const DemoOptions& options) {
  CP_RETURN_IF_ERROR(CheckOptions(options));
  std::error_code error;
  if (!options.overwrite && std::filesystem::exists(path, error)) {
    return MakeError(absl::StatusCode::kAlreadyExists, reason::kConfigInvalid,
                     absl::StrCat(path, " exists; name another file, or pass --overwrite"), {{"setting", "path"}});
  }
  const std::string partial = absl::StrCat(path, ".partial-", getpid());
  RemoveDatabase(partial);
  absl::StatusOr<DemoSummary> summary = WriteFile(partial, options);
  if (!summary.ok()) {
    RemoveDatabase(partial);
    return summary;
  }
  RemoveDatabase(path);
  std::filesystem::rename(partial, path, error);
  if (error) {
    RemoveDatabase(partial);
    return MakeError(absl::StatusCode::kFailedPrecondition, reason::kConfigInvalid,
                     absl::StrCat("demo site ", path, " can not be put in place: ", error.message()),
                     {{"setting", "path"}});
  }
  return summary;
}

}  // namespace cp::moodle
