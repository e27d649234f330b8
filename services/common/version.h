// What the programs say about themselves.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace cp::service {

// "query-service 0.1.0, knows store schema 2 (needs at least 2)": the release, and the reporting stores it works with.
std::string VersionText(absl::string_view program);

}  // namespace cp::service
