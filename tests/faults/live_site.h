// A Moodle that is played upon at the real time while real workers follow it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/moodle/player/random_history.h"
#include "libs/moodle/player/site_db.h"
#include "libs/testing/process.h"
#include "libs/testing/temp_dir.h"

namespace cp::faults {

// SQLite on both sides. Aborts the test when the site can not be made. Not thread-safe.
class LiveSite {
 public:
  // A small site (libs/moodle/player) as it was at `born`.
  LiveSite(uint64_t seed, absl::Time born);

  const std::string& moodle_dsn() const { return moodle_dsn_; }
  const std::string& store_dsn() const { return store_dsn_; }
  std::string store_path() const { return folder_.File("store.db"); }
  moodle::SiteDb& db() { return *db_; }
  moodle::RandomHistory& history() { return *history_; }

  // One random operation, now or at another time.
  absl::StatusOr<moodle::Step> Play(absl::Time at = absl::InfiniteFuture());

  // Compares everything once, so that there is a store.
  void Fill() const;
  // An integer of the store; 0 when there is no row.
  int64_t StoreInt(const std::string& sql) const;

  // Of the store, against a derivation of this moment. Empty: equal. REQUIRES: there is a store.
  std::string Difference() const;
  // Waits until there is none; the last one if that takes longer than `patience`.
  std::string DifferenceAfter(absl::Duration patience) const;

  // Until a worker has read the lane once and nobody waits; false: not within `patience`.
  bool IsFollowedWithin(absl::Duration patience) const;

  // A sync-worker that looks for changes every second, on the store that all of them share; its log is in `log_path()`.
  std::unique_ptr<testing::Process> StartWorker(const std::vector<std::string>& more_arguments = {}) const;
  std::string log_path() const { return folder_.File("worker.log"); }

 private:
  testing::TempDir folder_;
  const std::string moodle_dsn_ = "sqlite3://" + folder_.File("moodle.db");
  const std::string store_dsn_ = "sqlite3://" + folder_.File("store.db");
  std::unique_ptr<moodle::SiteDb> db_;
  std::unique_ptr<moodle::RandomHistory> history_;
};

// Watches source_synced_at of all companies of a store from a thread of its own, for as long as it lives.
class SyncedAtWatch {
 public:
  explicit SyncedAtWatch(const std::string& store_dsn);
  ~SyncedAtWatch();
  SyncedAtWatch(const SyncedAtWatch&) = delete;
  SyncedAtWatch& operator=(const SyncedAtWatch&) = delete;

  // What must not be, a line each: it went back, or was later than the clock.
  std::string Violations() const;

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace cp::faults
