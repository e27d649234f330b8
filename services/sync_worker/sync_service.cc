#include "services/sync_worker/sync_service.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::worker {
namespace {

namespace v1 = courseprogress::v1;

// A run ends so long before its caller's deadline, so that the answer still arrives; at most a tenth of what is left.
constexpr absl::Duration kAnswerReserve = absl::Seconds(1);
constexpr absl::Duration kProbeTimeout = absl::Seconds(10);

Deadline BeforeCallersDeadline(const Deadline& deadline, const Clock& clock) {
  const absl::Duration left = deadline.Remaining(clock);
  return Deadline::At(deadline.at() - std::min(kAnswerReserve, left / 10));
}

}  // namespace

SyncService::SyncService(SyncServiceParts parts)
    : parts_(std::move(parts)),
      run_sync_(parts_.observer("RunSync")),
      watch_run_(parts_.observer("WatchRun")),
      get_run_(parts_.observer("GetRun")),
      list_runs_(parts_.observer("ListRuns")),
      cancel_run_(parts_.observer("CancelRun")),
      source_status_(parts_.observer("GetSourceStatus")),
      watchers_(parts_.live, parts_.book, &parts_.questions, watch_run_.get()) {}

grpc::ServerUnaryReactor* SyncService::RunSync(grpc::CallbackServerContext* context, const v1::RunSyncRequest* request,
                                               v1::RunSyncResponse* response) {
  const bool wait = !request->has_wait() || request->wait();
  return rpc::HandleUnary(
      wait ? parts_.runs : parts_.questions, *run_sync_, context,
      [=, this](const rpc::Call& call) {
        return wait ? RunAndWait(*request, call, response) : RunWithoutWaiting(*request, call, response);
      },
      "RunSync");
}

absl::StatusOr<bool> SyncService::Admit(RunRequest* run, const rpc::Call& call, v1::RunSyncResponse* response) {
  CP_ASSIGN_OR_RETURN(const std::optional<progress::RunDetails> earlier, parts_.runner->Admit(run));
  if (earlier.has_value()) parts_.book->Replay(*earlier, call.deadline, response);
  return earlier.has_value();
}

absl::Status SyncService::RunAndWait(const v1::RunSyncRequest& request, const rpc::Call& call,
                                     v1::RunSyncResponse* response) {
  CP_ASSIGN_OR_RETURN(RunRequest run, ToRunRequest(request));
  if (!run.request_id.empty()) {
    CP_ASSIGN_OR_RETURN(const bool answered, Admit(&run, call, response));
    if (answered) return absl::OkStatus();
  }
  run.caller_gone = [&call] { return call.context.IsCancelled(); };
  run.deadline = BeforeCallersDeadline(call.deadline, *parts_.runs.clock);
  CP_ASSIGN_OR_RETURN(const RunResult result, parts_.runner->Run(run));
  ToResponse(result, response);
  return absl::OkStatus();
}

absl::Status SyncService::RunWithoutWaiting(const v1::RunSyncRequest& request, const rpc::Call& call,
                                            v1::RunSyncResponse* response) {
  CP_ASSIGN_OR_RETURN(RunRequest run, ToRunRequest(request));
  CP_ASSIGN_OR_RETURN(const bool answered, Admit(&run, call, response));
  if (answered) return absl::OkStatus();
  // Its end is in the registry and in the store.
  if (!parts_.runs.executor->Submit([runner = parts_.runner, run] { (void)runner->Run(run); })) {
    const absl::Status full = MakeError(absl::StatusCode::kUnavailable, reason::kOverloaded,
                                        "Too many runs wait for their turn. Try again later.");
    parts_.runner->Withdraw(run, full);
    return full;
  }
  ToResponse(run, response);
  return absl::OkStatus();
}

grpc::ServerWriteReactor<v1::WatchRunResponse>* SyncService::WatchRun(grpc::CallbackServerContext* context,
                                                                      const v1::WatchRunRequest* request) {
  return watchers_.Watch(context, *request);
}

grpc::ServerUnaryReactor* SyncService::GetRun(grpc::CallbackServerContext* context, const v1::GetRunRequest* request,
                                              v1::GetRunResponse* response) {
  return rpc::HandleUnary(
      parts_.questions, *get_run_, context,
      [=, this](const rpc::Call& call) { return parts_.book->Get(*request, call.deadline, response); }, "GetRun");
}

grpc::ServerUnaryReactor* SyncService::ListRuns(grpc::CallbackServerContext* context,
                                                const v1::ListRunsRequest* request, v1::ListRunsResponse* response) {
  return rpc::HandleUnary(
      parts_.questions, *list_runs_, context,
      [=, this](const rpc::Call& call) { return parts_.book->List(*request, call.deadline, response); }, "ListRuns");
}

grpc::ServerUnaryReactor* SyncService::CancelRun(grpc::CallbackServerContext* context,
                                                 const v1::CancelRunRequest* request, v1::CancelRunResponse* response) {
  return rpc::HandleUnary(
      parts_.questions, *cancel_run_, context,
      [=, this](const rpc::Call& call) { return parts_.book->Cancel(*request, call.deadline, response); }, "CancelRun");
}

grpc::ServerUnaryReactor* SyncService::GetSourceStatus(grpc::CallbackServerContext* context,
                                                       const v1::GetSourceStatusRequest*,
                                                       v1::GetSourceStatusResponse* response) {
  return rpc::HandleUnary(
      parts_.questions, *source_status_, context,
      [=, this](const rpc::Call& call) {
        AskSource(call.deadline, response);
        return absl::OkStatus();
      },
      "GetSourceStatus");
}

void SyncService::AskSource(Deadline deadline, v1::GetSourceStatusResponse* response) {
  const Clock& clock = *parts_.questions.clock;
  const Deadline until = std::min(BeforeCallersDeadline(deadline, clock), Deadline::After(clock, kProbeTimeout));
  const absl::StatusOr<sync::SourceInfo> info = parts_.source->Probe(until);
  response->set_reachable(info.ok());
  if (!info.ok()) {
    response->set_error_reason(ReasonOf(info.status()));
    response->set_error_message(std::string(info.status().message()));
    return;
  }
  response->set_kind(info->kind);
  response->set_version(info->version);
  response->set_iomad(info->iomad);
  response->set_clock_skew_seconds(static_cast<int32_t>(std::clamp<int64_t>(
      info->clock_skew_seconds, std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max())));
}

}  // namespace cp::worker
