// sync-worker --once: one run over all companies, told on the terminal.
#pragma once

#include <iosfwd>

#include "absl/status/statusor.h"
#include "services/sync_worker/run.h"

namespace cp::worker {

// Writes one line for each company, one for each error and warning, and a total; a refused run is one line on `err`.
// Returns the exit code: 0 done, 3 truncated, otherwise as ExitCodeOfRefusal().
int ReportOnce(const absl::StatusOr<RunResult>& run, std::ostream& out, std::ostream& err);

// Of a run, or of a start, that came to nothing: 1 what failed may pass by itself, 2 a setting must be changed first
// (CONFIG_INVALID), 3 stopped before it began, 4 every company is being synced by somebody else.
int ExitCodeOfRefusal(const absl::Status& refused);

// What the process has used at most, in bytes.
int64_t PeakResidentBytes();

}  // namespace cp::worker
