#include "libs/moodle/demo_plays.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/moodle/demo_plan.h"
#include "libs/moodle/demo_sqlite.h"
#include "libs/moodle/log_event.h"

namespace cp::moodle {
namespace {

constexpr char kEveryStudent[] = R"sql(
  INSERT OR IGNORE INTO play_target (id)
  SELECT ue.userid FROM mdl_enrol e JOIN mdl_user_enrolments ue ON ue.enrolid = e.id
    JOIN mdl_context x ON x.contextlevel = 50 AND x.instanceid = e.courseid
   WHERE e.courseid = ?1
     AND EXISTS (SELECT 1 FROM mdl_company_users cu WHERE cu.companyid = ?2 AND cu.userid = ue.userid)
     AND EXISTS (SELECT 1 FROM mdl_role_assignments ra
                  WHERE ra.userid = ue.userid AND ra.contextid = x.id AND ra.roleid = ?3))sql";

// What a play changes is listed first: Moodle writes and logs a state only when it changes.
constexpr char kLists[] = R"sql(
  CREATE TEMP TABLE play_target (id INTEGER PRIMARY KEY);
  CREATE TEMP TABLE play_tick (userid INTEGER, cmid INTEGER, PRIMARY KEY (userid, cmid)) WITHOUT ROWID;
  CREATE TEMP TABLE play_completed (id INTEGER PRIMARY KEY);
)sql";

// Tracked activities as completion_info::get_activities() has them.
constexpr char kListTicks[] = R"sql(
  INSERT INTO play_tick (userid, cmid)
  SELECT t.id, cm.id FROM play_target t CROSS JOIN mdl_course_modules cm
    JOIN mdl_modules m ON m.id = cm.module AND m.visible = 1
    LEFT JOIN mdl_course_modules_completion cmc ON cmc.userid = t.id AND cmc.coursemoduleid = cm.id
   WHERE cm.course = ?1 AND cm.completion <> 0 AND cm.deletioninprogress = 0
     AND COALESCE(cmc.completionstate, 0) NOT IN (1, 2))sql";

// ?1 = completionstate, ?2 = now. "WHERE true": SQLite would take ON for a join's.
constexpr char kTick[] = R"sql(
  INSERT INTO mdl_course_modules_completion (coursemoduleid, userid, completionstate, timemodified)
  SELECT t.cmid, t.userid, ?1, ?2 FROM play_tick t WHERE true
  ON CONFLICT (userid, coursemoduleid) DO UPDATE SET completionstate = excluded.completionstate,
   timemodified = excluded.timemodified)sql";

constexpr char kListCompleted[] = R"sql(
  INSERT INTO play_completed (id)
  SELECT t.id FROM play_target t LEFT JOIN mdl_course_completions cc ON cc.userid = t.id AND cc.course = ?1
   WHERE COALESCE(cc.timecompleted, 0) = 0)sql";

constexpr char kCompleteCourse[] = R"sql(
  INSERT INTO mdl_course_completions (userid, course, timeenrolled, timestarted, timecompleted)
  SELECT t.id, ?1, ?2, ?2, ?2 FROM play_completed t WHERE true
  ON CONFLICT (userid, course) DO UPDATE SET timecompleted = excluded.timecompleted,
   timestarted = CASE WHEN timestarted > 0 THEN timestarted ELSE excluded.timestarted END)sql";

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

  absl::Status Exec(absl::string_view sql) { return db_->Exec(sql); }

  absl::Status Commit() { return transaction_.Commit(); }

 private:
  Play(std::unique_ptr<DemoDb> db, DemoTransaction transaction, CompanyId company)
      : db_(std::move(db)), transaction_(std::move(transaction)), company_(company) {}

  // The transaction points at the connection, so this stays where it is when a Play is moved.
  std::unique_ptr<DemoDb> db_;
  DemoTransaction transaction_;
  CompanyId company_;
};

// Of an event in a course that is about a person.
LogFields InCourse(int64_t course, absl::string_view objectid, absl::string_view person, int64_t now) {
  LogFields fields;
  fields.objectid = std::string(objectid);
  fields.contextlevel = kCourseLevel;
  fields.contextinstanceid = fields.courseid = absl::StrCat(course);
  fields.relateduserid = std::string(person);
  fields.timecreated = absl::StrCat(now);
  return fields;
}

