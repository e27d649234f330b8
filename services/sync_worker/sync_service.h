// SyncService over gRPC: converts, runs, converts.
#pragma once

#include <memory>

#include "courseprogress/v1/sync_service.grpc.pb.h"
#include "libs/rpc/call_metrics.h"
#include "libs/rpc/handler.h"
#include "services/sync_worker/runner.h"

namespace cp::worker {

// INVALID_ARGUMENT (FIELD_INVALID) for what the contract does not allow.
absl::StatusOr<RunRequest> ToRunRequest(const courseprogress::v1::RunSyncRequest& request);

// Field switches of each company applied. Counts beyond 2^31-1 are clamped.
void ToResponse(const RunResult& run, courseprogress::v1::RunSyncResponse* response);

// Thread-safe. Work runs on the gate's executor; a run goes on to the next batch border when its caller went away.
class SyncService final : public courseprogress::v1::SyncService::CallbackService {
 public:
  // `runner` and what `gate` names outlive the service; `run_sync` is not null.
  SyncService(Runner* runner, rpc::UnaryGate gate, std::unique_ptr<rpc::CallObserver> run_sync);

  grpc::ServerUnaryReactor* RunSync(grpc::CallbackServerContext* context,
                                    const courseprogress::v1::RunSyncRequest* request,
                                    courseprogress::v1::RunSyncResponse* response) override;

 private:
  Runner& runner_;
  const rpc::UnaryGate gate_;
  const std::unique_ptr<rpc::CallObserver> run_sync_;
};

}  // namespace cp::worker
