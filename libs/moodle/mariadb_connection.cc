// MariaDB and MySQL. SOCI makes the connection; rows come through its native handle, unbuffered (SOCI itself would
// store the whole result first).
#include <errmsg.h>
#include <mysqld_error.h>
#include <poll.h>
#include <soci/mysql/soci-mysql.h>
#include <soci/soci.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/moodle/connection.h"
#include "libs/moodle/errors.h"

namespace cp::moodle {
namespace {

constexpr unsigned int kMariadbStatementTimeout = 1969;  // ER_STATEMENT_TIMEOUT; the number is another one's in MySQL
constexpr unsigned int kMysqlQueryTimeout = 3024;        // ER_QUERY_TIMEOUT
constexpr unsigned int kConnectionKilled = 1927;         // ER_CONNECTION_KILLED

// The server cuts a reader that stalls for net_write_timeout (60 s by default); ours stalls while the store is written.
constexpr int kNetWriteTimeoutSeconds = 3600;

class MysqlRow final : public Row {
 public:
  MysqlRow(MYSQL_ROW values, const unsigned long* lengths) : values_(values), lengths_(lengths) {}

  int64_t Int(int column) const override {
    int64_t value = 0;
    const absl::string_view text = Text(column);
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  absl::string_view Text(int column) const override {
    return values_[column] == nullptr ? absl::string_view() : absl::string_view(values_[column], lengths_[column]);
  }

 private:
  MYSQL_ROW values_;
  const unsigned long* lengths_;
};

int64_t SecondsUp(absl::Duration duration, int64_t least) {
  return std::max(least, absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1))));
}

// Refused by the server, not merely out of reach: only another account, or other rights, help.
bool IsRefusal(unsigned int code) {
  return code == ER_ACCESS_DENIED_ERROR || code == ER_DBACCESS_DENIED_ERROR || code == ER_HOST_NOT_PRIVILEGED;
}

absl::string_view WhyNoConnection(unsigned int code) {
  switch (code) {
    case ER_ACCESS_DENIED_ERROR:
      return "the account or its password is refused; check user= and password=, and that the account may connect "
             "from this host";
    case ER_DBACCESS_DENIED_ERROR:
      return "the account may not use this database; grant it SELECT";
    case ER_BAD_DB_ERROR:
      return "there is no database of this name; check dbname=";
    case ER_HOST_NOT_PRIVILEGED:
      return "the server lets no account connect from this host; create one for it";
    case ER_CON_COUNT_ERROR:
    case ER_TOO_MANY_USER_CONNECTIONS:
      return "the server has no free connection; raise max_connections or close others";
    case CR_UNKNOWN_HOST:
      return "the host name is not known; check host=";
    default:
      return "no database answers there; check host= and port=, and that the server runs and may be reached";
  }
}

class MysqlConnection final : public Connection {
 public:
  MysqlConnection(const ConnectionOptions& options, const Clock& clock) : options_(options), clock_(clock) {}

  absl::Status Open(Deadline deadline);
  const ServerInfo& server() const override { return server_; }
  absl::Status Query(const std::string& sql, Deadline deadline, absl::FunctionRef<void(const Row&)> each) override;
  absl::Status End(Deadline deadline) override { return RunAll({"ROLLBACK"}, deadline); }
  absl::Status Begin(Deadline deadline) override;

 private:
  absl::Status SetUp(Deadline deadline);
  absl::Status RunAll(const std::vector<std::string>& statements, Deadline deadline);
  absl::Status Send(const std::string& sql, Deadline deadline);
  absl::Status Error(absl::Duration began) const;
  std::string Limited(const std::string& sql, absl::Duration limit) const;

  const ConnectionOptions options_;
  const Clock& clock_;
  ServerInfo server_;
  std::unique_ptr<soci::session> session_;
  MYSQL* handle_ = nullptr;  // of session_
  std::optional<Interruption::Watch> watch_;
};

absl::Status MysqlConnection::Open(Deadline deadline) {
  const absl::Duration left = std::min(deadline.Remaining(clock_), kConnectTimeout);
  // The read timeout only ends waits that the server's own statement timeout did not end.
  const std::string connect =
      absl::StrCat(options_.dsn.connect, " charset=utf8mb4 connect_timeout=", SecondsUp(left, 1),
                   " read_timeout=", SecondsUp(options_.statement_timeout + absl::Seconds(5), 1),
                   " write_timeout=", SecondsUp(options_.statement_timeout, 1));
  try {
    session_ = std::make_unique<soci::session>(*soci::factory_mysql(), connect);
  } catch (const soci::mysql_soci_error& error) {
    if (deadline.Passed(clock_)) return ConnectingTookTooLong(options_.dsn);
    const absl::string_view why = WhyNoConnection(error.err_num_);
    return IsRefusal(error.err_num_) ? DsnRefused(options_.dsn, why) : CanNotConnect(options_.dsn, why);
  } catch (const std::exception&) {
    return DsnRefused(options_.dsn,
                      "a setting in it is not known; known are host, port, dbname, user, password, unix_socket, sslca, "
                      "sslcert, local_infile");
  }
  handle_ = static_cast<soci::mysql_session_backend*>(session_->get_backend())->conn_;
  watch_.emplace(options_.interruption.get(), static_cast<int>(mysql_get_socket(handle_)));
  const std::string version = mysql_get_server_info(handle_);
  server_.kind = absl::StrContains(version, "MariaDB") ? "mariadb" : "mysql";
  server_.version = version;
  return SetUp(deadline);
}

