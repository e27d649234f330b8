// Counting calls. A port, because libs/rpc and libs/runtime do not know each other; wiring.cc joins them:
//   auto observer = rpc::ObserverOf(metrics.ForMethod("courseprogress.v1.AdminService", "ListTokens"));
#pragma once

#include <grpcpp/support/status.h>

#include <memory>
#include <utility>

#include "absl/time/time.h"
#include "libs/base/clock.h"

namespace cp::rpc {

// One per method; thread-safe, never blocks.
class CallObserver {
 public:
  virtual ~CallObserver() = default;
  virtual void Started() = 0;
  virtual void Handled(grpc::StatusCode code, absl::Duration elapsed) = 0;
};

// A CallObserver over anything with Started() and Handled(int code, absl::Duration elapsed).
template <typename Handles>
std::unique_ptr<CallObserver> ObserverOf(Handles handles) {
  class Adapter final : public CallObserver {
   public:
    explicit Adapter(Handles h) : handles_(std::move(h)) {}
    void Started() override { handles_.Started(); }
    void Handled(grpc::StatusCode code, absl::Duration elapsed) override {
      handles_.Handled(static_cast<int>(code), elapsed);
    }

   private:
    Handles handles_;
  };
  return std::make_unique<Adapter>(std::move(handles));
}

// One call, from its arrival to its status. Records the start when made, and exactly one end: Finish(), or CANCELLED if
// it is destroyed before. Not thread-safe; moves with the call. `observer` may be null (nothing is recorded).
class CallScope {
 public:
  CallScope(CallObserver* observer, const Clock* clock)
      : observer_(observer), clock_(clock), arrived_(clock->Monotonic()) {
    if (observer_ != nullptr) observer_->Started();
  }
  ~CallScope() { Finish(grpc::StatusCode::CANCELLED); }
  CallScope(CallScope&& other) noexcept
      : observer_(std::exchange(other.observer_, nullptr)), clock_(other.clock_), arrived_(other.arrived_) {}
  CallScope& operator=(CallScope&&) = delete;

  // Later calls do nothing.
  void Finish(grpc::StatusCode code) {
    if (CallObserver* observer = std::exchange(observer_, nullptr))
      observer->Handled(code, clock_->Monotonic() - arrived_);
  }

  absl::Duration arrived() const { return arrived_; }  // Clock::Monotonic()

 private:
  CallObserver* observer_;
  const Clock* clock_;
  absl::Duration arrived_;
};

}  // namespace cp::rpc
