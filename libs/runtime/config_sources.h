// The places a setting's text can come from, before it is converted. Private to libs/runtime.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/runtime/config.h"
#include "libs/runtime/config_file.h"
#include "libs/runtime/config_setting.h"

namespace cp::runtime {

// What a settings file says. FAILED_PRECONDITION when it can not be read or parsed, with its line.
absl::StatusOr<FileValues> ReadConfigFile(const std::string& path);

// The setting's text in the environment: its variable, or the content of the file that <variable>_FILE names. nullopt:
// in neither. Sets `origin` when found.
absl::StatusOr<std::optional<std::string>> ReadEnvironment(const Setting& setting, const Environment& environment,
                                                           Origin* origin);

}  // namespace cp::runtime
