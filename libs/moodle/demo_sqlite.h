// The little of SQLite that the demo site needs: a connection and prepared statements that clean up after themselves.
// Not thread-safe. Private to libs/moodle's demo site.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cp::moodle {

class DemoStatement;

class DemoDb {
 public:
  // INVALID_ARGUMENT (CONFIG_INVALID) when the file can not be opened; `create` allows it to be new.
  static absl::StatusOr<DemoDb> Open(const std::string& path, bool create);

  // One or more statements without parameters.
  absl::Status Exec(absl::string_view sql);
  absl::StatusOr<DemoStatement> Prepare(absl::string_view sql);
  // Rows changed by the last statement.
  int64_t Changes() const { return sqlite3_changes(db_.get()); }
  // The last error as a Status; the text is SQLite's own, which names tables but no data.
  absl::Status Error(absl::string_view doing) const;

 private:
  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
  };
  explicit DemoDb(sqlite3* db) : db_(db) {}
  std::unique_ptr<sqlite3, Close> db_;
};

// Text is borrowed until the next Run().
using DemoValue = std::variant<std::nullptr_t, int64_t, absl::string_view>;

// Must not outlive its DemoDb.
class DemoStatement {
 public:
  // Binds and runs a statement that returns no row.
  absl::Status Run(std::initializer_list<DemoValue> values);
  // Binds and returns column 0 of the first row; `otherwise` when there is none.
  absl::StatusOr<int64_t> RunForInt(std::initializer_list<DemoValue> values, int64_t otherwise);

 private:
  friend class DemoDb;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  explicit DemoStatement(sqlite3_stmt* statement) : statement_(statement) {}
  absl::Status Bind(std::initializer_list<DemoValue> values);
  absl::Status Failed() const;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// A write transaction that rolls back unless Commit() returned OK.
class DemoTransaction {
 public:
  static absl::StatusOr<DemoTransaction> Begin(DemoDb* db);
  DemoTransaction(DemoTransaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
  DemoTransaction& operator=(DemoTransaction&&) = delete;
  ~DemoTransaction();
  absl::Status Commit();

 private:
  explicit DemoTransaction(DemoDb* db) : db_(db) {}
  DemoDb* db_;
};

}  // namespace cp::moodle
