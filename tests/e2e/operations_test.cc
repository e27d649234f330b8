// What an operator relies on: health, graceful stop, metrics, logs, configuration and help.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "libs/testing/free_port.h"
#include "libs/testing/status_matchers.h"
#include "services/common/setting_names.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::grpc::health::v1::Health;
using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;
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

// What the health service at `address` says of `service`; UNKNOWN while nobody answers.
HealthCheckResponse::ServingStatus HealthOf(const std::string& address, const std::string& service) {
  const auto stub = Health::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(5)));
  context.set_wait_for_ready(true);
  HealthCheckRequest request;
  request.set_service(service);
  HealthCheckResponse response;
  return stub->Check(&context, request, &response).ok() ? response.status() : HealthCheckResponse::UNKNOWN;
}

TEST(FreshStart, AnEmptyDataFolderIsWaitedForThenServedWithTheDefaults) {
  const testing::TempDir folder;
  const std::string moodle = absl::StrCat(folder.path(), "/moodle.db");
  const std::string data = absl::StrCat(folder.path(), "/data");
  ASSERT_EQ(RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle), "--companies=1", "--users=3",
                                       "--courses=4", "--seed=9"})
                .exit_code,
            0);
  ASSERT_TRUE(std::filesystem::create_directory(data));
  const auto start = [&](const std::string& binary, const std::string& address, std::vector<std::string> more) {
    testing::ProcessOptions options;
    options.argv = {absl::StrCat(std::getenv("CP_BIN_DIR"), "/", binary), absl::StrCat("--data-dir=", data),
                    absl::StrCat("--listen=", address)};
    options.argv.insert(options.argv.end(), more.begin(), more.end());
    options.stderr_path = absl::StrCat(folder.path(), "/", binary, ".log");
    return testing::Process::Start(options);
  };
  const std::vector<std::string> of_query = {"", "courseprogress.v1.CourseProgressService",
                                             "courseprogress.v1.AdminService"};
  const std::vector<std::string> of_worker = {"", "courseprogress.v1.SyncService"};
  const std::string query_address = absl::StrCat("127.0.0.1:", testing::FreePort());
  const std::string worker_address = absl::StrCat("127.0.0.1:", testing::FreePort());

  CP_ASSERT_OK_AND_ASSIGN(const auto query, start("query-service", query_address, {}));
  ASSERT_TRUE(Await([&] { return absl::StrContains(query->Stderr(), "waiting_for_store"); })) << query->Stderr();
  for (const std::string& service : of_query) {
    EXPECT_EQ(HealthOf(query_address, service), HealthCheckResponse::NOT_SERVING) << service;
  }
  EXPECT_TRUE(std::filesystem::is_empty(data)) << "only sync-worker makes the store";

  CP_ASSERT_OK_AND_ASSIGN(const auto worker,
                          start("sync-worker", worker_address, {absl::StrCat("--moodle-dsn=sqlite3://", moodle)}));
  const auto serves = [](const std::string& address, const std::string& service) {
    return Await([&] { return HealthOf(address, service) == HealthCheckResponse::SERVING; });
  };
  for (const std::string& service : of_worker) EXPECT_TRUE(serves(worker_address, service)) << worker->Stderr();
  for (const std::string& service : of_query) EXPECT_TRUE(serves(query_address, service)) << query->Stderr();

  const CommandResult made =
      RunCommand("progressctl", {"token", "create", "--admin", "--output=secret",
                                 absl::StrCat("--store-dsn=sqlite3://", data, "/courseprogress.db")});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const std::string token(absl::StripAsciiWhitespace(made.out));
  const auto admin =
      courseprogress::v1::AdminService::NewStub(grpc::CreateChannel(query_address, grpc::InsecureChannelCredentials()));
  std::map<std::string, std::string> defaults = {
      {"max_records", "1000"}, {"cache_ttl_seconds", "0"}, {"cache_enabled", "1"}};
  for (const char* field : {"userid", "firstname", "lastname", "email", "courseid", "coursename", "timecompleted",
                            "timecompleted_unix", "timestarted", "timestarted_unix", "percentage", "status"}) {
    defaults[absl::StrCat("field_", field)] = "1";
  }
  for (const int company : {0, 1}) {
    courseprogress::v1::GetCompanySettingsRequest request;
    request.set_company_id(company);
    courseprogress::v1::GetCompanySettingsResponse response;
    // The company is known once the first sync has met it.
    ASSERT_TRUE(Await([&] { return admin->GetCompanySettings(Call(token).get(), request, &response).ok(); }));
    const std::map<std::string, std::string> settings(response.settings().begin(), response.settings().end());
    EXPECT_EQ(settings, defaults) << "company " << company;
    EXPECT_THAT(response.hidden_course_ids(), IsEmpty());
  }
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

