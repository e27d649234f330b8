// Wrong settings and broken surroundings: one line that names the setting, the redacted value and the cure; a
// documented exit code; nothing changed in the store; and the next good run gives the expected set.
#include "tests/e2e/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/testing/free_port.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/process.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string PostgresWith(const std::string& host_and_port, const std::string& user) {
  return absl::StrCat("postgresql://", host_and_port, " dbname=postgres user=", user, " password=", kSecret);
}

// The same as it may be shown.
std::string Shown(const std::string& dsn) { return absl::StrReplaceAll(dsn, {{kSecret, "***"}}); }

// Where nobody listens.
std::string Nowhere() { return absl::StrCat("host=127.0.0.1 port=", testing::FreePort()); }

std::string RunningPostgres() {
  const testing::PostgresServer& postgres = testing::PostgresServer::Shared();
  return absl::StrCat("host=127.0.0.1 port=", postgres.port());
}

TEST_F(BadInputTest, MoodleFileIsMissing) {
  const std::string dsn = absl::StrCat("sqlite3://", folder_.File("nowhere.db"));
  ExpectRefused(Once({"--moodle-dsn=" + dsn}), 1, "--moodle-dsn", {dsn, "check the path and its rights"});
}

TEST_F(BadInputTest, MoodleIsUnreachable) {
  for (const char* kind : {"mysql", "postgresql"}) {
    const std::string dsn = absl::StrCat(kind, "://", Nowhere(), " dbname=moodle user=moodle password=", kSecret);
    ExpectRefused(Once({"--moodle-dsn=" + dsn}), 1, "--moodle-dsn", {Shown(dsn), "check host= and port="});
  }
}

TEST_F(BadInputTest, MoodlePasswordIsWrong) {
  const testing::MariadbServer& maria = testing::MariadbServer::Shared();
  const std::string mysql = absl::StrCat("mysql://host=127.0.0.1 port=", maria.port(),
                                         " dbname=mysql user=", maria.user(), " password=", kSecret);
  ExpectRefused(Once({"--moodle-dsn=" + mysql}), 2, "--moodle-dsn", {Shown(mysql), "check user= and password="});
  const std::string postgres = PostgresWith(RunningPostgres(), testing::PostgresServer::Shared().user());
  ExpectRefused(Once({"--moodle-dsn=" + postgres}), 2, "--moodle-dsn", {Shown(postgres), "check user= and password="});
}

TEST_F(BadInputTest, MoodleDsnHasNoKnownForm) {
  for (const auto& [dsn, shown] : std::vector<std::pair<std::string, std::string>>{
           {absl::StrCat("oracle://", kSecret), "\"***\""}, {kSecret, "\"***\""}, {"mysql://", "\"mysql://\""}}) {
    ExpectRefused(Once({"--moodle-dsn=" + dsn}), 2, "--moodle-dsn", {shown, "use \"mysql://"});
  }
}

TEST_F(BadInputTest, PrefixIsWrong) {
  ExpectRefused(Once({"--moodle-prefix=wrong_"}), 1, "--moodle-prefix", {"wrong_", "tables here have \"mdl_\""});
  for (const std::string& prefix : {std::string("mdl-"), std::string(21, 'm')}) {
    ExpectRefused(Once({"--moodle-prefix=" + prefix}), 2, "--moodle-prefix",
                  {"\"" + prefix + "\"", "use what config.php says"});
  }
}

TEST_F(BadInputTest, ATableIsMissing) {
  const std::string broken = folder_.File("broken.db");
  Execute(moodle_, absl::StrCat("VACUUM INTO '", broken, "'"));
  Execute(broken, "DROP TABLE mdl_course_completions");
  ExpectRefused(Once({absl::StrCat("--moodle-dsn=sqlite3://", broken)}), 1, "--moodle-dsn",
                {broken, "has no table mdl_course_completions", "grant SELECT on it"});
}

TEST_F(BadInputTest, StoreIsUnreachableOrItsPasswordIsWrong) {
  const std::string unreachable = PostgresWith(Nowhere(), "x");
  ExpectRefused(Once({"--store-dsn=" + unreachable}), 1, "--store-dsn", {Shown(unreachable), "start PostgreSQL"});
  const std::string refused = PostgresWith(RunningPostgres(), testing::PostgresServer::Shared().user());
  ExpectRefused(Once({"--store-dsn=" + refused}), 2, "--store-dsn", {Shown(refused), "refused user or password"});
  ExpectRefused(Once({"--store-dsn=sqlite3:///nowhere/at/all/store.db"}), 1, "--store-dsn",
                {"sqlite3:///nowhere/at/all/store.db", "create it"});
}

TEST_F(BadInputTest, StoreFileIsNotADatabase) {
  std::ofstream(folder_.File("garbage.db")) << std::string(8192, 'g');
  const std::string dsn = absl::StrCat("sqlite3://", folder_.File("garbage.db"));
  ExpectRefused(Once({"--store-dsn=" + dsn}), 1, "--store-dsn", {dsn, "name another one"});
}

TEST_F(BadInputTest, QueryServiceEndsWhenTheStoreRefusesThePassword) {
  const std::string dsn = PostgresWith(RunningPostgres(), testing::PostgresServer::Shared().user());
  const CommandResult refused = RunCommand("query-service", {"--listen=127.0.0.1:0", "--store-dsn=" + dsn});
  EXPECT_EQ(refused.exit_code, 2) << refused.err;
  ExpectOneLine(refused.err, "query-service: ", "--store-dsn", {Shown(dsn), "refused user or password"});
}

