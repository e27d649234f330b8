// Settings of query-service: read once, checked together, then const.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "libs/runtime/config.h"
#include "services/common/settings.h"

namespace cp::query {

struct Config : service::Settings {
  Config() {
    listen = "127.0.0.1:7070";
    drain_timeout = absl::Seconds(30);
  }

  std::string app_env;      // profile that chooses the cache's time to live
  int local_cache_mb = 64;  // 0: no in-process cache
};

// nullopt: go on with `*config`. Otherwise the exit code (see ConfigParser::Parse()).
std::optional<int> ParseConfig(int argc, const char* const* argv, const runtime::Environment& environment,
                               std::ostream& out, std::ostream& err, Config* config);

// How long cached entries live in the profile: development 10 s, testing 5 s, production 300 s, none 3600 s. A
// company's own setting wins. Only memory depends on it, never freshness.
absl::Duration CacheTtlOf(absl::string_view app_env);

}  // namespace cp::query
