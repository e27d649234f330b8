// Wrong words on the command line, help, and the version.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/progressctl/ctl_fixture.h"

namespace cp::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(CtlTest, WrongWordsAreUsageErrorsThatSayWhatIsAllowed) {
  const struct {
    std::vector<std::string> words;
    const char* says;
  } cases[] = {
      {{}, "a command is missing"},
      {{"token"}, "a command is missing: create, list, revoke"},
      {{"synk"}, "\"synk\" is not a command; did you mean sync? the commands are: sync, run, get, "},
      {{"sync", "--all", "--company=1"}, "--all and --company exclude each other"},
      {{"sync", "--company=0"}, "--company is \"0\""},
      {{"sync", "--company=x"}, "--company is \"x\""},
      {{"sync", "--output=yaml"}, "text"},
      {{"get", "--limit=many"}, "--limit is \"many\""},
      {{"get", "--timeout=0s"}, "--timeout is \"0s\""},
      {{"token", "create"}, "give either --company or --admin"},
      {{"token", "create", "--admin", "--company=1"}, "give either --company or --admin"},
      {{"token", "create", "--admin", absl::StrCat("--label=", std::string(101, 'x'))}, "at most 100 characters"},
      {{"token", "revoke"}, "--token-id must be set"},
      {{"token", "revok", "abc"},
       "\"revok\" is not a command; did you mean revoke? the commands are: create, list, revoke"},
      {{"sync", "--compny=1"}, "--compny is not a setting; did you mean --company?"},
      {{"status", "--query-adress=x"}, "--query-adress is not a setting; did you mean --query-address?"},
      {{"cache", "clear"}, "--company must be set"},
      {{"migrate"}, "--store-dsn must be set"},
      {{"demo", "create"}, "--path must be set"},
  };
  for (const auto& wrong : cases) {
    const Result result = Run(wrong.words);
    EXPECT_EQ(result.exit_code, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr(wrong.says));
    EXPECT_THAT(result.out, IsEmpty());
  }
  EXPECT_THAT(services_.sync.RunSync_.requests, IsEmpty());
  EXPECT_THAT(opened_, IsEmpty());
}

TEST_F(CtlTest, EveryCommandHasHelpWithAnExample) {
  std::vector<std::vector<std::string>> found = {{}};
  for (size_t i = 0; i < found.size(); ++i) {
    const std::vector<std::string> command = found[i];
    std::vector<std::string> words = command;
    words.push_back("--help");
    const Result help = Run(words);
    EXPECT_EQ(help.exit_code, 0) << absl::StrJoin(words, " ");
    EXPECT_THAT(help.out, AllOf(HasSubstr("Examples:\n  "), HasSubstr("progressctl "), HasSubstr("--query-address")))
        << absl::StrJoin(words, " ");
    EXPECT_THAT(help.out, Not(HasSubstr("cpt_secret")));
    words.pop_back();
    words.insert(words.begin(), "help");
    EXPECT_EQ(Run(words).out, help.out);
    const size_t list = help.out.find("\nCommands");
    if (list == std::string::npos) continue;
    const size_t first = help.out.find('\n', list + 1) + 1;
    for (const absl::string_view line :
         absl::StrSplit(help.out.substr(first, help.out.find("\n\n", first) - first), '\n')) {
      found.push_back(command);
      found.back().emplace_back(std::vector<std::string>(absl::StrSplit(line, ' ', absl::SkipEmpty())).at(0));
    }
  }
  EXPECT_GE(found.size(), 24u);
  EXPECT_THAT(Run({"--help"}).out, HasSubstr("Exit codes: 0 done or nothing to do, 1 failed, 2"));
}

TEST_F(CtlTest, TheVersionNeedsNoCommand) {
  const Result shown = Run({"--version"});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_EQ(shown.out, "progressctl 1.2.3\n");
}

}  // namespace
}  // namespace cp::ctl
