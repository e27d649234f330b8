// At most N sessions, opened when somebody waits for one. soci::connection_pool is not used: its sessions can only be
// reconnected in place, which a prepared PostgreSQL statement does not survive, and opening blocks the caller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/clock.h"
#include "libs/sql/session.h"

namespace cp::sql {

class SessionPool;

// The exclusive use of a session; gives it back when destroyed. Movable; one thread at a time.
class SessionLease {
 public:
  SessionLease(SessionLease&& other) noexcept : pool_(other.pool_), session_(std::move(other.session_)) {}
  SessionLease& operator=(SessionLease&&) = delete;
  ~SessionLease();

  Session& operator*() { return *session_; }
  Session* operator->() { return session_.get(); }

  // Destroys the session, statements first; the pool opens another one when it is asked for. No use of the session
  // after it.
  void Drop();

 private:
  friend class SessionPool;
  SessionLease(SessionPool* pool, std::unique_ptr<Session> session) : pool_(pool), session_(std::move(session)) {}

  SessionPool* pool_;
  std::unique_ptr<Session> session_;
};

// Thread-safe. A thread of its own opens sessions, so that a caller's deadline holds while a server does not accept.
// Sessions are used last-in-first-out: the ones in use stay warm.
class SessionPool {
 public:
  // Opens one session; may block for a bounded time. Called by one thread at a time.
  using Factory = std::function<absl::StatusOr<std::unique_ptr<Session>>()>;

  struct Stats {
    size_t open = 0;        // sessions that exist now
    size_t idle = 0;        // of these, not leased
    size_t leased = 0;      // of these; the rest is being opened
    uint64_t opened = 0;    // since the start
    uint64_t dropped = 0;   // after an error, or found dead
    uint64_t refusals = 0;  // attempts to open that failed
    uint64_t waits = 0;     // leases that had to wait, those that waited in vain included
    absl::Duration waited;  // time of these waits that have ended, together
  };

  // REQUIRES: size >= 1; `clock` outlives the pool.
  SessionPool(Factory factory, size_t size, const Clock& clock);
  // REQUIRES: no lease is left.
  ~SessionPool();
  SessionPool(const SessionPool&) = delete;
  SessionPool& operator=(const SessionPool&) = delete;

  // A live session. DEADLINE_EXCEEDED when none became free in time; the factory's error when none exists and none can
  // be opened.
  absl::StatusOr<SessionLease> Lease(Deadline deadline);

  size_t size() const { return size_; }
  Stats stats() const;

 private:
  friend class SessionLease;

  // Waits until a session becomes idle or opening one fails. Counts one wait a lease: `first` says whether it is new.
  void WaitForIdle(bool first, Deadline deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void GiveBack(std::unique_ptr<Session> session);
  void Forget();
  void OpenOnDemand();
  bool ShouldOpen() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Pops idle sessions until one is alive; dead ones go to `dead`, to be destroyed without the lock.
  std::unique_ptr<Session> TakeIdle(std::vector<std::unique_ptr<Session>>* dead) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Factory factory_;
  const size_t size_;
  const Clock& clock_;

  mutable absl::Mutex mutex_;
  absl::CondVar idle_or_failed_;
  absl::CondVar wanted_;
  std::vector<std::unique_ptr<Session>> idle_ ABSL_GUARDED_BY(mutex_);
  size_t waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  bool asked_ ABSL_GUARDED_BY(mutex_) = false;    // somebody waits since the last attempt to open failed
  bool opening_ ABSL_GUARDED_BY(mutex_) = false;  // counted in stats_.open
  Stats stats_ ABSL_GUARDED_BY(mutex_);
  absl::Status last_refusal_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread opener_;
};

}  // namespace cp::sql
