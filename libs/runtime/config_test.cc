#include "libs/runtime/config.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "libs/runtime/config_fixture.h"

namespace cp::runtime {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(ConfigTest, KeepsDefaultsWhenNothingIsSet) {
  EXPECT_EQ(Parse({}), std::nullopt) << err_.str();
  EXPECT_EQ(dsn_, "sqlite3://default.db");
  EXPECT_EQ(threads_, 4);
  EXPECT_EQ(interval_, absl::Minutes(5));
}

TEST_F(ConfigTest, PrefersFlagThenEnvironmentThenFile) {
  const std::string file = File("threads = 1\ninterval = \"1s\"\nlisten = \"file:1\"\n");
  env_ = {{"CP_THREADS", "2"}, {"CP_INTERVAL", "2s"}};
  EXPECT_EQ(Parse({"--config", file.c_str(), "--threads=3"}), std::nullopt) << err_.str();
  EXPECT_EQ(threads_, 3);
  EXPECT_EQ(interval_, absl::Seconds(2));
  EXPECT_EQ(listen_, "file:1");
}

TEST_F(ConfigTest, ReadsEveryFormOfAFlag) {
  EXPECT_EQ(Parse({"--threads", "7", "--interval=1h", "--insecure", "--company=1", "--company=2,3", "--listen="}),
            std::nullopt)
      << err_.str();
  EXPECT_EQ(threads_, 7);
  EXPECT_EQ(interval_, absl::Hours(1));
  EXPECT_TRUE(insecure_);
  EXPECT_THAT(companies_, ElementsAre(1, 2, 3));
  EXPECT_EQ(listen_, "");
}

TEST_F(ConfigTest, ReadsDsnsWithBlanksFromEverySource) {
  const std::string dsn = "postgresql://host=db dbname=cp user=cp password='a=b c'";
  const std::string file = File("store-dsn = \"" + dsn + "\"\n# a comment\ncompany = [4, 5]\ninsecure = true\n");
  EXPECT_EQ(Parse({"--config", file.c_str()}), std::nullopt) << err_.str();
  EXPECT_EQ(dsn_, dsn);
  EXPECT_THAT(companies_, ElementsAre(4, 5));
  EXPECT_TRUE(insecure_);
}

TEST_F(ConfigTest, FindsTheFileThroughTheEnvironment) {
  env_ = {{"CP_CONFIG", File("threads = 9\n")}};
  EXPECT_EQ(Parse({}), std::nullopt) << err_.str();
  EXPECT_EQ(threads_, 9);
}

TEST_F(ConfigTest, ReadsSecretsFromFilesAndCutsTheNewline) {
  env_ = {{"CP_TOKEN_FILE", File("s3cret\n")}, {"CP_STORE_DSN_FILE", File("postgresql://password=x")}};
  EXPECT_EQ(Parse({}), std::nullopt) << err_.str();
  EXPECT_EQ(token_, "s3cret");
  EXPECT_EQ(dsn_, "postgresql://password=x");
}

TEST_F(ConfigTest, RefusesASecretThatIsSetTwiceOrUnreadable) {
  env_ = {{"CP_TOKEN", "s3cret"}, {"CP_TOKEN_FILE", "/x"}, {"CP_STORE_DSN_FILE", "/nowhere/dsn"}};
  EXPECT_EQ(Parse({}), kExitConfigInvalid);
  EXPECT_THAT(err_.str(), HasSubstr("--token is set by both CP_TOKEN and CP_TOKEN_FILE"));
  EXPECT_THAT(err_.str(), HasSubstr("--store-dsn comes from CP_STORE_DSN_FILE: can not read /nowhere/dsn"));
  EXPECT_THAT(err_.str(), Not(HasSubstr("s3cret")));
}

TEST_F(ConfigTest, ListsEveryErrorWithSettingValueOriginAndCure) {
  const std::string file = File("log-level = \"loud\"\nthraeds = 1\n");
  env_ = {{"CP_THREADS", "257"}, {"CP_CONFIG", file}};
  EXPECT_EQ(Parse({"--interval=0s", "--listen=bad", "--company=1,x", "--stroe-dsn=y", "stray", "--insecure=perhaps"}),
            kExitConfigInvalid);
  EXPECT_THAT(err_.str(), HasSubstr("server: --threads is \"257\" (env CP_THREADS): must be a whole number, 1..256\n"));
  EXPECT_THAT(err_.str(), HasSubstr("--interval is \"0s\" (flag): must be a duration"));
  EXPECT_THAT(err_.str(), HasSubstr("1s..1h"));
  EXPECT_THAT(err_.str(), HasSubstr("--listen is \"bad\" (flag): must be host:port"));
  EXPECT_THAT(err_.str(), HasSubstr("--company is \"1,x\" (flag): must be a list, each a whole number, 1..1000"));
  EXPECT_THAT(err_.str(), HasSubstr("--log-level is \"loud\" (file " + file + "): must be debug | info"));
  EXPECT_THAT(err_.str(), HasSubstr("\"thraeds\" is not a setting; did you mean threads? --help lists them"));
  EXPECT_THAT(err_.str(), HasSubstr("--stroe-dsn is not a setting; did you mean --store-dsn? --help lists them"));
  EXPECT_THAT(err_.str(), HasSubstr("\"stray\" is not expected here"));
  EXPECT_THAT(err_.str(), HasSubstr("--insecure is \"perhaps\" (flag): must be true or false"));
  EXPECT_EQ(threads_, 4) << "a refused configuration changes nothing";
  const std::string lines = err_.str();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 9);
}

