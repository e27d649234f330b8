#include "tests/bench/mariadb_statements.h"

#include <mysql.h>

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "libs/base/status.h"

namespace cp::bench {

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
