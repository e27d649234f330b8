// Opens sessions of either engine and says in one line why one can not be opened.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/sql/guard.h"
#include "libs/sql/session.h"
#include "libs/sql/socket_watchdog.h"

namespace cp::sql {

struct ConnectorOptions {
  Dsn dsn;
  absl::Duration connect_timeout = absl::Seconds(5);
  // SQLite: make the file when it is not there. Otherwise its absence is STORE_NOT_MIGRATED.
  bool create = false;
  Session::StatementObserver on_statement;  // may be empty
  DriverErrorObserver on_driver_error;      // may be empty
};

// Open() may be called by one thread at a time; the sessions must be gone before the connector.
class Connector {
 public:
  // `clock` must outlive it.
  Connector(ConnectorOptions options, const Clock& clock);

  // UNAVAILABLE (STORE_UNAVAILABLE), or FAILED_PRECONDITION (CONFIG_INVALID) when the server refused user or password:
  // one line with --store-dsn, its redacted value and the cure.
  absl::StatusOr<std::unique_ptr<Session>> Open();

  const Dsn& dsn() const { return options_.dsn; }

 private:
  absl::Status CheckFile() const;  // makes it, too
  absl::Status CheckOwner() const;
  std::unique_ptr<Session> Connect(Deadline deadline);
  absl::Status Explain() const;

  const ConnectorOptions options_;
  bool is_ours_ = false;  // SQLite: CheckOwner() was OK once
  const Clock& clock_;
  std::unique_ptr<SocketWatchdog> watchdog_;  // PostgreSQL only
};

}  // namespace cp::sql
