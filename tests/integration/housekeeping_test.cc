// A quarter of a million old rows go while pages are read. How long pages take is printed; what is asserted holds on a
// busy machine, too. The ratio of the two is judged by tests/bench/housekeeping.
#include "libs/progress/housekeeping.h"

#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "libs/runtime/system_clock.h"
#include "libs/sql/open_store.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "tests/integration/old_store.h"

namespace cp {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

constexpr absl::Duration kPhase = absl::Milliseconds(500);

void ExpectAllGone(const std::string& dsn, const testing::OldRowCounts& counts) {
  const runtime::SystemClock clock;
  sql::StoreOptions options;
  options.dsn = dsn;
  options.clock = &clock;
  CP_ASSERT_OK_AND_ASSIGN(const auto store, sql::OpenStore(options));
  const Deadline soon = Deadline::After(clock, absl::Minutes(1));
  const int64_t now = absl::ToUnixSeconds(clock.Now());
  EXPECT_THAT(store->RemoveOld(progress::OldRows::kTombstones, now, 1, soon), testing::IsOkAndHolds(0));
  EXPECT_THAT(store->RemoveOld(progress::OldRows::kRuns, now, 1, soon), testing::IsOkAndHolds(0));
  int64_t live = 0;
  CP_ASSERT_OK_AND_ASSIGN(const auto companies, store->ListCompanies(soon));
  for (const progress::CompanyState& state : companies) live += state.live_rows;
  EXPECT_EQ(live, counts.tombstones / 2);
}

void RemovesAllAndDisturbsNobody(const std::string& engine, const std::string& dsn,
                                 const std::function<absl::Status(const std::string&)>& execute) {
  const testing::OldRowCounts counts;
  CP_ASSERT_OK(testing::FillWithOldRows(dsn, counts, execute));
  CP_ASSERT_OK_AND_ASSIGN(const testing::RemovalMeasured measured, testing::RemoveWhileReading(dsn, kPhase));
  ASSERT_THAT(measured.idle, Not(IsEmpty()));
  ASSERT_THAT(measured.removing, Not(IsEmpty()));
  std::cout << testing::TableOf(engine, measured);
  EXPECT_EQ(measured.removed, 250'000);
  EXPECT_LE(measured.largest_piece, progress::kMaxRowsPerRemoval);
  EXPECT_THAT(measured.reader_errors, IsEmpty());
  EXPECT_LT(measured.removing.back(), absl::Seconds(1));
  ExpectAllGone(dsn, counts);
}

TEST(Housekeeping, RemovesAQuarterOfAMillionRowsFromSqliteWhilePagesAreRead) {
  const testing::TempDir folder;
  const std::string path = folder.File("store.db");
  RemovesAllAndDisturbsNobody("SQLite", absl::StrCat("sqlite3://", path),
                              [&](const std::string& sql) { return testing::ExecuteOnSqlite(path, sql); });
}

TEST(Housekeeping, RemovesAQuarterOfAMillionRowsFromPostgresWhilePagesAreRead) {
  testing::PostgresServer& server = testing::PostgresServer::Shared();
  CP_ASSERT_OK_AND_ASSIGN(const std::string dsn, server.CreateDatabase("housekeeping"));
  RemovesAllAndDisturbsNobody("PostgreSQL", dsn,
                              [&](const std::string& sql) { return server.Execute("housekeeping", sql); });
}

}  // namespace
}  // namespace cp
