#include "services/query/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <vector>

namespace cp::query {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Parsed {
  std::optional<int> exit;
  Config config;
  std::string out;
  std::string err;
};

Parsed Parse(std::vector<const char*> arguments, std::map<std::string, std::string> environment = {}) {
  Parsed parsed;
  arguments.insert(arguments.begin(), "query-service");
  std::ostringstream out;
  std::ostringstream err;
  const auto lookup = [&](const std::string& name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::make_optional(found->second);
  };
  parsed.exit = ParseConfig(static_cast<int>(arguments.size()), arguments.data(), lookup, out, err, &parsed.config);
  parsed.out = out.str();
  parsed.err = err.str();
  return parsed;
}

TEST(QueryConfig, NeedsNothing) {
  const Parsed parsed = Parse({});
  ASSERT_EQ(parsed.exit, std::nullopt) << parsed.err;
  EXPECT_EQ(parsed.config.store_dsn, "sqlite3://./data/courseprogress.db");
  EXPECT_EQ(parsed.config.listen, "127.0.0.1:7070");
  EXPECT_EQ(parsed.config.redis_url, "");
  EXPECT_EQ(parsed.config.store_pool_size, 4);
  EXPECT_EQ(CacheTtlOf(parsed.config.app_env), absl::Hours(1));
}

TEST(QueryConfig, TheStoreIsInTheDataFolder) {
  EXPECT_EQ(Parse({"--data-dir=/var/lib/x"}).config.store_dsn, "sqlite3:///var/lib/x/courseprogress.db");
}

TEST(QueryConfig, ListsEveryWrongSettingAtOnce) {
  const Parsed parsed = Parse({"--listen=nowhere", "--metrics-listen=39099", "--store-dsn=bad",
                               "--redis-url=redis://host:99999/0", "--local-cache-mb=-1"});
  EXPECT_EQ(parsed.exit, runtime::kExitConfigInvalid);
  for (const char* setting :
       {"--listen is", "--metrics-listen is", "--store-dsn is", "--redis-url is", "--local-cache-mb is"}) {
    EXPECT_THAT(parsed.err, HasSubstr(setting));
  }
}

TEST(QueryConfig, TheProfileComesFromTwoVariablesAndOursWins) {
  EXPECT_EQ(Parse({}, {{"CP_APP_ENV", "development"}}).config.app_env, "development");
  EXPECT_EQ(Parse({}, {{"CP_APP_ENV", "development"}, {"APP_ENV", "testing"}}).config.app_env, "development");
}

TEST(QueryConfig, FlagsWinOverTheEnvironment) {
  const Parsed parsed =
      Parse({"--store-pool-size=8"}, {{"CP_STORE_POOL_SIZE", "6"}, {"CP_LOCAL_CACHE_MB", "0"}, {"APP_ENV", "testing"}});
  ASSERT_EQ(parsed.exit, std::nullopt) << parsed.err;
  EXPECT_EQ(parsed.config.store_pool_size, 8);
  EXPECT_EQ(parsed.config.local_cache_mb, 0);
  EXPECT_EQ(CacheTtlOf(parsed.config.app_env), absl::Seconds(5));
}

TEST(QueryConfig, ProfilesChooseTheTimeToLive) {
  EXPECT_EQ(CacheTtlOf("development"), absl::Seconds(10));
  EXPECT_EQ(CacheTtlOf("production"), absl::Seconds(300));
}

TEST(QueryConfig, ListsEveryErrorByName) {
  const Parsed parsed = Parse({"--store-pool-size=1", "--redis-url=rediss://x", "--app-env=staging"});
  EXPECT_EQ(parsed.exit, runtime::kExitConfigInvalid);
  EXPECT_THAT(parsed.err, AllOf(HasSubstr("store-pool-size"), HasSubstr("redis-url"), HasSubstr("terminate TLS"),
                                HasSubstr("app-env")));
}

TEST(QueryConfig, PlaintextOnAPublicAddressMustBeAskedFor) {
  EXPECT_EQ(Parse({"--listen=0.0.0.0:7070"}).exit, runtime::kExitConfigInvalid);
  EXPECT_EQ(Parse({"--listen=0.0.0.0:7070", "--insecure-plaintext"}).exit, std::nullopt);
}

TEST(QueryConfig, PrintsNoSecret) {
  const Parsed parsed = Parse({"--print-config", "--redis-url=redis://:hunter2@cache:6379/0",
                               "--store-dsn=postgresql://host=db password=hunter2"});
  EXPECT_EQ(parsed.exit, 0);
  EXPECT_THAT(parsed.out, AllOf(HasSubstr("cache:6379"), Not(HasSubstr("hunter2"))));
}

TEST(QueryConfig, HelpShowsExamples) {
  const Parsed parsed = Parse({"--help"});
  EXPECT_EQ(parsed.exit, 0);
  EXPECT_THAT(parsed.out, AllOf(HasSubstr("query-service --store-dsn=sqlite3://data/courseprogress.db"),
                                HasSubstr("--drain-timeout"), HasSubstr("APP_ENV")));
}

}  // namespace
}  // namespace cp::query
