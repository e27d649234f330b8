// One connection to Moodle's database, whatever the engine: statements in, rows out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/moodle/dsn.h"
#include "libs/moodle/interruption.h"

namespace cp::moodle {

// The current row of a result; columns count from 0. Valid during the call that gets it.
class Row {
 public:
  // 0 for NULL. A number with a fraction is cut.
  virtual int64_t Int(int column) const = 0;
  // Bytes as the database has them, in UTF-8 if they can be; empty for NULL. Valid until the next row.
  virtual absl::string_view Text(int column) const = 0;

 protected:
  ~Row() = default;
};

struct ServerInfo {
  std::string kind;  // "mariadb", "mysql", "postgresql", "sqlite"
  std::string version;
};

// Not thread-safe, blocking. Lives in one read-only transaction, which sees one state: that of Connect() or of the last
// Begin(). Closing the connection ends it. After an error the connection is of no more use.
class Connection {
 public:
  virtual ~Connection() = default;

  virtual const ServerInfo& server() const = 0;

  // Rows go to `each` as they arrive; nothing is kept. Errors: UNAVAILABLE (SOURCE_UNAVAILABLE), DEADLINE_EXCEEDED,
  // FAILED_PRECONDITION (SOURCE_SCHEMA) when a table or column is not there or may not be read, CANCELLED when it was
  // interrupted.
  virtual absl::Status Query(const std::string& sql, Deadline deadline, absl::FunctionRef<void(const Row&)> each) = 0;

  // Ends the transaction, so that the database keeps nothing for it. Only Begin() may come next.
  virtual absl::Status End(Deadline deadline) = 0;
  virtual absl::Status Begin(Deadline deadline) = 0;
};

struct ConnectionOptions {
  Dsn dsn;
  absl::Duration statement_timeout;
  std::shared_ptr<Interruption> interruption = std::make_shared<Interruption>();
};

// Whoever can be read shakes hands sooner. Nothing can end a driver's connecting from outside, so this is also how long
// an interruption may take.
inline constexpr absl::Duration kConnectTimeout = absl::Seconds(5);

// Errors name the likely cause and its cure: UNAVAILABLE (SOURCE_UNAVAILABLE) when it may pass by itself,
// FAILED_PRECONDITION (CONFIG_INVALID) when the server refuses the account or a setting of the DSN is not known,
// DEADLINE_EXCEEDED, CANCELLED. `clock` must outlive the connection.
absl::StatusOr<std::unique_ptr<Connection>> Connect(const ConnectionOptions& options, const Clock& clock,
                                                    Deadline deadline);

// The engines' own; an interruption is some error of theirs.
absl::StatusOr<std::unique_ptr<Connection>> ConnectMysql(const ConnectionOptions& options, const Clock& clock,
                                                         Deadline deadline);
absl::StatusOr<std::unique_ptr<Connection>> ConnectPostgres(const ConnectionOptions& options, const Clock& clock,
                                                            Deadline deadline);
absl::StatusOr<std::unique_ptr<Connection>> ConnectSqlite(const ConnectionOptions& options, const Clock& clock,
                                                          Deadline deadline);

}  // namespace cp::moodle
