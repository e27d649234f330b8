#include "libs/moodle/demo_plays.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/moodle/demo_plan.h"
#include "libs/moodle/demo_sqlite.h"

namespace cp::moodle {
namespace {

// Whom a completion is played for; lives as long as the connection.
constexpr char kTargets[] = "CREATE TEMP TABLE play_target (id INTEGER PRIMARY KEY)";

constexpr char kEveryStudent[] = R"sql(
  INSERT OR IGNORE INTO play_target (id)
  SELECT ue.userid FROM mdl_enrol e JOIN mdl_user_enrolments ue ON ue.enrolid = e.id
    JOIN mdl_context x ON x.contextlevel = 50 AND x.instanceid = e.courseid
   WHERE e.courseid = ?1
     AND EXISTS (SELECT 1 FROM mdl_company_users cu WHERE cu.companyid = ?2 AND cu.userid = ue.userid)
     AND EXISTS (SELECT 1 FROM mdl_role_assignments ra
                  WHERE ra.userid = ue.userid AND ra.contextid = x.id AND ra.roleid = ?3))sql";

// Tracked activities as completion_info::get_activities() has them.
constexpr char kTickAll[] = R"sql(
  INSERT INTO mdl_course_modules_completion (coursemoduleid, userid, completionstate, timemodified)
  SELECT cm.id, t.id, 1, ?2 FROM play_target t CROSS JOIN mdl_course_modules cm
    JOIN mdl_modules m ON m.id = cm.module AND m.visible = 1
   WHERE cm.course = ?1 AND cm.completion <> 0 AND cm.deletioninprogress = 0
  ON CONFLICT (userid, coursemoduleid) DO UPDATE SET completionstate = 1, timemodified = excluded.timemodified
   WHERE completionstate NOT IN (1, 2))sql";

constexpr char kCompleteCourse[] = R"sql(
  INSERT INTO mdl_course_completions (userid, course, timeenrolled, timestarted, timecompleted)
  SELECT t.id, ?1, ?2, ?2, ?2 FROM play_target t WHERE true
  ON CONFLICT (userid, course) DO UPDATE SET timecompleted = excluded.timecompleted,
   timestarted = CASE WHEN timestarted > 0 THEN timestarted ELSE excluded.timestarted END
   WHERE COALESCE(timecompleted, 0) = 0)sql";

absl::Status NotFound(absl::string_view kind, absl::string_view name, CompanyId company) {
  return MakeError(absl::StatusCode::kNotFound, reason::kNotFound,
                   absl::StrCat("company ", company.value(), " has no ", kind, " '", name,
                                "'; allowed are a name or an id of this company"),
                   {{"resource", std::string(kind)}});
}

// One play: an open site, a write transaction and the look-ups of the company played in.
class Play {
 public:
  static absl::StatusOr<Play> Begin(const std::string& path, CompanyId company) {
    CP_ASSIGN_OR_RETURN(DemoDb db, DemoDb::Open(path, /*create=*/false));
    auto owned = std::make_unique<DemoDb>(std::move(db));
    CP_ASSIGN_OR_RETURN(DemoTransaction transaction, DemoTransaction::Begin(owned.get()));
    return Play(std::move(owned), std::move(transaction), company);
  }

  absl::StatusOr<int64_t> Course(const std::string& name) {
    CP_ASSIGN_OR_RETURN(
        const int64_t id,
        Int("SELECT c.id FROM mdl_company_course o JOIN mdl_course c ON c.id = o.courseid WHERE o.companyid = ?1 AND "
            "(c.fullname = ?2 OR c.shortname = ?2 OR CAST(c.id AS TEXT) = ?2)",
            {company_.value(), name}));
    if (id == 0) return NotFound("course", name, company_);
    return id;
  }

  absl::StatusOr<int64_t> User(const std::string& name) {
    CP_ASSIGN_OR_RETURN(
        const int64_t id,
        Int("SELECT u.id FROM mdl_company_users m JOIN mdl_user u ON u.id = m.userid WHERE m.companyid = ?1 AND "
            "u.deleted = 0 AND (u.username = ?2 OR u.email = ?2 OR CAST(u.id AS TEXT) = ?2)",
            {company_.value(), name}));
    if (id == 0) return NotFound("user", name, company_);
    return id;
  }

