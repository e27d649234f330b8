// Settings of sync-worker: read once, checked together, then const.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "libs/rpc/server.h"
#include "libs/runtime/config.h"

namespace cp::worker {

struct WorkerConfig {
  // Moodle
  std::string moodle_dsn;
  std::string moodle_prefix = "mdl_";
  std::string plain_company_name = "Moodle";
  bool include_untracked = false;
  bool time_completed_fallback = false;

  // Reporting store and shared cache
  std::string data_dir = "./data";
  std::string store_dsn;       // never empty after ParseConfig(): sqlite3://<data_dir>/courseprogress.db
  bool uses_data_dir = false;  // store_dsn came from data_dir
  int store_pool_size = 4;
  std::string redis_url;  // empty: no Redis, nothing to invalidate

  // Serving
  std::string listen = "127.0.0.1:7071";
  std::string tls_cert;
  std::string tls_key;
  std::string tls_client_ca;
  bool insecure_plaintext = false;
  std::string metrics_listen;  // empty: none
  std::string log_level = "info";

  // Syncing
  absl::Duration sync_interval = absl::Hours(1);    // 0: off
  absl::Duration max_sync_time = absl::Minutes(5);  // of a run, checked between batches; 0: none
  int batch_size = 1000;                            // rows a transaction
  absl::Duration drain_timeout = absl::Seconds(25);

  // One run, then exit
  bool once = false;
  bool force = false;
  std::string as_of;                     // RFC 3339, empty: now
  std::optional<absl::Time> as_of_time;  // parsed from as_of
};

// nullopt: go on with `*config`. Otherwise the exit code (see ConfigParser::Parse()).
std::optional<int> ParseConfig(int argc, const char* const* argv, const runtime::Environment& environment,
                               std::ostream& out, std::ostream& err, WorkerConfig* config);

rpc::ServerOptions ServerOptionsOf(const WorkerConfig& config);

}  // namespace cp::worker
