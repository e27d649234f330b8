#include "tests/bench/worker_run.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/testing/process.h"
#include "tests/bench/must.h"

namespace cp::bench {

WorkerRun SyncOnce(const std::string& moodle_dsn, const testing::TempDir& folder) {
  const std::string self = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  testing::ProcessOptions options;
  options.argv = {absl::StrCat(self, "/../bin/sync-worker"), "--once", absl::StrCat("--moodle-dsn=", moodle_dsn),
                  absl::StrCat("--store-dsn=sqlite3://", folder.File("store.db")), "--max-sync-time=0s"};
  options.stdout_path = folder.File("out");
  options.stderr_path = folder.File("err");
  const absl::Time start = absl::Now();
  const auto process = Must(testing::Process::Start(options));
  const auto exit = process->Wait(absl::Hours(2));
  if (!exit.has_value() || exit->signal != 0 || exit->exit_code != 0) {
    std::cerr << "bench: sync-worker failed\n" << process->Stdout() << process->Stderr();
    std::exit(1);
  }
  return {.seconds = absl::ToDoubleSeconds(absl::Now() - start),
          .cpu_seconds = absl::ToDoubleSeconds(exit->cpu_time),
          .peak_rss_bytes = exit->peak_rss_bytes};
}

}  // namespace cp::bench
