#include "services/sync_worker/config.h"

#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"

namespace cp::worker {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Parsed {
  std::optional<int> exit;
  WorkerConfig config;
  std::string out;
  std::string err;
};

Parsed Parse(std::vector<std::string> arguments) {
  std::vector<const char*> argv = {"sync-worker"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out, err;
  Parsed parsed;
  parsed.exit = ParseConfig(
      static_cast<int>(argv.size()), argv.data(), [](const std::string&) { return std::nullopt; }, out, err,
      &parsed.config);
  parsed.out = out.str();
  parsed.err = err.str();
  return parsed;
}

Parsed ParseWithMoodle(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "--moodle-dsn=sqlite3://moodle.db");
  return Parse(std::move(arguments));
}

TEST(Config, HasTheDocumentedDefaults) {
  const Parsed parsed = ParseWithMoodle({});
  ASSERT_EQ(parsed.exit, std::nullopt) << parsed.err;
  EXPECT_EQ(parsed.config.store_dsn, "sqlite3://./data/courseprogress.db");
  EXPECT_EQ(parsed.config.moodle_prefix, "mdl_");
  EXPECT_EQ(parsed.config.listen, "127.0.0.1:7071");
  EXPECT_EQ(parsed.config.change_interval, absl::ZeroDuration());
  EXPECT_EQ(parsed.config.count_interval, absl::Minutes(5));
  EXPECT_EQ(parsed.config.sync_interval, absl::Hours(1));
  EXPECT_EQ(parsed.config.max_sync_time, absl::Seconds(300));
  EXPECT_EQ(parsed.config.batch_size, 1000);
  EXPECT_EQ(parsed.config.as_of_time, std::nullopt);
  EXPECT_EQ(parsed.config.run_retention, absl::Hours(24 * 90));
  EXPECT_EQ(parsed.config.tombstone_retention, absl::Hours(24 * 30));
}

TEST(Config, NeedsAMoodle) {
  const Parsed parsed = Parse({});
  EXPECT_EQ(parsed.exit, 2);
  EXPECT_THAT(parsed.err, HasSubstr("moodle-dsn"));
}

TEST(Config, TakesTheStoreFromTheDataDirectory) {
  EXPECT_EQ(ParseWithMoodle({"--data-dir=/var/lib/cp"}).config.store_dsn, "sqlite3:///var/lib/cp/courseprogress.db");
  EXPECT_EQ(ParseWithMoodle({"--store-dsn=sqlite3://x.db"}).config.store_dsn, "sqlite3://x.db");
}

TEST(Config, ReadsATimeToDeriveFor) {
  const Parsed parsed = ParseWithMoodle({"--as-of=2026-11-20T12:00:01Z"});
  ASSERT_EQ(parsed.exit, std::nullopt) << parsed.err;
  EXPECT_EQ(parsed.config.as_of_time, absl::FromUnixSeconds(1795176001));
}

TEST(Config, RefusesATimeThatIsNone) {
  const Parsed parsed = ParseWithMoodle({"--as-of=yesterday"});
  EXPECT_EQ(parsed.exit, 2);
  EXPECT_THAT(parsed.err, AllOf(HasSubstr("as-of"), HasSubstr("2026-11-20T12:00:01Z")));
}

TEST(Config, KeepsTombstonesForEverOrTwiceTheLongestWindow) {
  EXPECT_EQ(ParseWithMoodle({"--tombstone-retention=336h"}).exit, std::nullopt);
  const Parsed all = ParseWithMoodle({"--tombstone-retention=0s", "--run-retention=0s"});
  ASSERT_EQ(all.exit, std::nullopt) << all.err;
  EXPECT_EQ(all.config.tombstone_retention, absl::ZeroDuration());
  EXPECT_EQ(all.config.run_retention, absl::ZeroDuration());
  const Parsed parsed = ParseWithMoodle({"--tombstone-retention=335h"});
  EXPECT_EQ(parsed.exit, 2);
  EXPECT_THAT(parsed.err, AllOf(HasSubstr("tombstone-retention"), HasSubstr("336h")));
}

TEST(Config, RefusesABatchOutOfRange) {
  for (const char* size : {"0", "10001", "many"}) {
    const Parsed parsed = ParseWithMoodle({std::string("--batch-size=") + size});
    EXPECT_EQ(parsed.exit, 2);
    EXPECT_THAT(parsed.err, AllOf(HasSubstr("batch-size"), HasSubstr("10000")));
  }
}

TEST(Config, BoundsTheTimeOfAStatement) {
  EXPECT_EQ(ParseWithMoodle({}).config.moodle_statement_timeout, absl::Minutes(2));
  EXPECT_EQ(ParseWithMoodle({"--moodle-statement-timeout=10m"}).config.moodle_statement_timeout, absl::Minutes(10));
  for (const char* time : {"500ms", "61m", "0s"}) {
    const Parsed parsed = ParseWithMoodle({std::string("--moodle-statement-timeout=") + time});
    EXPECT_EQ(parsed.exit, 2);
    EXPECT_THAT(parsed.err, AllOf(HasSubstr("moodle-statement-timeout"), HasSubstr("1s..1h")));
  }
}

TEST(Config, RefusesAPrefixThatIsNoneOfMoodles) {
  for (const std::string& prefix : {std::string("mdl-; DROP"), std::string(21, 'm')}) {
    const Parsed parsed = ParseWithMoodle({"--moodle-prefix=" + prefix, "--batch-size=0"});
    EXPECT_EQ(parsed.exit, 2);
    EXPECT_THAT(parsed.err, AllOf(HasSubstr("--moodle-prefix is"), HasSubstr("config.php"), HasSubstr("--batch-size")))
        << "all that is wrong is listed";
  }
}

TEST(Config, RefusesForceWithoutOnce) {
  EXPECT_THAT(ParseWithMoodle({"--force"}).err, AllOf(HasSubstr("--once"), HasSubstr("progressctl")));
  EXPECT_EQ(ParseWithMoodle({"--force", "--once"}).exit, std::nullopt);
}

TEST(Config, RefusesPlaintextOnAnotherAddress) {
  EXPECT_EQ(ParseWithMoodle({"--listen=0.0.0.0:7071"}).exit, 2);
  EXPECT_EQ(ParseWithMoodle({"--listen=0.0.0.0:7071", "--insecure-plaintext"}).exit, std::nullopt);
  EXPECT_EQ(ParseWithMoodle({"--listen=0.0.0.0:7071", "--once"}).exit, std::nullopt) << "--once does not listen";
}

TEST(Config, RefusesEncryptedRedisWithItsReason) {
  EXPECT_THAT(ParseWithMoodle({"--redis-url=rediss://cache:6379"}).err, HasSubstr("terminate TLS"));
}

TEST(Config, ListsEveryErrorAtOnce) {
  const Parsed parsed = ParseWithMoodle({"--batch-size=0", "--log-level=loud"});
  EXPECT_THAT(parsed.err, AllOf(HasSubstr("batch-size"), HasSubstr("log-level")));
}

TEST(Config, PrintsWithoutSecrets) {
  const Parsed parsed =
      Parse({"--moodle-dsn=mysql://host=db dbname=moodle user=reader password=hunter2", "--print-config"});
  EXPECT_EQ(parsed.exit, 0);
  EXPECT_THAT(parsed.out, AllOf(HasSubstr("moodle-dsn"), HasSubstr("host=db"), Not(HasSubstr("hunter2"))));
}

TEST(Config, ListsEveryWrongSettingAtOnce) {
  const Parsed parsed = Parse({"--listen=nowhere", "--metrics-listen=99999", "--moodle-dsn=bad", "--store-dsn=bad",
                               "--redis-url=redis://host:99999/0", "--batch-size=0"});
  EXPECT_EQ(parsed.exit, 2);
  for (const char* setting : {"--listen is", "--metrics-listen is", "--moodle-dsn is", "--store-dsn is",
                              "--redis-url is", "--batch-size is"}) {
    EXPECT_THAT(parsed.err, HasSubstr(setting));
  }
}

TEST(Config, TheStoreMustNotBeMoodlesFile) {
  const Parsed parsed = Parse({"--moodle-dsn=sqlite3:///x/moodle.db", "--store-dsn=sqlite3:///x/y/../moodle.db"});
  EXPECT_EQ(parsed.exit, 2);
  EXPECT_THAT(parsed.err, HasSubstr("--store-dsn and --moodle-dsn name the same file"));
  EXPECT_EQ(Parse({"--moodle-dsn=sqlite3://x/courseprogress.db", "--data-dir=x"}).exit, 2);
}

}  // namespace
}  // namespace cp::worker
