#include <iostream>

#include "absl/synchronization/mutex.h"
#include "libs/runtime/signals.h"
#include "services/query/config.h"
#include "services/query/wiring.h"

int main(int argc, char** argv) {
#ifdef NDEBUG
  // Debian's Abseil looks for lock cycles at every lock, under a lock of the whole process.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
#endif
  cp::runtime::TerminationSignals signals;  // before any thread
  cp::query::Config config;
  const std::optional<int> exit =
      cp::query::ParseConfig(argc, argv, cp::runtime::ProcessEnvironment(), std::cout, std::cerr, &config);
  if (exit.has_value()) return *exit;
  return cp::query::RunService(config, signals);
}
