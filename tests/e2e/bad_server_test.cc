// Servers that fail while they are used: a Moodle that dies or freezes in the middle of a large company, a Redis that
// refuses the password. Nothing is lost, nothing hangs, and one line says what is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/redis_server.h"
#include "libs/testing/status_matchers.h"
#include "tests/bench/large_site.h"
#include "tests/e2e/bad_input.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kPairs = 50'000;  // of LoadDemoSite()

// A company so large that it is streamed for seconds, synced once.
class LargeMoodle : public ::testing::Test {
 protected:
  void SetUp() override {
    CP_ASSERT_OK_AND_ASSIGN(maria_, testing::MariadbServer::Start());
    CP_ASSERT_OK_AND_ASSIGN(dsn_, bench::LoadDemoSite(*maria_, "moodle", absl::ToUnixSeconds(absl::Now())));
    const CommandResult first = RunCommand("sync-worker", Arguments(), absl::Minutes(5));
    ASSERT_EQ(first.exit_code, 0) << first.out << first.err;
    ASSERT_THAT(first.out, HasSubstr(absl::StrCat(kPairs, " created")));
    before_ = DumpStore(store_);
  }

  std::vector<std::string> Arguments() const {
    return {"--once", absl::StrCat("--moodle-dsn=", dsn_), absl::StrCat("--store-dsn=sqlite3://", store_)};
  }

  // Starts a run that finds nothing to write, and returns in the middle of its reading.
  void BeginReading() {
    const int64_t begun = Selects();
    testing::ProcessOptions options;
    options.argv = Arguments();
    options.argv.insert(options.argv.begin(), absl::StrCat(std::getenv("CP_BIN_DIR"), "/sync-worker"));
    options.stdout_path = folder_.File("out");
    options.stderr_path = folder_.File("err");
    CP_ASSERT_OK_AND_ASSIGN(worker_, testing::Process::Start(options));
    // About 6 statements a chunk of 4,000 pairs, 15 before the first.
    const absl::Time give_up = absl::Now() + absl::Minutes(1);
    while (Selects() < begun + 40) ASSERT_LT(absl::Now(), give_up) << worker_->Stderr();
  }

  int64_t Selects() const {
    testing::ProcessOptions client;
    client.argv = {"mysql",
                   "--no-defaults",
                   "--protocol=tcp",
                   absl::StrCat("--host=", maria_->host()),
                   absl::StrCat("--port=", maria_->port()),
                   absl::StrCat("--user=", maria_->user()),
                   absl::StrCat("--password=", maria_->password()),
                   "--skip-column-names",
                   "--execute=SHOW GLOBAL STATUS LIKE 'Com_select'"};
    const auto status = testing::RunProcess(client, absl::Seconds(20));
    CP_EXPECT_OK(status.status());
    const std::vector<std::string> words = absl::StrSplit(absl::StripAsciiWhitespace(status.value_or("")), '\t');
    int64_t count = 0;
    EXPECT_TRUE(absl::SimpleAtoi(words.back(), &count));
    return count;
  }

  // What the company's line says was read.
  int64_t RowsRead() const {
    for (const absl::string_view part : absl::StrSplit(LineWith(worker_->Stdout(), "company 1"), ", ")) {
      int64_t rows = 0;
      if (absl::EndsWith(part, " read") && absl::SimpleAtoi(part.substr(0, part.size() - 5), &rows)) return rows;
    }
    ADD_FAILURE() << worker_->Stdout() << worker_->Stderr();
    return 0;
  }

  void ExpectUnchangedByTheNextGoodRun() {
    EXPECT_EQ(DumpStore(store_), before_);
    // The lease of a worker that was stopped in the middle has been given back.
    const CommandResult good = RunCommand("sync-worker", Arguments(), absl::Minutes(5));
    EXPECT_EQ(good.exit_code, 0) << good.out << good.err;
    // It goes on where the one before was stopped, and compares the first people after that.
    EXPECT_THAT(good.out, HasSubstr("0 created, 0 updated, 0 deleted, "));
    EXPECT_EQ(DumpStore(store_), before_);
  }

