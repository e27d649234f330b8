// Asking Moodle, before anything else, whether it is one.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/runtime/logging.h"
#include "libs/sync/source.h"

namespace cp::worker {

// Connects once, checks the tables, and logs what was found; a clock that differs by more than 5 s is a warning.
absl::Status ProbeSource(sync::Source& source, const Clock& clock, const runtime::Logger& log);

// Probes until it succeeds, 1 s to 30 s apart; each new cause is logged once. `wait` blocks for the duration and
// returns true when the process is to stop. CANCELLED: stopped before Moodle was there. CONFIG_INVALID: Moodle refuses
// the settings, which no waiting cures.
absl::Status AwaitSource(sync::Source& source, const Clock& clock, const runtime::Logger& log,
                         const std::function<bool(absl::Duration)>& wait);

}  // namespace cp::worker
