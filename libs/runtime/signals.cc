#include "libs/runtime/signals.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace cp::runtime {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Without these descriptors a service can not be stopped in an orderly way; the process has only just started.
int CheckedFd(int fd, const char* what) {
  if (fd < 0) {
    std::perror(what);
    std::abort();
  }
  return fd;
}

}  // namespace

struct TerminationSignals::SavedState {
  sigset_t mask;
  struct sigaction sigpipe;
};

TerminationSignals::TerminationSignals() : saved_(std::make_unique<SavedState>()) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, &saved_->mask);
  struct sigaction ignore = {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, &saved_->sigpipe);
  signal_fd_ = CheckedFd(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd");
  wake_fd_ = CheckedFd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE), "eventfd");
}

TerminationSignals::~TerminationSignals() {
  close(signal_fd_);
  close(wake_fd_);
  sigaction(SIGPIPE, &saved_->sigpipe, nullptr);
  pthread_sigmask(SIG_SETMASK, &saved_->mask, nullptr);
}

std::optional<int> TerminationSignals::TakeOne() {
  signalfd_siginfo info;
  if (read(signal_fd_, &info, sizeof(info)) == static_cast<ssize_t>(sizeof(info))) {
    return static_cast<int>(info.ssi_signo);
  }
  uint64_t wakes = 0;
  if (read(wake_fd_, &wakes, sizeof(wakes)) == static_cast<ssize_t>(sizeof(wakes))) return 0;
  return std::nullopt;
}

int TerminationSignals::Wait() { return WaitFor(absl::InfiniteDuration()).value_or(0); }

std::optional<int> TerminationSignals::WaitFor(absl::Duration timeout) {
  const bool forever = timeout == absl::InfiniteDuration();
  const auto until = SteadyClock::now() + absl::ToChronoMilliseconds(forever ? absl::ZeroDuration() : timeout);
  for (;;) {
    if (const std::optional<int> taken = TakeOne()) return taken;
    int wait_ms = -1;
    if (!forever) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now()).count();
      if (left <= 0) return std::nullopt;
      wait_ms = static_cast<int>(std::min<int64_t>(left, 60'000));
    }
    pollfd fds[] = {{signal_fd_, POLLIN, 0}, {wake_fd_, POLLIN, 0}};
    poll(fds, 2, wait_ms);
  }
}

void TerminationSignals::Wake() {
  const uint64_t one = 1;
  while (write(wake_fd_, &one, sizeof(one)) < 0 && errno == EINTR) {
  }
}

}  // namespace cp::runtime
