// What an operator relies on: health, graceful stop, metrics, logs, configuration and help.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "libs/testing/status_matchers.h"
#include "services/common/setting_names.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class OperationsTest : public ::testing::Test {
 protected:
  void StartStack() {
    ASSERT_EQ(RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle_), "--companies=1",
                                         "--users=20", "--courses=5", "--seed=9"})
                  .exit_code,
              0);
    StackOptions options;
    options.moodle_dsn = absl::StrCat("sqlite3://", moodle_);
    options.worker_arguments = {"--log-level=debug"};
    options.query_arguments = {"--log-level=debug"};
    options.query_stderr = query_stderr_;
    auto stack = Stack::Start(options);
    CP_ASSERT_OK(stack.status());
    stack_ = *std::move(stack);
    CP_ASSERT_OK(RunSync(*stack_).status());
    CP_ASSERT_OK_AND_ASSIGN(token_, stack_->ReadToken(1));
  }

  testing::TempDir folder_;
  const std::string moodle_ = folder_.File("moodle.db");
  std::string query_stderr_;
  std::unique_ptr<Stack> stack_;
  std::string token_;
};

TEST_F(OperationsTest, AFreshStartWithAnEmptyFolderServesAndGivesTheDefaults) {
  StartStack();
  const CommandResult status =
      RunCommand("progressctl",
                 {"status", "--output=json", absl::StrCat("--query-address=", stack_->query_address()),
                  absl::StrCat("--worker-address=", stack_->worker_address())},
                 absl::Minutes(1), {absl::StrCat("CP_TOKEN=", stack_->admin_token())});
  EXPECT_EQ(status.exit_code, 0) << status.err;
  const auto json = nlohmann::json::parse(status.out);
  EXPECT_THAT(json.dump(), HasSubstr("SERVING"));
  EXPECT_THAT(json.dump(), Not(HasSubstr("NOT_SERVING")));
  courseprogress::v1::GetCompanySettingsResponse settings;
  ASSERT_TRUE(stack_->admin().GetCompanySettings(Call(stack_->admin_token()).get(), {}, &settings).ok());
  EXPECT_EQ(settings.settings().at("max_records"), "1000");
  EXPECT_EQ(settings.settings().at("field_email"), "1");
  EXPECT_GE(settings.settings_size(), 14);
}

TEST_F(OperationsTest, SigtermFinishesCallsInFlightAndExitsWithZero) {
  StartStack();
  std::atomic<int> answered = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> readers;
  std::atomic<bool> stop = false;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&, i] {
      for (int round = 0; !stop; ++round) {
        const auto read = Read(*stack_, token_, 1 + (i * 7 + round) % 90);
        if (read.ok()) {
          ++answered;
          continue;
        }
        // Only calls that never reached a handler fail: the transport refuses them, so there is no ErrorInfo.
        EXPECT_THAT(read.status(), ::testing::AnyOf(testing::StatusIs(absl::StatusCode::kUnavailable, "(no details)"),
                                                    testing::StatusIs(absl::StatusCode::kCancelled, "(no details)")));
        ++refused;
        return;
      }
    });
  }
  while (answered < 200) absl::SleepFor(absl::Milliseconds(1));
  stack_->query_process().Signal(SIGTERM);
  const auto exit = stack_->query_process().Wait(absl::Seconds(30));
  stop = true;
  for (std::thread& reader : readers) reader.join();
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->exit_code, 0);
  EXPECT_EQ(exit->signal, 0);
  stack_->worker().Signal(SIGTERM);
  const auto worker_exit = stack_->worker().Wait(absl::Seconds(30));
  ASSERT_TRUE(worker_exit.has_value());
  EXPECT_EQ(worker_exit->exit_code, 0);
}

TEST_F(OperationsTest, MetricsPassPromtoolAndHaveTheUsualNames) {
  StartStack();
  CP_ASSERT_OK(Read(*stack_, token_).status());
  for (const std::string& address : {stack_->query_metrics(), stack_->worker_metrics()}) {
    CP_ASSERT_OK_AND_ASSIGN(const std::string metrics, HttpGet(address, "/metrics"));
    std::ofstream(folder_.File("metrics")) << metrics;
    testing::ProcessOptions promtool;
    promtool.argv = {"sh", "-c", absl::StrCat("promtool check metrics < ", folder_.File("metrics"), " 2>&1")};
    const auto checked = testing::RunProcess(promtool, absl::Seconds(20));
    CP_EXPECT_OK(checked.status());
    EXPECT_THAT(checked.value_or("?"), IsEmpty());
    EXPECT_THAT(metrics, HasSubstr("grpc_server_handled_total{"));
    EXPECT_THAT(metrics, HasSubstr("grpc_server_handling_seconds_bucket{"));
    EXPECT_THAT(metrics, HasSubstr("store_pool_max_connections 4\n"));
    EXPECT_THAT(metrics, HasSubstr("store_pool_in_use_connections "));
    EXPECT_THAT(metrics, Not(HasSubstr("@")));
  }
  CP_ASSERT_OK_AND_ASSIGN(const std::string query, HttpGet(stack_->query_metrics(), "/metrics"));
  EXPECT_THAT(query, HasSubstr("cache_requests_total{result="));
  CP_ASSERT_OK_AND_ASSIGN(const std::string worker, HttpGet(stack_->worker_metrics(), "/metrics"));
  EXPECT_THAT(worker, HasSubstr("sync_runs_total{result="));
  EXPECT_THAT(worker, HasSubstr("data_age_seconds"));
  EXPECT_THAT(worker, HasSubstr("housekeeping_rows_removed_total{kind=\"tombstones\"}"));
  EXPECT_THAT(worker, HasSubstr("housekeeping_last_success_timestamp_seconds "));
}

