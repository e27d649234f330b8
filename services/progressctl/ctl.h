// progressctl as a function: everything but the process around it.
#pragma once

#include <ostream>
#include <string>

#include "libs/base/clock.h"
#include "libs/runtime/config.h"
#include "services/progressctl/command.h"

namespace cp::ctl {

// What progressctl takes from its process.
struct Surroundings {
  const Clock& clock;
  runtime::Environment environment;
  StoreOpener open_store;
  std::ostream& out;
  std::ostream& err;
  Interrupts& interrupts;
  bool err_is_terminal = false;
  std::string version = {};  // what --version prints
};

// Returns the exit code.
int RunProgressctl(int argc, const char* const* argv, const Surroundings& surroundings);

}  // namespace cp::ctl