TEST_F(ConfigTest, NamesAFlagWithoutAValueAndOneGivenTwice) {
  EXPECT_EQ(Parse({"--threads", "--interval=1s", "--interval=2s", "--listen"}), kExitConfigInvalid);
  EXPECT_THAT(err_.str(), HasSubstr("--threads needs a value"));
  EXPECT_THAT(err_.str(), HasSubstr("--interval is given 2 times"));
  EXPECT_THAT(err_.str(), HasSubstr("--listen needs a value"));
}

TEST_F(ConfigTest, SaysWhyAFileCanNotBeRead) {
  for (const auto& [path, why] : std::map<std::string, std::string>{{"/nowhere/cp.toml", "there is no such file"},
                                                                    {"/tmp", "it is a folder; name a file"},
                                                                    {File(""), "it is empty"},
                                                                    {"/dev/zero", "it is larger than"}}) {
    err_.str("");
    ConfigParser parser("server", "Serves.");
    std::string token;
    parser.AddSecret({.name = "token", .help = "Token."}, &token);
    const std::string flag = "--config=" + path;
    const char* args[] = {"server", flag.c_str()};
    const auto environment = [&path = path](const std::string& name) {
      return name == "CP_TOKEN_FILE" ? std::optional<std::string>(path) : std::nullopt;
    };
    EXPECT_EQ(parser.Parse(2, args, environment, out_, err_), kExitConfigInvalid);
    EXPECT_THAT(err_.str(), HasSubstr("--config: can not read " + path + ": " + why));
    EXPECT_THAT(err_.str(), HasSubstr("--token comes from CP_TOKEN_FILE: can not read " + path + ": " + why));
  }
}

TEST_F(ConfigTest, NamesTheLineOfAMalformedFileAndNotWhatStandsThere) {
  for (const auto& [line, rule] :
       std::map<std::string, std::string>{{"threads", "must be name = value"},
                                          {"= sekret", "must be name = value"},
                                          {"store dsn = sekret", "must be name = value"},
                                          {"token = \"sekret", "the quote that opens the value is not closed"},
                                          {"token = \"sek\"ret", "only a comment may follow the value"},
                                          {"token = sek\"ret\"", "quotes must enclose the whole value"},
                                          {"token =  # sekret", "a value is missing"},
                                          {"company = [1, 2", "the list must be closed by ']' on its line"},
                                          {"[server]", "there are no [sections] here"},
                                          {"token = \"sek\\ret\"", "in \"..\" a backslash is written"},
                                          {"company = [\"a\" 2]", "the list must be closed"},
                                          {"threads = 2", "\"threads\" is set in a line above already"}}) {
    err_.str("");
    ConfigParser parser("server", "Serves.");
    const std::string path = File("# a comment\nthreads = 1\n\n" + line + "\n");
    const std::string flag = "--config=" + path;
    const char* args[] = {"server", flag.c_str()};
    EXPECT_EQ(parser.Parse(2, args, Environment([](const std::string&) { return std::nullopt; }), out_, err_),
              kExitConfigInvalid);
    EXPECT_THAT(err_.str(), HasSubstr("--config: " + path + ", line 4: " + rule));
    EXPECT_THAT(err_.str(), Not(HasSubstr("sek")));
  }
}

