// A PostgreSQL store that stops answering in the middle of everything: what the services do then is bounded.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::HasSubstr;

constexpr absl::Duration kPatience = absl::Minutes(1);

std::string MakeDemo(const testing::TempDir& folder, int companies) {
  const std::string moodle = folder.File("moodle.db");
  EXPECT_EQ(
      RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle),
                                 absl::StrCat("--companies=", companies), "--users=100", "--courses=10", "--seed=5"})
          .exit_code,
      0);
  return absl::StrCat("sqlite3://", moodle);
}

// The server's processes behind our connections.
std::vector<pid_t> BackendsOf(const testing::PostgresServer& server, const std::string& database) {
  const auto text = testing::RunProcess(
      {.argv = {"psql", "-h", server.host(), "-p", absl::StrCat(server.port()), "-U", server.user(), "-d", database,
                "-At", "-c", "SELECT pid FROM pg_stat_activity WHERE application_name = 'courseprogress'"},
       .env = {absl::StrCat("PGPASSWORD=", server.password())}},
      kPatience);
  CP_EXPECT_OK(text.status());
  std::vector<pid_t> pids;
  for (const absl::string_view line : absl::StrSplit(text.value_or(""), '\n', absl::SkipEmpty())) {
    int pid = 0;
    EXPECT_TRUE(absl::SimpleAtoi(line, &pid)) << line;
    pids.push_back(pid);
  }
  return pids;
}

TEST(FrozenStore, OneHungConnectionStopsNoRead) {
  const testing::TempDir folder;
  CP_ASSERT_OK_AND_ASSIGN(const auto postgres, testing::PostgresServer::Start());
  CP_ASSERT_OK_AND_ASSIGN(const std::string store, postgres->CreateDatabase("hung"));
  StackOptions options;
  options.moodle_dsn = MakeDemo(folder, 1);
  options.store_dsn = store;
  CP_ASSERT_OK_AND_ASSIGN(const auto stack, Stack::Start(options));
  CP_ASSERT_OK(RunSync(*stack).status());
  CP_ASSERT_OK_AND_ASSIGN(const std::string token, stack->ReadToken(1));
  CP_ASSERT_OK(Read(*stack, token).status());
  const std::vector<pid_t> backends = BackendsOf(*postgres, "hung");
  ASSERT_GE(backends.size(), 2u);
  for (const pid_t backend : backends) {
    ASSERT_EQ(kill(backend, SIGSTOP), 0);
    for (int i = 0; i < 3; ++i) {
      const absl::Time asked = absl::Now();
      CP_EXPECT_OK(Read(*stack, token).status());
      EXPECT_LT(absl::Now() - asked, absl::Seconds(4)) << "300 ms, and a busy machine";
    }
    kill(backend, SIGCONT);
  }
}

// Its statements would wait for 10 s and more, one after the other.
TEST(FrozenStore, DoesNotKeepTheWorkerFromEndingInTime) {
  const testing::TempDir folder;
  CP_ASSERT_OK_AND_ASSIGN(const auto postgres, testing::PostgresServer::Start());
  CP_ASSERT_OK_AND_ASSIGN(const std::string store, postgres->CreateDatabase("frozen"));
  const std::vector<std::string> arguments = {absl::StrCat("--moodle-dsn=", MakeDemo(folder, 20)),
                                              absl::StrCat("--store-dsn=", store)};
  testing::ProcessOptions options;
  options.argv = {absl::StrCat(std::getenv("CP_BIN_DIR"), "/sync-worker"), "--listen=127.0.0.1:0",
                  "--drain-timeout=1s"};
  options.argv.insert(options.argv.end(), arguments.begin(), arguments.end());
  options.stderr_path = folder.File("worker.log");
  CP_ASSERT_OK_AND_ASSIGN(const auto worker, testing::Process::Start(options));
  ASSERT_TRUE(Await([&] { return absl::StrContains(worker->Stderr(), "company_synced"); }, kPatience))
      << worker->Stderr();
  CP_ASSERT_OK(postgres->Execute("postgres", "SELECT 1"));
  postgres->Pause();
  worker->Signal(SIGTERM);
  const absl::Time asked = absl::Now();
  const std::optional<testing::ProcessExit> exit = worker->Wait(kPatience);
  const absl::Duration taken = absl::Now() - asked;
  postgres->Resume();
  ASSERT_TRUE(exit.has_value()) << worker->Stderr();
  EXPECT_EQ(exit->signal, 0);
  EXPECT_LT(taken, absl::Seconds(8)) << "1 s to drain, 3 s more, and a busy machine";
  EXPECT_THAT(worker->Stderr(), HasSubstr("stopping takes longer than --drain-timeout=1s"));
  EXPECT_EQ(exit->exit_code, 1);
  // Recovers; the company that was under way may be held by the lease of the one that is gone.
  std::vector<std::string> once = arguments;
  once.emplace_back("--once");
  const CommandResult recovered = RunCommand("sync-worker", once);
  EXPECT_EQ(recovered.exit_code, 0) << recovered.err;
}

}  // namespace
}  // namespace cp::e2e
