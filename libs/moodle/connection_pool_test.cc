// A connection is used again, for a new transaction; one that is broken, old or one too many is not.
#include "libs/moodle/connection_pool.h"

#include <set>

#include "libs/moodle/source_test_base.h"

namespace cp::moodle {
namespace {

using testing::IsOk;
using testing::StatusIs;

class ConnectionPoolTest : public SourceTest {
 protected:
  void SetUp() override {
    CP_ASSERT_OK(site_.Build());
    CP_ASSERT_OK_AND_ASSIGN(Dsn dsn, ParseDsn(options_.dsn));
    pool_ = std::make_shared<ConnectionPool>(ConnectionOptions{std::move(dsn), absl::Minutes(1)}, clock_);
  }

  std::unique_ptr<Connection> Take() {
    auto connection = pool_->Take(Soon());
    EXPECT_THAT(connection, IsOk());
    return *std::move(connection);
  }
  int64_t Ask(Connection& connection, const std::string& sql) {
    int64_t answer = -1;
    CP_EXPECT_OK(connection.Query(sql, Soon(), [&](const Row& row) { answer = row.Int(0); }));
    return answer;
  }
  // The server's name of the connection.
  int64_t IdOf(Connection& connection) {
    return Ask(connection, GetParam() == "mariadb" ? "SELECT CONNECTION_ID()" : "SELECT pg_backend_pid()");
  }
  int64_t UseOne() { return IdOf(*Take()); }
  void Kill(int64_t id) {
    CP_ASSERT_OK(database_.execute(GetParam() == "mariadb"
                                       ? absl::StrCat("KILL ", id)
                                       : absl::StrCat("SELECT pg_terminate_backend(", id, ", 5000)")));
  }

  std::shared_ptr<ConnectionPool> pool_;
};

TEST_P(ConnectionPoolTest, UsesAConnectionAgainAndSeesWhatIsThereThen) {
  const int64_t id = UseOne();
  CP_ASSERT_OK(database_.execute("INSERT INTO \"mdl_modules\" VALUES (77, 1)"));
  const auto again = Take();
  EXPECT_EQ(IdOf(*again), id);
  EXPECT_EQ(Ask(*again, "SELECT COUNT(*) FROM mdl_modules WHERE id = 77"), 1);
  CP_ASSERT_OK(database_.execute("INSERT INTO \"mdl_modules\" VALUES (78, 1)"));
  EXPECT_EQ(Ask(*again, "SELECT COUNT(*) FROM mdl_modules WHERE id = 78"), 0) << "one state in a transaction";
}

// A transaction that has read a table keeps others from altering it, and the database keeps for it whatever changes.
TEST_P(ConnectionPoolTest, TheTransactionEndsBeforeTheConnectionWaits) {
  const auto alter = [&] {
    return database_.execute(
        absl::StrCat(GetParam() == "mariadb" ? "SET lock_wait_timeout = 1; " : "SET lock_timeout = '200ms'; ",
                     "ALTER TABLE \"mdl_modules\" ALTER COLUMN visible SET DEFAULT 1"));
  };
  {
    const auto busy = Take();
    Ask(*busy, "SELECT COUNT(*) FROM mdl_modules");
    EXPECT_THAT(alter(), ::testing::Not(IsOk()));
  }
  CP_EXPECT_OK(alter());
}

TEST_P(ConnectionPoolTest, KeepsTwoAtMost) {
  std::set<int64_t> ids;
  {
    const auto a = Take(), b = Take(), c = Take();
    ids = {IdOf(*a), IdOf(*b), IdOf(*c)};
    EXPECT_EQ(ids.size(), 3u);
  }
  const auto a = Take(), b = Take(), c = Take();
  EXPECT_EQ(ids.count(IdOf(*a)) + ids.count(IdOf(*b)) + ids.count(IdOf(*c)), kMaxIdleConnections);
}

TEST_P(ConnectionPoolTest, DropsOneThatFailed) {
  int64_t id = 0;
  {
    const auto connection = Take();
    id = IdOf(*connection);
    EXPECT_THAT(connection->Query("SELECT * FROM no_such_table", Soon(), [](const Row&) {}), ::testing::Not(IsOk()));
  }
  EXPECT_NE(UseOne(), id);
}

TEST_P(ConnectionPoolTest, DropsOldOnes) {
  const int64_t id = UseOne();
  clock_.Advance(kMaxConnectionAge / 2);
  EXPECT_EQ(UseOne(), id);
  clock_.Advance(kMaxConnectionAge / 2);
  EXPECT_NE(UseOne(), id) << "also when it was used since";
}

TEST_P(ConnectionPoolTest, ReplacesOneThatWasKilled) {
  const int64_t id = UseOne();
  Kill(id);
  EXPECT_NE(UseOne(), id);
}

TEST_P(ConnectionPoolTest, GivesNoneAfterAnInterruption) {
  auto busy = Take();
  UseOne();
  pool_->Interrupt();
  EXPECT_THAT(pool_->Take(Soon()), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(busy->Query("SELECT 1", Soon(), [](const Row&) {}), StatusIs(absl::StatusCode::kCancelled));
  busy.reset();
  EXPECT_THAT(pool_->Take(Soon()), StatusIs(absl::StatusCode::kCancelled));
}

// Through the source: whoever comes next does not notice.
TEST_P(ConnectionPoolTest, TheSourceOutlivesItsKilledConnections) {
  CP_ASSERT_OK_AND_ASSIGN(const auto source, MakeSource(options_, clock_));
  CP_ASSERT_OK(source->Companies(Soon()));
  // Everybody's but the one that asks.
  CP_ASSERT_OK(database_.execute(
      GetParam() == "mariadb"
          ? "BEGIN NOT ATOMIC FOR c IN (SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> "
            "CONNECTION_ID()) DO KILL c.id; END FOR; END"
          : "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid "
            "<> "
            "pg_backend_pid()"));
  CP_EXPECT_OK(source->Companies(Soon()));
  CP_EXPECT_OK(source->OpenSnapshot({.company = CompanyId(1), .now = kNow}, Soon()));
}

INSTANTIATE_TEST_SUITE_P(Engines, ConnectionPoolTest, ::testing::Values("mariadb", "postgres"),
                         [](const auto& engine) { return engine.param; });

}  // namespace
}  // namespace cp::moodle
