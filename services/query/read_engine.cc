#include "services/query/read_engine.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/time/clock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/cache/entry_codec.h"
#include "services/query/page_encoder.h"

namespace cp::query {
namespace {

using cache::command::Answer;

// The timer never spins, whatever the machine asks for.
constexpr absl::Duration kShortestNap = absl::Milliseconds(1);
constexpr absl::Duration kRaiseTimeout = absl::Seconds(5);

absl::Status Overloaded() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kOverloaded,
                   "too many reads are waiting for the reporting store; try again in a moment");
}

}  // namespace

ReadEngine::ReadEngine(const Parts& parts, std::unique_ptr<cache::ReadPath> path)
    : parts_(parts), path_(std::move(path)), timer_([this] { RunTimer(); }) {}

ReadEngine::~ReadEngine() {
  {
    absl::MutexLock lock(&mutex_);
    const auto no_lookups = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return shared_lookups_ == 0; };
    mutex_.Await(absl::Condition(&no_lookups));
    stopping_ = true;
    timer_changed_.Signal();
  }
  timer_.join();
}

void ReadEngine::Start(cache::RequestId id, const cache::ReadRequest& request, ReadWaiter* waiter) {
  Drive([&](absl::Duration now, std::vector<cache::Command>* commands) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    waiters_.emplace(id, waiter);
    WakeTimerBy(request.deadline);
    path_->OnRequest(id, request, now, commands);
  });
}

void ReadEngine::WakeTimerBy(Deadline deadline) {
  if (deadline.at() >= timer_at_) return;  // the usual case: deadlines grow, so the timer is woken once in a while
  timer_at_ = deadline.at();
  timer_changed_.Signal();
}

bool ReadEngine::Abandon(cache::RequestId id) {
  absl::MutexLock lock(&mutex_);
  return waiters_.erase(id) > 0;
}

void ReadEngine::OnHint(CompanyId company, const DataVersion& version) {
  absl::MutexLock lock(&mutex_);
  path_->OnHint(company, version);
}

cache::ReadPathCounters ReadEngine::counters() const {
  absl::MutexLock lock(&mutex_);
  return path_->counters();
}

template <typename Call>
void ReadEngine::Drive(Call&& call) {
  Work work;
  const absl::Duration now = parts_.clock->Monotonic();
  {
    absl::MutexLock lock(&mutex_);
    call(now, &work.commands);
    Claim(&work);
  }
  Execute(std::move(work));
}

void ReadEngine::Claim(Work* work) {
  for (cache::Command& command : work->commands) {
    if (std::holds_alternative<cache::command::GetShared>(command)) ++shared_lookups_;
    if (const auto* versions = std::get_if<cache::command::ReadVersions>(&command)) WakeTimerBy(versions->deadline);
    Answer* answer = std::get_if<Answer>(&command);
    if (answer == nullptr) continue;
    const auto waiter = waiters_.find(answer->request);
    if (waiter == waiters_.end()) continue;  // abandoned
    work->deliveries.push_back({waiter->second, std::move(answer->answer)});
    waiters_.erase(waiter);
  }
}

void ReadEngine::Execute(Work work) {
  // I/O first: the store and the cache work while the answers are being sent.
  for (cache::Command& command : work.commands) {
    if (!std::holds_alternative<cache::command::PutShared>(command)) {
      std::visit([this](auto& c) { Run(std::move(c)); }, command);
    }
  }
  for (Delivery& delivery : work.deliveries) delivery.waiter->OnAnswer(std::move(delivery.answer));
  // Filling costs a copy and a checksum: never on the way of an answer.
  for (cache::Command& command : work.commands) {
    if (auto* put = std::get_if<cache::command::PutShared>(&command)) Run(std::move(*put));
  }
}

void ReadEngine::Run(cache::command::ReadVersions command) {
  const uint64_t batch = command.batch;
  if (parts_.validation->Submit([this, command = std::move(command)] { ReadVersions(command); })) return;
  Drive([&](absl::Duration now, std::vector<cache::Command>* commands)
            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { path_->OnVersions(batch, Overloaded(), now, commands); });
}

void ReadEngine::ReadVersions(const cache::command::ReadVersions& command) {
  if (command.deadline.Passed(*parts_.clock)) return;  // given up while all threads were stuck
  auto reply = parts_.reader->ReadVersions(command.companies, command.deadline);
  if (!reply.ok()) parts_.failures->Record(reply.status());
  Drive([&](absl::Duration now, std::vector<cache::Command>* commands) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    path_->OnVersions(command.batch, std::move(reply), now, commands);
  });
}

void ReadEngine::Run(cache::command::GetShared command) {
  const uint64_t lookup = command.lookup;
  auto on_reply = [this, lookup](absl::StatusOr<std::optional<std::string>> bytes) {
    Drive([&](absl::Duration now, std::vector<cache::Command>* commands)
              ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { path_->OnShared(lookup, std::move(bytes), now, commands); });
    absl::MutexLock lock(&mutex_);
    --shared_lookups_;  // the last use of this engine by the look-up
  };
  if (parts_.shared == nullptr) {
    on_reply(std::optional<std::string>());
  } else {
    parts_.shared->Get(command.key, std::move(on_reply));
  }
}

void ReadEngine::Run(cache::command::LoadPage command) {
  const uint64_t flight = command.flight;
  if (parts_.loads->Submit([this, command = std::move(command)] { LoadPage(command); })) return;
  Drive([&](absl::Duration now, std::vector<cache::Command>* commands)
            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { path_->OnPage(flight, Overloaded(), now, commands); });
}

void ReadEngine::LoadPage(const cache::command::LoadPage& command) {
  absl::StatusOr<cache::LoadedPage> loaded =
      MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded,
                "the deadline passed while the read waited for a connection to the reporting store");
  if (!command.deadline.Passed(*parts_.clock)) {
    // Taken before the read: an age is never understated.
    const int64_t computed_at_ms = absl::ToUnixMillis(parts_.clock->Now());
    auto page = parts_.reader->ReadPage(command.query, command.deadline);
    if (page.ok()) {
      loaded = ToLoadedPage(*page, computed_at_ms);
    } else {
      parts_.failures->Record(page.status());
      loaded = ForClients(std::move(page).status());
    }
  }
  Drive([&](absl::Duration now, std::vector<cache::Command>* commands)
            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { path_->OnPage(command.flight, std::move(loaded), now, commands); });
}

void ReadEngine::Run(cache::command::PutShared command) {
  if (parts_.shared == nullptr) return;
  parts_.shared->Put(command.key, cache::EncodeEntry(command.key, *command.payload), command.ttl);
}

void ReadEngine::Run(cache::command::RaiseEpoch command) {
  // One that is not queued, or fails, is asked for again while reads show that the store is still there.
  (void)parts_.loads->Submit([this, command] {
    const absl::Status raised =
        parts_.epoch->WentBackFrom(command.beyond, Deadline::After(*parts_.clock, kRaiseTimeout));
    if (!raised.ok()) parts_.failures->Record(raised);
  });
}

void ReadEngine::RunTimer() {
  mutex_.Lock();
  while (!stopping_) {
    const absl::Duration now = parts_.clock->Monotonic();
    if (timer_at_ > now) {
      timer_changed_.WaitWithTimeout(&mutex_, timer_at_ - now);
      continue;
    }
    Work work;
    timer_at_ = std::max(path_->OnTimer(now, &work.commands), now + kShortestNap);
    Claim(&work);
    mutex_.Unlock();
    Execute(std::move(work));
    mutex_.Lock();
  }
  mutex_.Unlock();
}

}  // namespace cp::query
