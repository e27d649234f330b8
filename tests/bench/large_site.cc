#include "tests/bench/large_site.h"

#include <mysql.h>
#include <sqlite3.h>

#include <fstream>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status.h"
#include "libs/moodle/demo_site.h"
#include "libs/moodle/log_event.h"
#include "libs/moodle/player/site_schema.h"
#include "libs/testing/moodle_site.h"
#include "libs/testing/temp_dir.h"

namespace cp::bench {
namespace {

constexpr int kRowsPerInsert = 1000;

struct CloseSqlite {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
struct FinalizeSqlite {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeSqlite>;

absl::StatusOr<Statement> Prepare(sqlite3* db, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    return absl::InternalError(sqlite3_errmsg(db));
  }
  return Statement(statement);
}

std::string Text(sqlite3_stmt* row, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return text == nullptr ? "" : std::string(text, static_cast<size_t>(sqlite3_column_bytes(row, column)));
}

// How rows are written for one engine's client program.
class Script {
 public:
  virtual ~Script() = default;
  virtual void BeginTable(const std::string& table, const std::vector<std::string>& columns, std::ostream& out) = 0;
  virtual void Add(sqlite3_stmt* row, std::ostream& out) = 0;
  virtual void EndTable(std::ostream& out) = 0;
};

class MariadbScript final : public Script {
 public:
  void BeginTable(const std::string& table, const std::vector<std::string>& columns, std::ostream& out) override {
    // The demo names only the columns that matter; Moodle's other columns take their type's own default.
    out << "SET sql_mode='', foreign_key_checks=0, unique_checks=0, autocommit=0;\n";
    head_ = absl::StrCat("INSERT INTO `", table, "` (`", absl::StrJoin(columns, "`,`"), "`) VALUES\n");
    rows_ = 0;
  }
  void Add(sqlite3_stmt* row, std::ostream& out) override {
    if (rows_ % kRowsPerInsert == 0) {
      out << (rows_ == 0 ? "" : ";\n") << head_ << "(";
    } else {
      out << ",\n(";
    }
    ++rows_;
    for (int i = 0; i < sqlite3_column_count(row); ++i) out << (i == 0 ? "" : ",") << Literal(row, i);
    out << ")";
  }
  void EndTable(std::ostream& out) override { out << (rows_ == 0 ? "" : ";\n") << "COMMIT;\n"; }

 private:
  static std::string Literal(sqlite3_stmt* row, int column) {
    const int type = sqlite3_column_type(row, column);
    if (type == SQLITE_NULL) return "NULL";
    if (type == SQLITE_INTEGER) return absl::StrCat(sqlite3_column_int64(row, column));
    const std::string text = Text(row, column);
    std::string escaped(2 * text.size() + 1, '\0');
    escaped.resize(mysql_escape_string(escaped.data(), text.data(), text.size()));
    return absl::StrCat("'", escaped, "'");
  }

  std::string head_;
  int rows_ = 0;
};

class PostgresScript final : public Script {
 public:
  void BeginTable(const std::string& table, const std::vector<std::string>& columns, std::ostream& out) override {
    out << "COPY \"" << table << "\" (\"" << absl::StrJoin(columns, "\",\"") << "\") FROM STDIN;\n";
  }
  void Add(sqlite3_stmt* row, std::ostream& out) override {
    for (int i = 0; i < sqlite3_column_count(row); ++i) out << (i == 0 ? "" : "\t") << Field(row, i);
    out << "\n";
  }
  void EndTable(std::ostream& out) override { out << "\\.\n"; }

