// PostgreSQL. SOCI makes the connection; rows come through its native handle one by one (SOCI itself would store the
// whole result first).
#include <libpq-fe.h>
#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/moodle/connection.h"
#include "libs/moodle/errors.h"

namespace cp::moodle {
namespace {

class PostgresRow final : public Row {
 public:
  explicit PostgresRow(const PGresult* result) : result_(result) {}

  int64_t Int(int column) const override {
    int64_t value = 0;
    const absl::string_view text = Text(column);
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  absl::string_view Text(int column) const override {
    return {PQgetvalue(result_, 0, column), static_cast<size_t>(PQgetlength(result_, 0, column))};
  }

 private:
  const PGresult* result_;
};

struct Cause {
  absl::string_view why;
  bool refused = false;  // by the server, not merely out of reach: trying again can not help
};

// libpq gives no code for a connection that failed. A server that speaks another language ends in the last case.
Cause WhyNoConnection(absl::string_view text) {
  if (absl::StrContains(text, "invalid connection option") || absl::StrContains(text, "missing \"=\"")) {
    return {"a setting in it is not known to PostgreSQL; use host, port, dbname, user, password, sslmode, ..", true};
  }
  if (absl::StrContains(text, "authentication failed") || absl::StrContains(text, "no password supplied") ||
      absl::StrContains(text, "pg_hba.conf") || absl::StrContains(text, "role \"")) {
    return {
        "the account or its password is refused; check user= and password=, and that pg_hba.conf lets the account "
        "connect from this host",
        true};
  }
  if (absl::StrContains(text, "permission denied")) {
    return {"the account may not use this database; grant it CONNECT", true};
  }
  if (absl::StrContains(text, "database \"") && absl::StrContains(text, "does not exist")) {
    return {"there is no database of this name; check dbname="};
  }
  if (absl::StrContains(text, "too many") || absl::StrContains(text, "connection slots")) {
    return {"the server has no free connection; raise max_connections or close others"};
  }
  if (absl::StrContains(text, "could not translate host name")) return {"the host name is not known; check host="};
  return {"no database answers there; check host= and port=, and that the server runs and may be reached"};
}

class PostgresConnection final : public Connection {
 public:
  PostgresConnection(const ConnectionOptions& options, const Clock& clock) : options_(options), clock_(clock) {}

  absl::Status Open(Deadline deadline);
  const ServerInfo& server() const override { return server_; }
  absl::Status Query(const std::string& sql, Deadline deadline, absl::FunctionRef<void(const Row&)> each) override;
  absl::Status End(Deadline deadline) override {
    return Query("ROLLBACK", deadline, [](const Row&) {});
  }
  absl::Status Begin(Deadline deadline) override;

 private:
  absl::Status AwaitResult(Deadline deadline);
  absl::Status Error(const PGresult* result) const;

