// Names the concrete classes and puts the worker together.
#pragma once

#include <iosfwd>

#include "libs/runtime/signals.h"
#include "services/sync_worker/config.h"

namespace cp::worker {

// Serves until a signal, or makes one run with --once. Returns the exit code. Log lines go to standard error.
int RunWorker(const WorkerConfig& config, runtime::TerminationSignals& signals, std::ostream& out, std::ostream& err);

}  // namespace cp::worker
