// Runs as messages of SyncService.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "courseprogress/v1/sync_service.pb.h"
#include "libs/progress/sync_store.h"
#include "services/sync_worker/run.h"
#include "services/sync_worker/run_registry.h"

namespace cp::worker {

// Without what the call's own circumstances say (caller_gone, deadline). INVALID_ARGUMENT (FIELD_INVALID, metadata
// field) for what the contract does not allow.
absl::StatusOr<RunRequest> ToRunRequest(const courseprogress::v1::RunSyncRequest& request);

// OK for at most 64 characters of A-Z a-z 0-9 _ -, at least one; FIELD_INVALID otherwise.
absl::Status CheckRunId(absl::string_view run_id);

// Field switches of each company applied. Counts beyond 2^31-1 are clamped.
void ToResponse(const RunResult& run, courseprogress::v1::RunSyncResponse* response);

// Of an admitted run that has not begun.
void ToResponse(const RunRequest& run, courseprogress::v1::RunSyncResponse* response);

using CompanyNames = std::map<CompanyId, std::string>;
// What the store has kept of a run that has ended; `replayed` is left to the caller.
void ToResponse(const progress::RunDetails& run, const CompanyNames& names,
                courseprogress::v1::RunSyncResponse* response);

void ToProto(const progress::RunRecord& run, courseprogress::v1::Run* out);
void ToProto(const progress::RunDetails& run, const CompanyNames& names, courseprogress::v1::Run* out);
void ToProto(const RunView& run, courseprogress::v1::Run* out);
// With rates, and with the result of a run that has ended.
void ToProto(const RunView& run, courseprogress::v1::WatchRunResponse* out);

}  // namespace cp::worker
