// Comma-separated values by RFC 4180, safe to open in a spreadsheet.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace cp::ctl {

// A cell as a person typed it. Text that a spreadsheet would run as a formula (first character = + - @ tab or carriage
// return; OWASP, "CSV Injection") gets an apostrophe in front.
std::string CsvText(absl::string_view text);

// One record with its CRLF. Cells are quoted where they must be; text cells have been through CsvText() before.
std::string CsvRecord(const std::vector<std::string>& cells);

}  // namespace cp::ctl
