#include "libs/moodle/schema.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status.h"
#include "libs/moodle/errors.h"
#include "libs/moodle/statements.h"

namespace cp::moodle {
namespace {

struct TableUse {
  std::string name;
  std::vector<std::string> columns;
};

// What statements.cc reads, of Moodle 4.1 (and later, where it is the same). user_enrolments comes first: a site
// without it is no Moodle, or has another prefix.
const std::vector<TableUse>& MoodleTables() {
  static const auto* const tables = new std::vector<TableUse>{
      {"user_enrolments", {"enrolid", "userid", "status", "timestart", "timeend", "timecreated"}},
      {"user", {"id", "firstname", "lastname", "email", "username", "deleted", "suspended"}},
      {"enrol", {"id", "courseid", "status"}},
      {"course", {"id", "fullname", "visible", "enablecompletion"}},
      {"course_completions", {"userid", "course", "timecompleted", "timestarted"}},
      {"course_modules", {"id", "course", "module", "completion", "deletioninprogress"}},
      {"course_modules_completion", {"coursemoduleid", "userid", "completionstate", "timemodified"}},
      {"course_sections", {"course", "sequence"}},
      {"modules", {"id", "visible"}},
      {"config", {"name", "value"}},
      {"context", {"id", "contextlevel", "instanceid", "path"}},
      {"role_assignments", {"userid", "contextid", "roleid"}},
      {"role_capabilities", {"roleid", "contextid", "capability", "permission"}}};
  return *tables;
}

const std::vector<TableUse>& IomadTables() {
  static const auto* const tables = new std::vector<TableUse>{{"company_users", {"companyid", "userid", "suspended"}},
                                                              {"company", {"id", "name", "shortname"}},
                                                              {"company_course", {"companyid", "courseid"}},
                                                              {"iomad_courses", {"courseid", "shared"}}};
  return *tables;
}

// What feed_statements.cc reads beyond that.
const std::vector<TableUse>& FeedTables() {
  static const auto* const tables =
      new std::vector<TableUse>{{"user_enrolments", {"id", "timemodified"}},
                                {"user", {"timemodified"}},
                                {"course", {"cacherev"}},
                                {"course_completions", {"id", "timeenrolled", "reaggregate"}},
                                {"course_modules_completion", {"id"}},
                                {"role_assignments", {"id", "timemodified"}}};
  return *tables;
}

const std::vector<TableUse>& IomadFeedTables() {
  static const auto* const tables = new std::vector<TableUse>{{"company_users", {"id"}}, {"company", {"suspended"}}};
  return *tables;
}

const TableUse& LogTable() {
  static const auto* const table =
      new TableUse{"logstore_standard_log", {"id", "eventname", "courseid", "relateduserid", "userid", "objectid"}};
  return *table;
}

using Found = std::set<std::pair<std::string, std::string>>;  // table with prefix, column; "" stands for the table

absl::StatusOr<Found> FindColumns(Connection& connection, const Statements& statements, Deadline deadline) {
  std::vector<std::string> names;
  for (const auto* tables : {&MoodleTables(), &IomadTables()}) {
    for (const TableUse& table : *tables) names.push_back(table.name);
  }
  names.push_back(LogTable().name);
  Found found;
  CP_RETURN_IF_ERROR(connection.Query(statements.Columns(names), deadline, [&](const Row& row) {
    const std::string table(row.Text(0));
    found.emplace(table, "");
    found.emplace(table, std::string(row.Text(1)));
  }));
  return found;
}

bool HasTable(const Found& found, const std::string& name) { return found.count({name, ""}) != 0; }

absl::Status CheckTables(const std::vector<TableUse>& tables, const Found& found, const Dsn& dsn,
                         const std::string& prefix) {
  for (const TableUse& table : tables) {
    const std::string name = prefix + table.name;
    if (!HasTable(found, name)) {
      return SchemaMissing(dsn, name, "", "grant SELECT on it, or finish Moodle's upgrade; Moodle 4.1 has it");
    }
    for (const std::string& column : table.columns) {
      if (found.count({name, column}) == 0) {
        return SchemaMissing(dsn, name, column, "grant SELECT on it, or finish Moodle's upgrade; Moodle 4.1 has it");
      }
    }
  }
  return absl::OkStatus();
}

// An IOMAD site that is read as plain Moodle gives company 1 the users of all companies and deletes the rows of the
// others. So one trace of it is enough: any of its tables, or the rights that its installation gives to roles, which
// are seen even by an account that may read none of its tables.
absl::StatusOr<bool> IsIomad(Connection& connection, const Statements& statements, const Found& found,
                             const std::string& prefix, Deadline deadline) {
  for (const TableUse& table : IomadTables()) {
    if (HasTable(found, prefix + table.name)) return true;
  }
  bool is_iomad = false;
  CP_RETURN_IF_ERROR(
      connection.Query(statements.IomadRight(), deadline, [&](const Row& row) { is_iomad = row.Int(0) != 0; }));
  return is_iomad;
}

absl::Status NoMoodleHere(Connection& connection, const Statements& statements, const Dsn& dsn,
                          const std::string& prefix, Deadline deadline) {
  constexpr absl::string_view kTable = "user_enrolments";
  std::set<std::string> prefixes;
  CP_RETURN_IF_ERROR(connection.Query(statements.TablesEndingWith(kTable), deadline, [&](const Row& row) {
    prefixes.emplace(row.Text(0).substr(0, row.Text(0).size() - kTable.size()));
  }));
  if (prefixes.empty()) {
    return SchemaMissing(dsn, absl::StrCat(prefix, kTable), "",
                         "this is not Moodle's database, check dbname= in --moodle-dsn; or grant SELECT");
  }
  return SchemaMissing(dsn, absl::StrCat(prefix, kTable), "",
                       absl::StrCat("set --moodle-prefix to what config.php says ($CFG->prefix); tables here have \"",
                                    absl::StrJoin(prefixes, "\" or \""), "\""));
}

}  // namespace

absl::StatusOr<Schema> ReadSchema(Connection& connection, const Dsn& dsn, const std::string& prefix,
                                  Deadline deadline) {
  const Statements statements(dsn.engine, prefix);
  CP_ASSIGN_OR_RETURN(const Found found, FindColumns(connection, statements, deadline));
  if (!HasTable(found, prefix + MoodleTables().front().name)) {
    return NoMoodleHere(connection, statements, dsn, prefix, deadline);
  }
  CP_RETURN_IF_ERROR(CheckTables(MoodleTables(), found, dsn, prefix));
  Schema schema;
  CP_ASSIGN_OR_RETURN(schema.iomad, IsIomad(connection, statements, found, prefix, deadline));
  if (schema.iomad) CP_RETURN_IF_ERROR(CheckTables(IomadTables(), found, dsn, prefix));
  schema.log = CheckTables({LogTable()}, found, dsn, prefix).ok();
  schema.feed = CheckTables(FeedTables(), found, dsn, prefix);
  if (schema.feed.ok() && schema.iomad) schema.feed = CheckTables(IomadFeedTables(), found, dsn, prefix);
  return schema;
}

std::vector<std::string> GuardedTables(const Schema& schema) {
  std::vector<std::string> tables = {"user", "course", "enrol", "user_enrolments"};
  if (schema.iomad) tables.push_back("company_users");
  return tables;
}

}  // namespace cp::moodle