TEST_F(BadInputTest, QueryServiceWaitsForAStoreThatIsNotThere) {
  const std::string dsn = PostgresWith(Nowhere(), "x");
  testing::ProcessOptions options;
  options.argv = {absl::StrCat(std::getenv("CP_BIN_DIR"), "/query-service"), "--listen=127.0.0.1:0",
                  "--store-dsn=" + dsn};
  options.stderr_path = folder_.File("query.log");
  CP_ASSERT_OK_AND_ASSIGN(const auto query, testing::Process::Start(options));
  ASSERT_TRUE(Await([&] { return absl::StrContains(query->Stderr(), "waiting_for_store"); })) << query->Stderr();
  const std::string line = LineWith(query->Stderr(), "waiting_for_store");
  EXPECT_THAT(line, AllOf(HasSubstr("--store-dsn"), HasSubstr(Shown(dsn)), HasSubstr("start PostgreSQL")));
  EXPECT_TRUE(query->Running());
  query->Signal(SIGTERM);
  const auto exit = query->Wait(absl::Seconds(30));
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->exit_code, 0);
  EXPECT_THAT(query->Stderr(), Not(HasSubstr(kSecret)));
}

TEST_F(BadInputTest, RedisUrlIsRefused) {
  const std::string tls = absl::StrCat("rediss://:", kSecret, "@127.0.0.1:1/0");
  ExpectRefused(Once({"--redis-url=" + tls}), 2, "--redis-url", {Shown(tls), "terminate TLS beside the service"});
  ExpectRefused(Once({absl::StrCat("--redis-url=http://:", kSecret, "@127.0.0.1:1/0")}), 2, "--redis-url",
                {"\"***\"", "write it as redis://"});
}

TEST_F(BadInputTest, RedisIsDown) {
  const std::string url = absl::StrCat("redis://:", kSecret, "@127.0.0.1:", testing::FreePort(), "/0");
  const CommandResult down = Once({"--redis-url=" + url});
  EXPECT_EQ(down.exit_code, 0) << down.err;
  EXPECT_THAT(LineWith(down.err, "redis_unusable"),
              AllOf(HasSubstr("--redis-url"), HasSubstr(Shown(url)), HasSubstr("start Redis")))
      << down.err;
  EXPECT_THAT(down.out + down.err, Not(HasSubstr(kSecret)));
  EXPECT_EQ(Dump(), before_);
}

TEST_F(BadInputTest, SettingsOutOfRangeAreAllListedAtOnce) {
  const CommandResult result = Once({"--batch-size=0", "--max-sync-time=never", "--log-level=loud"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("--batch-size"), HasSubstr("--max-sync-time"), HasSubstr("--log-level")));
  EXPECT_EQ(Dump(), before_);
}

TEST_F(BadInputTest, AMoodleThatDiedDeletesNothing) {
  auto maria = testing::MariadbServer::Start();
  CP_ASSERT_OK(maria.status());
  StackOptions options;
  CP_ASSERT_OK_AND_ASSIGN(options.moodle_dsn, (*maria)->CreateDatabase("moodle"));
  CP_ASSERT_OK(
      (*maria)->Load("moodle", absl::StrCat(std::getenv("CP_SOURCE_DIR"), "/tests/data/moodle-site/site_mariadb.sql")));
  auto stack = Stack::Start(options);
  CP_ASSERT_OK(stack.status());
  CP_ASSERT_OK(RunSync(**stack).status());
  CP_ASSERT_OK_AND_ASSIGN(const std::string token, (*stack)->ReadToken(1));
  CP_ASSERT_OK_AND_ASSIGN(const auto rows, ReadAll(**stack, token, 50));
  (*maria)->Kill();
  const auto failed = RunSync(**stack);
  if (failed.ok()) {
    EXPECT_FALSE(failed->success());
    EXPECT_EQ(failed->records_deleted(), 0);
  } else {
    EXPECT_THAT(failed.status(), testing::StatusIs(absl::StatusCode::kUnavailable, "SOURCE_UNAVAILABLE"));
  }
  CP_ASSERT_OK_AND_ASSIGN(const auto still, ReadAll(**stack, token, 50));
  EXPECT_EQ(still.size(), rows.size());
  CP_ASSERT_OK((*maria)->Restart());
  CP_ASSERT_OK_AND_ASSIGN(const auto recovered, RunSync(**stack));
  EXPECT_TRUE(recovered.success());
  EXPECT_EQ(recovered.total_processed(), 0);
}

TEST_F(BadInputTest, AnEmptiedMoodleIsNotBelievedUnlessForced) {
  const auto rows = [this](int is_deleted) {
    return SelectOne(store_, absl::StrCat("SELECT count(*) FROM course_progress WHERE is_deleted = ", is_deleted));
  };
  ASSERT_EQ(rows(0), "24");
  Execute(moodle_, "CREATE TABLE kept AS SELECT * FROM mdl_user_enrolments; DELETE FROM mdl_user_enrolments");
  const CommandResult refused = Once();
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(absl::StrCat(refused.out, refused.err),
              AllOf(HasSubstr("SOURCE_IMPLAUSIBLE"), HasSubstr("user_enrolments")));
  EXPECT_EQ(Dump(), before_);
  const CommandResult forced = Once({"--force"});
  EXPECT_EQ(forced.exit_code, 0) << forced.out << forced.err;
  EXPECT_EQ(rows(0), "0");
  EXPECT_EQ(rows(1), "24");
  EXPECT_EQ(SelectOne(store_, "SELECT count(*) FROM course_progress WHERE firstname || lastname || email <> ''"), "0");
  Execute(moodle_, "INSERT INTO mdl_user_enrolments SELECT * FROM kept; DROP TABLE kept");
  EXPECT_EQ(Once().exit_code, 0);
  EXPECT_EQ(rows(0), "24");
  EXPECT_EQ(rows(1), "0");
}

}  // namespace
}  // namespace cp::e2e
