#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <optional>

#include "libs/rpc/grpc_log.h"
#include "libs/runtime/config.h"
#include "libs/runtime/system_clock.h"
#include "services/common/version.h"
#include "services/progressctl/ctl.h"
#include "services/progressctl/wiring.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  // An error is one line, ours; somebody who looks into gRPC itself gets its lines, too.
  std::optional<cp::rpc::GrpcLog> no_grpc_lines;
  if (std::getenv("GRPC_VERBOSITY") == nullptr) no_grpc_lines.emplace([](const cp::rpc::GrpcLine&) {});
  const cp::runtime::SystemClock clock;
  cp::ctl::ProcessInterrupts interrupts;
  return cp::ctl::RunProgressctl(
      argc, argv,
      {clock, cp::runtime::ProcessEnvironment(), cp::ctl::MakeStoreOpener(&clock), std::cout, std::cerr, interrupts,
       isatty(STDERR_FILENO) == 1, cp::service::VersionText("progressctl")});
}
