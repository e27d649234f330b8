// What readers feel while housekeeping removes 250,000 old rows: how long a page of 100 rows takes, in phases of
// removing and of idleness that take turns in one run, on SQLite and on PostgreSQL with fsync.
// Usage: housekeeping [rounds]   (default 3; build the preset release)
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/temp_dir.h"
#include "tests/integration/old_store.h"

namespace cp::bench {
namespace {

constexpr absl::Duration kPhase = absl::Seconds(1);

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << "housekeeping: " << value.status() << "\n";
  std::exit(1);
}
void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << "housekeeping: " << status << "\n";
  std::exit(1);
}

// Whether it stayed within twice the time of an idle store.
bool Measure(const std::string& engine, const std::string& dsn,
             const std::function<absl::Status(const std::string&)>& execute) {
  Must(testing::FillWithOldRows(dsn, {}, execute));
  const testing::RemovalMeasured measured = Must(testing::RemoveWhileReading(dsn, kPhase));
  for (const absl::Status& error : measured.reader_errors) Must(error);
  std::fputs(testing::TableOf(engine, measured).c_str(), stdout);
  std::fflush(stdout);
  return testing::Percentile(measured.removing, 0.99) <= 2 * testing::Percentile(measured.idle, 0.99);
}

bool OnSqlite() {
  const testing::TempDir folder;
  const std::string path = folder.File("store.db");
  return Measure("SQLite", absl::StrCat("sqlite3://", path),
                 [&](const std::string& sql) { return testing::ExecuteOnSqlite(path, sql); });
}

bool OnPostgres(testing::PostgresServer& server, int round) {
  const std::string name = absl::StrCat("housekeeping_", round);
  return Measure("PostgreSQL", Must(server.CreateDatabase(name)),
                 [&](const std::string& sql) { return server.Execute(name, sql); });
}

int Main(int rounds) {
  const auto server =
      Must(testing::PostgresServer::Start({.settings = {"fsync=on", "full_page_writes=on", "synchronous_commit=on"}}));
  int within = 0;
  for (int round = 0; round < rounds; ++round) {
    within += OnSqlite() ? 1 : 0;
    within += OnPostgres(*server, round) ? 1 : 0;
  }
  std::printf("p99 within twice that of an idle store in %d of %d\n", within, 2 * rounds);
  return 0;
}

}  // namespace
}  // namespace cp::bench

int main(int argc, char** argv) { return cp::bench::Main(argc > 1 ? std::atoi(argv[1]) : 3); }
