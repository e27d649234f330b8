// The errors of this library, in words for the operator: the setting, what is wrong, the cure. Driver text stays out.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/moodle/dsn.h"

namespace cp::moodle {

// UNAVAILABLE: no connection could be made, because of `why` (with the cure).
absl::Status CanNotConnect(const Dsn& dsn, absl::string_view why);

// FAILED_PRECONDITION CONFIG_INVALID: the server answered, and refuses what the DSN says: trying again can not help.
absl::Status DsnRefused(const Dsn& dsn, absl::string_view why);

// UNAVAILABLE: the connection, or the database behind it, broke in the middle.
absl::Status ConnectionLost(const Dsn& dsn);

// UNAVAILABLE: a statement failed for a reason we have no words for; `code` is the engine's own.
absl::Status StatementFailed(const Dsn& dsn, absl::string_view code);

// DEADLINE_EXCEEDED, whoever noticed: our deadline or the statement timeout in the database.
absl::Status TookTooLong(const Dsn& dsn, absl::string_view what);

// DEADLINE_EXCEEDED: no connection came about in time.
absl::Status ConnectingTookTooLong(const Dsn& dsn);

// CANCELLED: the process stops (Source::Interrupt).
absl::Status Interrupted();

// FAILED_PRECONDITION SOURCE_SCHEMA: `table` (with its prefix) or its `column` is missing. An empty column: the table.
absl::Status SchemaMissing(const Dsn& dsn, absl::string_view table, absl::string_view column, absl::string_view cure);

// FAILED_PRECONDITION SOURCE_SCHEMA: met in the middle, when nothing says which one it was.
absl::Status SchemaChanged(const Dsn& dsn);

}  // namespace cp::moodle
