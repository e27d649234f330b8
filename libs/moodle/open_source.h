// Moodle's database as a sync::Source: MariaDB or MySQL, PostgreSQL, SQLite; with IOMAD's companies or plain.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/sync/source.h"

namespace cp::moodle {

struct SourceOptions {
  // "mysql://host=.. port=.. dbname=.. user=.. password=..", "postgresql://.." alike, or "sqlite3://<path>".
  // --moodle-dsn
  std::string dsn;
  // Of Moodle's table names ($CFG->prefix): letters, digits and '_', at most 20. --moodle-prefix
  std::string prefix = "mdl_";
  // Without IOMAD: what the one company of all users (id 1) is called.
  std::string plain_company_name = "Moodle";
  // Reports active enrolments that Moodle's completion reports leave out (managers, teachers) too.
  bool include_untracked = false;
  // Longest time one statement may take in the database, whatever the deadline of the call. At least a second.
  absl::Duration statement_timeout = absl::Minutes(2);
};

// INVALID_ARGUMENT (CONFIG_INVALID, metadata setting) for what can be no prefix; the text begins with --moodle-prefix.
absl::Status CheckPrefix(absl::string_view prefix);

// Connects to nothing yet. Every snapshot and feed has a connection of its own, and so has every other call while it
// runs; at most two are kept for the next (connection_pool.h).
// INVALID_ARGUMENT (CONFIG_INVALID, metadata setting) for a DSN or prefix that can not be right. `clock` must outlive
// the source, its snapshots and feeds.
absl::StatusOr<std::unique_ptr<sync::Source>> MakeSource(const SourceOptions& options, const Clock& clock);

}  // namespace cp::moodle
