// Connections to Moodle's database, kept for the next who needs one: a look every second must not shake hands every
// second.
#pragma once

#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/moodle/connection.h"

namespace cp::moodle {

// So many wait at most; busy ones are not counted.
inline constexpr size_t kMaxIdleConnections = 2;
// Of a connection, from its making: a database that moved to another address is found by then.
inline constexpr absl::Duration kMaxConnectionAge = absl::Minutes(5);

// Thread-safe. SQLite's are not kept: opening a file costs next to nothing, and an open one would go on reading a file
// that was replaced.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
 public:
  // `clock` must outlive the pool and its connections.
  ConnectionPool(ConnectionOptions options, const Clock& clock) : options_(std::move(options)), clock_(clock) {}

  // A connection that has begun its transaction. When it is destroyed it goes back, unless a call on it failed. One
  // that waited and does not answer any more is replaced without a word. Errors as Connect()'s. REQUIRES: the pool is
  // held by a shared_ptr.
  absl::StatusOr<std::unique_ptr<Connection>> Take(Deadline deadline);

  // Closes those that wait, ends the waits of the others, and gives none any more (CANCELLED).
  void Interrupt();

  const Dsn& dsn() const { return options_.dsn; }

 private:
  class Lent;
  struct Kept {
    std::unique_ptr<Connection> connection;
    absl::Duration made_at;
  };

  // nullptr when none waits. Those that are too old are closed.
  Kept Pop();
  void GiveBack(Kept kept);
  bool IsOld(const Kept& kept) const { return clock_.Monotonic() - kept.made_at >= kMaxConnectionAge; }

  const ConnectionOptions options_;
  const Clock& clock_;
  absl::Mutex mutex_;
  std::vector<Kept> idle_ ABSL_GUARDED_BY(mutex_);  // the last one was given back last
};

}  // namespace cp::moodle
