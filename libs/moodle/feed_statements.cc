// The part of Statements that asks what may have changed. Joins begin with the small table and go on through Moodle's
// index on the big one's column: a page of courses or companies looks at their rows only.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/moodle/statements.h"

namespace cp::moodle {
namespace {

std::string Join(absl::Span<const int64_t> ids) { return absl::StrJoin(ids, ","); }
std::string Number(int64_t value) { return absl::StrCat(value); }

constexpr absl::string_view kCapability = "'moodle/course:isincompletionreports'";

}  // namespace

// The highest value of an index, for each table.
std::string Statements::Heads(absl::Span<const std::string> tables) const {
  return absl::StrCat("SELECT ", absl::StrJoin(tables, ", ", [&](std::string* out, const std::string& table) {
                        absl::StrAppend(out, "(SELECT MAX(id) FROM ", Table(table), ")");
                      }));
}

std::string Statements::NewRows(absl::string_view table, IdRange range, int limit) const {
  return absl::StrCat("SELECT id, userid FROM ", Table(table), " WHERE id > ", range.after,
                      " AND id <= ", range.through, " ORDER BY id LIMIT ", limit);
}

std::string Statements::NewLogRows(IdRange range, int limit) const {
  return Fill(R"sql(SELECT id, eventname, courseid, relateduserid, userid, objectid
  FROM {logstore_standard_log}
 WHERE id > :after AND id <= :through
 ORDER BY id
 LIMIT :limit)sql",
              {{":after", Number(range.after)}, {":through", Number(range.through)}, {":limit", Number(limit)}});
}

std::string Statements::StampedRows(const StampedTable& table, int64_t since, int64_t after, int limit) const {
  const auto value = [](const std::string& column) { return absl::StrCat("COALESCE(", column, ", 0)"); };
  std::string latest = absl::StrJoin(table.time_columns, ", ",
                                     [&](std::string* out, const std::string& column) { out->append(value(column)); });
  if (table.time_columns.size() > 1) {
    latest = absl::StrCat(engine_ == Engine::kSqlite ? "MAX(" : "GREATEST(", latest, ")");
  }
  return absl::StrCat(
      "SELECT id, ", latest, ", ", table.user_column, " FROM ", Table(table.name), " WHERE (",
      absl::StrJoin(table.time_columns, " OR ",
                    [&](std::string* out, const std::string& column) { absl::StrAppend(out, column, " >= ", since); }),
      ") AND id > ", after, " ORDER BY id LIMIT ", limit);
}

std::string Statements::CourseStates(int64_t after, int limit) const {
  return Fill(R"sql(SELECT c.id, c.cacherev, c.visible, c.enablecompletion, x.path, c.fullname
  FROM {course} c
  LEFT JOIN {context} x ON x.contextlevel = 50 AND x.instanceid = c.id
 WHERE c.id > :after AND c.id <> 1
 ORDER BY c.id
 LIMIT :limit)sql",
              {{":after", Number(after)}, {":limit", Number(limit)}});
}

std::string Statements::CourseActivities(IdRange courses) const {
  return Fill(
      R"sql(SELECT cm.course, COUNT(*), SUM(cm.id), SUM(cm.id * cm.module), SUM((cm.id % 65521) * (cm.id % 65521))
  FROM {course_modules} cm
 WHERE cm.course > :after AND cm.course <= :through AND cm.completion <> 0 AND cm.deletioninprogress = 0
 GROUP BY cm.course
 ORDER BY cm.course)sql",
      {{":after", Number(courses.after)}, {":through", Number(courses.through)}});
}

std::string Statements::DisabledInstances(IdRange courses) const {
  return Fill(R"sql(SELECT e.courseid, e.id
  FROM {enrol} e
 WHERE e.courseid > :after AND e.courseid <= :through AND e.status <> 0
 ORDER BY e.courseid, e.id)sql",
              {{":after", Number(courses.after)}, {":through", Number(courses.through)}});
}

