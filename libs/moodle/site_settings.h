// What of the site's own settings decides whose rows are reported, and how.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/moodle/capability.h"
#include "libs/moodle/connection.h"
#include "libs/moodle/statements.h"

namespace cp::moodle {

struct SiteSettings {
  bool completion_enabled = false;  // config.enablecompletion
  int64_t guest = 1;
  int64_t default_role = 0;
  std::vector<int64_t> admins;
};

absl::StatusOr<SiteSettings> ReadSettings(Connection& connection, const Statements& statements, Deadline deadline);

absl::StatusOr<CapabilityRule> ReadCapability(Connection& connection, const Statements& statements,
                                              const SiteSettings& settings, Deadline deadline);

}  // namespace cp::moodle