// Gives the activities listed in play_tick this state.
absl::Status TickListed(Play& play, int64_t course, int64_t state, int64_t now) {
  CP_RETURN_IF_ERROR(play.Run(kTick, {state, now}).status());
  LogFields fields = InCourse(course, "cmc.id", "t.userid", now);
  fields.contextlevel = kModuleLevel;
  fields.contextinstanceid = "t.cmid";
  fields.userid = "t.userid";
  fields.other =
      absl::StrCat("'{\"relateduserid\":' || t.userid || ',\"overrideby\":null,\"completionstate\":", state, "}'");
  return play.Exec(LogInsert("course_module_completion_updated", fields,
                             "FROM play_tick t JOIN mdl_course_modules_completion cmc ON cmc.userid = t.userid AND "
                             "cmc.coursemoduleid = t.cmid"));
}

absl::StatusOr<int64_t> CompleteListed(Play& play, int64_t course, int64_t now) {
  CP_ASSIGN_OR_RETURN(const int64_t completed, play.Run(kCompleteCourse, {course, now}));
  LogFields fields = InCourse(course, "cc.id", "t.id", now);
  fields.userid = "t.id";
  fields.other = "'{\"relateduserid\":\"' || t.id || '\"}'";
  CP_RETURN_IF_ERROR(play.Exec(LogInsert(
      "course_completed", fields,
      absl::StrCat("FROM play_completed t JOIN mdl_course_completions cc ON cc.userid = t.id AND cc.course = ",
                   course))));
  return completed;
}

absl::Status LogUserUpdated(Play& play, int64_t user, int64_t now) {
  LogFields fields;
  fields.contextlevel = kUserLevel;
  fields.objectid = fields.contextinstanceid = fields.relateduserid = absl::StrCat(user);
  fields.timecreated = absl::StrCat(now);
  return play.Exec(LogInsert("user_updated", fields));
}

// course.cacherev: max(time, old + 1) since Moodle 4.1; bumped by update_course and visibility changes.
absl::Status ChangeCourse(const std::string& path, CompanyId company, const std::string& course, absl::string_view set,
                          DemoValue value, int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t course_id, play.Course(course));
  CP_RETURN_IF_ERROR(play.Run(absl::StrCat("UPDATE mdl_course SET ", set,
                                           ", timemodified = ?2, cacherev = MAX(?2, cacherev + 1) WHERE id = ?3"),
                              {value, now, course_id})
                         .status());
  CP_RETURN_IF_ERROR(play.Exec(LogInsert("course_updated", InCourse(course_id, absl::StrCat(course_id), "NULL", now))));
  return play.Commit();
}

// As a student; an assignment that is there stays as it is.
absl::Status AssignStudent(Play& play, int64_t course, int64_t user, int64_t now) {
  CP_ASSIGN_OR_RETURN(
      const int64_t assigned,
      play.Run(
          "INSERT INTO mdl_role_assignments (roleid, contextid, userid, timemodified, modifierid) "
          "SELECT ?4, x.id, ?2, ?3, 2 FROM mdl_context x WHERE x.contextlevel = 50 AND x.instanceid = ?1 AND NOT "
          "EXISTS "
          "(SELECT 1 FROM mdl_role_assignments ra WHERE ra.userid = ?2 AND ra.contextid = x.id AND ra.roleid = ?4)",
          {course, user, now, kStudentRoleId}));
  if (assigned == 0) return absl::OkStatus();
  return play.Exec(LogInsert("role_assigned", InCourse(course, absl::StrCat(kStudentRoleId), absl::StrCat(user), now)));
}

}  // namespace

absl::StatusOr<int64_t> PlayCompletions(const std::string& path, CompanyId company, const std::string& course,
                                        const std::vector<std::string>& users, int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t course_id, play.Course(course));
  CP_RETURN_IF_ERROR(play.Exec(kLists));
  for (const std::string& user : users) {
    CP_ASSIGN_OR_RETURN(const int64_t user_id, play.Enrolled(course_id, user));
    CP_RETURN_IF_ERROR(play.Run("INSERT OR IGNORE INTO play_target (id) VALUES (?1)", {user_id}).status());
  }
  if (users.empty()) {
    CP_RETURN_IF_ERROR(play.Run(kEveryStudent, {course_id, company.value(), kStudentRoleId}).status());
  }
  CP_RETURN_IF_ERROR(play.Run(kListTicks, {course_id}).status());
  CP_RETURN_IF_ERROR(play.Run(kListCompleted, {course_id}).status());
  CP_RETURN_IF_ERROR(TickListed(play, course_id, 1, now));
  CP_ASSIGN_OR_RETURN(const int64_t completed, CompleteListed(play, course_id, now));
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
  CP_RETURN_IF_ERROR(play.Exec(kLists));
  CP_RETURN_IF_ERROR(
      play.Run("INSERT INTO play_tick (userid, cmid) SELECT ?1, ?2 WHERE ?3 <> COALESCE((SELECT completionstate FROM "
               "mdl_course_modules_completion WHERE userid = ?1 AND coursemoduleid = ?2), 0)",
               {user_id, module_id, static_cast<int64_t>(done)})
          .status());
  CP_RETURN_IF_ERROR(TickListed(play, course_id, static_cast<int64_t>(done), now));
  return play.Commit();
}

