// One run of the real sync-worker that lies beside the program.
#pragma once

#include <cstdint>
#include <string>

#include "libs/testing/temp_dir.h"

namespace cp::bench {

struct WorkerRun {
  double seconds = 0;
  double cpu_seconds = 0;
  int64_t peak_rss_bytes = 0;
};

// `sync-worker --once` without a time budget, into the SQLite store in `folder`. Ends the program when it fails.
WorkerRun SyncOnce(const std::string& moodle_dsn, const testing::TempDir& folder);

}  // namespace cp::bench
