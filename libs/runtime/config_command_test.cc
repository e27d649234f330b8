// Commands, positionals, help and version of a ConfigParser.
#include <gmock/gmock.h>

#include "libs/runtime/config_fixture.h"

namespace cp::runtime {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class CommandTest : public ConfigTest {
 protected:
  CommandTest() {
    ConfigParser* token = parser_.AddCommand("token", "Manages tokens.");
    ConfigParser* create = token->AddCommand("create", "Makes a token.");
    create->AddBool({.name = "admin", .help = "Scope admin."}, &admin_);
    create->AddDuration({.name = "patience", .help = "How long.", .from_environment = true}, {}, &patience_);
    create->AddSecret({.name = "secret", .help = "A password."}, &secret_);
    ConfigParser* revoke = token->AddCommand("revoke", "Ends a token.");
    revoke->AddPositional({.name = "token-id", .help = "Which one.", .required = true}, &id_);
    parser_.AddCommand("status", "Shows the state.");
  }
  bool admin_ = false;
  absl::Duration patience_ = absl::Seconds(1);
  std::string secret_;
  std::string id_;
};

TEST_F(CommandTest, ChoosesNestedCommandsWithFlagsOfEveryLevel) {
  EXPECT_EQ(Parse({"token", "create", "--admin", "--threads=2"}), std::nullopt) << err_.str();
  EXPECT_EQ(parser_.command(), "token create");
  EXPECT_TRUE(admin_);
  EXPECT_EQ(threads_, 2);
}

TEST_F(CommandTest, ReadsPositionals) {
  EXPECT_EQ(Parse({"token", "revoke", "abc"}), std::nullopt) << err_.str();
  EXPECT_EQ(id_, "abc");
}

TEST_F(CommandTest, ReadsPositionalsByTheirNameToo) {
  EXPECT_EQ(Parse({"token", "revoke", "--token-id=abc"}), std::nullopt) << err_.str();
  EXPECT_EQ(id_, "abc");
}

TEST_F(CommandTest, ReadsPositionalsByTheirNameInTwoWords) {
  EXPECT_EQ(Parse({"token", "revoke", "--token-id", "abc", "--threads=2"}), std::nullopt) << err_.str();
  EXPECT_EQ(id_, "abc");
}

TEST_F(CommandTest, APositionalGivenInBothWaysIsRefused) {
  EXPECT_EQ(Parse({"token", "revoke", "abc", "--token-id=def"}), kExitConfigInvalid);
  EXPECT_THAT(err_.str(), HasSubstr("--token-id is given 2 times (flag): keep one"));
}

TEST_F(CommandTest, NamesAMissingPositionalAndTheCommandsThereAre) {
  EXPECT_EQ(Parse({"token", "revoke"}), kExitConfigInvalid);
  EXPECT_THAT(err_.str(), HasSubstr("--token-id must be set: Which one."));
}

TEST_F(CommandTest, ListsCommandsWhenNoneOrAWrongOneIsGiven) {
  EXPECT_EQ(Parse({"tokken", "create"}), kExitConfigInvalid);
  EXPECT_EQ(err_.str(), "server: \"tokken\" is not a command; did you mean token? the commands are: token, status\n");
}

TEST_F(CommandTest, ListsCommandsWhenNothingIsNear) {
  EXPECT_EQ(Parse({"token", "frobnicate"}), kExitConfigInvalid);
  EXPECT_EQ(err_.str(), "server: \"frobnicate\" is not a command; the commands are: create, revoke\n");
}

TEST_F(CommandTest, NamesTheCommandsWhenNoneIsGiven) {
  EXPECT_EQ(Parse({}), kExitConfigInvalid);
  EXPECT_EQ(err_.str(), "server: a command is missing: token, status\n");
}

TEST_F(CommandTest, SuggestsOnlySettingsThatCount) {
  EXPECT_EQ(Parse({"status", "--admim", "--thraeds=2", "--hlep", "--token-idd=x"}), kExitConfigInvalid);
  EXPECT_THAT(err_.str(), HasSubstr("--admim is not a setting; --help lists them"));
  EXPECT_THAT(err_.str(), HasSubstr("--thraeds is not a setting; did you mean --threads?"));
  EXPECT_THAT(err_.str(), HasSubstr("--hlep is not a setting; did you mean --help?"));
  EXPECT_THAT(err_.str(), HasSubstr("--token-idd is not a setting; --help lists them"));
}

TEST_F(CommandTest, HelpMayBeAWord) {
  EXPECT_EQ(Parse({"help", "token", "create"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("Usage: server token create"), HasSubstr("--admin")));
}

TEST_F(CommandTest, HelpMayBeALetter) {
  EXPECT_EQ(Parse({"token", "create", "-h"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("Usage: server token create"), HasSubstr("--admin")));
}

TEST_F(CommandTest, HelpForACommandThatIsNoneSaysWhichThereAre) {
  EXPECT_EQ(Parse({"help", "tokem"}), kExitConfigInvalid);
  EXPECT_EQ(err_.str(), "server: \"tokem\" is not a command; did you mean token? the commands are: token, status\n");
}

TEST_F(CommandTest, TheVersionNeedsNoCommandAndNoSetting) {
  parser_.SetVersion("server 1.2.3");
  std::string required;
  parser_.AddString({.name = "moodle-dsn", .help = "Moodle's database.", .required = true}, &required);
  EXPECT_EQ(Parse({"--version"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "server 1.2.3\n");
}

TEST_F(CommandTest, RefusesAFlagOfAnotherCommandAndHidesItsValue) {
  EXPECT_EQ(Parse({"status", "--admin", "--secret", "cpt_abc"}), kExitConfigInvalid);
  EXPECT_THAT(err_.str(), HasSubstr("--admin is not a setting"));
  EXPECT_THAT(err_.str(), Not(HasSubstr("cpt_abc")));
}

TEST_F(CommandTest, HelpOfACommandShowsItsOwnSettingsAndItsParents) {
  EXPECT_EQ(Parse({"token", "create", "--help"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("Usage: server token create"));
  EXPECT_THAT(out_.str(), HasSubstr("--admin"));
  EXPECT_THAT(out_.str(), HasSubstr("--threads"));
}

// CP_ADMIN may be left over from anything; whose name a token gets is not its business.
TEST_F(CommandTest, TheEnvironmentDoesNotChangeWhatACommandDoes) {
  env_ = {{"CP_ADMIN", "true"}, {"CP_PATIENCE", "3s"}, {"CP_THREADS", "2"}, {"CP_SECRET", "x"}};
  EXPECT_EQ(Parse({"token", "create"}), std::nullopt) << err_.str();
  EXPECT_FALSE(admin_);
  EXPECT_EQ(patience_, absl::Seconds(3)) << "asked for";
  EXPECT_EQ(threads_, 2) << "a setting of the program";
  EXPECT_EQ(secret_, "x") << "which should not stand on a command line";
}

TEST_F(CommandTest, HelpNamesAVariableOnlyWhereItCounts) {
  EXPECT_EQ(Parse({"token", "create", "--help"}), 0);
  EXPECT_THAT(out_.str(), Not(HasSubstr("CP_ADMIN")));
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("CP_PATIENCE"), HasSubstr("CP_THREADS"), HasSubstr("CP_SECRET_FILE")));
}

TEST_F(CommandTest, AFileMayHoldSettingsOfOtherCommands) {
  EXPECT_EQ(Parse({"status", "--config", File("admin = true\n").c_str()}), std::nullopt) << err_.str();
  EXPECT_FALSE(admin_);
}

}  // namespace
}  // namespace cp::runtime