  absl::StatusOr<int64_t> Enrolled(int64_t course, const std::string& user) {
    CP_ASSIGN_OR_RETURN(const int64_t id, User(user));
    CP_ASSIGN_OR_RETURN(const int64_t enrolment,
                        Int("SELECT ue.id FROM mdl_enrol e JOIN mdl_user_enrolments ue ON ue.enrolid = e.id "
                            "WHERE e.courseid = ?1 AND ue.userid = ?2",
                            {course, id}));
    if (enrolment == 0) return NotFound("enrolment in this course of user", user, company_);
    return id;
  }

  absl::StatusOr<int64_t> Int(absl::string_view sql, std::initializer_list<DemoValue> values) {
    CP_ASSIGN_OR_RETURN(DemoStatement statement, db_->Prepare(sql));
    return statement.RunForInt(values, 0);
  }

  // Returns how many rows changed.
  absl::StatusOr<int64_t> Run(absl::string_view sql, std::initializer_list<DemoValue> values) {
    CP_ASSIGN_OR_RETURN(DemoStatement statement, db_->Prepare(sql));
    CP_RETURN_IF_ERROR(statement.Run(values));
    return db_->Changes();
  }

  absl::Status Commit() { return transaction_.Commit(); }

 private:
  Play(std::unique_ptr<DemoDb> db, DemoTransaction transaction, CompanyId company)
      : db_(std::move(db)), transaction_(std::move(transaction)), company_(company) {}

  // The transaction points at the connection, so this stays where it is when a Play is moved.
  std::unique_ptr<DemoDb> db_;
  DemoTransaction transaction_;
  CompanyId company_;
};

// course.cacherev: max(time, old + 1) since Moodle 4.1; bumped by update_course and visibility changes.
absl::Status ChangeCourse(const std::string& path, CompanyId company, const std::string& course, absl::string_view set,
                          DemoValue value, int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t course_id, play.Course(course));
  CP_RETURN_IF_ERROR(play.Run(absl::StrCat("UPDATE mdl_course SET ", set,
                                           ", timemodified = ?2, cacherev = MAX(?2, cacherev + 1) WHERE id = ?3"),
                              {value, now, course_id})
                         .status());
  return play.Commit();
}

}  // namespace

absl::StatusOr<int64_t> PlayCompletions(const std::string& path, CompanyId company, const std::string& course,
                                        const std::vector<std::string>& users, int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t course_id, play.Course(course));
  CP_RETURN_IF_ERROR(play.Run(kTargets, {}).status());
  for (const std::string& user : users) {
    CP_ASSIGN_OR_RETURN(const int64_t user_id, play.Enrolled(course_id, user));
    CP_RETURN_IF_ERROR(play.Run("INSERT OR IGNORE INTO play_target (id) VALUES (?1)", {user_id}).status());
  }
  if (users.empty()) {
    CP_RETURN_IF_ERROR(play.Run(kEveryStudent, {course_id, company.value(), kStudentRoleId}).status());
  }
  CP_RETURN_IF_ERROR(play.Run(kTickAll, {course_id, now}).status());
  CP_ASSIGN_OR_RETURN(const int64_t completed, play.Run(kCompleteCourse, {course_id, now}));
  CP_RETURN_IF_ERROR(play.Commit());
  return completed;
}

absl::Status PlayTick(const std::string& path, CompanyId company, const std::string& course, const std::string& user,
                      int64_t activity, bool done, int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t course_id, play.Course(course));
  CP_ASSIGN_OR_RETURN(const int64_t user_id, play.Enrolled(course_id, user));
  CP_ASSIGN_OR_RETURN(const int64_t module_id,
                      activity < 1
                          ? absl::StatusOr<int64_t>(0)
                          : play.Int("SELECT id FROM mdl_course_modules WHERE course = ?1 AND completion <> 0 AND "
                                     "deletioninprogress = 0 ORDER BY id LIMIT 1 OFFSET ?2",
                                     {course_id, activity - 1}));
  if (module_id == 0) return NotFound("tracked activity number", absl::StrCat(activity), company);
  CP_RETURN_IF_ERROR(
      play.Run("INSERT INTO mdl_course_modules_completion (coursemoduleid, userid, completionstate, timemodified) "
               "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (userid, coursemoduleid) DO UPDATE SET "
               "completionstate = excluded.completionstate, timemodified = excluded.timemodified "
               "WHERE completionstate <> excluded.completionstate",
               {module_id, user_id, static_cast<int64_t>(done), now})
          .status());
  return play.Commit();
}

