#include "libs/redis/client_loop.h"

#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

#include "libs/redis/resp.h"

namespace cp::redis {
namespace {

constexpr absl::Duration kFirstBackoff = absl::Milliseconds(10);  // doubles until the circuit opens

absl::Status NotConnected() { return Unavailable("not connected; it is tried again in the background"); }

}  // namespace

ClientLoop::ClientLoop(RedisClientOptions options, const Clock& clock)
    : options_(std::move(options)), clock_(clock), wake_fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  base_ = event_base_new();
  wake_event_ = event_new(base_, wake_fd_, EV_READ | EV_PERSIST, &HandleWake, this);
  timer_event_ = event_new(base_, -1, 0, &HandleTimer, this);
  event_add(wake_event_, nullptr);
  ConnectionListener& listener = *this;
  connection_ = std::make_unique<Connection>(base_, options_.address, options_.resolv_conf, listener);
  thread_ = std::thread([this] { Run(); });
}

ClientLoop::~ClientLoop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  Wake();
  thread_.join();
  event_free(wake_event_);
  event_free(timer_event_);
  event_base_free(base_);
  close(wake_fd_);
}

void ClientLoop::Send(absl::Span<const absl::string_view> arguments, absl::Duration timeout, Callback callback) {
  ++commands_;
  if (refuse_) {
    ++refused_;
    return std::move(callback)(NotConnected());
  }
  const absl::Duration now = clock_.Monotonic();
  Pending pending = {ToWire(arguments), std::move(callback), now + timeout, now + options_.op_timeout,
                     timeout >= options_.op_timeout};
  if (Enqueue(pending)) return;
  ++refused_;
  std::move(pending.callback)(Unavailable("too many commands wait for an answer"));
}

bool ClientLoop::Enqueue(Pending& pending) {
  if (outstanding_ >= options_.max_pending) return false;
  bool wake = false;
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return false;
    ++outstanding_;
    wake = queue_.empty();
    queue_.push_back(std::move(pending));
  }
  if (wake) Wake();
  return true;
}

void ClientLoop::Wake() const {
  const uint64_t one = 1;
  // Only a full counter could make it fail, and then the loop is awake already.
  [[maybe_unused]] const ssize_t written = write(wake_fd_, &one, sizeof(one));
}

RedisHealth ClientLoop::health() const {
  RedisHealth health;
  health.commands = commands_;
  health.replies = replies_;
  health.timeouts = timeouts_;
  health.refused_at_once = refused_;
  health.connects = connects_;
  health.connection_failures = failed_connects_;
  absl::MutexLock lock(&mutex_);
  health.connected = connected_;
  health.circuit_open = circuit_open_;
  health.last_error = last_error_;
  return health;
}

absl::Status ClientLoop::WaitConnected(Deadline deadline) {
  absl::MutexLock lock(&mutex_);
  const auto known = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return connected_ || absl::IsFailedPrecondition(last_error_);
  };
  mutex_.AwaitWithTimeout(absl::Condition(&known), deadline.Remaining(clock_));
  if (connected_) return absl::OkStatus();
  return last_error_.ok() ? NotConnected() : last_error_;
}

void ClientLoop::Run() {
  // SIGPIPE from hiredis' write() must not end the process; other signals belong to the main thread.
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);
  pthread_setname_np(pthread_self(), "cp-redis");
  Connect();
  ArmTimer();
  event_base_dispatch(base_);
  connection_.reset();
  event_base_loop(base_, EVLOOP_NONBLOCK);  // what the connection left there
  refuse_ = true;
  TakeQueue();
  FailAll(Unavailable("the client is shutting down"));
}

void ClientLoop::HandleWake(int fd, short /*what*/, void* arg) {
  auto* self = static_cast<ClientLoop*>(arg);
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t drained = read(fd, &count, sizeof(count));
  self->TakeQueue();
  self->ArmTimer();
}

void ClientLoop::HandleTimer(int /*fd*/, short /*what*/, void* arg) { static_cast<ClientLoop*>(arg)->OnTimer(); }

void ClientLoop::TakeQueue() {
  {
    absl::MutexLock lock(&mutex_);
    taken_.swap(queue_);
    if (stopping_) event_base_loopbreak(base_);
  }
  for (Pending& pending : taken_) Accept(std::move(pending));
  taken_.clear();
}

void ClientLoop::Accept(Pending pending) {
  if (refuse_) return Finish(std::move(pending), NotConnected());
  const uint64_t tag = ++last_tag_;
  deadlines_.emplace(pending.deadline, tag);
  if (state_ == State::kReady) {
    connection_->Send(pending.wire, tag);
    pending.wire = std::string();
  } else {
    unsent_.push_back(tag);
  }
  pending_.emplace(tag, std::move(pending));
}

