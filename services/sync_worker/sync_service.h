// SyncService over gRPC: converts, calls, converts.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "courseprogress/v1/sync_service.grpc.pb.h"
#include "libs/rpc/call_metrics.h"
#include "libs/rpc/handler.h"
#include "libs/sync/source.h"
#include "services/sync_worker/run_book.h"
#include "services/sync_worker/run_messages.h"
#include "services/sync_worker/runner.h"
#include "services/sync_worker/watch_hub.h"

namespace cp::worker {

// All outlive the service.
struct SyncServiceParts {
  Runner* runner = nullptr;
  RunBook* book = nullptr;
  RunRegistry* live = nullptr;
  sync::Source* source = nullptr;
  // Of runs that somebody waits for: calls last as long as runs. Runs that nobody waits for go to its executor, too.
  rpc::UnaryGate runs;
  // Of everything else, so that a question never waits for a run.
  rpc::UnaryGate questions;
  // One for each method.
  std::function<std::unique_ptr<rpc::CallObserver>(const std::string& method)> observer;
};

// Thread-safe. A run goes on to the next batch border when its caller went away.
class SyncService final : public courseprogress::v1::SyncService::CallbackService {
 public:
  explicit SyncService(SyncServiceParts parts);

  // Ends the streams of WatchRun. Idempotent.
  void StopWatching() { watchers_.Stop(); }

  grpc::ServerUnaryReactor* RunSync(grpc::CallbackServerContext* context,
                                    const courseprogress::v1::RunSyncRequest* request,
                                    courseprogress::v1::RunSyncResponse* response) override;
  grpc::ServerWriteReactor<courseprogress::v1::WatchRunResponse>* WatchRun(
      grpc::CallbackServerContext* context, const courseprogress::v1::WatchRunRequest* request) override;
  grpc::ServerUnaryReactor* GetRun(grpc::CallbackServerContext* context,
                                   const courseprogress::v1::GetRunRequest* request,
                                   courseprogress::v1::GetRunResponse* response) override;
  grpc::ServerUnaryReactor* ListRuns(grpc::CallbackServerContext* context,
                                     const courseprogress::v1::ListRunsRequest* request,
                                     courseprogress::v1::ListRunsResponse* response) override;
  grpc::ServerUnaryReactor* CancelRun(grpc::CallbackServerContext* context,
                                      const courseprogress::v1::CancelRunRequest* request,
                                      courseprogress::v1::CancelRunResponse* response) override;
  grpc::ServerUnaryReactor* GetSourceStatus(grpc::CallbackServerContext* context,
                                            const courseprogress::v1::GetSourceStatusRequest* request,
                                            courseprogress::v1::GetSourceStatusResponse* response) override;

 private:
  absl::Status RunAndWait(const courseprogress::v1::RunSyncRequest& request, const rpc::Call& call,
                          courseprogress::v1::RunSyncResponse* response);
  absl::Status RunWithoutWaiting(const courseprogress::v1::RunSyncRequest& request, const rpc::Call& call,
                                 courseprogress::v1::RunSyncResponse* response);
  // True when the request has been answered from an earlier run.
  absl::StatusOr<bool> Admit(RunRequest* run, const rpc::Call& call, courseprogress::v1::RunSyncResponse* response);
  void AskSource(Deadline deadline, courseprogress::v1::GetSourceStatusResponse* response);

  const SyncServiceParts parts_;
  const std::unique_ptr<rpc::CallObserver> run_sync_, watch_run_, get_run_, list_runs_, cancel_run_, source_status_;
  WatchHub watchers_;
};

}  // namespace cp::worker