absl::Status PlayEnrol(const std::string& path, CompanyId company, const std::string& course, const std::string& user,
                       int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t course_id, play.Course(course));
  CP_ASSIGN_OR_RETURN(const int64_t user_id, play.User(user));
  CP_RETURN_IF_ERROR(
      play.Run("INSERT INTO mdl_user_enrolments (enrolid, userid, timestart, timeend, modifierid, timecreated, "
               "timemodified) "
               "SELECT e.id, ?2, ?3, 0, 2, ?3, ?3 FROM mdl_enrol e WHERE e.courseid = ?1 AND e.enrol = 'manual' "
               "ON CONFLICT (enrolid, userid) DO UPDATE SET status = 0, timemodified = excluded.timemodified",
               {course_id, user_id, now})
          .status());
  CP_RETURN_IF_ERROR(
      play.Run(
              "INSERT INTO mdl_role_assignments (roleid, contextid, userid, timemodified, modifierid) "
              "SELECT ?4, x.id, ?2, ?3, 2 FROM mdl_context x WHERE x.contextlevel = 50 AND x.instanceid = ?1 AND NOT "
              "EXISTS "
              "(SELECT 1 FROM mdl_role_assignments ra WHERE ra.userid = ?2 AND ra.contextid = x.id AND ra.roleid = ?4)",
              {course_id, user_id, now, kStudentRoleId})
          .status());
  return play.Commit();
}

absl::Status PlayUnenrol(const std::string& path, CompanyId company, const std::string& course,
                         const std::string& user) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t course_id, play.Course(course));
  CP_ASSIGN_OR_RETURN(const int64_t user_id, play.Enrolled(course_id, user));
  CP_RETURN_IF_ERROR(play.Run("DELETE FROM mdl_user_enrolments WHERE userid = ?2 AND enrolid IN "
                              "(SELECT id FROM mdl_enrol WHERE courseid = ?1)",
                              {course_id, user_id})
                         .status());
  CP_RETURN_IF_ERROR(play.Run("DELETE FROM mdl_role_assignments WHERE userid = ?2 AND contextid IN "
                              "(SELECT id FROM mdl_context WHERE contextlevel = 50 AND instanceid = ?1)",
                              {course_id, user_id})
                         .status());
  return play.Commit();
}

absl::Status PlaySuspend(const std::string& path, CompanyId company, const std::string& user, bool suspended,
                         int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t user_id, play.User(user));
  CP_RETURN_IF_ERROR(play.Run("UPDATE mdl_user SET suspended = ?1, timemodified = ?2 WHERE id = ?3",
                              {static_cast<int64_t>(suspended), now, user_id})
                         .status());
  return play.Commit();
}

absl::Status PlayRenameUser(const std::string& path, CompanyId company, const std::string& user,
                            const std::string& firstname, const std::string& lastname, int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t user_id, play.User(user));
  CP_RETURN_IF_ERROR(play.Run("UPDATE mdl_user SET firstname = ?1, lastname = ?2, timemodified = ?3 WHERE id = ?4",
                              {firstname, lastname, now, user_id})
                         .status());
  return play.Commit();
}

absl::Status PlayRenameCourse(const std::string& path, CompanyId company, const std::string& course,
                              const std::string& fullname, int64_t now) {
  return ChangeCourse(path, company, course, "fullname = ?1", fullname, now);
}

absl::Status PlayCourseVisible(const std::string& path, CompanyId company, const std::string& course, bool visible,
                               int64_t now) {
  return ChangeCourse(path, company, course, "visible = ?1, visibleold = ?1", static_cast<int64_t>(visible), now);
}

}  // namespace cp::moodle
