// Ends a blocking call on a socket at its deadline, by shutting the socket. libpq waits for ever on a server that is
// frozen but still connected; this is what bounds that wait, without a round trip.
#pragma once

#include <cstdint>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/clock.h"

namespace cp::sql {

// Thread-safe. One thread for all sockets of a store.
class SocketWatchdog {
 public:
  using Ticket = uint64_t;

  // `clock` must outlive it.
  explicit SocketWatchdog(const Clock& clock);
  ~SocketWatchdog();
  SocketWatchdog(const SocketWatchdog&) = delete;
  SocketWatchdog& operator=(const SocketWatchdog&) = delete;

  // Shuts `socket` down when `deadline` passes before Release(). REQUIRES: the socket stays open until then.
  Ticket Watch(int socket, Deadline deadline);

  // True when the socket was shut. After it returns the socket is not touched any more.
  bool Release(Ticket ticket);

 private:
  struct Entry {
    Ticket ticket = 0;
    int socket = -1;
    Deadline deadline = Deadline::At(absl::InfiniteDuration());
    bool cut = false;
  };

  void Run();
  // Cuts what is due; returns the earliest deadline that is left.
  Deadline CutDue() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Clock& clock_;
  absl::Mutex mutex_;
  absl::CondVar changed_;
  std::vector<Entry> entries_ ABSL_GUARDED_BY(mutex_);  // at most one per session: scanned, not sorted
  Deadline wakes_at_ ABSL_GUARDED_BY(mutex_) = Deadline::At(absl::InfiniteDuration());
  Ticket next_ticket_ ABSL_GUARDED_BY(mutex_) = 1;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace cp::sql
