// The address of a reporting store: "sqlite3://<path>", "postgresql://host=.. port=.. dbname=.." (SOCI's form) or
// "postgresql://user:password@host:port/dbname?sslmode=..". sqlite:// and postgres:// are the same.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cp::sql {

enum class Engine { kSqlite, kPostgres };

struct Dsn {
  Engine engine = Engine::kSqlite;
  std::string path;      // SQLite: the file
  std::string conninfo;  // PostgreSQL: libpq keywords, secrets included; never logged
  std::string redacted;  // RedactDsn() of it; fit for logs and errors
};

// INVALID_ARGUMENT (CONFIG_INVALID, metadata setting=store-dsn) for another scheme, an empty or in-memory path (each
// connection would see its own database), a URL that is not well-formed (it says which part), or a keyword libpq does
// not know (which it names). Repeats no password.
absl::StatusOr<Dsn> ParseDsn(absl::string_view text);

}  // namespace cp::sql
