// Seam between a run and those who ask for it.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "libs/progress/sync_store.h"
#include "services/sync_worker/run.h"

namespace cp::worker {

// Thread-safe, blocking: several runs may be under way at once, a company in one of them at a time.
class Runner {
 public:
  virtual ~Runner() = default;

  // Errors, each before anything was written: NOT_FOUND (metadata company), ABORTED (ALREADY_RUNNING, metadata company,
  // owner), FAILED_PRECONDITION (SOURCE_IMPLAUSIBLE, SOURCE_SCHEMA), UNAVAILABLE (SOURCE_UNAVAILABLE,
  // STORE_UNAVAILABLE), DEADLINE_EXCEEDED. A company that fails beside others is an entry of the result.
  virtual absl::StatusOr<RunResult> Run(const RunRequest& request) = 0;

  // Makes a run known before it begins: it is stored, can be watched and cancelled, and has its id in the request when
  // this returns. Run() must follow, or Withdraw(). Only then may the request have a request_id: if there is a run of
  // it that has ended, that one is returned and the request is as it was. ABORTED (ALREADY_RUNNING, metadata run_id)
  // while that run goes on; INVALID_ARGUMENT (FIELD_INVALID) if it was asked for something else.
  virtual absl::StatusOr<std::optional<progress::RunDetails>> Admit(RunRequest* request) = 0;
  // An admitted run does not begin: it ends as failed because of `why`.
  virtual void Withdraw(const RunRequest& request, const absl::Status& why) = 0;
};

}  // namespace cp::worker
