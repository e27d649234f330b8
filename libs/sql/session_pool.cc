#include "libs/sql/session_pool.h"

#include "libs/sql/guard.h"

namespace cp::sql {
namespace {

// Between two attempts while other sessions work: enough for a server that is out of connections.
constexpr absl::Duration kPauseAfterRefusal = absl::Milliseconds(200);

}  // namespace

SessionLease::~SessionLease() {
  if (session_ != nullptr) pool_->GiveBack(std::move(session_));
}

void SessionLease::Drop() {
  session_.reset();
  pool_->Forget();
}

SessionPool::SessionPool(Factory factory, size_t size, const Clock& clock)
    : factory_(std::move(factory)), size_(size), clock_(clock), opener_([this] { OpenOnDemand(); }) {}

SessionPool::~SessionPool() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    wanted_.Signal();
  }
  opener_.join();
}

absl::StatusOr<SessionLease> SessionPool::Lease(Deadline deadline) {
  if (deadline.Passed(clock_)) return DeadlinePassed();
  std::vector<std::unique_ptr<Session>> dead;  // destroyed after the lock is released
  absl::MutexLock lock(&mutex_);
  const uint64_t refusals_before = stats_.refusals;
  for (bool first = true;; first = false) {
    if (std::unique_ptr<Session> session = TakeIdle(&dead)) return SessionLease(this, std::move(session));
    const bool nothing_to_wait_for = stats_.open == (opening_ ? 1 : 0);
    if (nothing_to_wait_for && stats_.refusals != refusals_before) return last_refusal_;
    if (deadline.Passed(clock_)) return DeadlinePassed();
    WaitForIdle(first, deadline);
  }
}

void SessionPool::WaitForIdle(bool first, Deadline deadline) {
  if (first) ++stats_.waits;
  const absl::Duration since = clock_.Monotonic();
  ++waiting_;
  asked_ = true;
  wanted_.Signal();
  idle_or_failed_.WaitWithTimeout(&mutex_, deadline.Remaining(clock_));
  --waiting_;
  stats_.waited += clock_.Monotonic() - since;
}

std::unique_ptr<Session> SessionPool::TakeIdle(std::vector<std::unique_ptr<Session>>* dead) {
  while (!idle_.empty()) {
    std::unique_ptr<Session> session = std::move(idle_.back());
    idle_.pop_back();
    if (session->Alive()) return session;
    dead->push_back(std::move(session));
    --stats_.open;
    ++stats_.dropped;
  }
  return nullptr;
}

void SessionPool::GiveBack(std::unique_ptr<Session> session) {
  absl::MutexLock lock(&mutex_);
  idle_.push_back(std::move(session));
  idle_or_failed_.Signal();
}

void SessionPool::Forget() {
  absl::MutexLock lock(&mutex_);
  --stats_.open;
  ++stats_.dropped;
  if (waiting_ > 0) wanted_.Signal();
}

SessionPool::Stats SessionPool::stats() const {
  absl::MutexLock lock(&mutex_);
  Stats stats = stats_;
  stats.idle = idle_.size();
  stats.leased = stats.open - stats.idle - (opening_ ? 1 : 0);
  return stats;
}

// A waiter that was woken is counted until it has taken its session: as many as idle ones are provided for.
bool SessionPool::ShouldOpen() const { return asked_ && waiting_ > idle_.size() && stats_.open < size_; }

void SessionPool::OpenOnDemand() {
  absl::MutexLock lock(&mutex_);
  while (!stopping_) {
    if (!ShouldOpen()) {
      wanted_.Wait(&mutex_);
      continue;
    }
    opening_ = true;
    ++stats_.open;
    mutex_.Unlock();
    absl::StatusOr<std::unique_ptr<Session>> session = factory_();
    mutex_.Lock();
    opening_ = false;
    if (session.ok()) {
      ++stats_.opened;
      idle_.push_back(*std::move(session));
      idle_or_failed_.Signal();
      continue;
    }
    --stats_.open;
    ++stats_.refusals;
    last_refusal_ = session.status();
    if (stats_.open > 0) {
      // The others come back; meanwhile do not hammer a server that has no connection to give.
      mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kPauseAfterRefusal);
    } else {
      asked_ = false;
      idle_or_failed_.SignalAll();
    }
  }
}

}  // namespace cp::sql
