// The history of the store's schema. Append only: a migration that was released is never edited. Within a minor release
// they only expand (new tables, columns with defaults, indexes), so that older binaries go on reading.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace cp::sql {

struct Migration {
  int version = 0;     // 1, 2, 3, ...
  int min_reader = 0;  // the oldest schema version a binary must know to use the store after it
  // In the common subset of SQLite and PostgreSQL, but for "{AUTO_ID}" (a key the database assigns),
  // "{KEY_TEXT}" (text that is a key: compared by bytes) and "{WITHOUT_ROWID}" (clustered by its key on SQLite). No
  // ':'.
  std::vector<absl::string_view> statements;
};

// In order of version, from 1, without a gap.
const std::vector<Migration>& AllMigrations();

// What this binary makes, and the least it can work with.
int NewestSchema();
inline constexpr int kMinimumSchema = 2;

}  // namespace cp::sql
