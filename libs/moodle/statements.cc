#include "libs/moodle/statements.h"

#include <cctype>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace cp::moodle {
namespace {

// Course 1 is the front page (SITEID).
constexpr absl::string_view kReportedCourse = "c.visible = 1 AND c.id <> 1";

// Moodle 4.1 completion_info::get_activities() over get_fast_modinfo(): completion on, not being deleted, its kind not
// disabled for the site. Hidden and unavailable ones count. See TrackedActivities() for those no section lists.
constexpr absl::string_view kTrackedActivity = "cm.completion <> 0 AND cm.deletioninprogress = 0 AND m.visible = 1";

std::string Join(absl::Span<const int64_t> ids) { return absl::StrJoin(ids, ","); }

}  // namespace

// Moodle allows letters, digits and underscores (lib/dml/moodle_database.php, Moodle 4.1); it goes into statements as
// it is.
bool Statements::IsPrefix(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '_') return false;
  }
  return text.size() <= 20;
}

std::string Statements::Table(absl::string_view name) const {
  const absl::string_view quote = engine_ == Engine::kMysql ? "`" : "\"";
  return absl::StrCat(quote, prefix_, name, quote);
}

// {table} becomes the prefixed, quoted name; :name a value.
std::string Statements::Fill(absl::string_view sql, const std::vector<Value>& values) const {
  std::string filled;
  while (true) {
    const size_t open = sql.find('{');
    if (open == absl::string_view::npos) break;
    const size_t close = sql.find('}', open);
    absl::StrAppend(&filled, sql.substr(0, open), Table(sql.substr(open + 1, close - open - 1)));
    sql.remove_prefix(close + 1);
  }
  absl::StrAppend(&filled, sql);
  std::vector<std::pair<absl::string_view, absl::string_view>> replacements;
  replacements.reserve(values.size());
  for (const Value& value : values) replacements.emplace_back(value.name, value.text);
  return absl::StrReplaceAll(filled, replacements);
}

std::string Statements::First(absl::string_view select) const {
  if (engine_ != Engine::kPostgres) return absl::StrCat("(", select, ")");
  return absl::StrCat("(WITH mine AS MATERIALIZED (", select, ") SELECT * FROM mine)");
}

std::string Statements::ThenJoin() const {
  switch (engine_) {
    case Engine::kMysql:
      return "STRAIGHT_JOIN";
    case Engine::kPostgres:
      return "JOIN";
    case Engine::kSqlite:
      return "CROSS JOIN";
  }
  return "";
}

std::string Statements::Columns(absl::Span<const std::string> tables) const {
  const std::string names = absl::StrJoin(
      tables, ",", [&](std::string* out, const std::string& table) { absl::StrAppend(out, "'", prefix_, table, "'"); });
  switch (engine_) {
    case Engine::kMysql:
      return absl::StrCat(
          "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND "
          "table_name IN (",
          names, ")");
    case Engine::kPostgres:
      return absl::StrCat(
          "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = ANY "
          "(current_schemas(false)) AND table_name IN (",
          names, ")");
    case Engine::kSqlite:
      return absl::StrCat(
          "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.name IN (", names, ")");
  }
  return "";
}

std::string Statements::TablesEndingWith(absl::string_view suffix) const {
  const std::string like = absl::StrCat("LIKE '%", absl::StrReplaceAll(suffix, {{"_", "!_"}}), "' ESCAPE '!'");
  switch (engine_) {
    case Engine::kMysql:
      return absl::StrCat(
          "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name ", like);
    case Engine::kPostgres:
      return absl::StrCat(
          "SELECT table_name FROM information_schema.tables WHERE table_schema = ANY (current_schemas(false)) AND "
          "table_name ",
          like);
    case Engine::kSqlite:
      return absl::StrCat("SELECT name FROM sqlite_master WHERE type = 'table' AND name ", like);
  }
  return "";
}

// Every right of IOMAD's main block begins so; uninstalling it removes them.
std::string Statements::IomadRight() const {
  return Fill(R"sql(SELECT CASE WHEN EXISTS (SELECT 1 FROM {role_capabilities}
                               WHERE capability LIKE 'block/iomad!_company!_admin:%' ESCAPE '!')
            THEN 1 ELSE 0 END)sql",
              {});
}

