#include "libs/sql/sqlite_session.h"

#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace cp::sql {
namespace {

// Virtual machine instructions between two looks at the clock: well under a millisecond.
constexpr int kInstructionsPerCheck = 4000;
constexpr int kOwnerCheckMs = 1000;  // as long as somebody may keep the file locked

class SqliteSession final : public Session {
 public:
  SqliteSession(const Dsn& dsn, const Clock& clock, Deadline deadline, StatementObserver observer)
      // SOCI takes the whole text as the path unless it looks like keywords.
      : Session(soci::sqlite3, absl::StrContains(dsn.path, "=") ? absl::StrCat("dbname=\"", dsn.path, "\"") : dsn.path,
                std::move(observer)),
        clock_(clock) {
    sqlite_api::sqlite3_progress_handler(connection(), kInstructionsPerCheck, &SqliteSession::OnProgress, this);
    SetDeadline(deadline);
    std::string journal_mode;
    soci() << "PRAGMA journal_mode", soci::into(journal_mode);
    if (journal_mode != "wal") soci() << "PRAGMA journal_mode=WAL", soci::into(journal_mode);
    // FULL: an acknowledged version survives a power loss (with NORMAL the WAL is not synced at commit).
    soci() << "PRAGMA synchronous=FULL";
    deadline_.reset();
  }

  Engine engine() const override { return Engine::kSqlite; }

  void Begin(Scope scope, Deadline deadline) override {
    SetDeadline(deadline);
    if (scope == Scope::kSnapshot) RunScript("BEGIN");
    // A deferred transaction that reads first and writes later fails at once when another writer came in between.
    if (scope == Scope::kWrite) RunScript("BEGIN IMMEDIATE");
  }

  bool End() override {
    CloseOpen();
    deadline_.reset();
    return true;
  }

  // A restored copy that took the file's name: this connection would go on with the file that has none.
  bool Alive() override {
    int moved = 0;
    sqlite_api::sqlite3_file_control(connection(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved == 0;
  }

 protected:
  void Reset(soci::statement& statement) override {
    // SOCI's own reset() is not exported; execute() resets again.
    sqlite_api::sqlite3_reset(static_cast<soci::sqlite3_statement_backend*>(statement.get_backend())->stmt_);
  }

  void SendCopy(const char*, absl::string_view) override { throw soci::soci_error("SQLite has no COPY"); }

 private:
  sqlite_api::sqlite3* connection() { return static_cast<soci::sqlite3_session_backend*>(soci().get_backend())->conn_; }

  void SetDeadline(Deadline deadline) {
    deadline_ = deadline;
    const int64_t wait_ms = absl::ToInt64Milliseconds(deadline.Remaining(clock_));
    sqlite_api::sqlite3_busy_timeout(connection(), static_cast<int>(std::clamp<int64_t>(wait_ms, 1, 3600'000)));
  }

  static int OnProgress(void* self) {
    const auto* session = static_cast<const SqliteSession*>(self);
    return session->deadline_.has_value() && session->deadline_->Passed(session->clock_) ? 1 : 0;
  }

  const Clock& clock_;
  std::optional<Deadline> deadline_;
};

}  // namespace

std::unique_ptr<Session> OpenSqliteSession(const Dsn& dsn, const Clock& clock, Deadline deadline,
                                           Session::StatementObserver observer) {
  return std::make_unique<SqliteSession>(dsn, clock, deadline, std::move(observer));
}

bool HoldsForeignTables(const std::string& path) {
  sqlite_api::sqlite3* opened = nullptr;
  const int result = sqlite_api::sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  const std::unique_ptr<sqlite_api::sqlite3, int (*)(sqlite_api::sqlite3*)> connection(opened,
                                                                                       &sqlite_api::sqlite3_close);
  if (result != SQLITE_OK) return false;
  sqlite_api::sqlite3_busy_timeout(opened, kOwnerCheckMs);
  sqlite_api::sqlite3_stmt* prepared = nullptr;
  sqlite_api::sqlite3_prepare_v2(opened,
                                 "SELECT count(*), count(CASE WHEN name = 'store_meta' THEN 1 END) FROM sqlite_master "
                                 "WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                                 -1, &prepared, nullptr);
  const std::unique_ptr<sqlite_api::sqlite3_stmt, int (*)(sqlite_api::sqlite3_stmt*)> statement(
      prepared, &sqlite_api::sqlite3_finalize);
  return statement != nullptr && sqlite_api::sqlite3_step(prepared) == SQLITE_ROW &&
         sqlite_api::sqlite3_column_int(prepared, 0) > 0 && sqlite_api::sqlite3_column_int(prepared, 1) == 0;
}

}  // namespace cp::sql
