// A Moodle, a store, a cache and a driver, all in memory, for the tests of CompanySync.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/progress/memory_store.h"
#include "libs/sync/company_sync.h"
#include "libs/sync/test_lane.h"
#include "libs/testing/fake_clock.h"

namespace cp::sync {

// Whether a command that failed was carried out all the same.
enum class Performed {
  kNot,
  kAtOnce,
  // A commit that stalls in the store: readers still see the state before it. It becomes visible just before the next
  // command that waits for the company's row lock, or at the end of the sync. Other commands: as kAtOnce.
  kLate,
};

// What goes wrong with one command.
struct Fault {
  absl::Status status;  // replied instead of the truth
  Performed performed = Performed::kNot;
  int64_t cleared = 0;  // entries that ClearSuperseded had removed by then
};

class SyncTestKit {
 public:
  // The pairs of Moodle that are to be reported, of the one company, 1.
  using Pairs = std::map<progress::RowKey, progress::PairFacts>;

  SyncTestKit();

  // Puts a pair into Moodle, or replaces it.
  void Put(const progress::PairFacts& facts);
  void Put(int64_t user, int64_t course, int64_t done = 1, int64_t total = 4);
  void Remove(int64_t user, int64_t course);

  // One sync, as a run makes it: a turn, and another one if that went on where an earlier sync had stopped.
  CompanyResult Sync();
  // One machine, from its start to its end.
  CompanyResult Turn();

  Pairs& pairs() { return pairs_; }
  progress::MemoryStore& store() { return store_; }
  // What the store keeps for the change lane.
  TestLane& lane() { return lane_; }
  testing::FakeClock& clock() { return clock_; }
  Deadline Soon() const { return Deadline::After(clock_, absl::Hours(1)); }

  // Live rows of the store, and what they should be: all derivable pairs of Moodle.
  std::vector<progress::CourseProgress> Stored();
  std::vector<progress::CourseProgress> Derived() const;
  uint64_t Version();
  size_t OutboxSize();
  std::optional<progress::CompanyRunRecord> Recorded();

  // Commands of the last sync, in order, by name: "AcquireLease", "Publish", ...
  const std::vector<std::string>& trace() const { return trace_; }
  int CountOf(const std::string& name) const;

  SyncOptions options;
  CompanyTask task;
  std::vector<std::string> empty_tables;
  int64_t sanitized_values = 0;
  // Of Moodle: when an enrolment of the user opens or closes next.
  std::map<int64_t, int64_t> edges;
  absl::Duration time_per_command = absl::Milliseconds(1);
  // Replies of the source in the order given instead of sorted pairs, if set.
  std::optional<std::vector<progress::PairFacts>> raw_stream;
  // Asked before each command; a Fault changes what happens. May also change the world or stop the sync.
  std::function<std::optional<Fault>(CompanySync& sync, const Action& action, int number)> meddle;

  // The cache.
  std::vector<Invalidation> published;
  int64_t superseded_entries = 0;

 private:
  Reply Perform(const Action& action);
  void PerformFailed(const Action& action, Performed performed);
  // Makes the commit that stalls, if any.
  void LandLateCommit();
  absl::Status FetchPairs(const FetchSource& fetch);
  // Of the users whose last pair was fetched since the last call.
  std::vector<progress::UserEdge> TakeEdges();

  testing::FakeClock clock_;
  progress::MemoryStore store_{clock_};
  TestLane lane_{store_};
  Pairs pairs_;
  std::vector<progress::PairFacts> snapshot_;
  size_t snapshot_next_ = 0;
  std::vector<progress::UserEdge> snapshot_edges_;
  size_t edges_next_ = 0;
  std::vector<std::string> trace_;
  std::optional<progress::Batch> late_commit_;
};

// The name of a command's type.
std::string NameOf(const Action& action);

// Fails the n-th command (from 0) of the named type.
std::function<std::optional<Fault>(CompanySync&, const Action&, int)> FailNth(std::string name, int n, Fault fault);

// What goes wrong, as the ports say it.
absl::Status SourceDown();
absl::Status StoreDown();
absl::Status StoreTooSlow();
absl::Status StoreConflict();
absl::Status StoreBroken();
absl::Status CacheDown();

// Ten users whose rows are stored by a first sync, version 1; then users 1..3 are gone, 4..8 changed, 11..14 new: 12
// changes, to be committed in batches of 5.
void MakeChanges(SyncTestKit& kit);

// Expects that a sync without faults brings the store up to date, and that a second one finds nothing to do.
void ExpectConverges(SyncTestKit& kit);

}  // namespace cp::sync
