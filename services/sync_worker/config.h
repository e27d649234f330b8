// Settings of sync-worker: read once, checked together, then const.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "libs/runtime/config.h"
#include "services/common/settings.h"
#include "services/sync_worker/retention.h"

namespace cp::worker {

struct WorkerConfig : service::Settings {
  WorkerConfig() {
    listen = "127.0.0.1:7071";
    drain_timeout = absl::Seconds(25);
  }

  // Moodle
  std::string moodle_dsn;
  std::string moodle_prefix = "mdl_";
  std::string plain_company_name = "Moodle";
  absl::Duration moodle_statement_timeout = absl::Minutes(2);
  bool include_untracked = false;
  bool time_completed_fallback = false;

  // Syncing
  absl::Duration change_interval;  // 0: off, else at least a second
  absl::Duration count_interval = absl::Minutes(5);
  absl::Duration sync_interval = absl::Hours(1);    // 0: off
  absl::Duration max_sync_time = absl::Minutes(5);  // of a run, checked between batches; 0: none
  int batch_size = 1000;                            // rows a transaction

  // Housekeeping; 0: keep all
  absl::Duration run_retention = Retention().runs;
  absl::Duration tombstone_retention = Retention().tombstones;  // else at least kLeastTombstoneRetention

  // One run, then exit
  bool once = false;
  bool force = false;
  std::string as_of;                     // RFC 3339, empty: now
  std::optional<absl::Time> as_of_time;  // parsed from as_of
};

// nullopt: go on with `*config`. Otherwise the exit code (see ConfigParser::Parse()).
std::optional<int> ParseConfig(int argc, const char* const* argv, const runtime::Environment& environment,
                               std::ostream& out, std::ostream& err, WorkerConfig* config);

}  // namespace cp::worker
