// The service between its ports and the network: read engine, token table, executors, both gRPC services, server.
// The binary and the tests put it together in the same way; only the ports differ.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/executor.h"
#include "libs/cache/read_path.h"
#include "libs/cache/versioned_cache.h"
#include "libs/progress/store.h"
#include "libs/rpc/authenticator.h"
#include "libs/rpc/call_metrics.h"
#include "libs/rpc/server.h"
#include "libs/runtime/logging.h"
#include "libs/sync/epoch_guard.h"
#include "libs/sync/invalidation.h"
#include "services/query/admin_commands.h"
#include "services/query/admin_service.h"
#include "services/query/course_progress_service.h"
#include "services/query/failure_log.h"
#include "services/query/read_engine.h"

namespace cp::query {

// Thread-safe.
class QueryServer {
 public:
  // What counts the calls of one method, by full service name and short method name.
  using ObserverFactory =
      std::function<std::unique_ptr<rpc::CallObserver>(const std::string& service, const std::string& method)>;

  // All outlive the server.
  struct Ports {
    const Clock* clock = nullptr;
    progress::ProgressReader* reader = nullptr;     // versions and pages; usually the store itself
    progress::Store* store = nullptr;               // tokens, companies, settings
    cache::VersionedCache* shared = nullptr;        // null: no shared cache
    sync::CacheInvalidator* invalidator = nullptr;  // null: no shared cache
    const runtime::Logger* logger = nullptr;
    ObserverFactory observers;
  };

  struct Options {
    rpc::ServerOptions server;
    cache::ReadPathOptions read_path;
    rpc::AuthenticatorOptions authenticator;
    int store_connections = 4;                             // how many calls to the store may run at once, >= 3
    size_t max_queued_loads = 1000;                        // pages that wait for a connection; more are UNAVAILABLE
    absl::Duration max_call_duration = absl::Seconds(30);  // whatever the client asked for
  };

  // Listens at once; health says NOT_SERVING. Errors as rpc::RpcServer::Start().
  static absl::StatusOr<std::unique_ptr<QueryServer>> Start(const Ports& ports, const Options& options);
  ~QueryServer();  // as Drain(0)
  QueryServer(const QueryServer&) = delete;
  QueryServer& operator=(const QueryServer&) = delete;

  // Blocks: reads the token table. OK: the store can be read and has the tables this binary needs.
  absl::Status CheckStore(Deadline deadline) { return authenticator_.Refresh(deadline); }
  // Blocks. Raises the epoch of a store that is below what the shared cache knows; errors are the store's.
  absl::Status ExamineEpoch(progress::CompanyDirectory& directory, Deadline deadline) {
    return epoch_.ExamineAll(directory, deadline);
  }

  void SetServing(bool serving) { server_->SetServing(serving); }

  // Readiness off, no new calls; those in flight have `timeout` to end. Blocks. Idempotent.
  void Drain(absl::Duration timeout) { server_->Stop(timeout); }

  ReadEngine& engine() { return engine_; }
  // Runs page reads and admin work; for other work on the store that may wait.
  Executor& store_executor() { return *loads_; }
  rpc::RpcServer& server() { return *server_; }

 private:
  QueryServer(const Ports& ports, const Options& options);

  // In the order of dependency: destroyed in reverse, after the destructor has stopped server and executors.
  const std::unique_ptr<Executor> validation_;
  const std::unique_ptr<Executor> loads_;
  rpc::Authenticator authenticator_;
  FailureLog failures_;
  FailureLog corrupt_entries_;
  sync::EpochGuard epoch_;
  ReadEngine engine_;
  const std::unique_ptr<rpc::CallObserver> get_course_progress_observer_;
  AdminCommands admin_commands_;
  CourseProgressService course_progress_service_;
  AdminService admin_service_;
  std::unique_ptr<rpc::RpcServer> server_;
};

}  // namespace cp::query
