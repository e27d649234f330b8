// A session on SQLite: WAL, synchronous=FULL, write lock taken at the start of a write.
#pragma once

#include <memory>

#include "libs/sql/session.h"

namespace cp::sql {

// `clock` must outlive the session. Throws. Waits for another process's lock no longer than `deadline`.
std::unique_ptr<Session> OpenSqliteSession(const Dsn& dsn, const Clock& clock, Deadline deadline,
                                           Session::StatementObserver observer);

// Whether the file is an SQLite database with tables, but without store_meta. Only reads; false when it can not, since
// whoever opens it next says why.
bool HoldsForeignTables(const std::string& path);

}  // namespace cp::sql