// What a reference says of one setting: its default, and its meaning with what is allowed.
using Reference = std::map<std::string, std::pair<std::string, std::string>>;

// In --help: a line "  --flag .." and an indented text "<meaning> Unit: .. Allowed: .. Default: .. Environment: ..".
Reference ReferenceOfHelp(const std::string& help) {
  std::map<std::string, std::string> text_of;
  std::string flag;
  for (const absl::string_view line : absl::StrSplit(help, '\n')) {
    if (absl::StartsWith(line, "  --")) flag = std::vector<std::string>(absl::StrSplit(line.substr(2), ' '))[0];
    if (!flag.empty() && absl::StartsWith(line, "      ")) absl::StrAppend(&text_of[flag], line.substr(5));
  }
  const std::regex form(
      R"( (.*?)( Unit: [a-zA-Z]+\.)?( Allowed: (.*?)\.)? (Required|Default: (.*?))\.( Environment: .*?( or ([A-Z]+_ENV))?\.)?)");
  Reference reference;
  for (const auto& [name, text] : text_of) {
    std::smatch match;
    if (!std::regex_match(text, match, form)) {
      ADD_FAILURE() << name << ":" << text;
      continue;
    }
    std::string meaning = match[1];
    if (match[9].matched) absl::StrAppend(&meaning, " From `CP_", match[9].str(), "`, else `", match[9].str(), "`.");
    const std::string allowed = match[4];
    if (!allowed.empty() && allowed != "true | false") {
      absl::StrAppend(&meaning, " Allowed: ", allowed[0] == '|' ? "empty " : "", allowed, ".");
    }
    reference[name] = {match[6].matched ? match[6].str() : "required", meaning};
  }
  return reference;
}

// The rows "| `--flag` | default | meaning |" below a heading.
Reference ReferenceOfReadme(const std::string& path, const std::string& heading) {
  const std::string readme = ReadFile(absl::StrCat(std::getenv("CP_SOURCE_DIR"), "/", path));
  const size_t begin = readme.find(heading);
  EXPECT_NE(begin, std::string::npos) << heading;
  const std::string section = readme.substr(begin, readme.find("\n##", begin + 4) - begin);
  const std::regex row(R"(\n\| `(--[a-z-]+)` \| ([^|]*) \| (.*) \|(?=\n))");
  Reference reference;
  for (std::sregex_iterator it(section.begin(), section.end(), row), end; it != end; ++it) {
    reference[(*it)[1]] = {(*it)[2], absl::StrReplaceAll((*it)[3].str(), {{"\\|", "|"}})};
  }
  return reference;
}

TEST(ConfigurationReference, TheReadmesSayExactlyWhatHelpSays) {
  for (const auto& [binary, path, heading] :
       std::vector<std::array<std::string, 3>>{{"query-service", "README.md", "### Settings of query-service"},
                                               {"sync-worker", "README.md", "### Settings of sync-worker"},
                                               {"progressctl", "services/progressctl/README.md", "## Settings"}}) {
    const CommandResult help = RunCommand(binary, {"--help"});
    EXPECT_EQ(help.exit_code, 0);
    const Reference real = ReferenceOfHelp(help.out);
    EXPECT_GE(real.size(), 9u) << binary;
    EXPECT_EQ(ReferenceOfReadme(path, heading), real) << binary;
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
