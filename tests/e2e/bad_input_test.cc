// Wrong settings and broken surroundings: one line that names the setting, the redacted value and the cure; a
// documented exit code; nothing changed in the store; and the next good run gives the expected set.
#include "tests/e2e/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "libs/testing/free_port.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST_F(BadInputTest, MoodleFileIsMissing) {
  ExpectRefused(Once({absl::StrCat("--moodle-dsn=sqlite3://", folder_.File("nowhere.db"))}), 1, "--moodle-dsn",
                "nowhere.db");
}

TEST_F(BadInputTest, MoodleIsUnreachable) {
  for (const char* kind : {"mysql", "postgresql"}) {
    const int port = testing::FreePort();
    ExpectRefused(Once({absl::StrCat("--moodle-dsn=", kind, "://host=127.0.0.1 port=", port,
                                     " dbname=moodle user=moodle password=", kSecret)}),
                  1, "--moodle-dsn", absl::StrCat("port=", port));
  }
}

TEST_F(BadInputTest, MoodlePasswordIsWrong) {
  const testing::MariadbServer& maria = testing::MariadbServer::Shared();
  ExpectRefused(Once({absl::StrCat("--moodle-dsn=mysql://host=127.0.0.1 port=", maria.port(),
                                   " dbname=mysql user=", maria.user(), " password=", kSecret)}),
                2, "--moodle-dsn", "password");
  const testing::PostgresServer& postgres = testing::PostgresServer::Shared();
  ExpectRefused(Once({absl::StrCat("--moodle-dsn=postgresql://host=127.0.0.1 port=", postgres.port(),
                                   " dbname=postgres user=", postgres.user(), " password=", kSecret)}),
                2, "--moodle-dsn", "password");
}

TEST_F(BadInputTest, MoodleDsnHasNoKnownForm) {
  for (const char* dsn : {"oracle://x", "moodle", "mysql://"}) {
    const CommandResult result = Once({absl::StrCat("--moodle-dsn=", dsn)});
    ExpectRefused(result, 2, "--moodle-dsn", "mysql://");
  }
}

TEST_F(BadInputTest, PrefixIsWrong) { ExpectRefused(Once({"--moodle-prefix=wrong_"}), 1, "--moodle-prefix", "wrong_"); }

TEST_F(BadInputTest, ATableIsMissing) {
  testing::ProcessOptions copy;
  copy.argv = {"sqlite3", moodle_, absl::StrCat("VACUUM INTO '", folder_.File("broken.db"), "'")};
  CP_ASSERT_OK(testing::RunProcess(copy, absl::Seconds(30)).status());
  copy.argv = {"sqlite3", folder_.File("broken.db"), "DROP TABLE mdl_course_completions"};
  CP_ASSERT_OK(testing::RunProcess(copy, absl::Seconds(30)).status());
  ExpectRefused(Once({absl::StrCat("--moodle-dsn=sqlite3://", folder_.File("broken.db"))}), 1, "mdl_course_completions",
                "has no table");
}

TEST_F(BadInputTest, StoreIsUnreachableOrItsPasswordIsWrong) {
  const int port = testing::FreePort();
  ExpectRefused(Once({absl::StrCat("--store-dsn=postgresql://host=127.0.0.1 port=", port,
                                   " dbname=x user=x password=", kSecret)}),
                1, "--store-dsn", absl::StrCat("port=", port));
  const testing::PostgresServer& postgres = testing::PostgresServer::Shared();
  ExpectRefused(Once({absl::StrCat("--store-dsn=postgresql://host=127.0.0.1 port=", postgres.port(),
                                   " dbname=postgres user=", postgres.user(), " password=", kSecret)}),
                2, "--store-dsn", "password");
  ExpectRefused(Once({"--store-dsn=sqlite3:///nowhere/at/all/store.db"}), 1, "--store-dsn", "/nowhere/at/all");
}

TEST_F(BadInputTest, StoreFileIsNotADatabase) {
  std::ofstream(folder_.File("garbage.db")) << std::string(8192, 'g');
  ExpectRefused(Once({absl::StrCat("--store-dsn=sqlite3://", folder_.File("garbage.db"))}), 1, "--store-dsn",
                "garbage.db");
}

TEST_F(BadInputTest, RedisUrlIsRefusedOrRedisIsDown) {
  ExpectRefused(Once({absl::StrCat("--redis-url=rediss://:", kSecret, "@127.0.0.1:1/0")}), 2, "--redis-url", "TLS");
  ExpectRefused(Once({absl::StrCat("--redis-url=http://:", kSecret, "@127.0.0.1:1/0")}), 2, "--redis-url", "redis://");
  const CommandResult down =
      Once({absl::StrCat("--redis-url=redis://:", kSecret, "@127.0.0.1:", testing::FreePort(), "/0")});
  EXPECT_EQ(down.exit_code, 0) << down.err;
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
  testing::ProcessOptions empty;
  empty.argv = {"sqlite3", moodle_,
                "CREATE TABLE kept AS SELECT * FROM mdl_user_enrolments; DELETE FROM mdl_user_enrolments"};
  CP_ASSERT_OK(testing::RunProcess(empty, absl::Seconds(30)).status());
  const CommandResult refused = Once();
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(absl::StrCat(refused.out, refused.err),
              AllOf(HasSubstr("SOURCE_IMPLAUSIBLE"), HasSubstr("user_enrolments")));
  EXPECT_EQ(Dump(), before_);
  empty.argv = {"sqlite3", moodle_, "INSERT INTO mdl_user_enrolments SELECT * FROM kept; DROP TABLE kept"};
  CP_ASSERT_OK(testing::RunProcess(empty, absl::Seconds(30)).status());
  EXPECT_EQ(Once().exit_code, 0);
  EXPECT_EQ(Dump(), before_);
}

}  // namespace
}  // namespace cp::e2e
