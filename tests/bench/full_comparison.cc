#include "tests/bench/full_comparison.h"

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/testing/mariadb_server.h"
#include "tests/bench/bench_table.h"
#include "tests/bench/large_site.h"
#include "tests/bench/mariadb_statements.h"
#include "tests/bench/must.h"
#include "tests/bench/native_reading.h"
#include "tests/bench/worker_run.h"

namespace cp::bench {
namespace {

constexpr int64_t kSmallest = 10'000;  // pairs
constexpr SiteSize kSize = {.users = 500, .courses = 20, .activities = 2};
constexpr char kDatabase[] = "compared";

void Print(const char* what, int64_t pairs, double seconds) {
  std::printf("%-44s | %8.1f s | %9.0f pairs/s", what, seconds, static_cast<double>(pairs) / seconds);
}

void PrintRun(const char* what, int64_t pairs, const WorkerRun& run) {
  Print(what, pairs, run.seconds);
  std::printf(" | %.1f s CPU, %.1f MiB\n", run.cpu_seconds, static_cast<double>(run.peak_rss_bytes) / 1024 / 1024);
  std::fflush(stdout);
}

}  // namespace

void PrintFullComparison(int64_t pairs) {
  const auto server = Must(testing::MariadbServer::Start({.more_arguments = {"--innodb-buffer-pool-size=1G"}}));
  const std::string dsn = Must(LoadDemoSite(*server, kDatabase, absl::ToUnixSeconds(absl::Now()), kSize));
  Must(AddPeople(*server, kDatabase, 1, pairs / kSmallest));
  Must(Analyze(*server, kDatabase));
  const testing::TempDir folder;
  PrintRun("sync-worker, first sync: every row is written", pairs, SyncOnce(dsn, folder));
  // One that counts for nothing but its statements: the log costs time.
  const std::vector<std::string> statements = Must(StatementsOf(*server, [&] { SyncOnce(dsn, folder); }));
  NativeReading native(*server, kDatabase);
  double native_seconds = 0, worker_seconds = 0;
  for (int round = 0; round < 3; ++round) {
    const double seconds = Seconds([&] { native.Read(statements); });
    Print("native client, the same statements", pairs, seconds);
    std::printf("\n");
    const WorkerRun run = SyncOnce(dsn, folder);
    PrintRun("sync-worker, full comparison: none is written", pairs, run);
    native_seconds += seconds;
    worker_seconds += run.seconds;
  }
  std::printf("full comparison of %lld pairs: %.2f of the source's own streaming speed (aim >= 0.50), %zu statements\n",
              static_cast<long long>(pairs), native_seconds / worker_seconds, statements.size());
}

}  // namespace cp::bench
