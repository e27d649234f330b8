// README.md's table of errors is what clients go by: it has every reason that can reach them, under its code.
#include "libs/base/reasons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>

namespace cp {
namespace {

using CodeOfReason = std::map<std::string, std::string>;

std::string Source(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(std::string(std::getenv("CP_SOURCE_DIR")) + path).rdbuf();
  return text.str();
}

// Of lines `inline constexpr char kX[] = "REASON";  // CODE ...`.
CodeOfReason Declared() {
  const std::string header = Source("/libs/base/reasons.h");
  const std::regex line(R"~(\[\] =\s*"([A-Z_]+)";\s*// ([A-Z_]+)([^\n]*))~");
  CodeOfReason declared;
  for (std::sregex_iterator it(header.begin(), header.end(), line), end; it != end; ++it) {
    const bool internal = (*it)[3].str().find("never reaches a client") != std::string::npos;
    if (!internal) declared[(*it)[1]] = (*it)[2];
  }
  return declared;
}

// Of rows `| CODE | REASON, REASON | meaning |`.
CodeOfReason Documented() {
  const std::string readme = Source("/README.md");
  const size_t begin = readme.find("| code | reasons |");
  EXPECT_NE(begin, std::string::npos);
  const std::string table = readme.substr(begin, readme.find("\n\n", begin) - begin);
  const std::regex row(R"(\n\| ([A-Z_]+) \| ([A-Z_, ]+) \|)");
  const std::regex word("[A-Z_]+");
  CodeOfReason documented;
  for (std::sregex_iterator it(table.begin(), table.end(), row), end; it != end; ++it) {
    const std::string reasons = (*it)[2];
    for (std::sregex_iterator reason(reasons.begin(), reasons.end(), word); reason != end; ++reason) {
      documented[reason->str()] = (*it)[1];
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
