#include "services/progressctl/interrupts.h"

#include <unistd.h>

#include <csignal>

namespace cp::ctl {
namespace {

constexpr int kExitAfterSignal = 128;  // as shells count

volatile std::sig_atomic_t caught = 0;

extern "C" void OnSignal(int signal) {
  if (caught != 0) _exit(kExitAfterSignal + signal);
  caught = 1;
}

}  // namespace

void ProcessInterrupts::Catch() {
  struct sigaction action = {};
  action.sa_handler = &OnSignal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool ProcessInterrupts::Caught() const { return caught != 0; }

}  // namespace cp::ctl