TEST_F(OperationsTest, LogsAreOneJsonObjectPerLineWithoutTokensOrAddresses) {
  StartStack();
  CP_ASSERT_OK(Read(*stack_, token_).status());
  (void)Read(*stack_, "cpt_not-a-token");
  ASSERT_EQ(RunCommand("progressctl", {"demo", "complete", absl::StrCat("--path=", moodle_)}).exit_code, 0);
  CP_ASSERT_OK(RunSync(*stack_).status());
  for (const char* name : {"/query.log", "/worker.log"}) {
    const std::string log = ReadFile(stack_->folder() + name);
    EXPECT_THAT(log, Not(IsEmpty()));
    EXPECT_THAT(log, Not(HasSubstr(token_)));
    EXPECT_THAT(log, Not(HasSubstr(stack_->admin_token())));
    EXPECT_THAT(log, Not(HasSubstr("cpt_not-a-token")));
    EXPECT_THAT(log, Not(HasSubstr("aktrea.com")));
    for (const absl::string_view line : absl::StrSplit(log, '\n', absl::SkipEmpty())) {
      const auto json = nlohmann::json::parse(std::string(line), nullptr, false);
      ASSERT_FALSE(json.is_discarded()) << line;
      EXPECT_TRUE(json.contains("ts") && json.contains("level") && json.contains("event")) << line;
    }
  }
}

// A named pipe of one page that nobody reads.
class UnreadPipe {
 public:
  explicit UnreadPipe(const std::string& path) {
    EXPECT_EQ(mkfifo(path.c_str(), 0600), 0);
    end_ = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    EXPECT_EQ(fcntl(end_, F_SETPIPE_SZ, 4096), 4096);
  }
  ~UnreadPipe() { close(end_); }
  UnreadPipe(const UnreadPipe&) = delete;
  UnreadPipe& operator=(const UnreadPipe&) = delete;

 private:
  int end_ = -1;
};

TEST_F(OperationsTest, AStalledLogReaderStopsNeitherCallsNorTheEnd) {
  const UnreadPipe pipe(folder_.File("stderr"));
  query_stderr_ = folder_.File("stderr");
  StartStack();
  const auto reads = [&](int calls) {
    for (int i = 0; i < calls; ++i) {
      ASSERT_THAT(Read(*stack_, "cpt_not-a-token").status(), testing::StatusIs(absl::StatusCode::kUnauthenticated));
    }
  };
  reads(300);
  CP_EXPECT_OK(Read(*stack_, token_).status());
  CP_ASSERT_OK_AND_ASSIGN(const std::string metrics, HttpGet(stack_->query_metrics(), "/metrics"));
  EXPECT_THAT(metrics, HasSubstr("log_lines_dropped_total"));
  stack_->query_process().Signal(SIGTERM);
  const auto exit = stack_->query_process().Wait(absl::Seconds(25));  // less than --drain-timeout
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->exit_code, 0);
  EXPECT_EQ(exit->signal, 0);
}

// Setting -> default. In --help: a line "  --flag .." and an indented text with "Default: x. Environment" or
// "Required".
std::map<std::string, std::string> DefaultsOfHelp(const std::string& help) {
  std::map<std::string, std::string> text_of;
  std::string flag;
  for (const absl::string_view line : absl::StrSplit(help, '\n')) {
    if (absl::StartsWith(line, "  --")) flag = std::vector<std::string>(absl::StrSplit(line.substr(2), ' '))[0];
    if (!flag.empty() && absl::StartsWith(line, "      ")) absl::StrAppend(&text_of[flag], line.substr(5));
  }
  std::map<std::string, std::string> defaults;
  for (const auto& [name, text] : text_of) {
    std::smatch match;
    const bool found = std::regex_search(text, match, std::regex(R"(Default: (.*?)\. Environment)"));
    defaults[name] = found ? match[1].str() : "required";
  }
  return defaults;
}