  const ConnectionOptions options_;
  const Clock& clock_;
  ServerInfo server_;
  std::unique_ptr<soci::session> session_;
  PGconn* handle_ = nullptr;  // of session_
  std::optional<Interruption::Watch> watch_;
};

absl::Status PostgresConnection::Open(Deadline deadline) {
  // Two seconds are the least that libpq takes.
  const absl::Duration left = std::min(deadline.Remaining(clock_), kConnectTimeout);
  const int64_t seconds = std::max<int64_t>(2, absl::ToInt64Seconds(absl::Ceil(left, absl::Seconds(1))));
  try {
    session_ = std::make_unique<soci::session>(
        *soci::factory_postgresql(), absl::StrCat(options_.dsn.connect, " client_encoding=UTF8 connect_timeout=",
                                                  seconds, " fallback_application_name=courseprogress"));
  } catch (const std::exception& error) {
    if (deadline.Passed(clock_)) return ConnectingTookTooLong(options_.dsn);
    const Cause cause = WhyNoConnection(error.what());
    return cause.refused ? DsnRefused(options_.dsn, cause.why) : CanNotConnect(options_.dsn, cause.why);
  }
  handle_ = static_cast<soci::postgresql_session_backend*>(session_->get_backend())->conn_;
  watch_.emplace(options_.interruption.get(), PQsocket(handle_));
  server_.kind = "postgresql";
  server_.version = PQparameterStatus(handle_, "server_version");
  return Begin(deadline);
}

absl::Status PostgresConnection::Begin(Deadline deadline) {
  // SET LOCAL: nothing of ours stays in a session that a pooler gives to somebody else. The transaction stays open and
  // idle while the store is written. The first SELECT is what takes the snapshot. jit costs more than chunks take; the
  // default random_page_cost is one of turning disks, and has whole tables read where a chunk needs a thousandth.
  return Query(absl::StrCat("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout=",
                            absl::ToInt64Milliseconds(options_.statement_timeout),
                            "; SET LOCAL idle_in_transaction_session_timeout=0; SET LOCAL jit=off; SET LOCAL "
                            "random_page_cost=1.1; SELECT 1"),
               deadline, [](const Row&) {});
}

absl::Status PostgresConnection::Query(const std::string& sql, Deadline deadline,
                                       absl::FunctionRef<void(const Row&)> each) {
  if (deadline.Passed(clock_)) return TookTooLong(options_.dsn, "reading Moodle");
  if (PQsendQuery(handle_, sql.c_str()) == 0 || PQsetSingleRowMode(handle_) == 0) return ConnectionLost(options_.dsn);
  absl::Status status;
  while (true) {
    const absl::Status ready = AwaitResult(deadline);
    if (!ready.ok()) return ready;
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQgetResult(handle_), &PQclear);
    if (result == nullptr) return status;
    switch (PQresultStatus(result.get())) {
      case PGRES_SINGLE_TUPLE:
        each(PostgresRow(result.get()));
        break;
      case PGRES_TUPLES_OK:
      case PGRES_COMMAND_OK:
        break;
      default:
        status = Error(result.get());
    }
  }
}

absl::Status PostgresConnection::AwaitResult(Deadline deadline) {
  while (PQisBusy(handle_) != 0) {
    const absl::Duration left = deadline.Remaining(clock_);
    if (left == absl::ZeroDuration()) return TookTooLong(options_.dsn, "a statement");
    // Short rounds: the deadline is on our clock, the wait on the system's.
    pollfd wait{PQsocket(handle_), POLLIN, 0};
    const int ready = poll(&wait, 1, static_cast<int>(absl::ToInt64Milliseconds(std::min(left, absl::Seconds(1)))) + 1);
    if (ready < 0 && errno != EINTR) return ConnectionLost(options_.dsn);
    if (ready > 0 && PQconsumeInput(handle_) == 0) return ConnectionLost(options_.dsn);
  }
  return absl::OkStatus();
}

absl::Status PostgresConnection::Error(const PGresult* result) const {
  const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const absl::string_view state = field == nullptr ? "" : field;
  if (state == "57014") return TookTooLong(options_.dsn, "a statement");  // query_canceled
  // undefined_table, undefined_column, insufficient_privilege, invalid_schema_name
  if (state == "42P01" || state == "42703" || state == "42501" || state == "3F000") return SchemaChanged(options_.dsn);
  // connection_exception and operator_intervention; none at all: libpq itself noticed
  if (state.empty() || absl::StartsWith(state, "08") || absl::StartsWith(state, "57P")) {
    return ConnectionLost(options_.dsn);
  }
  return StatementFailed(options_.dsn, state);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> ConnectPostgres(const ConnectionOptions& options, const Clock& clock,
                                                            Deadline deadline) {
  auto connection = std::make_unique<PostgresConnection>(options, clock);
  const absl::Status opened = connection->Open(deadline);
  if (!opened.ok()) return opened;
  return connection;
}

}  // namespace cp::moodle
