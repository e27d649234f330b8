#include "libs/sql/socket_watchdog.h"

#include <sys/socket.h>

#include <algorithm>

namespace cp::sql {

SocketWatchdog::SocketWatchdog(const Clock& clock) : clock_(clock), thread_([this] { Run(); }) {}

SocketWatchdog::~SocketWatchdog() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    changed_.Signal();
  }
  thread_.join();
}

SocketWatchdog::Ticket SocketWatchdog::Watch(int socket, Deadline deadline) {
  absl::MutexLock lock(&mutex_);
  const Ticket ticket = next_ticket_++;
  entries_.push_back({ticket, socket, deadline, false});
  // Deadlines mostly grow from call to call, so the thread is rarely woken.
  if (deadline < wakes_at_) changed_.Signal();
  return ticket;
}

bool SocketWatchdog::Release(Ticket ticket) {
  absl::MutexLock lock(&mutex_);
  const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.ticket == ticket; });
  if (entry == entries_.end()) return false;
  const bool cut = entry->cut;
  *entry = entries_.back();
  entries_.pop_back();
  return cut;
}

Deadline SocketWatchdog::CutDue() {
  Deadline earliest = Deadline::At(absl::InfiniteDuration());
  for (Entry& entry : entries_) {
    if (entry.cut) continue;
    if (entry.deadline.Passed(clock_)) {
      ::shutdown(entry.socket, SHUT_RDWR);
      entry.cut = true;
    } else if (entry.deadline < earliest) {
      earliest = entry.deadline;
    }
  }
  return earliest;
}

void SocketWatchdog::Run() {
  absl::MutexLock lock(&mutex_);
  while (!stopping_) {
    wakes_at_ = CutDue();
    changed_.WaitWithTimeout(&mutex_, wakes_at_.Remaining(clock_));
  }
}

}  // namespace cp::sql
