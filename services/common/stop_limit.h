// The last bound on a service's end: whatever hangs (a store, a driver), the process is gone in time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "libs/runtime/log_writer.h"

namespace cp::service {

// What is left for an orderly end after --drain-timeout, when calls have been cancelled.
inline constexpr absl::Duration kEndMargin = absl::Seconds(3);

class StopLimit {
 public:
  // Calls `expired` on a thread of its own when it still lives after `limit`.
  StopLimit(absl::Duration limit, std::function<void()> expired);
  // Returns when `expired` is not running and will not be called.
  ~StopLimit();
  StopLimit(const StopLimit&) = delete;
  StopLimit& operator=(const StopLimit&) = delete;

 private:
  absl::Notification ended_;
  std::thread thread_;
};

// From here until the result is destroyed the process has `drain_timeout` and kEndMargin to end by itself; then it ends
// as in a crash, with exit code 1 and a last line "<program>: stopping takes longer than --drain-timeout=..: <why>".
// `log` outlives the result.
std::unique_ptr<StopLimit> LimitProcessEnd(std::string program, absl::Duration drain_timeout, std::string why,
                                           runtime::LogWriter* log);

}  // namespace cp::service
