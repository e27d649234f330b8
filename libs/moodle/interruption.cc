#include "libs/moodle/interruption.h"

#include <sys/socket.h>

namespace cp::moodle {

void Interruption::Request() {
  absl::MutexLock lock(&mutex_);
  requested_ = true;
  for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
}

bool Interruption::Requested() const {
  absl::MutexLock lock(&mutex_);
  return requested_;
}

void Interruption::Add(int socket) {
  absl::MutexLock lock(&mutex_);
  sockets_.insert(socket);
  if (requested_) shutdown(socket, SHUT_RDWR);
}

void Interruption::Remove(int socket) {
  absl::MutexLock lock(&mutex_);
  sockets_.erase(socket);
}

}  // namespace cp::moodle
