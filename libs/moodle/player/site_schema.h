// The tables of a Moodle 4.1 + IOMAD site that its own operations touch, on every engine: the demo site's and those
// that only matter to Moodle itself. Prefix "mdl_".
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace cp::moodle {

// CREATE TABLE and CREATE INDEX statements for SiteDb::engine(), one each. Ids are never reused.
std::vector<std::string> SiteDdl(absl::string_view engine);

// Without the log; by name.
std::vector<std::string> SiteTables();

}  // namespace cp::moodle