absl::Status PlayEnrol(const std::string& path, CompanyId company, const std::string& course, const std::string& user,
                       int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t course_id, play.Course(course));
  CP_ASSIGN_OR_RETURN(const int64_t user_id, play.User(user));
  constexpr char kManual[] =
      "SELECT ue.id FROM mdl_enrol e JOIN mdl_user_enrolments ue ON ue.enrolid = e.id AND ue.userid = ?2 "
      "WHERE e.courseid = ?1 AND e.enrol = 'manual'";
  CP_ASSIGN_OR_RETURN(const int64_t before, play.Int(kManual, {course_id, user_id}));
  CP_RETURN_IF_ERROR(
      play.Run("INSERT INTO mdl_user_enrolments (enrolid, userid, timestart, timeend, modifierid, timecreated, "
               "timemodified) "
               "SELECT e.id, ?2, ?3, 0, 2, ?3, ?3 FROM mdl_enrol e WHERE e.courseid = ?1 AND e.enrol = 'manual' "
               "ON CONFLICT (enrolid, userid) DO UPDATE SET status = 0, timemodified = excluded.timemodified",
               {course_id, user_id, now})
          .status());
  CP_ASSIGN_OR_RETURN(const int64_t enrolment, play.Int(kManual, {course_id, user_id}));
  LogFields fields = InCourse(course_id, absl::StrCat(enrolment), absl::StrCat(user_id), now);
  fields.other = "'{\"enrol\":\"manual\"}'";
  CP_RETURN_IF_ERROR(play.Exec(LogInsert(before == 0 ? "user_enrolment_created" : "user_enrolment_updated", fields)));
  CP_RETURN_IF_ERROR(AssignStudent(play, course_id, user_id, now));
  return play.Commit();
}

absl::Status PlayUnenrol(const std::string& path, CompanyId company, const std::string& course, const std::string& user,
                         int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t course_id, play.Course(course));
  CP_ASSIGN_OR_RETURN(const int64_t user_id, play.Enrolled(course_id, user));
  const std::string person = absl::StrCat(user_id);
  const std::string roles = absl::StrCat(
      "FROM mdl_role_assignments WHERE userid = ", user_id,
      " AND contextid IN (SELECT id FROM mdl_context WHERE contextlevel = 50 AND instanceid = ", course_id, ")");
  CP_RETURN_IF_ERROR(play.Exec(LogInsert("role_unassigned", InCourse(course_id, "roleid", person, now), roles)));
  CP_RETURN_IF_ERROR(play.Exec(absl::StrCat("DELETE ", roles)));
  const std::string enrolments =
      absl::StrCat("FROM mdl_user_enrolments WHERE userid = ", user_id,
                   " AND enrolid IN (SELECT id FROM mdl_enrol WHERE courseid = ", course_id, ")");
  CP_RETURN_IF_ERROR(
      play.Exec(LogInsert("user_enrolment_deleted", InCourse(course_id, "id", person, now), enrolments)));
  CP_RETURN_IF_ERROR(play.Exec(absl::StrCat("DELETE ", enrolments)));
  return play.Commit();
}

absl::Status PlaySuspend(const std::string& path, CompanyId company, const std::string& user, bool suspended,
                         int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t user_id, play.User(user));
  CP_RETURN_IF_ERROR(play.Run("UPDATE mdl_user SET suspended = ?1, timemodified = ?2 WHERE id = ?3",
                              {static_cast<int64_t>(suspended), now, user_id})
                         .status());
  CP_RETURN_IF_ERROR(LogUserUpdated(play, user_id, now));
  return play.Commit();
}

absl::Status PlayRenameUser(const std::string& path, CompanyId company, const std::string& user,
                            const std::string& firstname, const std::string& lastname, int64_t now) {
  CP_ASSIGN_OR_RETURN(Play play, Play::Begin(path, company));
  CP_ASSIGN_OR_RETURN(const int64_t user_id, play.User(user));
  CP_RETURN_IF_ERROR(play.Run("UPDATE mdl_user SET firstname = ?1, lastname = ?2, timemodified = ?3 WHERE id = ?4",
                              {firstname, lastname, now, user_id})
                         .status());
  CP_RETURN_IF_ERROR(LogUserUpdated(play, user_id, now));
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
