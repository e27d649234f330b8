// The form of a settings file: lines of TOML without sections. Private to libs/runtime.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cp::runtime {

// The names of a settings file with their values, several for a list.
using FileValues = std::map<std::string, std::vector<std::string>>;

// Each line is empty, a comment (# or ;), or name = value. A value is "a string" with \" \\ \n \t, 'a string' as it
// stands, a bare word or number, or a [list, of, these] that ends on its line; a comment may follow. No name twice.
// INVALID_ARGUMENT: "line 3: <rule>"; never what stands there, which may be a secret.
absl::StatusOr<FileValues> ParseSettingsFile(absl::string_view content);

}  // namespace cp::runtime
