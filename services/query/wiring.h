// Names the concrete classes and puts the service together.
#pragma once

#include "libs/runtime/signals.h"
#include "services/query/config.h"

namespace cp::query {

// Exit code of a service that could not start although its configuration is well-formed; runtime::kExitConfigInvalid
// when a setting is wrong.
inline constexpr int kExitCannotStart = 1;

// Serves until a signal came, drains, returns the exit code: 0 after a drain. Log lines go to standard error, and so
// does the one line that says what stops it at start.
int RunService(const Config& config, runtime::TerminationSignals& signals);

}  // namespace cp::query
