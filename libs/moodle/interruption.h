// Ends what waits for Moodle's database, from another thread: a process that is told to stop must not wait for a
// database that hangs.
#pragma once

#include <set>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace cp::moodle {

// Thread-safe. A request is never taken back.
class Interruption {
 public:
  // While it lives, a request shuts `socket` down, so that every wait on it ends. Destroy it before the socket is
  // closed.
  class Watch {
   public:
    Watch(Interruption* interruption, int socket) : interruption_(*interruption), socket_(socket) {
      interruption_.Add(socket_);
    }
    ~Watch() { interruption_.Remove(socket_); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    Interruption& interruption_;
    const int socket_;
  };

  void Request();
  bool Requested() const;

 private:
  void Add(int socket);
  void Remove(int socket);

  mutable absl::Mutex mutex_;
  bool requested_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<int> sockets_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cp::moodle
