// Does this database look like Moodle, and which kind of it?
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/moodle/connection.h"
#include "libs/moodle/dsn.h"

namespace cp::moodle {

struct Schema {
  bool iomad = false;
  bool log = false;   // Moodle's standard log, which may be uninstalled
  absl::Status feed;  // the first table or column that only the change feed needs and that is not there
};

// FAILED_PRECONDITION (SOURCE_SCHEMA) for the first table or column we read that is not there, with the prefixes that
// other tables suggest. IOMAD is there when any trace of it is; then all its tables must be.
absl::StatusOr<Schema> ReadSchema(Connection& connection, const Dsn& dsn, const std::string& prefix, Deadline deadline);

// Tables (without prefix) that no working site has empty.
std::vector<std::string> GuardedTables(const Schema& schema);

}  // namespace cp::moodle
