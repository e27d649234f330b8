// Names the concrete classes and puts the worker together.
#pragma once

#include <iosfwd>

#include "libs/runtime/signals.h"
#include "services/sync_worker/config.h"

namespace cp::worker {

// Serves until a signal, or makes one run with --once: then its result goes to `out`, or to `err` why there is none.
// Returns the exit code. Log lines go to standard error, and so does the one line that says what stops it at start.
int RunWorker(const WorkerConfig& config, runtime::TerminationSignals& signals, std::ostream& out, std::ostream& err);

}  // namespace cp::worker