  testing::TempDir folder_;
  const std::string store_ = folder_.File("store.db");
  std::unique_ptr<testing::MariadbServer> maria_;
  std::string dsn_;
  std::string before_;
  std::unique_ptr<testing::Process> worker_;
};

TEST_F(LargeMoodle, ThatDiesMidStreamDeletesNothing) {
  BeginReading();
  maria_->Kill();
  const auto exit = worker_->Wait(absl::Minutes(1));
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->exit_code, 1);
  EXPECT_THAT(RowsRead(), AllOf(::testing::Gt(0), ::testing::Lt(kPairs)));
  const std::string said = absl::StrCat(worker_->Stdout(), worker_->Stderr());
  EXPECT_THAT(LineWith(said, "--moodle-dsn"),
              AllOf(HasSubstr("password=***"), HasSubstr("connection was lost"), HasSubstr("log of the database")))
      << said;
  EXPECT_THAT(said, Not(HasSubstr(maria_->password())));
  CP_ASSERT_OK(maria_->Restart());
  ExpectUnchangedByTheNextGoodRun();
}

TEST_F(LargeMoodle, ThatFreezesMidStreamDoesNotHoldUpSigterm) {
  BeginReading();
  maria_->Pause();
  const absl::Time before = absl::Now();
  ASSERT_TRUE(worker_->Signal(SIGTERM));
  const auto exit = worker_->Wait(absl::Minutes(1));
  ASSERT_TRUE(exit.has_value());
  EXPECT_LT(absl::Now() - before, absl::Seconds(10));
  EXPECT_EQ(exit->exit_code, 3) << worker_->Stdout() << worker_->Stderr();
  maria_->Resume();
  ExpectUnchangedByTheNextGoodRun();
}

TEST(WrongRedisPassword, CostsAWarningAndNothingElse) {
  CP_ASSERT_OK_AND_ASSIGN(const auto redis, testing::RedisServer::Start({.password = "the-right-one"}));
  testing::TempDir folder;
  const std::string moodle = folder.File("moodle.db");
  ASSERT_EQ(RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle), "--companies=1", "--users=3",
                                       "--courses=4", "--seed=3"})
                .exit_code,
            0);
  const std::string url = absl::StrCat("redis://:", kSecret, "@", redis->host(), ":", redis->port(), "/0");
  StackOptions options;
  options.moodle_dsn = absl::StrCat("sqlite3://", moodle);
  options.with_redis = false;
  options.worker_arguments = {absl::StrCat("--redis-url=", url)};
  options.query_arguments = options.worker_arguments;
  CP_ASSERT_OK_AND_ASSIGN(const auto stack, Stack::Start(options));
  CP_ASSERT_OK(RunSync(*stack).status());
  ASSERT_EQ(RunCommand("progressctl", {"demo", "complete", absl::StrCat("--path=", moodle)}).exit_code, 0);
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult synced, RunSync(*stack));
  EXPECT_TRUE(synced.success());
  EXPECT_GT(synced.records_updated(), 0);
  EXPECT_EQ(synced.cache_cleared(), 0);
  ASSERT_EQ(synced.warnings_size(), 1);
  EXPECT_THAT(synced.warnings(0), AllOf(HasSubstr("--redis-url"), HasSubstr("password")));

  CP_ASSERT_OK_AND_ASSIGN(const std::string token, stack->ReadToken(1));
  CP_ASSERT_OK_AND_ASSIGN(const auto rows, ReadAll(*stack, token, 5));
  EXPECT_EQ(rows.size(), 12U);

  for (const testing::Process* process : {&stack->worker(), &stack->query_process()}) {
    EXPECT_TRUE(process->Running());
    const std::string log = process->Stderr();
    EXPECT_THAT(
        LineWith(log, "redis_unusable"),
        AllOf(HasSubstr("--redis-url"), HasSubstr(absl::StrCat("redis://:***@", redis->host())), HasSubstr("correct")))
        << log;
    EXPECT_THAT(log, Not(HasSubstr(kSecret)));
  }
}

}  // namespace
}  // namespace cp::e2e