std::string Statements::UnixTime() const {
  switch (engine_) {
    case Engine::kMysql:
      return "SELECT UNIX_TIMESTAMP()";
    case Engine::kPostgres:
      return "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS bigint)";
    case Engine::kSqlite:
      return "SELECT CAST(strftime('%s') AS INTEGER)";
  }
  return "";
}

std::string Statements::AnyRow(absl::Span<const std::string> tables) const {
  return absl::StrCat("SELECT ", absl::StrJoin(tables, ", ", [&](std::string* out, const std::string& table) {
                        absl::StrAppend(out, "CASE WHEN EXISTS (SELECT 1 FROM ", Table(table), ") THEN 1 ELSE 0 END");
                      }));
}

std::string Statements::CountRows(absl::string_view table) const {
  return absl::StrCat("SELECT COUNT(*) FROM ", Table(table));
}

std::string Statements::Companies() const { return Fill("SELECT id, name, shortname FROM {company} ORDER BY id", {}); }

std::string Statements::CompanyExists(CompanyId company) const {
  return Fill("SELECT 1 FROM {company} WHERE id = :company", {{":company", absl::StrCat(company.value())}});
}

std::string Statements::Config() const {
  return Fill(
      "SELECT name, value FROM {config}"
      " WHERE name IN ('enablecompletion', 'siteadmins', 'siteguest', 'defaultuserroleid')"
      " ORDER BY name",
      {});
}

std::string Statements::CapabilityDefinitions() const {
  return Fill(
      "SELECT roleid, contextid, permission FROM {role_capabilities}"
      " WHERE capability = 'moodle/course:isincompletionreports'",
      {});
}

// Of the users in `page`: what Members() answers.
std::string Statements::MembersOn(absl::string_view page, int64_t guest) const {
  return Fill(R"sql(SELECT page.userid,
       CASE WHEN u.deleted = 0 AND u.suspended = 0 AND u.id <> :guest THEN 1 ELSE 0 END,
       u.firstname, u.lastname, u.email, u.username
  FROM (:page) page
  LEFT JOIN {user} u ON u.id = page.userid
 ORDER BY page.userid)sql",
              {{":guest", absl::StrCat(guest)}, {":page", std::string(page)}});
}

// The page goes through company_users' index (companyid, userid, departmentid) and stops at its limit: one row per
// department, some of them suspended.
std::string Statements::Members(CompanyId company, int64_t after, int64_t guest, int limit) const {
  return MembersOn(Fill(R"sql(SELECT DISTINCT userid
          FROM {company_users}
         WHERE companyid = :company AND userid > :after AND suspended = 0
         ORDER BY userid
         LIMIT :limit)sql",
                        {{":company", absl::StrCat(company.value())},
                         {":after", absl::StrCat(after)},
                         {":limit", absl::StrCat(limit)}}),
                   guest);
}

std::string Statements::MembersAmong(CompanyId company, absl::Span<const int64_t> users, int64_t guest) const {
  return MembersOn(Fill(R"sql(SELECT DISTINCT userid
          FROM {company_users}
         WHERE companyid = :company AND userid IN (:users) AND suspended = 0)sql",
                        {{":company", absl::StrCat(company.value())}, {":users", Join(users)}}),
                   guest);
}

std::string Statements::Users(int64_t after, int64_t guest, int limit) const {
  return MembersOn(Fill("SELECT id AS userid FROM {user} WHERE id > :after ORDER BY id LIMIT :limit",
                        {{":after", absl::StrCat(after)}, {":limit", absl::StrCat(limit)}}),
                   guest);
}

std::string Statements::UsersAmong(absl::Span<const int64_t> users, int64_t guest) const {
  return MembersOn(Fill("SELECT id AS userid FROM {user} WHERE id IN (:users)", {{":users", Join(users)}}), guest);
}

// Moodle 4.1 enrol_get_enrolment_end(). It ignores rows with 0 < timeend < timestart; so do these conditions, as no
// time is both at or after timestart and before such a timeend.
std::string Statements::Enrolments(absl::Span<const int64_t> users, int64_t now) const {
  const std::string theirs = Fill(R"sql(SELECT userid, enrolid,
               CASE WHEN status = 0 AND timestart <= :now AND (timeend = 0 OR timeend > :now) THEN timecreated END
                 AS active_since,
               CASE WHEN timeend > :now AND (timestart <= :now OR timeend < timestart) THEN timeend
                    WHEN timestart > :now THEN timestart END AS edge
          FROM {user_enrolments}
         WHERE userid IN (:users))sql",
                                  {{":users", Join(users)}, {":now", absl::StrCat(now)}});
  return Fill(R"sql(SELECT ue.userid, e.courseid, MIN(CASE WHEN e.status = 0 THEN ue.active_since END), MIN(ue.edge)
  FROM :first ue
  :then {enrol} e ON e.id = ue.enrolid
 GROUP BY ue.userid, e.courseid
 ORDER BY ue.userid, e.courseid)sql",
              {{":first", First(theirs)}, {":then", ThenJoin()}});
}

