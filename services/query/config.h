// Settings of query-service: read once, checked together, then const.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "libs/rpc/server.h"
#include "libs/runtime/config.h"

namespace cp::query {

struct Config {
  // Reporting store and caches
  std::string data_dir = "./data";
  std::string store_dsn;    // never empty after ParseConfig(): sqlite3://<data_dir>/courseprogress.db
  int store_pool_size = 4;  // one connection validates versions, the others read pages
  std::string redis_url;    // empty: no shared cache
  std::string app_env;      // profile that chooses the cache's time to live
  int local_cache_mb = 64;  // 0: no in-process cache

  // Serving
  std::string listen = "127.0.0.1:7070";
  std::string tls_cert;
  std::string tls_key;
  std::string tls_client_ca;
  bool insecure_plaintext = false;
  std::string metrics_listen;  // empty: none
  std::string log_level = "info";
  absl::Duration drain_timeout = absl::Seconds(30);
};

// nullopt: go on with `*config`. Otherwise the exit code (see ConfigParser::Parse()).
std::optional<int> ParseConfig(int argc, const char* const* argv, const runtime::Environment& environment,
                               std::ostream& out, std::ostream& err, Config* config);

// How long cached entries live in the profile: development 10 s, testing 5 s, production 300 s, none 3600 s. A
// company's own setting wins. Only memory depends on it, never freshness.
absl::Duration CacheTtlOf(absl::string_view app_env);

rpc::ServerOptions ServerOptionsOf(const Config& config);

}  // namespace cp::query
