// SQLite, as the demo site and small tests use it. Opened read-only; the transaction is a deferred one that has read.
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/moodle/connection.h"
#include "libs/moodle/errors.h"

namespace cp::moodle {
namespace {

namespace api = sqlite_api;

constexpr int kStepsBetweenLooksAtTheClock = 10000;
constexpr int kBusyPauseMs = 20;
constexpr int kMostBusyPauses = 1500;  // half a minute of somebody else's lock

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(api::sqlite3_stmt* statement) : statement_(statement) {}

  int64_t Int(int column) const override { return api::sqlite3_column_int64(statement_, column); }

  absl::string_view Text(int column) const override {
    const auto* text = reinterpret_cast<const char*>(api::sqlite3_column_text(statement_, column));
    return {text, static_cast<size_t>(api::sqlite3_column_bytes(statement_, column))};
  }

 private:
  api::sqlite3_stmt* statement_;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const ConnectionOptions& options, const Clock& clock)
      : options_(options), clock_(clock), ends_(Deadline::At(clock.Monotonic())) {
    server_ = {"sqlite", api::sqlite3_libversion()};
  }
  // The handler must not outlive what it looks at.
  ~SqliteConnection() override {
    if (handle_ != nullptr) api::sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
  }

  absl::Status Open(Deadline deadline);
  const ServerInfo& server() const override { return server_; }
  absl::Status Query(const std::string& sql, Deadline deadline, absl::FunctionRef<void(const Row&)> each) override;
  absl::Status End(Deadline deadline) override {
    return Query("ROLLBACK", deadline, [](const Row&) {});
  }
  absl::Status Begin(Deadline deadline) override;

 private:
  static int IsLate(void* connection);
  static int WaitForLock(void* connection, int pauses);
  absl::Status Run(const std::string& sql, absl::FunctionRef<void(const Row&)> each);
  absl::Status Error() const;
  absl::string_view WhyNotReadable() const;

  const ConnectionOptions options_;
  const Clock& clock_;
  ServerInfo server_;
  Deadline ends_;  // of the statement that runs
  std::unique_ptr<soci::session> session_;
  api::sqlite3* handle_ = nullptr;  // of session_
};

absl::Status SqliteConnection::Open(Deadline deadline) {
  try {
    session_ = std::make_unique<soci::session>(*soci::factory_sqlite3(),
                                               absl::StrCat("readonly=1 dbname=\"", options_.dsn.connect, "\""));
  } catch (const std::exception&) {
    return CanNotConnect(options_.dsn, "there is no such file, or it may not be read; check the path and its rights");
  }
  handle_ = static_cast<soci::sqlite3_session_backend*>(session_->get_backend())->conn_;
  api::sqlite3_progress_handler(handle_, kStepsBetweenLooksAtTheClock, &IsLate, this);
  api::sqlite3_busy_handler(handle_, &WaitForLock, this);
  const absl::Status begun = Begin(deadline);
  if (absl::IsUnavailable(begun)) return CanNotConnect(options_.dsn, WhyNotReadable());
  return begun;
}

absl::Status SqliteConnection::Begin(Deadline deadline) {
  const absl::Status begun = Query("BEGIN", deadline, [](const Row&) {});
  return begun.ok() ? Query("SELECT COUNT(*) FROM sqlite_master", deadline, [](const Row&) {}) : begun;
}

absl::string_view SqliteConnection::WhyNotReadable() const {
  switch (api::sqlite3_errcode(handle_)) {
    case SQLITE_BUSY:
      return "another process keeps the file locked; let it finish, or use a copy of the file";
    case SQLITE_NOTADB:
      return "this is no SQLite database; check the path";
    default:
      // A file in WAL mode needs its -wal and -shm files: there, or makeable.
      return "the file can not be read; when it is in WAL mode, let this account write to its directory, or run "
             "PRAGMA journal_mode=DELETE on it once";
  }
}

int SqliteConnection::IsLate(void* connection) {
  const auto* self = static_cast<const SqliteConnection*>(connection);
  return self->ends_.Passed(self->clock_) || self->options_.interruption->Requested() ? 1 : 0;
}

int SqliteConnection::WaitForLock(void* connection, int pauses) {
  if (pauses >= kMostBusyPauses || IsLate(connection) != 0) return 0;
  api::sqlite3_sleep(kBusyPauseMs);
  return 1;
}

absl::Status SqliteConnection::Query(const std::string& sql, Deadline deadline,
                                     absl::FunctionRef<void(const Row&)> each) {
  if (deadline.Passed(clock_)) return TookTooLong(options_.dsn, "reading Moodle");
  ends_ = std::min(deadline, Deadline::After(clock_, options_.statement_timeout));
  return Run(sql, each);
}

absl::Status SqliteConnection::Run(const std::string& sql, absl::FunctionRef<void(const Row&)> each) {
  api::sqlite3_stmt* raw = nullptr;
  if (api::sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK) {
    return Error();
  }
  const std::unique_ptr<api::sqlite3_stmt, decltype(&api::sqlite3_finalize)> statement(raw, &api::sqlite3_finalize);
  int code;
  while ((code = api::sqlite3_step(raw)) == SQLITE_ROW) each(SqliteRow(raw));
  return code == SQLITE_DONE ? absl::OkStatus() : Error();
}

absl::Status SqliteConnection::Error() const {
  const int code = api::sqlite3_errcode(handle_);
  if (code == SQLITE_INTERRUPT) return TookTooLong(options_.dsn, "a statement");
  const absl::string_view text = api::sqlite3_errmsg(handle_);
  if (code == SQLITE_ERROR && absl::StartsWith(text, "no such ")) return SchemaChanged(options_.dsn);
  return StatementFailed(options_.dsn, api::sqlite3_errstr(code));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> ConnectSqlite(const ConnectionOptions& options, const Clock& clock,
                                                          Deadline deadline) {
  auto connection = std::make_unique<SqliteConnection>(options, clock);
  const absl::Status opened = connection->Open(deadline);
  if (!opened.ok()) return opened;
  return connection;
}

}  // namespace cp::moodle
