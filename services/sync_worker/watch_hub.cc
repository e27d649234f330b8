#include "services/sync_worker/watch_hub.h"

#include <pthread.h>

#include <optional>
#include <string>
#include <utility>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/rpc/status.h"
#include "services/sync_worker/run_messages.h"
#include "services/sync_worker/store_timeouts.h"

namespace cp::worker {
namespace {

namespace v1 = courseprogress::v1;

constexpr char kMethod[] = "WatchRun";

absl::Status Stopping() {
  return MakeError(absl::StatusCode::kCancelled, reason::kCancelled, "The service is stopping.");
}

bool IsTransient(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsAborted(status);
}

}  // namespace

// gRPC's end of a stream. gRPC deletes it (OnDone) once it has been finished, which the hub's thread alone does.
class WatchHub::Stream final : public grpc::ServerWriteReactor<v1::WatchRunResponse> {
 public:
  Stream(WatchHub* hub, std::shared_ptr<Watcher> watcher) : hub_(*hub), watcher_(std::move(watcher)) {}

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  WatchHub& hub_;
  const std::shared_ptr<Watcher> watcher_;
};

// What the threads of gRPC, of the authenticator and of the executor tell the hub about a stream, and what the hub
// itself remembers of it.
class WatchHub::Watcher {
 public:
  Watcher(grpc::CallbackServerContext* caller, std::string id, rpc::CallObserver* observer, const Clock* clock)
      : context(caller), run_id(std::move(id)), scope(observer, clock) {}

  grpc::CallbackServerContext* const context;  // valid until the stream is finished
  const std::string run_id;
  Stream* stream = nullptr;  // likewise

  absl::Mutex mutex;
  std::optional<absl::Status> admitted ABSL_GUARDED_BY(mutex);  // absent: not known yet
  std::optional<rpc::Refusal> refusal ABSL_GUARDED_BY(mutex);
  std::string token_id ABSL_GUARDED_BY(mutex);
  bool gone ABSL_GUARDED_BY(mutex) = false;
  bool writing ABSL_GUARDED_BY(mutex) = false;
  bool reading ABSL_GUARDED_BY(mutex) = false;              // of the store
  std::optional<absl::Status> read ABSL_GUARDED_BY(mutex);  // its outcome
  v1::WatchRunResponse read_message ABSL_GUARDED_BY(mutex);

  // The hub's thread alone.
  rpc::CallScope scope;
  v1::WatchRunResponse message;  // gRPC reads it while writing
  absl::Duration written_at = -absl::InfiniteDuration();
  absl::Duration read_at = -absl::InfiniteDuration();
  uint64_t revision = 0;  // of the last message about a run of this process
  std::string last_read;  // serialized run of the last message about another one
};

void WatchHub::Stream::OnWriteDone(bool ok) {
  {
    absl::MutexLock lock(&watcher_->mutex);
    watcher_->writing = false;
    watcher_->gone = watcher_->gone || !ok;
  }
  hub_.Wake();
}

void WatchHub::Stream::OnCancel() {
  {
    absl::MutexLock lock(&watcher_->mutex);
    watcher_->gone = true;
  }
  hub_.Wake();
}

WatchHub::WatchHub(RunRegistry* runs, RunBook* book, const rpc::UnaryGate* gate, rpc::CallObserver* observer)
    : runs_(*runs), book_(*book), gate_(*gate), observer_(observer), thread_([this] { Loop(); }) {
  pthread_setname_np(thread_.native_handle(), "watch-hub");
}

WatchHub::~WatchHub() { Stop(); }

void WatchHub::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  Wake();
  if (thread_.joinable()) thread_.join();
}

void WatchHub::Wake() {
  absl::MutexLock lock(&mutex_);
  awake_ = true;
}

grpc::ServerWriteReactor<v1::WatchRunResponse>* WatchHub::Watch(grpc::CallbackServerContext* context,
                                                                const v1::WatchRunRequest& request) {
  auto watcher = std::make_shared<Watcher>(context, request.run_id(), observer_, gate_.clock);
  auto* stream = new Stream(this, watcher);
  watcher->stream = stream;
  absl::Status refused = CheckRunId(request.run_id());
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) {
      stream->Finish(rpc::ToGrpcStatus(Stopping()));
      return stream;
    }
    if (refused.ok() && count_ >= kMaxWatchers) {
      refused = MakeError(absl::StatusCode::kUnavailable, reason::kOverloaded, "Too many runs are being watched.");
    }
    ++count_;
    arrived_.push_back(watcher);
  }
  // Who may not watch does not learn what is wrong with the request.
  gate_.authenticator->AuthenticateAsync(
      rpc::Credential::FromMetadata(context->client_metadata()),
      [this, watcher, refused](absl::StatusOr<rpc::Principal> principal, std::optional<rpc::Refusal> why) {
        absl::Status status = principal.status();
        if (status.ok()) status = gate_.permit(*principal);
        if (status.ok()) status = refused;
        {
          absl::MutexLock lock(&watcher->mutex);
          watcher->admitted = status;
          watcher->refusal = why;
          if (principal.ok()) watcher->token_id = principal->token_id;
        }
        Wake();
      });
  return stream;
}

