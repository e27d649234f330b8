// What somebody who misspelt a name meant. Private to libs/runtime.
#pragma once

#include <set>
#include <string>

#include "absl/strings/string_view.h"

namespace cp::runtime {

// The name in `known` that one or two edits (a character more, less, or another, or two neighbours swapped) turn `name`
// into; the nearest, of those the first. "" when there is none; names of under eight characters must be one edit away.
std::string NearestName(absl::string_view name, const std::set<std::string>& known);

// "; did you mean <before><nearest>?", to be followed by more of a sentence; ";" when nothing is near.
std::string DidYouMean(absl::string_view name, const std::set<std::string>& known, absl::string_view before = "");

}  // namespace cp::runtime
