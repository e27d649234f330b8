// What a large site costs the real sync-worker: a first sync, which writes every row, and a second one, which writes
// none, from MariaDB and from PostgreSQL into a fresh SQLite store; each beside a site of 10,000 pairs on the same
// server, since memory must not grow with the rows.
// Usage: volume [pairs] [mariadb|postgres]   (default 1000000 and both; build the preset release)
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/temp_dir.h"
#include "tests/bench/large_site.h"
#include "tests/bench/must.h"
#include "tests/bench/worker_run.h"

namespace cp::bench {
namespace {

constexpr int64_t kCourses = 20;
constexpr int64_t kSmall = 10'000;  // pairs

double MiB(int64_t bytes) { return static_cast<double>(bytes) / 1024.0 / 1024.0; }

// Returns the peak memory.
int64_t SyncAndPrint(const std::string& engine, int64_t pairs, const char* which, const std::string& moodle_dsn,
                     const testing::TempDir& folder) {
  const WorkerRun run = SyncOnce(moodle_dsn, folder);
  std::printf("%-10s %9lld %-7s %8.1f %9.0f %9.1f %9.1f\n", engine.c_str(), static_cast<long long>(pairs), which,
              run.seconds, static_cast<double>(pairs) / run.seconds, run.cpu_seconds, MiB(run.peak_rss_bytes));
  std::fflush(stdout);
  return run.peak_rss_bytes;
}

int64_t SyncTwice(const std::string& engine, int64_t pairs, const std::string& moodle_dsn) {
  const testing::TempDir folder;
  const int64_t first = SyncAndPrint(engine, pairs, "first", moodle_dsn, folder);
  SyncAndPrint(engine, pairs, "second", moodle_dsn, folder);
  return first;
}

template <typename Server>
void Compare(const std::string& engine, const Server& server, int64_t pairs) {
  const absl::Time start = absl::Now();
  const std::string dsn = Must(LoadDemoSite(server, "volume", absl::ToUnixSeconds(start),
                                            {.users = kSmall / kCourses, .courses = kCourses, .activities = 2}));
  const int64_t small = SyncTwice(engine, kSmall, dsn);
  const absl::Time begin = absl::Now();
  Must(AddPeople(server, "volume", 1, pairs / kSmall));
  std::fprintf(stderr, "%s: %lld more pairs made in %.0f s\n", engine.c_str(), static_cast<long long>(pairs - kSmall),
               absl::ToDoubleSeconds(absl::Now() - begin));
  const int64_t large = SyncTwice(engine, pairs, dsn);
  std::printf("%-10s peak RSS of the first sync, %lld pairs : %lld pairs = %.2f (aim: <= 1.20, and < 100 MiB)\n",
              engine.c_str(), static_cast<long long>(pairs), static_cast<long long>(kSmall),
              static_cast<double>(large) / static_cast<double>(small));
}

void Main(int64_t pairs, const std::string& engine) {
  std::printf("%-10s %9s %-7s %8s %9s %9s %9s\n", "source", "rows", "sync", "seconds", "rows/s", "CPU s", "RSS MiB");
  if (engine != "postgres") Compare("mariadb", testing::MariadbServer::Shared(), pairs);
  if (engine != "mariadb") Compare("postgres", testing::PostgresServer::Shared(), pairs);
}

}  // namespace
}  // namespace cp::bench

int main(int argc, char** argv) {
  const long long pairs = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  if (pairs < 10'000 || pairs % 10'000 != 0) {
    std::cerr << "volume: pairs must be a multiple of 10000\n";
    return 2;
  }
  cp::bench::Main(pairs, argc > 2 ? argv[2] : "");
  return 0;
}
