// Seam between a run and those who ask for it.
#pragma once

#include "absl/status/statusor.h"
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
};

}  // namespace cp::worker
