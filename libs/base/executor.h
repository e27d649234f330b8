// Where blocking work runs, so that gRPC's callback threads never do.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"

namespace cp {

// A fixed number of threads over one bounded FIFO queue. Thread-safe.
class Executor {
 public:
  using Task = absl::AnyInvocable<void() &&>;

  // Waits for the running tasks; tasks still queued are run first (a caller waits for each of them).
  virtual ~Executor() = default;

  // False, and the task is dropped, when the queue is full or Shutdown() was called. Never blocks.
  [[nodiscard]] virtual bool Submit(Task task) = 0;

  // Refuses new tasks and waits until the queue is empty and every task has ended. Idempotent.
  virtual void Shutdown() = 0;
};

// REQUIRES: threads > 0, max_queue > 0. `name` (at most 15 characters) is what `top -H` shows.
std::unique_ptr<Executor> MakeExecutor(const std::string& name, int threads, size_t max_queue);

}  // namespace cp
