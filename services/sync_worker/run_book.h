// Runs of any worker as messages: those of this process from memory, the others from the store.
#pragma once

#include "absl/status/statusor.h"
#include "courseprogress/v1/sync_service.pb.h"
#include "libs/base/clock.h"
#include "libs/progress/sync_store.h"
#include "services/sync_worker/run_registry.h"

namespace cp::worker {

// Thread-safe, blocking. Errors: INVALID_ARGUMENT (FIELD_INVALID, metadata field), NOT_FOUND, and the store's.
class RunBook {
 public:
  // All outlive it.
  RunBook(progress::RunHistory* history, progress::CompanyDirectory* companies, RunRegistry* live)
      : history_(*history), companies_(*companies), live_(*live) {}

  absl::Status Get(const courseprogress::v1::GetRunRequest& request, Deadline deadline,
                   courseprogress::v1::GetRunResponse* response);
  absl::Status List(const courseprogress::v1::ListRunsRequest& request, Deadline deadline,
                    courseprogress::v1::ListRunsResponse* response);
  absl::Status Cancel(const courseprogress::v1::CancelRunRequest& request, Deadline deadline,
                      courseprogress::v1::CancelRunResponse* response);

  // What the store says of the run, with its result once it has ended.
  absl::Status Watch(const std::string& run_id, Deadline deadline, courseprogress::v1::WatchRunResponse* response);

  // The answer of the call that made the run, as far as it was kept.
  void Replay(const progress::RunDetails& run, Deadline deadline, courseprogress::v1::RunSyncResponse* response);

 private:
  // Of the companies of the run; a store that does not answer leaves names away.
  std::map<CompanyId, std::string> NamesFor(const progress::RunDetails& run, Deadline deadline);

  progress::RunHistory& history_;
  progress::CompanyDirectory& companies_;
  RunRegistry& live_;
};

}  // namespace cp::worker
