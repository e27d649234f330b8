#include "libs/sql/postgres_session.h"

#include <fcntl.h>
#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "absl/strings/str_cat.h"

namespace cp::sql {
namespace {

// A frozen client must not hold a company's row lock for ever. A synchronous_commit below `on` could lose a version
// that was acknowledged or, with any batch of a run, one that readers saw: after the crash its number would be given
// again, to other rows, in the same epoch, and cached answers of the first would pass for the second.
constexpr char kSessionSettings[] =
    "SET idle_in_transaction_session_timeout = 60000;"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') IN ('off', 'local')";

// Prepared statements would keep a plan made while the table was one page, which is a scan, until somebody analyzes it:
// minutes in which a first sync scans all it has written for each batch, and a reader the table for each page.
constexpr char kPlanAnew[] = "; SET LOCAL plan_cache_mode = force_custom_plan";

// As SOCI reports an error that is not the server's: the connection is gone.
constexpr char kNoSqlstate[] = "     ";

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

// A descriptor of our own for a socket that libpq owns. libpq closes its own as soon as the server hangs up, and the
// next socket or file of the process gets that number; ours keeps meaning this connection.
class SecondDescriptor {
 public:
  explicit SecondDescriptor(int socket) : descriptor_(::fcntl(socket, F_DUPFD_CLOEXEC, 0)) {
    if (descriptor_ < 0) throw soci::soci_error("no file descriptor is left; raise the limit of open files");
  }
  ~SecondDescriptor() { ::close(descriptor_); }
  SecondDescriptor(const SecondDescriptor&) = delete;
  SecondDescriptor& operator=(const SecondDescriptor&) = delete;

  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

// Two bounds on every call. The server's statement_timeout ends its work; the watchdog ends our wait, also when the
// server or the network is frozen.
class PostgresSession final : public Session {
 public:
  PostgresSession(const Dsn& dsn, const Clock& clock, Deadline deadline, SocketWatchdog& watchdog,
                  StatementObserver observer)
      : Session(soci::postgresql, dsn.conninfo, std::move(observer)),
        clock_(clock),
        watchdog_(watchdog),
        watched_(socket()) {
    const SocketWatchdog::Ticket ticket = watchdog_.Watch(watched_.get(), deadline);
    try {
      RunScript(kSessionSettings);
    } catch (...) {
      watchdog_.Release(ticket);
      throw;
    }
    watchdog_.Release(ticket);
  }

  // Closing a statement is a round trip; on a socket that is shut it fails at once instead of waiting for a server that
  // may be frozen. The server sees a hang-up and rolls back.
  ~PostgresSession() override {
    if (ticket_.has_value()) watchdog_.Release(*ticket_);
    ::shutdown(watched_.get(), SHUT_RDWR);
  }

  Engine engine() const override { return Engine::kPostgres; }

  void Begin(Scope scope, Deadline deadline) override {
    ticket_ = watchdog_.Watch(watched_.get(), deadline);
    const int64_t left_ms = std::max<int64_t>(1, absl::ToInt64Milliseconds(deadline.Remaining(clock_)));
    if (scope == Scope::kAutocommit) return BoundStatements(left_ms);
    RunScript(absl::StrCat(scope == Scope::kSnapshot ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                                                     : "BEGIN ISOLATION LEVEL READ COMMITTED",
                           "; SET LOCAL statement_timeout = ", left_ms, kPlanAnew));
  }

  bool End() override {
    CloseOpen();
    if (!ticket_.has_value()) return true;
    const bool cut = watchdog_.Release(*ticket_);
    ticket_.reset();
    return !cut;
  }

  // A connection between two calls has nothing to say: bytes or an end of file mean that the server ended it.
  bool Alive() override {
    pollfd poller{socket(), POLLIN, 0};
    return ::poll(&poller, 1, 0) == 0;
  }

 protected:
  void Reset(soci::statement&) override {}  // the rows are on our side already

  // SOCI has no COPY. After a throw the connection may be in the middle of one: it is dropped, as after every error.
  void SendCopy(const char* copy, absl::string_view rows) override {
    Expect(PGRES_COPY_IN, Result(PQexec(connection(), copy)));
    if (PQputCopyData(connection(), rows.data(), static_cast<int>(rows.size())) != 1 ||
        PQputCopyEnd(connection(), nullptr) != 1) {
      throw soci::postgresql_soci_error(PQerrorMessage(connection()), kNoSqlstate);
    }
    Expect(PGRES_COMMAND_OK, Result(PQgetResult(connection())));
    while (Result(PQgetResult(connection())) != nullptr) {
    }
  }

 private:
  PGconn* connection() { return static_cast<soci::postgresql_session_backend*>(soci().get_backend())->conn_; }
  int socket() { return PQsocket(connection()); }

  // The primary message only: the context of a failed COPY holds the row.
  void Expect(ExecStatusType expected, const Result& result) {
    if (PQresultStatus(result.get()) == expected) return;
    const char* sqlstate = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    const char* message = PQresultErrorField(result.get(), PG_DIAG_MESSAGE_PRIMARY);
    throw soci::postgresql_soci_error(message != nullptr ? message : PQerrorMessage(connection()),
                                      sqlstate != nullptr ? sqlstate : kNoSqlstate);
  }

  // In steps of two, so that calls with the same budget need no extra round trip. Never below what is left.
  void BoundStatements(int64_t left_ms) {
    const auto bound = static_cast<int64_t>(std::bit_ceil(static_cast<uint64_t>(left_ms)));
    if (bound == statement_timeout_ms_) return;
    RunScript(absl::StrCat("SET statement_timeout = ", bound));
    statement_timeout_ms_ = bound;
  }

  const Clock& clock_;
  SocketWatchdog& watchdog_;
  const SecondDescriptor watched_;
  std::optional<SocketWatchdog::Ticket> ticket_;
  int64_t statement_timeout_ms_ = 0;  // the session's own; 0 = none
};

}  // namespace

std::unique_ptr<Session> OpenPostgresSession(const Dsn& dsn, const Clock& clock, Deadline deadline,
                                             SocketWatchdog& watchdog, Session::StatementObserver observer) {
  return std::make_unique<PostgresSession>(dsn, clock, deadline, watchdog, std::move(observer));
}

}  // namespace cp::sql