// Setting -> default of the rows "| `--flag` | default | meaning |" below a heading.
std::map<std::string, std::string> DefaultsOfReadme(const std::string& readme, const std::string& heading) {
  const size_t begin = readme.find(heading);
  EXPECT_NE(begin, std::string::npos) << heading;
  const std::string section = readme.substr(begin, readme.find("\n##", begin + 4) - begin);
  const std::regex row(R"(\n\| `(--[a-z-]+)` \| ([^|]*) \|)");
  std::map<std::string, std::string> defaults;
  for (std::sregex_iterator it(section.begin(), section.end(), row), end; it != end; ++it)
    defaults[(*it)[1]] = (*it)[2];
  return defaults;
}

TEST(ConfigurationReference, TheReadmeHasExactlyTheSettingsAndDefaultsOfHelp) {
  const std::string readme = ReadFile(absl::StrCat(std::getenv("CP_SOURCE_DIR"), "/README.md"));
  for (const std::string& binary : {std::string("query-service"), std::string("sync-worker")}) {
    const CommandResult help = RunCommand(binary, {"--help"});
    EXPECT_EQ(help.exit_code, 0);
    const auto real = DefaultsOfHelp(help.out);
    EXPECT_GE(real.size(), 10u);
    EXPECT_EQ(DefaultsOfReadme(readme, absl::StrCat("### Settings of ", binary)), real);
  }
}

// Adds the settings in the help of `command` and of all its subcommands.
void CollectSettings(const std::vector<std::string>& command, std::set<std::string>* settings) {
  std::vector<std::string> arguments(command.begin() + 1, command.end());
  arguments.push_back("--help");
  const CommandResult help = RunCommand(command.front(), arguments);
  EXPECT_EQ(help.exit_code, 0) << help.err;
  bool is_list_of_commands = false;
  for (const absl::string_view line : absl::StrSplit(help.out, '\n')) {
    if (line.empty()) is_list_of_commands = false;
    if (absl::StartsWith(line, "  --")) {
      settings->insert(std::vector<std::string>(absl::StrSplit(line.substr(4), ' '))[0]);
    } else if (is_list_of_commands) {
      std::vector<std::string> subcommand = command;
      subcommand.push_back(std::vector<std::string>(absl::StrSplit(line.substr(2), ' '))[0]);
      CollectSettings(subcommand, settings);
    }
    if (absl::StartsWith(line, "Commands")) is_list_of_commands = true;
  }
}

TEST(ConfigurationReference, EveryProgramKnowsTheSettingsOfTheOthers) {
  std::set<std::string> settings;
  for (const char* binary : {"query-service", "sync-worker", "progressctl"}) CollectSettings({binary}, &settings);
  EXPECT_GE(settings.size(), 50u);
  EXPECT_THAT(service::AllSettingNames(), ::testing::ElementsAreArray(settings));
}

TEST(ConfigurationReference, TheExampleFileOfTheReadmeServesEveryProgram) {
  const std::string readme = ReadFile(absl::StrCat(std::getenv("CP_SOURCE_DIR"), "/README.md"));
  const size_t begin = readme.find("```toml\n") + 8;
  testing::TempDir folder;
  std::ofstream(folder.File("example.toml")) << readme.substr(begin, readme.find("```", begin) - begin);
  const std::string config = absl::StrCat("--config=", folder.File("example.toml"));
  for (const auto& [binary, command] : std::vector<std::pair<std::string, std::string>>{
           {"query-service", ""}, {"sync-worker", ""}, {"progressctl", "status"}}) {
    std::vector<std::string> arguments = {config, "--print-config"};
    if (!command.empty()) arguments.insert(arguments.begin(), command);
    const CommandResult printed = RunCommand(binary, arguments);
    EXPECT_EQ(printed.exit_code, 0) << binary << printed.err;
    EXPECT_THAT(printed.out, HasSubstr("# file ")) << binary;
    EXPECT_THAT(printed.err, IsEmpty()) << binary;
  }
}

TEST(PrintConfig, ShowsOriginsAndRedactsSecrets) {
  testing::TempDir folder;
  std::ofstream(folder.File("redis-url")) << "redis://:fr0mfile@127.0.0.1:6399/2\n";
  std::ofstream(folder.File("config.toml")) << "log-level = \"warning\"\n";
  const CommandResult printed = RunCommand(
      "query-service",
      {"--print-config", absl::StrCat("--config=", folder.File("config.toml")),
       "--store-dsn=postgresql://host=db dbname=cp user=cp password=s3cret"},
      absl::Seconds(20), {absl::StrCat("CP_REDIS_URL_FILE=", folder.File("redis-url")), "CP_LISTEN=127.0.0.1:7999"});
  EXPECT_EQ(printed.exit_code, 0) << printed.err;
  EXPECT_THAT(printed.out, Not(HasSubstr("s3cret")));
  EXPECT_THAT(printed.out, Not(HasSubstr("fr0mfile")));
  EXPECT_THAT(printed.out, HasSubstr("127.0.0.1:7999"));
  EXPECT_THAT(printed.out, HasSubstr("warning"));
  EXPECT_THAT(printed.out, HasSubstr("6399"));
}

}  // namespace
}  // namespace cp::e2e