std::string Statements::CourseCompletions(absl::Span<const int64_t> users) const {
  return Fill(R"sql(SELECT cc.userid, cc.course, cc.timecompleted, cc.timestarted
  FROM {course_completions} cc
 WHERE cc.userid IN (:users)
 ORDER BY cc.userid, cc.course)sql",
              {{":users", Join(users)}});
}

// States 1 (COMPLETION_COMPLETE) and 2 (COMPLETION_COMPLETE_PASS) are done; 3 (failed) is not.
std::string Statements::DoneActivities(absl::Span<const int64_t> users, absl::Span<const int64_t> orphans) const {
  const std::string done = Fill(R"sql(SELECT userid, coursemoduleid, timemodified
          FROM {course_modules_completion}
         WHERE userid IN (:users) AND completionstate IN (1, 2))sql",
                                {{":users", Join(users)}});
  return Fill(R"sql(SELECT cmc.userid, cm.course, COUNT(*), MAX(cmc.timemodified)
  FROM :first cmc
  :then {course_modules} cm ON cm.id = cmc.coursemoduleid
  :then {modules} m ON m.id = cm.module
 WHERE :tracked:orphans
 GROUP BY cmc.userid, cm.course
 ORDER BY cmc.userid, cm.course)sql",
              {{":first", First(done)},
               {":then", ThenJoin()},
               {":tracked", std::string(kTrackedActivity)},
               {":orphans", orphans.empty() ? "" : absl::StrCat(" AND cm.id NOT IN (", Join(orphans), ")")}});
}

std::string Statements::RoleAssignments(absl::Span<const int64_t> users, absl::Span<const int64_t> roles) const {
  return Fill(R"sql(SELECT ra.userid, ra.contextid, ra.roleid
  FROM {role_assignments} ra
 WHERE ra.userid IN (:users) AND ra.roleid IN (:roles)
 ORDER BY ra.userid, ra.contextid, ra.roleid)sql",
              {{":users", Join(users)}, {":roles", Join(roles)}});
}

// iomad_courses.shared: 1 is open to every company; 2 (closed) needs a company_course row like any course.
std::string Statements::CompanyCourses(CompanyId company, absl::Span<const int64_t> courses) const {
  return absl::StrCat(VisibleCourses(courses), Fill(R"sql(
   AND (c.id IN (SELECT courseid FROM {company_course} WHERE companyid = :company)
        OR c.id IN (SELECT courseid FROM {iomad_courses} WHERE shared = 1)))sql",
                                                    {{":company", absl::StrCat(company.value())}}));
}

std::string Statements::VisibleCourses(absl::Span<const int64_t> courses) const {
  return Fill(R"sql(SELECT c.id, c.fullname, c.enablecompletion, x.path
  FROM {course} c
  LEFT JOIN {context} x ON x.contextlevel = 50 AND x.instanceid = c.id
 WHERE c.id IN (:courses) AND :reported)sql",
              {{":courses", Join(courses)}, {":reported", std::string(kReportedCourse)}});
}

// An activity that no section of its course lists is not part of get_fast_modinfo().
std::string Statements::TrackedActivities(absl::Span<const int64_t> courses) const {
  const absl::string_view listed = engine_ == Engine::kMysql ? "FIND_IN_SET(cm.id, s.sequence) > 0"
                                                             : "',' || s.sequence || ',' LIKE '%,' || cm.id || ',%'";
  return Fill(
      R"sql(SELECT cm.course, cm.id,
       CASE WHEN EXISTS (SELECT 1 FROM {course_sections} s WHERE s.course = cm.course AND :listed) THEN 1 ELSE 0 END
  FROM {course_modules} cm
  JOIN {modules} m ON m.id = cm.module
 WHERE cm.course IN (:courses) AND :tracked)sql",
      {{":listed", std::string(listed)}, {":courses", Join(courses)}, {":tracked", std::string(kTrackedActivity)}});
}

}  // namespace cp::moodle
