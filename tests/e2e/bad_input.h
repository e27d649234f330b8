// A demo Moodle and a store that was synced from it: what a run that must fail is pointed at, and measured by.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/testing/temp_dir.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {

// Must never be seen in what a command says.
inline constexpr char kSecret[] = "tops3cret";

class BadInputTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle_), "--companies=2",
                                         "--users=3", "--courses=4", "--seed=3"})
                  .exit_code,
              0);
    const CommandResult good = Once();
    ASSERT_EQ(good.exit_code, 0) << good.err;
    before_ = Dump();
    ASSERT_THAT(before_, ::testing::HasSubstr("course_progress"));
  }

  // The first of two `--name=` arguments is replaced by the one in `more`.
  CommandResult Once(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"--once"};
    const auto given = [&](const std::string& name) {
      for (const std::string& argument : more) {
        if (absl::StartsWith(argument, name + "=")) return true;
      }
      return false;
    };
    if (!given("--moodle-dsn")) arguments.push_back(absl::StrCat("--moodle-dsn=sqlite3://", moodle_));
    if (!given("--store-dsn")) arguments.push_back(absl::StrCat("--store-dsn=sqlite3://", store_));
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunCommand("sync-worker", arguments, absl::Minutes(1));
  }

  std::string Dump() const { return DumpStore(store_); }

  // The command failed as documented, said so in one line that holds `setting` and all of `said` (the value without
  // secrets, the cure), and changed nothing; a good run then changes nothing either.
  void ExpectRefused(const CommandResult& result, int exit_code, const std::string& setting,
                     const std::vector<std::string>& said) {
    EXPECT_EQ(result.exit_code, exit_code) << result.out << result.err;
    ExpectOneLine(result.err, "sync-worker: ", setting, said);
    EXPECT_THAT(result.out, ::testing::Not(::testing::HasSubstr(kSecret)));
    EXPECT_EQ(Dump(), before_);
    const CommandResult good = Once();
    EXPECT_EQ(good.exit_code, 0) << good.err;
    EXPECT_EQ(Dump(), before_);
  }

  // Exactly one line of `text` begins with `begin`; it holds `setting` and all of `said`. No line holds the secret.
  static void ExpectOneLine(const std::string& text, const std::string& begin, const std::string& setting,
                            const std::vector<std::string>& said) {
    std::vector<std::string> lines;
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      if (absl::StartsWith(line, begin)) lines.emplace_back(line);
    }
    ASSERT_THAT(lines, ::testing::SizeIs(1)) << text;
    EXPECT_THAT(lines[0], ::testing::HasSubstr(setting));
    for (const std::string& part : said) EXPECT_THAT(lines[0], ::testing::HasSubstr(part));
    EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr(kSecret)));
  }

  testing::TempDir folder_;
  const std::string moodle_ = folder_.File("moodle.db");
  const std::string store_ = folder_.File("store.db");
  std::string before_;
};

}  // namespace cp::e2e
