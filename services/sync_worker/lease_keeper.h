// Renews the leases of the companies that this process is syncing, while their runs wait for Moodle or for the store.
#pragma once

#include <map>
#include <set>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/progress/progress_writer.h"
#include "services/sync_worker/stop_signal.h"

namespace cp::worker {

inline constexpr absl::Duration kLeaseTtl = absl::Seconds(60);
// A third of the lease: two renewals may fail before another worker can take the company over.
inline constexpr absl::Duration kLeaseRenewal = absl::Seconds(20);

// Thread-safe. A lease that could not be renewed is only a wasted run, never a wrong row: every batch checks the fence.
class LeaseKeeper {
 public:
  // `writer` and `clock` outlive the keeper.
  LeaseKeeper(progress::ProgressWriter* writer, const Clock* clock) : writer_(*writer), clock_(*clock) {}
  // Stops the thread. Leases still held are left to expire.
  ~LeaseKeeper();

  // Renews in a thread of its own until destruction. Call at most once.
  void Start();

  void Hold(const progress::Lease& lease);
  // After this returns the lease is not renewed any more. Waits for a renewal of this lease that is under way, never
  // for that of another one.
  void Drop(const progress::Lease& lease);
  // Renews each held lease that was last renewed kLeaseRenewal ago or longer. What the thread does once a second.
  void RenewDue();

 private:
  struct Held {
    absl::Duration renewed_at;  // Clock::Monotonic()
    bool lost = false;          // another holder has the company: no use in asking again
  };
  using Key = std::pair<CompanyId, uint64_t>;

  void RenewOne(const Key& key);

  progress::ProgressWriter& writer_;
  const Clock& clock_;
  StopSignal stop_;
  std::thread thread_;

  absl::Mutex mutex_;  // not held during a renewal
  std::map<Key, Held> held_ ABSL_GUARDED_BY(mutex_);
  std::set<Key> renewing_ ABSL_GUARDED_BY(mutex_);  // under way
};

}  // namespace cp::worker
