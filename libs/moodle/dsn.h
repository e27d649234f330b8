// What --moodle-dsn says.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cp::moodle {

enum class Engine { kMysql, kPostgres, kSqlite };

struct Dsn {
  Engine engine = Engine::kSqlite;
  std::string connect;   // SOCI's connect string of the engine, without the scheme; for SQLite the path
  std::string redacted;  // RedactDsn() of it, for people and logs
};

// Accepts mysql:// and mariadb://, postgresql:// and postgres://, each followed by words or by the rest of a URL
// (libs/base/dsn_text.h), sqlite3:// and sqlite://. INVALID_ARGUMENT (CONFIG_INVALID, setting moodle-dsn) that never
// repeats a password; a word that the engine's driver does not know is one, too, and named.
absl::StatusOr<Dsn> ParseDsn(absl::string_view text);

}  // namespace cp::moodle
