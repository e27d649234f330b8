// The streams of WatchRun. One thread writes to all of them: it never waits for a client, so one that does not read
// keeps nobody back, and a run never knows who watches it.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <list>
#include <memory>
#include <optional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "courseprogress/v1/sync_service.pb.h"
#include "libs/base/clock.h"
#include "libs/base/executor.h"
#include "libs/rpc/call_metrics.h"
#include "libs/rpc/handler.h"
#include "services/sync_worker/run_book.h"
#include "services/sync_worker/run_registry.h"

namespace cp::worker {

inline constexpr absl::Duration kWatchInterval = absl::Milliseconds(250);  // between two messages of a stream
inline constexpr absl::Duration kWatchStoreInterval = absl::Seconds(1);    // between two looks at the store
inline constexpr size_t kMaxWatchers = 1000;                               // more are UNAVAILABLE (OVERLOADED)

// Thread-safe.
class WatchHub {
 public:
  // All outlive it. `gate`: as for a unary handler; its executor reads the store for runs of other workers.
  WatchHub(RunRegistry* runs, RunBook* book, const rpc::UnaryGate* gate, rpc::CallObserver* observer);
  // As Stop().
  ~WatchHub();
  WatchHub(const WatchHub&) = delete;
  WatchHub& operator=(const WatchHub&) = delete;

  // Never blocks.
  grpc::ServerWriteReactor<courseprogress::v1::WatchRunResponse>* Watch(
      grpc::CallbackServerContext* context, const courseprogress::v1::WatchRunRequest& request);

  // Ends every stream with CANCELLED, those that come later too. Idempotent; blocks for the thread.
  void Stop();

 private:
  class Watcher;
  class Stream;

  void Loop();
  // One look at a stream. These are true when it has been given its last word.
  bool Step(const std::shared_ptr<Watcher>& watcher);
  bool ShowLive(Watcher& watcher, const LiveRun& run);
  bool ShowStored(const std::shared_ptr<Watcher>& watcher);
  static void SetReading(Watcher& watcher, bool reading);
  // `end`: how the stream ends after this message; absent: it goes on.
  bool Send(Watcher& watcher, const std::optional<absl::Status>& end);
  bool Finish(Watcher& watcher, const absl::Status& status);
  void Report(Watcher& watcher, const absl::Status& status);
  void Wake();

  RunRegistry& runs_;
  RunBook& book_;
  const rpc::UnaryGate& gate_;
  rpc::CallObserver* const observer_;

  absl::Mutex mutex_;
  bool awake_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::list<std::shared_ptr<Watcher>> arrived_ ABSL_GUARDED_BY(mutex_);
  size_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  std::thread thread_;
};

}  // namespace cp::worker
