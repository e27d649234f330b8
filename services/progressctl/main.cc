#include <iostream>

#include "libs/runtime/config.h"
#include "libs/runtime/system_clock.h"
#include "services/progressctl/ctl.h"
#include "services/progressctl/wiring.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const cp::runtime::SystemClock clock;
  return cp::ctl::RunProgressctl(
      argc, argv, {clock, cp::runtime::ProcessEnvironment(), cp::ctl::MakeStoreOpener(&clock), std::cout, std::cerr});
}
