// The SQL this library sends, for one engine and one site. Plain text: every value is a number of ours, a checked
// prefix, or a constant. Only SELECT.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/base/ids.h"
#include "libs/moodle/dsn.h"

namespace cp::moodle {

// Ids in one list of a statement. MariaDB turns longer lists into a joined table (in_predicate_conversion_threshold).
inline constexpr size_t kMaxIdsInList = 500;

// after < id <= through.
struct IdRange {
  int64_t after = 0;
  int64_t through = 0;
};

struct StampedTable {
  std::string name;  // without prefix
  std::string user_column;
  std::vector<std::string> time_columns;  // NULL counts as 0
};

// Immutable: thread-safe. A list of ids must not be empty. Columns of the answers are named in statements.cc.
class Statements {
 public:
  // REQUIRES: IsPrefix(prefix).
  Statements(Engine engine, absl::string_view prefix) : engine_(engine), prefix_(prefix) {}

  // Letters, digits and '_', at most 20.
  static bool IsPrefix(absl::string_view text);

  // The site
  std::string Columns(absl::Span<const std::string> tables) const;  // table (with prefix), column
  std::string TablesEndingWith(absl::string_view suffix) const;     // table
  std::string IomadRight() const;                                   // 1 if a role has a right of IOMAD's, else 0
  std::string UnixTime() const;
  std::string AnyRow(absl::Span<const std::string> tables) const;  // one row: 0 or 1 per table
  std::string CountRows(absl::string_view table) const;
  std::string CompanyExists(CompanyId company) const;  // a row iff it does
  std::string Companies() const;                       // id, name, shortname; by id
  std::string Config() const;                          // name, value
  std::string CapabilityDefinitions() const;           // role, context, permission

  // The next `limit` ids after `after` that may be members, by id: id, 1 if to be reported, firstname, lastname, email,
  // username. Without IOMAD every user may be.
  std::string Members(CompanyId company, int64_t after, int64_t guest, int limit) const;
  std::string Users(int64_t after, int64_t guest, int limit) const;
  // The same of those of `users` who may be.
  std::string MembersAmong(CompanyId company, absl::Span<const int64_t> users, int64_t guest) const;
  std::string UsersAmong(absl::Span<const int64_t> users, int64_t guest) const;

  // Of the users, by user and course.
  // user, course, first timecreated of the enrolments that are active at `now`, next timestart or timeend after `now`
  // of all; NULL: none.
  std::string Enrolments(absl::Span<const int64_t> users, int64_t now) const;
  // user, course, timecompleted, timestarted.
  std::string CourseCompletions(absl::Span<const int64_t> users) const;
  // user, course, how many, last timemodified: tracked activities in a done state; `orphans` do not count.
  std::string DoneActivities(absl::Span<const int64_t> users, absl::Span<const int64_t> orphans) const;
  // user, context, role; by all three.
  std::string RoleAssignments(absl::Span<const int64_t> users, absl::Span<const int64_t> roles) const;

  // Those of the courses that the company may see: id, fullname, enablecompletion, context path.
  std::string CompanyCourses(CompanyId company, absl::Span<const int64_t> courses) const;
  std::string VisibleCourses(absl::Span<const int64_t> courses) const;
  // course, course module, 1 if a section lists it.
  std::string TrackedActivities(absl::Span<const int64_t> courses) const;

  // What may have changed (feed_statements.cc). Tables without prefix.
  // One row: the highest id of each table, in this order; NULL while it is empty.
  std::string Heads(absl::Span<const std::string> tables) const;
  // id, userid; by id.
  std::string NewRows(absl::string_view table, IdRange range, int limit) const;
  // id, eventname, courseid, relateduserid, userid, objectid; by id.
  std::string NewLogRows(IdRange range, int limit) const;
  // id, latest of the time columns, user; by id.
  std::string StampedRows(const StampedTable& table, int64_t since, int64_t after, int limit) const;

  // The next `limit` courses after `after`, by id, without the front page: id, cacherev, visible, enablecompletion,
  // context path, fullname.
  std::string CourseStates(int64_t after, int limit) const;
  // Of the courses in the range, by course.
  std::string CourseActivities(IdRange courses) const;   // course, and sums over its tracked activities
  std::string DisabledInstances(IdRange courses) const;  // course, enrol.id
  std::string CourseOverrides(IdRange courses) const;    // course, role, permission
  std::string OpenShared(IdRange courses) const;         // course

  std::string CourseIds(int64_t after, int limit) const;  // by id, without the front page
  // Of the courses in the range, by course: course, rows with id <= head, rows.
  std::string EnrolmentCounts(IdRange courses, int64_t head) const;
  std::string RoleAssignmentCounts(IdRange courses, int64_t head) const;
  std::string CourseCompletionCounts(IdRange courses, int64_t head) const;
  // As many, and the sums of their timecompleted and timestarted: course, three of the rows with id <= head, of all.
  static constexpr int kCompletionSums = 3;
  std::string CourseCompletionTimes(IdRange courses, int64_t head) const;
  std::string ActivityCompletionCounts(IdRange courses, int64_t head) const;

  std::string CompanyStates(int64_t after, int limit) const;  // id, suspended, name, shortname; by id
  // Of the companies in the range, by company: company, kMemberSums sums over the memberships with id <= head, as many
  // over all.
  static constexpr int kMemberSums = 4;
  std::string MemberSums(IdRange companies, int64_t head) const;
  std::string CompanyCourseSums(IdRange companies) const;  // company, three sums

  std::string SiteCapabilityDefinitions() const;  // role, context, permission, outside courses; by the first two
  std::string DisabledModules() const;            // id; by id
  // One row: assignments outside courses of roles that define the capability: with id <= head, all.
  std::string SiteRoleAssignmentCounts(int64_t head) const;

  std::string InstancesOf(absl::Span<const int64_t> courses) const;  // enrol.id
  // user; the next `limit` of each instance after `after` and up to `through`.
  std::string EnrolledUsers(absl::Span<const int64_t> instances, IdRange users, int limit) const;
  // company, user; by both.
  std::string MembershipsOf(absl::Span<const int64_t> users) const;
  std::string MembershipsOfMany(absl::Span<const int64_t> users) const;
  std::string ExistingUsers(absl::Span<const int64_t> users) const;  // id; by id

 private:
  struct Value {
    absl::string_view name;
    std::string text;
  };
  std::string Table(absl::string_view name) const;
  std::string MembersOn(absl::string_view page, int64_t guest) const;
  std::string Counts(absl::string_view course, absl::string_view tables, absl::string_view rows, IdRange courses,
                     int64_t head) const;
  // Fix the order of a join: the users' rows first, found once through the index on the user, then what they refer to.
  // With statistics that lag behind, MariaDB and PostgreSQL begin with the small table (enrol, course_modules) and walk
  // through everybody's rows, for every chunk. First() makes a subquery that is run first and once; ThenJoin() is an
  // inner join that is not turned round.
  std::string First(absl::string_view select) const;
  std::string ThenJoin() const;
  std::string Fill(absl::string_view sql, const std::vector<Value>& values) const;

  Engine engine_;
  std::string prefix_;
};

}  // namespace cp::moodle
