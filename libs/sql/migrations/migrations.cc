#include "libs/sql/migrations/migrations.h"

#include "libs/sql/migrations/m0001_foundation.h"

namespace cp::sql {

const std::vector<Migration>& AllMigrations() {
  static const auto& all = *new std::vector<Migration>{Foundation()};
  return all;
}

int NewestSchema() { return AllMigrations().back().version; }

}  // namespace cp::sql
