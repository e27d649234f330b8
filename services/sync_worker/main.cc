#include <iostream>

#include "libs/runtime/signals.h"
#include "services/sync_worker/config.h"
#include "services/sync_worker/wiring.h"

int main(int argc, char** argv) {
  cp::runtime::TerminationSignals signals;
  cp::worker::WorkerConfig config;
  const std::optional<int> exit =
      cp::worker::ParseConfig(argc, argv, cp::runtime::ProcessEnvironment(), std::cout, std::cerr, &config);
  if (exit.has_value()) return *exit;
  return cp::worker::RunWorker(config, signals, std::cout, std::cerr);
}
