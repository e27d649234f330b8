// The border: text as Moodle's database has it becomes text that every other part may rely on.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace cp::moodle {

// Assigns `in` to `out` (whose capacity is reused) with U+FFFD in place of each NUL and of each ill-formed UTF-8
// sequence (Unicode 15, 3.9: one per maximal subpart). All other bytes stay as they are. True iff something was
// replaced.
bool SanitizeText(absl::string_view in, std::string* out);

}  // namespace cp::moodle
