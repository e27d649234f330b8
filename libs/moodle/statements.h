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

  // Of the users, by user and course.
  // user, course, first timecreated: the courses in which an enrolment is active at `now`.
  std::string ActiveEnrolments(absl::Span<const int64_t> users, int64_t now) const;
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

 private:
  struct Value;
  std::string Table(absl::string_view name) const;
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
