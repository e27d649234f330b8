// RunManager: runs that are made known before they begin.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "services/sync_worker/run_manager.h"
#include "services/sync_worker/store_timeouts.h"

namespace cp::worker {
namespace {

constexpr int kStoreAttempts = 3;

absl::Status GoesOn(const progress::RunRecord& run) {
  return MakeError(
      absl::StatusCode::kAborted, reason::kAlreadyRunning,
      absl::StrCat("request ", run.request_id, " is being served by run ", run.run_id, "; wait for it, or watch it"),
      {{"run_id", run.run_id}, {"owner", run.owner}});
}

absl::Status AnotherRequest(const progress::RunRecord& run) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kFieldInvalid,
                   absl::StrCat("request_id ", run.request_id, " was used for run ", run.run_id, ", mode ",
                                progress::ToString(run.mode), run.dry_run ? ", dry run" : "",
                                "; another run needs another request_id"),
                   {{"field", "request_id"}});
}

}  // namespace

absl::StatusOr<std::optional<progress::RunDetails>> RunManager::Admit(RunRequest* request) {
  const progress::RunRecord record = NewRecord(parts_, options_, *request);
  const auto deadline = [this] { return Deadline::After(*parts_.clock, kStoreCall); };
  if (request->request_id.empty()) {
    CP_RETURN_IF_ERROR(parts_.runs->BeginRun(record, deadline()));
  } else {
    absl::StatusOr<std::optional<progress::RunRecord>> held;
    for (int attempt = 0; attempt < kStoreAttempts; ++attempt) {
      held = parts_.runs->ReserveRequest(record, deadline());
      if (ReasonOf(held.status()) != reason::kStoreConflict) break;
    }
    if (!held.ok()) return held.status();
    if (held->has_value()) {
      const progress::RunRecord& run = **held;
      if (run.mode != record.mode || run.dry_run != record.dry_run) return AnotherRequest(run);
      if (run.state == progress::RunState::kRunning) return GoesOn(run);
      CP_ASSIGN_OR_RETURN(progress::RunDetails details, parts_.history->GetRun(run.run_id, deadline()));
      return std::make_optional(std::move(details));
    }
  }
  request->run_id = record.run_id;
  parts_.live->Add(record)->MarkStored();
  return std::nullopt;
}

void RunManager::Withdraw(const RunRequest& request, const absl::Status& why) {
  const std::shared_ptr<LiveRun> live = parts_.live->Find(request.run_id);
  if (live == nullptr) return;
  progress::RunRecord record = live->Record();
  record.state = progress::RunState::kFailed;
  record.finished_at = absl::ToUnixSeconds(parts_.clock->Now());
  record.request_id.clear();
  record.errors = {std::string(why.message())};
  live->Refused(record, why);
  parts_.live->Retire(record.run_id);
  (void)parts_.runs->FinishRun(record, {}, Deadline::After(*parts_.clock, kStoreCall));
}

}  // namespace cp::worker
