// How many rows arrive, and what memory they cost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/status_matchers.h"
#include "tests/bench/large_site.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

struct Site {
  int companies;
  int users;
  int courses;
};

// Makes a demo Moodle and runs `sync-worker --once` over it into a fresh SQLite store.
class VolumeTest : public ::testing::Test {
 protected:
  std::string MakeSite(const std::string& name, const Site& site) {
    const std::string path = folder_.File(name);
    const CommandResult demo =
        RunCommand("progressctl",
                   {"demo", "create", absl::StrCat("--path=", path), absl::StrCat("--companies=", site.companies),
                    absl::StrCat("--users=", site.users), absl::StrCat("--courses=", site.courses), "--seed=1"},
                   absl::Minutes(5));
    EXPECT_EQ(demo.exit_code, 0) << demo.err;
    return absl::StrCat("sqlite3://", path);
  }

  CommandResult SyncOnce(const std::string& moodle_dsn, const std::string& store) {
    return RunCommand("sync-worker",
                      {"--once", absl::StrCat("--moodle-dsn=", moodle_dsn),
                       absl::StrCat("--store-dsn=sqlite3://", folder_.File(store)), "--max-sync-time=0s"},
                      absl::Minutes(10));
  }

  testing::TempDir folder_;
};

TEST_F(VolumeTest, ThreeUsersAndFourCoursesAreTwelveRows) {
  const std::string moodle = MakeSite("small.db", {1, 3, 4});
  const CommandResult first = SyncOnce(moodle, "small-store.db");
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, ::testing::HasSubstr("12 created"));
  const CommandResult second = SyncOnce(moodle, "small-store.db");
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_THAT(second.out, ::testing::HasSubstr("0 created, 0 updated, 0 deleted"));
}

TEST_F(VolumeTest, FourThousandPairsAreFourThousandRows) {
  const CommandResult sync = SyncOnce(MakeSite("medium.db", {1, 400, 10}), "medium-store.db");
  EXPECT_EQ(sync.exit_code, 0) << sync.err;
  EXPECT_THAT(sync.out, ::testing::HasSubstr("4000 created"));
}

TEST_F(VolumeTest, AMillionPairsCostTheMemoryOfTenThousand) {
  const CommandResult small = SyncOnce(MakeSite("10k.db", {1, 1000, 10}), "10k-store.db");
  ASSERT_EQ(small.exit_code, 0) << small.err;
  EXPECT_THAT(small.out, ::testing::HasSubstr("10000 created"));
  const CommandResult large = SyncOnce(MakeSite("1m.db", {1, 50000, 20}), "1m-store.db");
  ASSERT_EQ(large.exit_code, 0) << large.err;
  EXPECT_THAT(large.out, ::testing::HasSubstr("1000000 created"));
  constexpr double kMiB = 1024.0 * 1024.0;
  std::printf("peak RSS of sync-worker: 10,000 rows %.1f MiB, 1,000,000 rows %.1f MiB, ratio %.2f\n",
              static_cast<double>(small.peak_rss_bytes) / kMiB, static_cast<double>(large.peak_rss_bytes) / kMiB,
              static_cast<double>(large.peak_rss_bytes) / static_cast<double>(small.peak_rss_bytes));
  EXPECT_LT(large.peak_rss_bytes, 100 * 1024 * 1024);
  EXPECT_LT(static_cast<double>(large.peak_rss_bytes), 1.2 * static_cast<double>(small.peak_rss_bytes));
}

// tests/bench/volume does the same with a million, and with PostgreSQL.
TEST_F(VolumeTest, TwoHundredThousandPairsOfMariadbCostTheMemoryOfTenThousand) {
  CP_ASSERT_OK_AND_ASSIGN(const auto server, testing::MariadbServer::Start());
  CP_ASSERT_OK_AND_ASSIGN(const std::string dsn,
                          bench::LoadDemoSite(*server, "moodle", absl::ToUnixSeconds(absl::Now()),
                                              {.users = 500, .courses = 20, .activities = 1}));
  const auto sync = [&](const std::string& store, int rows) {
    const CommandResult done = SyncOnce(dsn, store);
    EXPECT_EQ(done.exit_code, 0) << done.err;
    EXPECT_THAT(done.out, ::testing::HasSubstr(absl::StrCat(" ", rows, " created")));
    return done.peak_rss_bytes;
  };
  const int64_t small = sync("small-store.db", 10'000);
  CP_ASSERT_OK(bench::AddPeople(*server, "moodle", 1, 20));
  const int64_t large = sync("large-store.db", 200'000);
  constexpr double kMiB = 1024.0 * 1024.0;
  std::printf("peak RSS of sync-worker on MariaDB: 10,000 rows %.1f MiB, 200,000 rows %.1f MiB, ratio %.2f\n",
              static_cast<double>(small) / kMiB, static_cast<double>(large) / kMiB,
              static_cast<double>(large) / static_cast<double>(small));
  EXPECT_LT(large, 100 * 1024 * 1024);
  EXPECT_LT(static_cast<double>(large), 1.2 * static_cast<double>(small));
}

}  // namespace
}  // namespace cp::e2e
