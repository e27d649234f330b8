// A session on SQLite: WAL, synchronous=FULL, write lock taken at the start of a write.
#pragma once

#include <memory>

#include "libs/sql/session.h"

namespace cp::sql {

// `clock` must outlive the session. Throws. Waits for another process's lock no longer than `deadline`.
std::unique_ptr<Session> OpenSqliteSession(const Dsn& dsn, const Clock& clock, Deadline deadline,
                                           Session::StatementObserver observer);

}  // namespace cp::sql
