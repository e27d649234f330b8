// An executor that runs its tasks when the test says so.
#pragma once

#include <cstddef>
#include <deque>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/executor.h"

namespace cp::testing {

// Thread-safe; tasks run on the thread that calls RunAll().
class ManualExecutor final : public Executor {
 public:
  explicit ManualExecutor(size_t max_queue = 1000) : max_queue_(max_queue) {}

  bool Submit(Task task) override {
    absl::MutexLock lock(&mutex_);
    if (tasks_.size() >= max_queue_) return false;
    tasks_.push_back(std::move(task));
    return true;
  }
  void Shutdown() override { RunAll(); }
  // Tasks that were submitted and not run yet.
  size_t QueueDepth() const {
    absl::MutexLock lock(&mutex_);
    return tasks_.size();
  }

  // Also the tasks that those submit. Returns how many ran.
  int RunAll() {
    int ran = 0;
    for (;; ++ran) {
      Task task;
      {
        absl::MutexLock lock(&mutex_);
        if (tasks_.empty()) return ran;
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
      std::move(task)();
    }
  }
  void WaitForTask() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](std::deque<Task>* tasks) { return !tasks->empty(); }, &tasks_));
  }

 private:
  const size_t max_queue_;
  mutable absl::Mutex mutex_;
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cp::testing
