// What the service binaries are made of: the libraries that the product names, the shared contracts, and nothing of
// each other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/testing/process.h"
#include "libs/testing/status_matchers.h"

namespace cp::e2e {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::string Inspect(std::vector<std::string> command, const std::string& binary) {
  command.push_back(absl::StrCat(std::getenv("CP_BIN_DIR"), "/", binary));
  testing::ProcessOptions options;
  options.argv = std::move(command);
  const auto printed = testing::RunProcess(options, absl::Minutes(1));
  CP_EXPECT_OK(printed.status());
  return printed.value_or("");
}

// File names of the shared libraries that the binary itself asks for.
std::set<std::string> LibrariesOf(const std::string& binary) {
  std::set<std::string> libraries;
  for (const absl::string_view line : absl::StrSplit(Inspect({"readelf", "--dynamic", "--wide"}, binary), '\n')) {
    if (!absl::StrContains(line, "(NEEDED)")) continue;
    const size_t begin = line.find('[');
    libraries.emplace(line.substr(begin + 1, line.find(']') - begin - 1));
  }
  return libraries;
}

// Demangled names of what is defined in the binary and begins with `scope`.
std::set<std::string> SymbolsOf(const std::string& binary, const std::string& scope) {
  static auto& listed = *new std::map<std::string, std::string>;
  std::string& list = listed[binary];
  if (list.empty()) list = Inspect({"nm", "--demangle", "--defined-only"}, binary);
  std::set<std::string> symbols;
  for (const absl::string_view line : absl::StrSplit(list, '\n')) {
    // "<address> <type> <name>"
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits(' ', 2));
    if (parts.size() == 3 && absl::StartsWith(parts[2], scope)) symbols.insert(parts[2]);
  }
  return symbols;
}

class Linkage : public ::testing::TestWithParam<const char*> {};

TEST_P(Linkage, UsesTheNamedLibraries) {
  const std::set<std::string> libraries = LibrariesOf(GetParam());
  for (const char* name : {"libgrpc++.so", "libprotobuf.so", "libabsl_", "libsoci_core.so", "libhiredis.so"}) {
    EXPECT_THAT(libraries, Contains(StartsWith(name)));
  }
  EXPECT_THAT(libraries, Each(Not(::testing::AnyOf(HasSubstr("gtest"), HasSubstr("gmock")))));
}

TEST_P(Linkage, HoldsTheSharedContracts) {
  EXPECT_THAT(SymbolsOf(GetParam(), "courseprogress::v1::"), Not(IsEmpty()));
  EXPECT_THAT(SymbolsOf(GetParam(), "courseprogress::internal::v1::Invalidation"), Not(IsEmpty()));
}

TEST_P(Linkage, HoldsNoTestCode) { EXPECT_THAT(SymbolsOf(GetParam(), "cp::testing::"), IsEmpty()); }

INSTANTIATE_TEST_SUITE_P(Services, Linkage, ::testing::Values("query-service", "sync-worker"), [](const auto& binary) {
  return std::string(absl::StartsWith(binary.param, "query") ? "Query" : "Worker");
});

TEST(TwoServices, ShareNoCodeOfTheirOwn) {
  EXPECT_THAT(SymbolsOf("query-service", "cp::query::"), Not(IsEmpty()));
  EXPECT_THAT(SymbolsOf("query-service", "cp::worker::"), IsEmpty());
  EXPECT_THAT(SymbolsOf("query-service", "courseprogress::v1::SyncService"), IsEmpty());
  EXPECT_THAT(SymbolsOf("sync-worker", "cp::worker::"), Not(IsEmpty()));
  EXPECT_THAT(SymbolsOf("sync-worker", "cp::query::"), IsEmpty());
  EXPECT_THAT(SymbolsOf("sync-worker", "courseprogress::v1::CourseProgressService"), IsEmpty());
  EXPECT_THAT(SymbolsOf("sync-worker", "courseprogress::v1::AdminService"), IsEmpty());
}

}  // namespace
}  // namespace cp::e2e