TEST_F(ConfigTest, ReadsEveryWellFormedLine) {
  const std::string file = File(
      "; comment\r\n  threads=9  # nine\n\ntoken = 'a \"quoted\" # token'\nlisten = \"a]b#c\"\ncompany = [ 4, 5 ] # "
      "two\n"
      "interval = 1m");
  EXPECT_EQ(Parse({"--config", file.c_str()}), std::nullopt) << err_.str();
  EXPECT_EQ(threads_, 9);
  EXPECT_EQ(token_, "a \"quoted\" # token");
  EXPECT_EQ(listen_, "a]b#c");
  EXPECT_THAT(companies_, ElementsAre(4, 5));
  EXPECT_EQ(interval_, absl::Minutes(1));
}

TEST_F(ConfigTest, WhatIsPrintedIsReadBackAsItWas) {
  const std::string nasty = "a \"b\" 'c' \\ # d\te";
  EXPECT_EQ(Parse({"--print-config", ("--listen=" + nasty).c_str()}), 0) << err_.str();
  const std::string printed = out_.str();
  const size_t begin = printed.find("listen = ");
  ConfigParser parser("server", "Serves.");
  std::string listen;
  parser.AddString({.name = "listen", .help = "Address."}, &listen);
  const std::string flag = "--config=" + File(printed.substr(begin, printed.find('\n', begin) - begin));
  const char* args[] = {"server", flag.c_str()};
  EXPECT_EQ(parser.Parse(
                2, args, [](const std::string&) { return std::nullopt; }, out_, err_),
            std::nullopt)
      << err_.str();
  EXPECT_EQ(listen, nasty);
}

TEST_F(ConfigTest, AFileMayServeOtherProgramsToo) {
  parser_.AllowSettingsOfOthers({"batch-size", "threads"});
  EXPECT_EQ(Parse({"--config", File("batch-size = nonsense\nthreads = 3\n").c_str()}), std::nullopt) << err_.str();
  EXPECT_EQ(threads_, 3);
}

TEST_F(ConfigTest, ANameThatNoProgramKnowsIsAnError) {
  parser_.AllowSettingsOfOthers({"batch-size"});
  EXPECT_EQ(Parse({"--config", File("batch-syze = 1\n").c_str()}), kExitConfigInvalid);
  EXPECT_THAT(err_.str(), HasSubstr("\"batch-syze\" is not a setting; did you mean batch-size? --help lists them"));
}

