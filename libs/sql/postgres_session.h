// A session on PostgreSQL.
#pragma once

#include <memory>

#include "libs/sql/session.h"
#include "libs/sql/socket_watchdog.h"

namespace cp::sql {

// `clock` and `watchdog` must outlive the session. Throws. Connecting takes at most the DSN's connect_timeout.
std::unique_ptr<Session> OpenPostgresSession(const Dsn& dsn, const Clock& clock, Deadline deadline,
                                             SocketWatchdog& watchdog, Session::StatementObserver observer);

}  // namespace cp::sql
