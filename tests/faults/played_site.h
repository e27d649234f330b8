// A Moodle that is played upon, a reporting store, and a worker that runs in a process of its own, so that it can be
// killed between any two steps. For the tests of convergence.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/crash_point.h"
#include "libs/moodle/player/random_history.h"
#include "libs/moodle/player/site_db.h"
#include "libs/progress/sync_record.h"
#include "libs/testing/temp_dir.h"

namespace cp::faults {

struct WorkerPlan {
  progress::RunMode mode = progress::RunMode::kChanges;
  std::optional<CrashPoint> crash = {};  // dies there ..
  int crash_time = 1;                    // .. when it is reached this often
  int source_fails_after = 0;            // calls to Moodle; 0: it does not
};

enum class WorkerEnd { kDone, kFailed, kKilled };

class PlayedSite {
 public:
  // A small site (libs/moodle/player) on the engine ("sqlite", "mariadb", "postgres") whose content depends on the
  // seed, and an empty SQLite store. Aborts the test when they can not be made.
  PlayedSite(const std::string& engine, uint64_t seed);
  ~PlayedSite();

  // One random operation of Moodle's; the clock moves on.
  absl::StatusOr<moodle::Step> Play();
  int64_t now() const { return history_->now(); }

  // A worker's only run, over all companies. Leases that a killed one left have expired before it begins.
  WorkerEnd Run(const WorkerPlan& plan);

  // Live rows of the store that a fresh derivation does not have, or has otherwise, and those that are missing; a line
  // each. Empty: equal.
  std::string Difference();
  // Sum of all companies' versions: moves with every change of a row.
  int64_t Versions();

 private:
  struct Files;
  std::unique_ptr<Files> files_;
  std::string moodle_dsn_;
  std::string store_path_;
  std::unique_ptr<moodle::SiteDb> db_;
  std::unique_ptr<moodle::RandomHistory> history_;
};

}  // namespace cp::faults