absl::Status MysqlConnection::SetUp(Deadline deadline) {
  const int64_t ms = absl::ToInt64Milliseconds(options_.statement_timeout);
  const std::string limit = server_.kind == "mariadb" ? absl::StrCat("max_statement_time=", ms / 1000.0)
                                                      : absl::StrCat("max_execution_time=", ms);
  CP_RETURN_IF_ERROR(
      RunAll({absl::StrCat("SET SESSION net_write_timeout=", kNetWriteTimeoutSeconds, ", ", limit)}, deadline));
  return Begin(deadline);
}

absl::Status MysqlConnection::Begin(Deadline deadline) {
  return RunAll(
      {"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"},
      deadline);
}

absl::Status MysqlConnection::RunAll(const std::vector<std::string>& statements, Deadline deadline) {
  for (const std::string& sql : statements) CP_RETURN_IF_ERROR(Query(sql, deadline, [](const Row&) {}));
  return absl::OkStatus();
}

std::string MysqlConnection::Limited(const std::string& sql, absl::Duration limit) const {
  if (server_.kind != "mariadb" || limit >= options_.statement_timeout || !absl::StartsWith(sql, "SELECT")) return sql;
  return absl::StrCat("SET STATEMENT max_statement_time=", absl::ToDoubleSeconds(limit), " FOR ", sql);
}

absl::Status MysqlConnection::Query(const std::string& sql, Deadline deadline,
                                    absl::FunctionRef<void(const Row&)> each) {
  const absl::Duration began = clock_.Monotonic();
  const absl::Status sent = Send(Limited(sql, deadline.Remaining(clock_)), deadline);
  if (!sent.ok()) return sent;
  if (mysql_read_query_result(handle_) != 0) return Error(began);
  const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result(mysql_use_result(handle_), &mysql_free_result);
  if (result == nullptr) return mysql_errno(handle_) == 0 ? absl::OkStatus() : Error(began);
  while (const MYSQL_ROW values = mysql_fetch_row(result.get())) {
    each(MysqlRow(values, mysql_fetch_lengths(result.get())));
  }
  return mysql_errno(handle_) == 0 ? absl::OkStatus() : Error(began);
}

// Sends and waits for the first byte of the answer, where nearly all the waiting is: the driver's own timeouts are
// fixed at connect and in whole seconds.
absl::Status MysqlConnection::Send(const std::string& sql, Deadline deadline) {
  const absl::Duration began = clock_.Monotonic();
  if (deadline.Passed(clock_)) return TookTooLong(options_.dsn, "reading Moodle");
  if (mysql_send_query(handle_, sql.data(), sql.size()) != 0) return Error(began);
  pollfd wait{static_cast<int>(mysql_get_socket(handle_)), POLLIN, 0};
  while (true) {
    const absl::Duration left = deadline.Remaining(clock_);
    if (left == absl::ZeroDuration()) return TookTooLong(options_.dsn, "a statement");
    // Short rounds: the deadline is on our clock, the wait on the system's.
    const int ready = poll(&wait, 1, static_cast<int>(absl::ToInt64Milliseconds(std::min(left, absl::Seconds(1)))) + 1);
    if (ready > 0) return absl::OkStatus();
    if (ready < 0 && errno != EINTR) return ConnectionLost(options_.dsn);
  }
}

absl::Status MysqlConnection::Error(absl::Duration began) const {
  const unsigned int code = mysql_errno(handle_);
  switch (code) {
    case kMariadbStatementTimeout:
    case kMysqlQueryTimeout:
      return TookTooLong(options_.dsn, "a statement");
    case ER_NO_SUCH_TABLE:
    case ER_BAD_FIELD_ERROR:
    case ER_TABLEACCESS_DENIED_ERROR:
    case ER_COLUMNACCESS_DENIED_ERROR:
      return SchemaChanged(options_.dsn);
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case ER_SERVER_SHUTDOWN:
    case ER_QUERY_INTERRUPTED:
    case kConnectionKilled:
      // The driver reports its read timeout as a lost connection.
      if (clock_.Monotonic() - began >= options_.statement_timeout) return TookTooLong(options_.dsn, "a statement");
      return ConnectionLost(options_.dsn);
    default:
      return StatementFailed(options_.dsn, absl::StrCat(code));
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> ConnectMysql(const ConnectionOptions& options, const Clock& clock,
                                                         Deadline deadline) {
  auto connection = std::make_unique<MysqlConnection>(options, clock);
  const absl::Status opened = connection->Open(deadline);
  if (!opened.ok()) return opened;
  return connection;
}

}  // namespace cp::moodle
