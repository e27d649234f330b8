#include "libs/redis/redis_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/reasons.h"
#include "libs/testing/status_matchers.h"

namespace cp::redis {
namespace {

using ::cp::testing::HasReason;
using ::cp::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

RedisAddress Parsed(absl::string_view url) {
  const auto address = ParseRedisUrl(url);
  EXPECT_TRUE(address.ok()) << url << ": " << address.status();
  return address.value_or(RedisAddress());
}

TEST(RedisUrl, ReadsEveryPart) {
  const RedisAddress address = Parsed("redis://cp:secret@cache.example:6380/3");
  EXPECT_EQ(address.host, "cache.example");
  EXPECT_EQ(address.port, 6380);
  EXPECT_EQ(address.user, "cp");
  EXPECT_EQ(address.password, "secret");
  EXPECT_EQ(address.database, 3);
}

TEST(RedisUrl, FillsInTheDefaults) {
  for (const char* url : {"redis://localhost", "redis://localhost/", "redis://localhost:6379", "redis://localhost/0"}) {
    const RedisAddress address = Parsed(url);
    EXPECT_EQ(address.host, "localhost");
    EXPECT_EQ(address.port, 6379);
    EXPECT_EQ(address.user, "");
    EXPECT_EQ(address.password, "");
    EXPECT_EQ(address.database, 0);
  }
}

TEST(RedisUrl, ReadsAPasswordWithoutUser) {
  EXPECT_EQ(Parsed("redis://:p@localhost:1/0").password, "p");
  EXPECT_EQ(Parsed("redis://:p@localhost:1/0").user, "");
}

TEST(RedisUrl, DecodesAwkwardPasswords) {
  EXPECT_EQ(Parsed("redis://:a%40b%2Fc%25%3a@localhost/0").password, "a@b/c%:");
  EXPECT_EQ(Parsed("redis://:a@b@localhost/0").password, "a@b");
  EXPECT_EQ(Parsed("redis://:a:b@localhost/0").password, "a:b");
}

TEST(RedisUrl, ReadsIpv6) {
  EXPECT_EQ(Parsed("redis://[::1]:7000/1").host, "::1");
  EXPECT_EQ(Parsed("redis://[::1]:7000/1").port, 7000);
  EXPECT_EQ(Parsed("redis://[::1]").port, 6379);
}

TEST(RedisUrl, RefusesTlsAndNamesTheCure) {
  EXPECT_THAT(ParseRedisUrl("rediss://localhost:6379/0"),
              StatusIs(absl::StatusCode::kInvalidArgument, "terminate TLS beside the service"));
}

TEST(RedisUrl, NamesTheSettingAndTheRule) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "begin with redis://"},
      {"localhost:6379", "begin with redis://"},
      {"http://localhost", "begin with redis://"},
      {"redis://", "host is missing"},
      {"redis://:6379", "host is missing"},
      {"redis://localhost:", "port"},
      {"redis://localhost:0", "1 to 65535"},
      {"redis://localhost:65536", "1 to 65535"},
      {"redis://localhost:6379x", "port"},
      {"redis://localhost:6379/one", "database"},
      {"redis://localhost:6379/-1", "database"},
      {"redis://localhost:6379/0/1", "database"},
      {"redis://localhost:6379/0?db=1", "database"},
      {"redis://password@localhost", "before '@'"},
      {"redis://:@localhost", "empty"},
      {"redis://:%4@localhost", "%25"},
      {"redis://:%zz@localhost", "%25"},
      {"redis://[::1", "']'"},
      {"redis://[::1]6379", "']'"},
  };
  for (const auto& [url, rule] : cases) {
    const auto address = ParseRedisUrl(url);
    EXPECT_THAT(address, StatusIs(absl::StatusCode::kInvalidArgument, rule)) << url;
    EXPECT_THAT(address, StatusIs(absl::StatusCode::kInvalidArgument, "--redis-url")) << url;
    EXPECT_THAT(address, HasReason(reason::kConfigInvalid)) << url;
  }
}

TEST(RedisUrl, NeverShowsThePassword) {
  EXPECT_EQ(RedactedUrl(Parsed("redis://cp:hidden-word@localhost:6380/2")), "redis://cp:***@localhost:6380/2");
  EXPECT_EQ(RedactedUrl(Parsed("redis://[::1]:6380")), "redis://[::1]:6380/0");
  for (const char* url : {"redis://:hidden-word@localhost:x", "redis://:hidden-word@", "redis://:hidden-word%@h"}) {
    EXPECT_THAT(ParseRedisUrl(url).status().ToString(), Not(HasSubstr("hidden"))) << url;
  }
}

}  // namespace
}  // namespace cp::redis