std::string Statements::CourseOverrides(IdRange courses) const {
  return Fill(R"sql(SELECT x.instanceid, rc.roleid, rc.permission
  FROM {role_capabilities} rc
  :then {context} x ON x.id = rc.contextid
 WHERE rc.capability = :capability AND x.contextlevel = 50 AND x.instanceid > :after AND x.instanceid <= :through
 ORDER BY x.instanceid, rc.roleid)sql",
              {{":then", ThenJoin()},
               {":capability", std::string(kCapability)},
               {":after", Number(courses.after)},
               {":through", Number(courses.through)}});
}

std::string Statements::OpenShared(IdRange courses) const {
  return Fill(R"sql(SELECT DISTINCT courseid
  FROM {iomad_courses}
 WHERE shared = 1 AND courseid > :after AND courseid <= :through
 ORDER BY courseid)sql",
              {{":after", Number(courses.after)}, {":through", Number(courses.through)}});
}

std::string Statements::CourseIds(int64_t after, int limit) const {
  return Fill("SELECT id FROM {course} WHERE id > :after AND id <> 1 ORDER BY id LIMIT :limit",
              {{":after", Number(after)}, {":limit", Number(limit)}});
}

std::string Statements::Counts(absl::string_view course, absl::string_view tables, absl::string_view rows,
                               IdRange courses, int64_t head) const {
  return Fill(absl::StrCat("SELECT ", course, ", SUM(CASE WHEN ", rows, ".id <= :head THEN 1 ELSE 0 END), COUNT(*)\n",
                           "  FROM ", tables, course, " > :after AND ", course, " <= :through\n GROUP BY ", course,
                           "\n ORDER BY ", course),
              {{":then", ThenJoin()},
               {":head", Number(head)},
               {":after", Number(courses.after)},
               {":through", Number(courses.through)}});
}

std::string Statements::EnrolmentCounts(IdRange courses, int64_t head) const {
  return Counts("e.courseid", "{enrol} e :then {user_enrolments} ue ON ue.enrolid = e.id WHERE ", "ue", courses, head);
}

std::string Statements::RoleAssignmentCounts(IdRange courses, int64_t head) const {
  return Counts("x.instanceid",
                "{context} x :then {role_assignments} ra ON ra.contextid = x.id WHERE x.contextlevel = 50 AND ", "ra",
                courses, head);
}

std::string Statements::CourseCompletionCounts(IdRange courses, int64_t head) const {
  return Counts("cc.course", "{course_completions} cc WHERE ", "cc", courses, head);
}

// The rest of a time keeps the sums below 2^63 whatever a row holds. NULL counts as no time.
std::string Statements::CourseCompletionTimes(IdRange courses, int64_t head) const {
  return Fill(R"sql(SELECT course, SUM(known), SUM(known * completed), SUM(known * started),
       COUNT(*), SUM(completed), SUM(started)
  FROM (SELECT cc.course, CASE WHEN cc.id <= :head THEN 1 ELSE 0 END AS known,
               COALESCE(cc.timecompleted, 0) % 1099511627776 AS completed,
               COALESCE(cc.timestarted, 0) % 1099511627776 AS started
          FROM {course_completions} cc
         WHERE cc.course > :after AND cc.course <= :through) times
 GROUP BY course
 ORDER BY course)sql",
              {{":head", Number(head)}, {":after", Number(courses.after)}, {":through", Number(courses.through)}});
}

std::string Statements::ActivityCompletionCounts(IdRange courses, int64_t head) const {
  return Counts("cm.course",
                "{course_modules} cm :then {course_modules_completion} cmc ON cmc.coursemoduleid = cm.id WHERE ", "cmc",
                courses, head);
}

std::string Statements::CompanyStates(int64_t after, int limit) const {
  return Fill("SELECT id, suspended, name, shortname FROM {company} WHERE id > :after ORDER BY id LIMIT :limit",
              {{":after", Number(after)}, {":limit", Number(limit)}});
}

// Memberships, and among them those whose users are reported, with two sums that tell which ones.
std::string Statements::MemberSums(IdRange companies, int64_t head) const {
  return Fill(R"sql(SELECT companyid,
       SUM(known), SUM(known * live), SUM(known * live * mark), SUM(known * live * mark * mark),
       COUNT(*), SUM(live), SUM(live * mark), SUM(live * mark * mark)
  FROM (SELECT cu.companyid, cu.id % 65521 AS mark,
               CASE WHEN cu.id <= :head THEN 1 ELSE 0 END AS known,
               CASE WHEN cu.suspended = 0 AND u.deleted = 0 AND u.suspended = 0 THEN 1 ELSE 0 END AS live
          FROM {company_users} cu
          LEFT JOIN {user} u ON u.id = cu.userid
         WHERE cu.companyid > :after AND cu.companyid <= :through) members
 GROUP BY companyid
 ORDER BY companyid)sql",
              {{":head", Number(head)}, {":after", Number(companies.after)}, {":through", Number(companies.through)}});
}