void ClientLoop::OnTimer() {
  armed_for_ = absl::InfiniteDuration();
  const absl::Duration now = clock_.Monotonic();
  Expire(now);
  if (state_ == State::kConnecting && connect_deadline_ <= now) {
    connection_->Close();
    OnClosed(Unavailable("no answer while connecting"));
  } else if (state_ == State::kDown && retry_at_ <= now) {
    Connect();
  }
  ArmTimer();
}

void ClientLoop::ArmTimer() {
  absl::Duration next = deadlines_.empty() ? absl::InfiniteDuration() : deadlines_.begin()->first;
  if (state_ == State::kConnecting) next = std::min(next, connect_deadline_);
  if (state_ == State::kDown) next = std::min(next, retry_at_);
  if (next == armed_for_) return;
  armed_for_ = next;
  if (next == absl::InfiniteDuration()) {
    event_del(timer_event_);
    return;
  }
  const timeval in = absl::ToTimeval(std::max(next - clock_.Monotonic(), absl::ZeroDuration()) + absl::Microseconds(1));
  event_add(timer_event_, &in);
}

// A Redis that was late must show that it is not any more: one that takes longer for the handshake than a command may
// take would only be found late again, by commands.
void ClientLoop::OnHandshake() {
  if (failures_ < options_.failures_to_open) return;
  connect_deadline_ = std::min(connect_deadline_, clock_.Monotonic() + options_.op_timeout);
  ArmTimer();
}

void ClientLoop::Connect() {
  state_ = State::kConnecting;
  connect_deadline_ = clock_.Monotonic() + options_.connect_timeout;
  if (const absl::Status opened = connection_->Open(); !opened.ok()) OnClosed(opened);
}

void ClientLoop::OnReady() {
  state_ = State::kReady;
  failures_ = 0;
  ++connects_;
  refuse_ = false;
  Publish(absl::OkStatus());
  for (const uint64_t tag : unsent_) {
    const auto found = pending_.find(tag);
    if (found == pending_.end()) continue;
    connection_->Send(found->second.wire, tag);
    found->second.wire = std::string();
  }
  unsent_.clear();
  ArmTimer();
}

void ClientLoop::OnClosed(const absl::Status& why) {
  ++failed_connects_;
  CountFailure(why, /*connection_ended=*/true);
}

void ClientLoop::OnReply(uint64_t tag, absl::StatusOr<Reply> reply) {
  ++replies_;
  const auto found = pending_.find(tag);
  if (found == pending_.end()) return;  // timed out before: a Redis that is always late is as good as none
  if (clock_.Monotonic() < found->second.due) failures_ = 0;
  Pending pending = std::move(found->second);
  pending_.erase(found);
  deadlines_.erase({pending.deadline, tag});
  Finish(std::move(pending), std::move(reply));
}

void ClientLoop::CountFailure(const absl::Status& why, bool connection_ended) {
  ++failures_;
  const bool open = failures_ >= options_.failures_to_open;
  if (!connection_ended && !open) return;
  connection_->Close();
  state_ = State::kDown;
  refuse_ = true;
  retry_at_ = clock_.Monotonic() + (open ? options_.probe_interval : kFirstBackoff * (1 << (failures_ - 1)));
  Publish(why);
  FailAll(why);
  ArmTimer();
}

void ClientLoop::Expire(absl::Duration now) {
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    const auto found = pending_.find(deadlines_.begin()->second);
    Pending pending = std::move(found->second);
    pending_.erase(found);
    deadlines_.erase(deadlines_.begin());
    ++timeouts_;
    const absl::Status why = Unavailable("no answer in time");
    const bool counts = pending.patient && state_ == State::kReady;
    Finish(std::move(pending), why);
    if (counts) CountFailure(why, /*connection_ended=*/false);
  }
}

void ClientLoop::FailAll(const absl::Status& why) {
  absl::flat_hash_map<uint64_t, Pending> failed;
  failed.swap(pending_);
  deadlines_.clear();
  unsent_.clear();
  for (auto& [tag, pending] : failed) Finish(std::move(pending), why);
}

void ClientLoop::Finish(Pending pending, absl::StatusOr<Reply> reply) {
  --outstanding_;
  std::move(pending.callback)(std::move(reply));
}

void ClientLoop::Publish(const absl::Status& error) {
  absl::MutexLock lock(&mutex_);
  connected_ = state_ == State::kReady;
  circuit_open_ = failures_ >= options_.failures_to_open;
  if (!error.ok()) last_error_ = error;
}

}  // namespace cp::redis
