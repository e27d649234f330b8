#include "services/common/stop_limit.h"

#include <pthread.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace cp::service {
namespace {

constexpr absl::Duration kLastLineTimeout = absl::Milliseconds(500);  // for the line to be written
constexpr int kExitStuck = 1;

}  // namespace

StopLimit::StopLimit(absl::Duration limit, std::function<void()> expired)
    : thread_([this, limit, expired = std::move(expired)] {
        if (!ended_.WaitForNotificationWithTimeout(limit)) expired();
      }) {
  pthread_setname_np(thread_.native_handle(), "stop-limit");
}

StopLimit::~StopLimit() {
  ended_.Notify();
  thread_.join();
}

std::unique_ptr<StopLimit> LimitProcessEnd(std::string program, absl::Duration drain_timeout, std::string why,
                                           runtime::LogWriter* log) {
  std::string line = absl::StrCat(
      program, ": stopping takes longer than --drain-timeout=", absl::FormatDuration(drain_timeout), ": ", why, "\n");
  return std::make_unique<StopLimit>(drain_timeout + kEndMargin, [line = std::move(line), log] {
    log->WriteLast(line);
    absl::SleepFor(kLastLineTimeout);
    _exit(kExitStuck);
  });
}

}  // namespace cp::service