 private:
  static std::string Field(sqlite3_stmt* row, int column) {
    if (sqlite3_column_type(row, column) == SQLITE_NULL) return "\\N";
    std::string escaped;
    for (const char c : Text(row, column)) {
      if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
        escaped += '\\';
        escaped += c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c;
      } else {
        escaped += c;
      }
    }
    return escaped;
  }
};

absl::Status WriteTable(sqlite3* db, const std::string& table, Script& script, std::ostream& out) {
  CP_ASSIGN_OR_RETURN(const Statement rows, Prepare(db, absl::StrCat("SELECT * FROM ", table)));
  std::vector<std::string> columns;
  for (int i = 0; i < sqlite3_column_count(rows.get()); ++i) {
    columns.emplace_back(sqlite3_column_name(rows.get(), i));
  }
  out << "TRUNCATE " << table << ";\n";
  script.BeginTable(table, columns, out);
  while (sqlite3_step(rows.get()) == SQLITE_ROW) script.Add(rows.get(), out);
  script.EndTable(out);
  return absl::OkStatus();
}

// The dump of the site was made without its log.
absl::Status MakeLogTable(const testing::DatabaseServer& server, const std::string& database,
                          absl::string_view engine) {
  for (const std::string& statement : moodle::SiteDdl(engine)) {
    if (!absl::StrContains(statement, "mdl_logstore_standard_log")) continue;
    CP_RETURN_IF_ERROR(server.Execute(database, statement));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Load(const testing::DatabaseServer& server, const std::string& engine,
                                 const std::string& database, int64_t now, const SiteSize& size, Script& script) {
  const testing::TempDir directory;
  moodle::DemoOptions options;
  options.companies = size.companies;
  options.users_per_company = size.users;
  options.courses_per_company = size.courses;
  options.activities_per_course = size.activities;
  options.now = now;
  CP_RETURN_IF_ERROR(moodle::CreateDemoSite(directory.File("demo.db"), options).status());
  CP_ASSIGN_OR_RETURN(const std::string dsn, server.CreateDatabase(database));
  CP_RETURN_IF_ERROR(server.Load(database, testing::SiteDumpPath(engine)));
  CP_RETURN_IF_ERROR(MakeLogTable(server, database, engine == "mariadb" ? "mysql" : "postgresql"));

  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(directory.File("demo.db").c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  const std::unique_ptr<sqlite3, CloseSqlite> db(opened);
  if (code != SQLITE_OK) return absl::InternalError("the demo site can not be opened");
  CP_ASSIGN_OR_RETURN(const Statement tables,
                      Prepare(db.get(),
                              "SELECT name FROM sqlite_master WHERE type='table' AND name LIKE 'mdl!_%' "
                              "ESCAPE '!' ORDER BY name"));
  std::ofstream out(directory.File("demo.sql"));
  while (sqlite3_step(tables.get()) == SQLITE_ROW) {
    CP_RETURN_IF_ERROR(WriteTable(db.get(), Text(tables.get(), 0), script, out));
  }
  out.close();
  if (!out) return absl::InternalError("the demo site can not be written as a script");
  CP_RETURN_IF_ERROR(server.Load(database, directory.File("demo.sql")));
  return dsn;
}

}  // namespace

absl::StatusOr<std::string> LoadDemoSite(const testing::MariadbServer& server, const std::string& database, int64_t now,
                                         const SiteSize& size) {
  MariadbScript script;
  CP_ASSIGN_OR_RETURN(const std::string dsn, Load(server, "mariadb", database, now, size, script));
  CP_RETURN_IF_ERROR(Analyze(server, database));
  return dsn;
}

absl::StatusOr<std::string> LoadDemoSite(const testing::PostgresServer& server, const std::string& database,
                                         int64_t now, const SiteSize& size) {
  PostgresScript script;
  CP_ASSIGN_OR_RETURN(const std::string dsn, Load(server, "postgres", database, now, size, script));
  CP_RETURN_IF_ERROR(Analyze(server, database));
  return dsn;
}

// What belongs to a person; ids of copies follow those of all originals.
absl::Status AddPeople(const testing::DatabaseServer& server, const std::string& database, int64_t from, int64_t to) {
  constexpr int64_t kPeople = 100'000;   // more than a site has before
  constexpr int64_t kRows = 10'000'000;  // more than a table has before
  const std::pair<const char*, const char*> tables[] = {
      {"mdl_company_users", "companyid, managertype, departmentid"},
      {"mdl_user_enrolments", "enrolid, timestart, timeend, modifierid, timecreated, timemodified"},
      {"mdl_role_assignments", "roleid, contextid, timemodified, modifierid"},
      {"mdl_course_modules_completion", "coursemoduleid, completionstate, timemodified"},
      {"mdl_course_completions", "course, timeenrolled, timestarted, timecompleted"},
  };
  for (int64_t copy = from; copy < to; ++copy) {
    std::string sql = absl::StrCat(
        "INSERT INTO mdl_user (id, confirmed, mnethostid, username, password, firstname, lastname, email, institution,"
        " timecreated, timemodified) SELECT id + ",
        copy * kPeople, ", confirmed, mnethostid, CONCAT(username, '.", copy,
        "'), password, firstname, lastname, CONCAT(email, '.", copy,
        "'), institution, timecreated, timemodified FROM mdl_user WHERE id < ", kPeople);
    for (const auto& [table, columns] : tables) {
      absl::StrAppend(&sql, "; INSERT INTO ", table, " (id, userid, ", columns, ") SELECT id + ", copy * kRows,
                      ", userid + ", copy * kPeople, ", ", columns, " FROM ", table, " WHERE id < ", kRows);
    }
    CP_RETURN_IF_ERROR(server.Execute(database, sql));
  }
  return absl::OkStatus();
}

namespace {

std::string EnrolmentEvents() {
  const moodle::LogFields fields = {.objectid = "ue.id",
                                    .contextlevel = moodle::kCourseLevel,
                                    .contextinstanceid = "e.courseid",
                                    .courseid = "e.courseid",
                                    .relateduserid = "ue.userid",
                                    .timecreated = "ue.timecreated"};
  return absl::StrCat("TRUNCATE mdl_logstore_standard_log; ",
                      moodle::LogInsert("user_enrolment_created", fields,
                                        "FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid"));
}

}  // namespace

absl::Status Analyze(const testing::MariadbServer& server, const std::string& database) {
  return server.Execute(database,
                        "ANALYZE TABLE mdl_user, mdl_user_enrolments, mdl_enrol, mdl_course, mdl_company_users, "
                        "mdl_course_modules_completion, mdl_course_completions, mdl_role_assignments, "
                        "mdl_logstore_standard_log");
}

absl::Status Analyze(const testing::PostgresServer& server, const std::string& database) {
  return server.Execute(database, "ANALYZE");
}

absl::Status LogEnrolments(const testing::MariadbServer& server, const std::string& database) {
  return server.Execute(database, absl::StrCat("SET sql_mode = 'NO_BACKSLASH_ESCAPES'; ", EnrolmentEvents()));
}

absl::Status LogEnrolments(const testing::PostgresServer& server, const std::string& database) {
  return server.Execute(database, EnrolmentEvents());
}

}  // namespace cp::bench
