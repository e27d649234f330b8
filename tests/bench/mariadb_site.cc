#include "tests/bench/mariadb_site.h"

#include <mysql.h>
#include <sqlite3.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status.h"
#include "libs/moodle/demo_site.h"
#include "libs/testing/moodle_site.h"
#include "libs/testing/temp_dir.h"

namespace cp::bench {
namespace {

constexpr int kRowsPerInsert = 1000;
// The demo names only the columns that matter; Moodle's other columns take their type's own default.
constexpr char kLenient[] = "SET sql_mode='', foreign_key_checks=0, unique_checks=0;";

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

// A value as a MariaDB literal.
std::string Literal(sqlite3_stmt* row, int column) {
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_NULL:
      return "NULL";
    case SQLITE_INTEGER:
      return absl::StrCat(sqlite3_column_int64(row, column));
    default:
      break;
  }
  const std::string text = Text(row, column);
  std::string escaped(2 * text.size() + 1, '\0');
  escaped.resize(mysql_escape_string(escaped.data(), text.data(), text.size()));
  return absl::StrCat("'", escaped, "'");
}

absl::Status CopyTable(sqlite3* db, const testing::MariadbServer& server, const std::string& database,
                       const std::string& table) {
  CP_RETURN_IF_ERROR(server.Execute(database, absl::StrCat("TRUNCATE ", table)));
  CP_ASSIGN_OR_RETURN(const Statement rows, Prepare(db, absl::StrCat("SELECT * FROM ", table)));
  std::vector<std::string> columns;
  for (int i = 0; i < sqlite3_column_count(rows.get()); ++i) {
    columns.push_back(absl::StrCat("`", sqlite3_column_name(rows.get(), i), "`"));
  }
  const std::string head =
      absl::StrCat(kLenient, "INSERT INTO ", table, " (", absl::StrJoin(columns, ","), ") VALUES ");
  std::vector<std::string> tuples;
  const auto flush = [&]() -> absl::Status {
    if (tuples.empty()) return absl::OkStatus();
    CP_RETURN_IF_ERROR(server.Execute(database, absl::StrCat(head, absl::StrJoin(tuples, ","))));
    tuples.clear();
    return absl::OkStatus();
  };
  while (sqlite3_step(rows.get()) == SQLITE_ROW) {
    std::vector<std::string> values;
    for (size_t i = 0; i < columns.size(); ++i) values.push_back(Literal(rows.get(), static_cast<int>(i)));
    tuples.push_back(absl::StrCat("(", absl::StrJoin(values, ","), ")"));
    if (tuples.size() == kRowsPerInsert) CP_RETURN_IF_ERROR(flush());
  }
  return flush();
}

}  // namespace

absl::StatusOr<std::string> LoadDemoSite(const testing::MariadbServer& server, const std::string& database,
                                         int64_t now) {
  const testing::TempDir directory;
  moodle::DemoOptions options;
  options.companies = 1;
  options.users_per_company = 2500;
  options.courses_per_company = 20;
  options.now = now;
  CP_RETURN_IF_ERROR(moodle::CreateDemoSite(directory.File("demo.db"), options).status());
  CP_ASSIGN_OR_RETURN(const std::string dsn, server.CreateDatabase(database));
  CP_RETURN_IF_ERROR(server.Load(database, testing::SiteDumpPath("mariadb")));

  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(directory.File("demo.db").c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  const std::unique_ptr<sqlite3, CloseSqlite> db(opened);
  if (code != SQLITE_OK) return absl::InternalError("the demo site can not be opened");
  // The dump of the site was made without its log.
  CP_ASSIGN_OR_RETURN(const Statement tables,
                      Prepare(db.get(),
                              "SELECT name FROM sqlite_master WHERE type='table' AND name LIKE 'mdl!_%' "
                              "ESCAPE '!' AND name <> 'mdl_logstore_standard_log' ORDER BY name"));
  while (sqlite3_step(tables.get()) == SQLITE_ROW) {
    CP_RETURN_IF_ERROR(CopyTable(db.get(), server, database, Text(tables.get(), 0)));
  }
  CP_RETURN_IF_ERROR(server.Execute(database, "ANALYZE TABLE mdl_user, mdl_user_enrolments, mdl_enrol, mdl_course"));
  return dsn;
}

absl::StatusOr<std::vector<std::string>> StatementsOf(const testing::MariadbServer& server,
                                                      const std::function<void()>& work) {
  CP_RETURN_IF_ERROR(
      server.Execute("mysql", "SET GLOBAL log_output='TABLE'; TRUNCATE mysql.general_log; SET GLOBAL general_log=1"));
  work();
  CP_RETURN_IF_ERROR(server.Execute("mysql", "SET GLOBAL general_log=0"));

  const std::unique_ptr<MYSQL, decltype(&mysql_close)> connection(mysql_init(nullptr), &mysql_close);
  if (mysql_real_connect(connection.get(), server.host().c_str(), server.user().c_str(), server.password().c_str(),
                         "mysql", static_cast<unsigned>(server.port()), nullptr, 0) == nullptr ||
      mysql_query(connection.get(),
                  "SELECT argument FROM general_log WHERE command_type='Query' ORDER BY event_time") != 0) {
    return absl::UnavailableError(mysql_error(connection.get()));
  }
  const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result(mysql_store_result(connection.get()),
                                                                        &mysql_free_result);
  std::vector<std::string> statements;
  while (MYSQL_ROW row = mysql_fetch_row(result.get())) {
    std::string statement(row[0], mysql_fetch_lengths(result.get())[0]);
    if (absl::StartsWithIgnoreCase(absl::StripLeadingAsciiWhitespace(statement), "SELECT") ||
        absl::StartsWithIgnoreCase(absl::StripLeadingAsciiWhitespace(statement), "WITH")) {
      statements.push_back(std::move(statement));
    }
  }
  if (statements.empty()) return absl::InternalError("the server's log holds no statement");
  return statements;
}

}  // namespace cp::bench
