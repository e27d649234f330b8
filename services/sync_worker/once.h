// sync-worker --once: one run over all companies, told on the terminal.
#pragma once

#include <iosfwd>

#include "absl/status/statusor.h"
#include "services/sync_worker/run.h"

namespace cp::worker {

// Writes one line for each company, one for each error and warning, and a total; a refused run is one line on `err`.
// Returns the exit code: 0 done, 1 failed, 3 truncated, 4 every company is being synced by somebody else.
int ReportOnce(const absl::StatusOr<RunResult>& run, std::ostream& out, std::ostream& err);

// What the process has used at most, in bytes.
int64_t PeakResidentBytes();

}  // namespace cp::worker
