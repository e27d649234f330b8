#include "libs/base/executor.h"

#include <pthread.h>

#include <deque>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"

namespace cp {
namespace {

class ThreadExecutor final : public Executor {
 public:
  ThreadExecutor(const std::string& name, int threads, size_t max_queue) : max_queue_(max_queue) {
    threads_.reserve(static_cast<size_t>(threads));
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this] { Run(); });
      pthread_setname_np(threads_.back().native_handle(), name.substr(0, 15).c_str());
    }
  }

  ~ThreadExecutor() override { Shutdown(); }

  bool Submit(Task task) override {
    absl::MutexLock lock(&mutex_);
    if (stopping_ || queue_.size() >= max_queue_) return false;
    queue_.push_back(std::move(task));
    return true;
  }

  void Shutdown() override {
    std::vector<std::thread> threads;
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
      threads.swap(threads_);
    }
    for (std::thread& thread : threads) thread.join();
  }

 private:
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !queue_.empty(); }

  void Run() {
    for (;;) {
      Task task;
      {
        absl::MutexLock lock(&mutex_);
        mutex_.Await(absl::Condition(this, &ThreadExecutor::HasWork));
        if (queue_.empty()) return;  // stopping, and everything has been run
        task = std::move(queue_.front());
        queue_.pop_front();
      }
      std::move(task)();
    }
  }

  const size_t max_queue_;
  absl::Mutex mutex_;
  std::deque<Task> queue_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

std::unique_ptr<Executor> MakeExecutor(const std::string& name, int threads, size_t max_queue) {
  return std::make_unique<ThreadExecutor>(name, threads, max_queue);
}

}  // namespace cp