TEST_F(ConfigTest, ReadsASecondVariableWhenTheFirstIsNotSet) {
  std::string profile = "none";
  parser_.AddString({.name = "profile", .help = "Profile.", .other_env = "APP_PROFILE"}, &profile);
  env_ = {{"APP_PROFILE", "testing"}};
  EXPECT_EQ(Parse({"--print-config"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("profile = \"testing\"  # env APP_PROFILE\n"));
}

TEST_F(ConfigTest, PrefersTheVariableOfTheProduct) {
  std::string profile = "none";
  parser_.AddString({.name = "profile", .help = "Profile.", .other_env = "APP_PROFILE"}, &profile);
  env_ = {{"APP_PROFILE", "testing"}, {"CP_PROFILE", "production"}};
  EXPECT_EQ(Parse({}), std::nullopt) << err_.str();
  EXPECT_EQ(profile, "production");
}

TEST_F(ConfigTest, WarnsOfAVariableThatLooksMisspelt) {
  parser_.AllowSettingsOfOthers({"batch-size"});
  env_ = {{"CP_STROE_DSN", "x"},   {"CP_STORE_DNS_FILE", "x"}, {"CP_BATCHSIZE", "x"}, {"CP_BATCH_SIZE", "1"},
          {"CP_SOMETHING", "own"}, {"CP_THREADS", "2"},        {"STORE_DSN", "x"},    {"CP_LISTENS", "x"}};
  EXPECT_EQ(Parse({}), std::nullopt);
  EXPECT_EQ(err_.str(),
            "server: warning: CP_BATCHSIZE in the environment is not a setting; CP_BATCH_SIZE is\n"
            "server: warning: CP_LISTENS in the environment is not a setting; CP_LISTEN is\n"
            "server: warning: CP_STORE_DNS_FILE in the environment is not a setting; CP_STORE_DSN_FILE is\n"
            "server: warning: CP_STROE_DSN in the environment is not a setting; CP_STORE_DSN is\n");
}

TEST_F(ConfigTest, PrintsEveryValueWithItsOriginAndNoSecret) {
  env_ = {{"CP_TOKEN", "s3cret"}, {"CP_THREADS", "2"}};
  EXPECT_EQ(Parse({"--print-config", "--store-dsn=mysql://host=a password=s3cret user=b"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("store-dsn = \"mysql://host=a password=*** user=b\"  # flag\n"));
  EXPECT_THAT(out_.str(), HasSubstr("token = \"***\"  # env CP_TOKEN\n"));
  EXPECT_THAT(out_.str(), HasSubstr("threads = 2  # env CP_THREADS\n"));
  EXPECT_THAT(out_.str(), HasSubstr("interval = \"5m\"  # default\n"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("s3cret")));
}

TEST_F(ConfigTest, HidesTheRestOfADsnThatLostItsQuotes) {
  EXPECT_EQ(Parse({"--store-dsn=mysql://password=correct", "horse", "--token", "s3", "cret", "--threads=2", "stray"}),
            kExitConfigInvalid);
  EXPECT_THAT(err_.str(), HasSubstr("a word after --store-dsn is not expected here; put its whole value into quotes"));
  EXPECT_THAT(err_.str(), HasSubstr("a word after --token is not expected here"));
  EXPECT_THAT(err_.str(), HasSubstr("\"stray\" is not expected here"));
  EXPECT_THAT(err_.str(), AllOf(Not(HasSubstr("horse")), Not(HasSubstr("cret"))));
}

TEST_F(ConfigTest, PrintsNoPartOfAPassword) {
  for (const std::string dsn :
       {"mysql://password=p&sekret user=a", "mysql://password=x\\ sekret", ":sekret@host:6379/0",
        "mysql://pasword=sekret", "mysql://Password=sekret", "mysql://password='x'sekret y"}) {
    out_.str("");
    ConfigParser parser("server", "Serves.");
    std::string target;
    parser.AddDsn({.name = "store-dsn", .help = "Store."}, &target);
    const std::string flag = "--store-dsn=" + dsn;
    const char* args[] = {"server", "--print-config", flag.c_str()};
    EXPECT_EQ(parser.Parse(
                  3, args, [](const std::string&) { return std::nullopt; }, out_, err_),
              0)
        << err_.str();
    EXPECT_THAT(out_.str(), AllOf(HasSubstr("store-dsn = "), Not(HasSubstr("sekret"))));
  }
}

TEST_F(ConfigTest, HelpTellsUnitRangeDefaultAndEnvironment) {
  EXPECT_EQ(Parse({"--help", "--threads=nonsense"}), 0);
  EXPECT_THAT(out_.str(),
              HasSubstr("--threads N\n      Threads.\n      Unit: threads. Allowed: a whole number, 1..256. "
                        "Default: 4. Environment: CP_THREADS."));
  EXPECT_THAT(out_.str(), HasSubstr("CP_STORE_DSN_FILE"));
  EXPECT_THAT(out_.str(), HasSubstr("server --threads=2\n      Uses two threads."));
}

TEST_F(ConfigTest, ChecksRulesOverTheNewValues) {
  parser_.AddRule([this] {
    return insecure_ || listen_ != "0.0.0.0:1" ? absl::OkStatus()
                                               : absl::InvalidArgumentError("--listen needs --insecure");
  });
  EXPECT_EQ(Parse({"--listen=0.0.0.0:1"}), kExitConfigInvalid);
  EXPECT_THAT(err_.str(), HasSubstr("--listen needs --insecure"));
}

TEST_F(ConfigTest, SaysWhatARequiredSettingIsFor) {
  std::string required;
  parser_.AddString({.name = "moodle-dsn", .help = "Moodle's database.", .required = true}, &required);
  EXPECT_EQ(Parse({}), kExitConfigInvalid);
  EXPECT_THAT(err_.str(),
              HasSubstr("--moodle-dsn must be set, or CP_MOODLE_DSN in the environment: Moodle's database."));
}

TEST_F(ConfigTest, HelpNamesTheVersionFlagWhereThereIsOne) {
  parser_.SetVersion("server 1.2.3");
  EXPECT_EQ(Parse({"help"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("server --help | server --version\n"));
}

}  // namespace
}  // namespace cp::runtime
