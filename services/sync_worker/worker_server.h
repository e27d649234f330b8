// The worker between its ports and the network: runs, leases, schedule, relay, housekeeping, SyncService. The binary
// and the tests put it together in the same way; only the ports differ.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/executor.h"
#include "libs/progress/store.h"
#include "libs/rpc/authenticator.h"
#include "libs/rpc/call_metrics.h"
#include "libs/rpc/server.h"
#include "libs/runtime/logging.h"
#include "libs/sync/epoch_guard.h"
#include "services/sync_worker/change_finder.h"
#include "services/sync_worker/change_loop.h"
#include "services/sync_worker/housekeeper.h"
#include "services/sync_worker/lease_keeper.h"
#include "services/sync_worker/outbox_relay.h"
#include "services/sync_worker/run_book.h"
#include "services/sync_worker/run_manager.h"
#include "services/sync_worker/run_pulse.h"
#include "services/sync_worker/run_registry.h"
#include "services/sync_worker/scheduler.h"
#include "services/sync_worker/stop_signal.h"
#include "services/sync_worker/sync_service.h"

namespace cp::worker {

// All outlive what is made of them.
struct WorkerPorts {
  const Clock* clock = nullptr;
  progress::Store* store = nullptr;
  sync::Source* source = nullptr;
  sync::CacheInvalidator* invalidator = nullptr;
  const runtime::Logger* log = nullptr;
  RunMetrics* metrics = nullptr;
};

// A housekeeper that `stop`, which outlives it, ends.
HousekeeperParts HousekeeperPartsOf(const WorkerPorts& ports, const StopSignal* stop);

// Leases and runs, without a network: what --once needs. Thread-safe. Runs of --once can be watched and cancelled
// through any other worker on the store.
class Worker {
 public:
  Worker(const WorkerPorts& ports, const RunManagerOptions& options);

  Runner& runner() { return runs_; }
  RunRegistry& live() { return live_; }
  ChangeFinder& changes() { return changes_; }
  const StopSignal& stopping() const { return stop_; }
  // Ends runs at their next batch border, and everything that waits, for Moodle too. Idempotent.
  void Stop();
  sync::EpochGuard& epoch() { return epoch_; }

 private:
  sync::Source& source_;
  StopSignal stop_;
  sync::EpochGuard epoch_;
  LeaseKeeper leases_;
  RunRegistry live_;
  ChangeFinder changes_;
  RunManager runs_;
  RunPulse pulse_;
};

struct WorkerServerOptions {
  rpc::ServerOptions server;
  RunManagerOptions run;
  // Between two looks for changes in Moodle. 0: nobody looks, and the schedule compares everything at its interval.
  // Else `schedule` is not followed: the change lane fills a store that was never synced, and asks for comparisons of
  // everything itself (RunManagerOptions::lane).
  absl::Duration change_interval;
  Scheduler::Options schedule;
  Retention retention;
  int concurrent_runs = 4;       // calls that run at once; more wait
  size_t max_waiting_runs = 64;  // more than these are UNAVAILABLE
  size_t max_questions = 256;    // that wait: about runs and about Moodle
  // Called at most once, before the first run, when Moodle refuses the settings (CONFIG_INVALID): waiting can not help,
  // and health stays NOT_SERVING. On a thread of the server, so it must not stop it. Empty: nobody wants to know.
  std::function<void(const absl::Status&)> on_source_refused;
};

// Start() and Stop() belong to one thread; everything else is thread-safe.
class WorkerServer {
 public:
  using ObserverFactory =
      std::function<std::unique_ptr<rpc::CallObserver>(const std::string& service, const std::string& method)>;

  // Listens, begins to relay and looks whether housekeeping is due at once; health says SERVING once Moodle has been
  // probed, and the schedule begins then. Errors as rpc::RpcServer::Start().
  static absl::StatusOr<std::unique_ptr<WorkerServer>> Start(const WorkerPorts& ports,
                                                             const WorkerServerOptions& options,
                                                             const ObserverFactory& observers);
  ~WorkerServer();  // as Stop(0)
  WorkerServer(const WorkerServer&) = delete;
  WorkerServer& operator=(const WorkerServer&) = delete;

  // NOT_SERVING, batches under way are finished and their runs end truncated; calls have `grace` to be answered.
  // Blocks. Idempotent.
  void Stop(absl::Duration grace);

  rpc::RpcServer& server() { return *server_; }

 private:
  WorkerServer(const WorkerPorts& ports, const WorkerServerOptions& options, const ObserverFactory& observers);
  void FollowSchedule();
  void SeedExpectedRows();
  ScheduledOutcome RunScheduled(const std::string& kind);
  void FollowChanges();

  const WorkerPorts ports_;
  const WorkerServerOptions options_;

  // In the order of dependency; Stop() has ended every thread before they go.
  Worker worker_;
  OutboxRelay relay_;
  Housekeeper housekeeper_;
  const std::unique_ptr<Executor> token_reads_;
  const std::unique_ptr<Executor> calls_;
  const std::unique_ptr<Executor> questions_;
  rpc::Authenticator authenticator_;
  RunBook book_;
  SyncService sync_service_;
  ChangeLoop change_loop_;
  absl::Mutex readiness_;  // so that a stop is not followed by SERVING
  std::unique_ptr<rpc::RpcServer> server_;
  std::thread relay_thread_;
  std::thread housekeeping_thread_;
  std::thread schedule_thread_;
};

}  // namespace cp::worker
