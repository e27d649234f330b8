// SIGTERM and SIGINT as something to wait for, instead of a handler.
#pragma once

#include <memory>
#include <optional>

#include "absl/time/time.h"

namespace cp::runtime {

// Make it first in main(), before any thread: it blocks both signals in the calling thread, and threads made later
// inherit that. SIGPIPE is ignored as well (a closed socket or stdout is an error code, not a death). Destruction
// restores the calling thread's mask. One per process at a time.
class TerminationSignals {
 public:
  TerminationSignals();
  ~TerminationSignals();
  TerminationSignals(const TerminationSignals&) = delete;
  TerminationSignals& operator=(const TerminationSignals&) = delete;

  // Blocks until a signal came (its number) or Wake() was called (0). Each call takes one of them.
  int Wait();
  // As Wait(), for at most `timeout`; nullopt when nothing came.
  std::optional<int> WaitFor(absl::Duration timeout);

  // Ends one Wait() from another thread, as a signal would. Thread-safe.
  void Wake();

 private:
  std::optional<int> TakeOne();

  struct SavedState;  // what the destructor puts back
  const std::unique_ptr<SavedState> saved_;
  int signal_fd_ = -1;
  int wake_fd_ = -1;
};

}  // namespace cp::runtime
