// What every demo command takes: the site's file and the time.
#pragma once

#include <cstdint>
#include <string>

#include "libs/base/clock.h"
#include "libs/runtime/config.h"

namespace cp::ctl {

struct DemoSettings {
  std::string path;
  int64_t now = 0;  // 0: the clock's

  int64_t NowSeconds(const Clock& clock) const { return now != 0 ? now : absl::ToUnixSeconds(clock.Now()); }
};

// Declares --path (required) and --now.
void AddDemoSettings(runtime::ConfigParser* parser, DemoSettings* settings);

}  // namespace cp::ctl