std::string Statements::CompanyCourseSums(IdRange companies) const {
  return Fill(R"sql(SELECT companyid, COUNT(*), SUM(courseid), SUM((courseid % 65521) * (courseid % 65521))
  FROM {company_course}
 WHERE companyid > :after AND companyid <= :through
 GROUP BY companyid
 ORDER BY companyid)sql",
              {{":after", Number(companies.after)}, {":through", Number(companies.through)}});
}

// Courses' own are their courses' affair, and activities' decide nothing.
std::string Statements::SiteCapabilityDefinitions() const {
  return Fill(R"sql(SELECT rc.roleid, rc.contextid, rc.permission
  FROM {role_capabilities} rc
  :then {context} x ON x.id = rc.contextid
 WHERE rc.capability = :capability AND x.contextlevel IN (10, 40)
 ORDER BY rc.roleid, rc.contextid)sql",
              {{":then", ThenJoin()}, {":capability", std::string(kCapability)}});
}

std::string Statements::DisabledModules() const {
  return Fill("SELECT id FROM {modules} WHERE visible = 0 ORDER BY id", {});
}

std::string Statements::SiteRoleAssignmentCounts(int64_t head) const {
  return Fill(R"sql(SELECT COALESCE(SUM(CASE WHEN ra.id <= :head THEN 1 ELSE 0 END), 0), COUNT(*)
  FROM {context} x
  :then {role_assignments} ra ON ra.contextid = x.id
 WHERE x.contextlevel IN (10, 40)
   AND ra.roleid IN (SELECT rc.roleid FROM {role_capabilities} rc WHERE rc.capability = :capability))sql",
              {{":head", Number(head)}, {":then", ThenJoin()}, {":capability", std::string(kCapability)}});
}

std::string Statements::InstancesOf(absl::Span<const int64_t> courses) const {
  return Fill("SELECT id FROM {enrol} WHERE courseid IN (:courses)", {{":courses", Join(courses)}});
}

// Each part goes through the index (enrolid, userid) and stops at its limit.
std::string Statements::EnrolledUsers(absl::Span<const int64_t> instances, IdRange users, int limit) const {
  return absl::StrJoin(instances, " UNION ALL ", [&](std::string* out, int64_t instance) {
    absl::StrAppend(out, "SELECT userid FROM (SELECT userid FROM ", Table("user_enrolments"),
                    " WHERE enrolid = ", instance, " AND userid > ", users.after, " AND userid <= ", users.through,
                    " ORDER BY userid LIMIT ", limit, ") i", instance);
  });
}

// company_users has no index on the user. A few users: a look into (companyid, userid, departmentid) for each of them
// in each company, which a subquery that depends on both makes of it on every engine.
std::string Statements::MembershipsOf(absl::Span<const int64_t> users) const {
  return Fill(R"sql(SELECT c.id, u.id
  FROM {company} c
  JOIN {user} u ON u.id IN (:users)
 WHERE (SELECT COUNT(*) FROM {company_users} cu WHERE cu.companyid = c.id AND cu.userid = u.id) > 0
 ORDER BY c.id, u.id)sql",
              {{":users", Join(users)}});
}

// Many: a scan looks at fewer rows than users times companies.
std::string Statements::MembershipsOfMany(absl::Span<const int64_t> users) const {
  return Fill(
      "SELECT DISTINCT companyid, userid FROM {company_users} WHERE userid IN (:users) ORDER BY companyid, userid",
      {{":users", Join(users)}});
}

std::string Statements::ExistingUsers(absl::Span<const int64_t> users) const {
  return Fill("SELECT id FROM {user} WHERE id IN (:users)", {{":users", Join(users)}});
}

}  // namespace cp::moodle
