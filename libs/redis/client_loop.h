// The client's own thread: a libevent loop with one connection, the commands that wait for an answer, their timers and
// the circuit breaker. Private: users include redis_client.h.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "libs/redis/connection.h"
#include "libs/redis/redis_client.h"

struct event;
struct event_base;

namespace cp::redis {

class ClientLoop final : public RedisClient, private ConnectionListener {
 public:
  ClientLoop(RedisClientOptions options, const Clock& clock);
  ~ClientLoop() override;

  void Send(absl::Span<const absl::string_view> arguments, absl::Duration timeout, Callback callback) override;
  RedisHealth health() const override;
  const RedisClientOptions& options() const override { return options_; }

 protected:
  const Clock& clock() const override { return clock_; }
  absl::Status WaitConnected(Deadline deadline) override;

 private:
  enum class State { kDown, kConnecting, kReady };
  struct Pending {
    std::string wire;  // emptied when sent
    Callback callback;
    absl::Duration deadline;
    absl::Duration due;  // an answer after it says nothing good of Redis
    bool patient;        // waits at least op_timeout: only then is it Redis' failure when it waits in vain
  };

  // Any thread. Enqueue() leaves `pending` alone when it returns false.
  bool Enqueue(Pending& pending);
  void Wake() const;

  // The loop's thread.
  void Run();
  static void HandleWake(int fd, short what, void* self);
  static void HandleTimer(int fd, short what, void* self);
  void TakeQueue();
  void Accept(Pending pending);
  void OnTimer();
  void ArmTimer();
  void Connect();
  void OnHandshake() override;
  void OnReady() override;
  void OnClosed(const absl::Status& why) override;
  void OnReply(uint64_t tag, absl::StatusOr<Reply> reply) override;
  // Counts failures; drops the connection and opens the circuit when there were too many in a row.
  void CountFailure(const absl::Status& why, bool connection_ended);
  void Expire(absl::Duration now);
  void FailAll(const absl::Status& why);
  void Finish(Pending pending, absl::StatusOr<Reply> reply);
  void Publish(const absl::Status& error);  // what other threads may know

  const RedisClientOptions options_;
  const Clock& clock_;
  int wake_fd_ = -1;
  event_base* base_ = nullptr;
  event* wake_event_ = nullptr;
  event* timer_event_ = nullptr;

  // Of the loop's thread.
  std::unique_ptr<Connection> connection_;
  State state_ = State::kConnecting;
  int failures_ = 0;  // consecutive
  absl::Duration connect_deadline_;
  absl::Duration retry_at_;
  absl::Duration armed_for_ = absl::InfiniteDuration();
  uint64_t last_tag_ = 0;
  absl::flat_hash_map<uint64_t, Pending> pending_;
  std::vector<uint64_t> unsent_;  // wait for OnReady()
  absl::btree_set<std::pair<absl::Duration, uint64_t>> deadlines_;
  std::vector<Pending> taken_;

  // Of all threads.
  std::atomic<bool> refuse_ = false;  // fail at once instead of queueing
  std::atomic<size_t> outstanding_ = 0;
  std::atomic<uint64_t> commands_ = 0, replies_ = 0, timeouts_ = 0, refused_ = 0, connects_ = 0, failed_connects_ = 0;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Pending> queue_ ABSL_GUARDED_BY(mutex_);
  bool connected_ ABSL_GUARDED_BY(mutex_) = false;
  bool circuit_open_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status last_error_ ABSL_GUARDED_BY(mutex_);

  std::thread thread_;  // last: sees everything above constructed
};

}  // namespace cp::redis
