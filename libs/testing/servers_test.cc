// The fixtures themselves: each server starts, answers, is killed and comes back.
#include <signal.h>

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/redis_server.h"

namespace cp::testing {
namespace {

using ::testing::StartsWith;

constexpr char kMakeTable[] = "CREATE TABLE t (x int); INSERT INTO t VALUES (1)";

TEST(RedisServer, StartsTwiceDiesAndComesBack) {
  const auto first = RedisServer::Start();
  const auto second = RedisServer::Start({.password = "secret"});
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_NE((*first)->port(), (*second)->port());
  EXPECT_THAT((*second)->Url(), StartsWith("redis://:secret@127.0.0.1:"));
  (*first)->Kill();
  EXPECT_FALSE((*first)->process().Running());
  EXPECT_TRUE((*first)->Restart().ok());
}

TEST(PostgresServer, KeepsDataOverAKill) {
  const auto server = PostgresServer::Start({.settings = {"max_connections=20"}});
  ASSERT_TRUE(server.ok()) << server.status();
  const auto dsn = (*server)->CreateDatabase("one");
  ASSERT_TRUE(dsn.ok()) << dsn.status();
  EXPECT_THAT(*dsn, StartsWith("postgresql://host=127.0.0.1 port="));
  EXPECT_TRUE((*server)->Execute("one", kMakeTable).ok());
  (*server)->Kill();
  EXPECT_EQ((*server)->Execute("one", "SELECT 1").code(), absl::StatusCode::kUnavailable);
  ASSERT_TRUE((*server)->Restart().ok());
  EXPECT_TRUE((*server)->Execute("one", "SELECT 1 / (SELECT count(*) FROM t)").ok());
  EXPECT_EQ((*server)->Execute("one", "SELECT 1 / 0").code(), absl::StatusCode::kInternal);
}

TEST(MariadbServer, KeepsDataOverAKill) {
  const auto server = MariadbServer::Start({.more_arguments = {"--max-connections=20"}});
  ASSERT_TRUE(server.ok()) << server.status();
  const auto dsn = (*server)->CreateDatabase("one");
  ASSERT_TRUE(dsn.ok()) << dsn.status();
  EXPECT_THAT(*dsn, StartsWith("mysql://host=127.0.0.1 port="));
  EXPECT_TRUE((*server)->Execute("one", kMakeTable).ok());
  (*server)->Kill();
  EXPECT_EQ((*server)->Execute("one", "SELECT 1").code(), absl::StatusCode::kUnavailable);
  ASSERT_TRUE((*server)->Restart().ok());
  EXPECT_TRUE((*server)->Execute("one", "INSERT INTO t SELECT x FROM t").ok());
  EXPECT_EQ((*server)->Execute("one", "SELECT * FROM missing").code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace cp::testing
