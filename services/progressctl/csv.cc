#include "services/progressctl/csv.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace cp::ctl {
namespace {

constexpr absl::string_view kFormulaStarts = "=+-@\t\r";

}  // namespace

std::string CsvText(absl::string_view text) {
  if (text.empty() || kFormulaStarts.find(text[0]) == absl::string_view::npos) return std::string(text);
  return absl::StrCat("'", text);
}

std::string CsvRecord(const std::vector<std::string>& cells) {
  std::string record;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) record += ',';
    const bool quoted = cells[i].find_first_of(",\"\r\n") != std::string::npos;
    if (quoted) {
      absl::StrAppend(&record, "\"", absl::StrReplaceAll(cells[i], {{"\"", "\"\""}}), "\"");
    } else {
      record += cells[i];
    }
  }
  return record + "\r\n";
}

}  // namespace cp::ctl
