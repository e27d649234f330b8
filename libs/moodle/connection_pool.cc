#include "libs/moodle/connection_pool.h"

#include <algorithm>
#include <utility>

#include "libs/base/status.h"

namespace cp::moodle {

// A connection that goes back to its pool.
class ConnectionPool::Lent final : public Connection {
 public:
  Lent(std::shared_ptr<ConnectionPool> pool, Kept kept) : pool_(std::move(pool)), kept_(std::move(kept)) {}
  ~Lent() override {
    if (healthy_) pool_->GiveBack(std::move(kept_));
  }

  const ServerInfo& server() const override { return kept_.connection->server(); }
  absl::Status Query(const std::string& sql, Deadline deadline, absl::FunctionRef<void(const Row&)> each) override {
    return Note(kept_.connection->Query(sql, deadline, each));
  }
  absl::Status End(Deadline deadline) override { return Note(kept_.connection->End(deadline)); }
  absl::Status Begin(Deadline deadline) override { return Note(kept_.connection->Begin(deadline)); }

 private:
  absl::Status Note(absl::Status status) {
    healthy_ &= status.ok();
    return status;
  }

  const std::shared_ptr<ConnectionPool> pool_;
  Kept kept_;
  bool healthy_ = true;
};

absl::StatusOr<std::unique_ptr<Connection>> ConnectionPool::Take(Deadline deadline) {
  Kept kept = Pop();
  if (kept.connection != nullptr) {
    const Deadline soon = std::min(deadline, Deadline::After(clock_, kConnectTimeout));
    if (kept.connection->Begin(soon).ok()) return std::make_unique<Lent>(shared_from_this(), std::move(kept));
    // What ended this one has ended the others, too.
    absl::MutexLock lock(&mutex_);
    idle_.clear();
  }
  kept.made_at = clock_.Monotonic();
  CP_ASSIGN_OR_RETURN(kept.connection, Connect(options_, clock_, deadline));
  return std::make_unique<Lent>(shared_from_this(), std::move(kept));
}

ConnectionPool::Kept ConnectionPool::Pop() {
  absl::MutexLock lock(&mutex_);
  std::erase_if(idle_, [this](const Kept& kept) { return IsOld(kept); });
  if (idle_.empty()) return Kept();
  Kept kept = std::move(idle_.back());
  idle_.pop_back();
  return kept;
}

void ConnectionPool::GiveBack(Kept kept) {
  if (options_.dsn.engine == Engine::kSqlite || IsOld(kept)) return;
  if (!kept.connection->End(Deadline::After(clock_, kConnectTimeout)).ok()) return;
  absl::MutexLock lock(&mutex_);
  if (idle_.size() < kMaxIdleConnections && !options_.interruption->Requested()) idle_.push_back(std::move(kept));
}

void ConnectionPool::Interrupt() {
  options_.interruption->Request();
  absl::MutexLock lock(&mutex_);
  idle_.clear();
}

}  // namespace cp::moodle
