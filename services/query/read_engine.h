// Drives cache::ReadPath with real threads, a real store and a real shared cache. The read path decides, this class
// carries out: it serialises the calls to the machine under one mutex and executes the commands after unlocking.
//
// Threads: `validation` reads versions; the machine has one batch in flight, and the second thread is for the batch
// that follows one which hangs: on another connection, because the hung one is still in use. `loads` reads and encodes
// pages; answers are delivered by whichever thread learned them. All public methods are thread-safe, take microseconds
// and never wait for I/O.
#pragma once

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/clock.h"
#include "libs/base/executor.h"
#include "libs/cache/read_path.h"
#include "libs/cache/versioned_cache.h"
#include "libs/progress/progress_reader.h"
#include "libs/sync/epoch_guard.h"
#include "services/query/failure_log.h"

namespace cp::query {

// Who waits for an answer.
class ReadWaiter {
 public:
  virtual ~ReadWaiter() = default;
  // Called at most once, on any thread, without a lock held; must not block. The waiter may delete itself here.
  virtual void OnAnswer(absl::StatusOr<cache::ReadAnswer> answer) = 0;
};

class ReadEngine {
 public:
  // All must outlive the engine, except that executors may have been shut down: then reads fail with UNAVAILABLE.
  struct Parts {
    const Clock* clock = nullptr;
    progress::ProgressReader* reader = nullptr;
    cache::VersionedCache* shared = nullptr;  // null: no shared cache, every look-up in it is a miss
    Executor* validation = nullptr;           // two threads
    Executor* loads = nullptr;
    FailureLog* failures = nullptr;         // of the store
    FailureLog* corrupt_entries = nullptr;  // of the shared cache
    sync::EpochGuard* epoch = nullptr;
  };

  ReadEngine(const Parts& parts, std::unique_ptr<cache::ReadPath> path);
  // Waits for look-ups in the shared cache that are under way. REQUIRES: both executors have been shut down, no Start()
  // runs. Waiters that have not been answered never will be.
  ~ReadEngine();

  ReadEngine(const ReadEngine&) = delete;
  ReadEngine& operator=(const ReadEngine&) = delete;

  cache::RequestId NextId() { return next_id_.fetch_add(1, std::memory_order_relaxed); }

  // `waiter` may be answered, and deleted, before Start() returns. REQUIRES: `id` comes from NextId() and is used once.
  void Start(cache::RequestId id, const cache::ReadRequest& request, ReadWaiter* waiter);

  // True: the waiter will not be called any more. False: it has been, or is about to be.
  [[nodiscard]] bool Abandon(cache::RequestId id);

  void OnHint(CompanyId company, const DataVersion& version);

  cache::ReadPathCounters counters() const;

 private:
  struct Delivery {
    ReadWaiter* waiter;
    absl::StatusOr<cache::ReadAnswer> answer;
  };
  // What one call to the machine asked for. Answers are resolved to their waiters while the lock is held.
  struct Work {
    std::vector<cache::Command> commands;
    std::vector<Delivery> deliveries;
  };

  template <typename Call>
  void Drive(Call&& call);
  // Resolves answers to their waiters, counts look-ups.
  void Claim(Work* work) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WakeTimerBy(Deadline deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Execute(Work work);
  void Run(cache::command::ReadVersions command);
  void Run(cache::command::GetShared command);
  void Run(cache::command::LoadPage command);
  void Run(cache::command::PutShared command);
  void Run(cache::command::RaiseEpoch command);
  void Run(const cache::command::CorruptEntry& command) { parts_.corrupt_entries->Record(command.found); }
  void Run(const cache::command::Answer&) {}  // Claim() took it
  void ReadVersions(const cache::command::ReadVersions& command);
  void LoadPage(const cache::command::LoadPage& command);
  void RunTimer();

  const Parts parts_;
  std::atomic<cache::RequestId> next_id_{1};

  mutable absl::Mutex mutex_;
  const std::unique_ptr<cache::ReadPath> path_ ABSL_PT_GUARDED_BY(mutex_);
  absl::flat_hash_map<cache::RequestId, ReadWaiter*> waiters_ ABSL_GUARDED_BY(mutex_);
  int shared_lookups_ ABSL_GUARDED_BY(mutex_) = 0;                              // under way
  absl::Duration timer_at_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteDuration();  // when OnTimer() is due
  absl::CondVar timer_changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread timer_;
};

}  // namespace cp::query