void WatchHub::Loop() {
  std::list<std::shared_ptr<Watcher>> watchers;
  for (bool stopping = false; !stopping;) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithTimeout(absl::Condition(&awake_), watchers.empty() ? absl::InfiniteDuration() : kWatchInterval);
      awake_ = false;
      stopping = stopping_;
      watchers.splice(watchers.end(), arrived_);
    }
    const size_t before = watchers.size();
    watchers.remove_if([&](const std::shared_ptr<Watcher>& watcher) {
      return stopping ? Finish(*watcher, Stopping()) : Step(watcher);
    });
    absl::MutexLock lock(&mutex_);
    count_ -= before - watchers.size();
  }
}

bool WatchHub::Step(const std::shared_ptr<Watcher>& watcher) {
  std::optional<absl::Status> end;
  {
    absl::MutexLock lock(&watcher->mutex);
    if (!watcher->admitted.has_value()) return false;
    if (!watcher->admitted->ok()) {
      end = *watcher->admitted;
    } else if (watcher->gone) {
      end = MakeError(absl::StatusCode::kCancelled, reason::kCancelled, "The caller gave up.");
    } else if (watcher->writing) {
      return false;  // it sees the state as it is when it can read again
    }
  }
  if (end.has_value()) return Finish(*watcher, *end);
  if (gate_.clock->Monotonic() - watcher->written_at < kWatchInterval) return false;
  const std::shared_ptr<LiveRun> live = runs_.Find(watcher->run_id);
  return live != nullptr ? ShowLive(*watcher, *live) : ShowStored(watcher);
}

void WatchHub::SetReading(Watcher& watcher, bool reading) {
  absl::MutexLock lock(&watcher.mutex);
  watcher.reading = reading;
}

bool WatchHub::ShowLive(Watcher& watcher, const LiveRun& run) {
  const uint64_t revision = run.revision();
  if (revision == watcher.revision) return false;
  watcher.revision = revision;
  const RunView view = run.View();
  watcher.message.Clear();
  ToProto(view, &watcher.message);
  return Send(watcher, view.ended() ? std::make_optional(view.refused) : std::nullopt);
}

bool WatchHub::ShowStored(const std::shared_ptr<Watcher>& watcher) {
  std::optional<absl::Status> read;
  {
    absl::MutexLock lock(&watcher->mutex);
    if (watcher->reading) return false;
    read = std::exchange(watcher->read, std::nullopt);
    if (read.has_value()) watcher->message = std::move(watcher->read_message);
  }
  if (read.has_value() && read->ok()) {
    const bool last = watcher->message.has_result();
    std::string run = watcher->message.run().SerializeAsString();
    if (!last && run == watcher->last_read) return false;
    watcher->last_read = std::move(run);
    return Send(*watcher, last ? std::make_optional(absl::OkStatus()) : std::nullopt);
  }
  // A store that is away for a moment is asked again.
  if (read.has_value() && !IsTransient(*read)) return Finish(*watcher, *read);
  const absl::Duration now = gate_.clock->Monotonic();
  if (now - watcher->read_at < kWatchStoreInterval) return false;
  watcher->read_at = now;
  SetReading(*watcher, true);
  const bool submitted = gate_.executor->Submit([this, watcher] {
    v1::WatchRunResponse message;
    absl::Status status = book_.Watch(watcher->run_id, Deadline::After(*gate_.clock, kQuickStoreCall), &message);
    {
      absl::MutexLock lock(&watcher->mutex);
      watcher->reading = false;
      watcher->read = std::move(status);
      watcher->read_message = std::move(message);
    }
    Wake();
  });
  if (!submitted) SetReading(*watcher, false);  // the executor is full: at the next look
  return false;
}

bool WatchHub::Send(Watcher& watcher, const std::optional<absl::Status>& end) {
  watcher.written_at = gate_.clock->Monotonic();
  if (end.has_value()) {
    Report(watcher, *end);
    watcher.stream->StartWriteAndFinish(&watcher.message, grpc::WriteOptions(), rpc::ToGrpcStatus(*end));
    return true;
  }
  {
    absl::MutexLock lock(&watcher.mutex);
    watcher.writing = true;
  }
  watcher.stream->StartWrite(&watcher.message);
  return false;
}

bool WatchHub::Finish(Watcher& watcher, const absl::Status& status) {
  Report(watcher, status);
  watcher.stream->Finish(rpc::ToGrpcStatus(status));
  return true;
}

// Before the last word is sent: who has it finds it counted, and the context may be gone after it.
void WatchHub::Report(Watcher& watcher, const absl::Status& status) {
  if (gate_.on_end) {
    absl::MutexLock lock(&watcher.mutex);
    gate_.on_end(*watcher.context, {kMethod, watcher.token_id, watcher.refusal, status,
                                    gate_.clock->Monotonic() - watcher.scope.arrived()});
  }
  watcher.scope.Finish(rpc::ToGrpcStatus(status).error_code());
}

}  // namespace cp::worker
