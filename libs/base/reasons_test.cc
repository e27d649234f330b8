// README.md's table of errors is what clients go by: it has every reason that can reach them, under its code.
#include "libs/base/reasons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace cp {
namespace {

using CodeOfReason = std::map<std::string, std::string>;

std::string Source(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(std::string(std::getenv("CP_SOURCE_DIR")) + path).rdbuf();
  return text.str();
}

bool IsWord(absl::string_view text) {
  return !text.empty() &&
         absl::c_all_of(text, [](char c) { return absl::ascii_isupper(static_cast<unsigned char>(c)) || c == '_'; });
}

// Of lines `inline constexpr char kX[] = "REASON";  // CODE ...`, which may be broken after the `=`.
CodeOfReason Declared() {
  CodeOfReason declared;
  const std::string header = absl::StrReplaceAll(Source("/libs/base/reasons.h"), {{"[] =\n", "[] ="}});
  for (const absl::string_view line : absl::StrSplit(header, '\n')) {
    const std::vector<absl::string_view> quoted = absl::StrSplit(line, '"');
    const std::vector<absl::string_view> commented = absl::StrSplit(line, absl::MaxSplits("// ", 1));
    if (quoted.size() != 3 || commented.size() != 2 || !IsWord(quoted[1])) continue;
    if (absl::StrContains(commented[1], "never reaches a client")) continue;
    const std::vector<absl::string_view> words = absl::StrSplit(commented[1], absl::ByAnyChar(" ,:;."));
    declared[std::string(quoted[1])] = std::string(words[0]);
  }
  return declared;
}

// Of rows `| CODE | REASON, REASON | meaning |`.
CodeOfReason Documented() {
  const std::string readme = Source("/README.md");
  const size_t begin = readme.find("| code | reasons |");
  EXPECT_NE(begin, std::string::npos);
  const std::string table = readme.substr(begin, readme.find("\n\n", begin) - begin);
  CodeOfReason documented;
  for (const absl::string_view row : absl::StrSplit(table, '\n')) {
    const std::vector<absl::string_view> cells = absl::StrSplit(row, " | ");
    if (cells.size() != 3) continue;
    const absl::string_view code = absl::StripPrefix(cells[0], "| ");
    if (!IsWord(code)) continue;
    for (const absl::string_view reason : absl::StrSplit(cells[1], ", ")) {
      documented[std::string(reason)] = std::string(code);
    }
  }
  return documented;
}

TEST(Reasons, AreAllInTheReadmeUnderTheirCode) {
  EXPECT_GE(Declared().size(), 20u);
  EXPECT_EQ(Documented(), Declared());
}

}  // namespace
}  // namespace cp
