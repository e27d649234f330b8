#include "services/sync_worker/lease_keeper.h"

#include <pthread.h>

#include <utility>
#include <vector>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::worker {
namespace {

constexpr absl::Duration kTick = absl::Seconds(1);
constexpr absl::Duration kRenewalTimeout = absl::Seconds(5);

}  // namespace

LeaseKeeper::~LeaseKeeper() {
  stop_.Request();
  if (thread_.joinable()) thread_.join();
}

void LeaseKeeper::Start() {
  thread_ = std::thread([this] {
    while (!stop_.WaitFor(kTick)) RenewDue();
  });
  pthread_setname_np(thread_.native_handle(), "lease-keeper");
}

void LeaseKeeper::Hold(const progress::Lease& lease) {
  absl::MutexLock lock(&mutex_);
  held_[{lease.company, lease.fence}] = Held{.renewed_at = clock_.Monotonic()};
}

void LeaseKeeper::Drop(const progress::Lease& lease) {
  const Key key{lease.company, lease.fence};
  absl::MutexLock lock(&mutex_);
  held_.erase(key);
  const auto at_rest = [this, &key]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !renewing_.contains(key); };
  mutex_.Await(absl::Condition(&at_rest));
}

void LeaseKeeper::RenewDue() {
  std::vector<Key> due;
  {
    absl::MutexLock lock(&mutex_);
    const absl::Duration now = clock_.Monotonic();
    for (const auto& [key, held] : held_) {
      if (!held.lost && now - held.renewed_at >= kLeaseRenewal) due.push_back(key);
    }
  }
  for (const Key& key : due) RenewOne(key);
}

void LeaseKeeper::RenewOne(const Key& key) {
  {
    absl::MutexLock lock(&mutex_);
    if (!held_.contains(key) || !renewing_.insert(key).second) return;
  }
  const absl::Duration asked_at = clock_.Monotonic();
  const absl::Status renewed = writer_.RenewLease({.company = key.first, .fence = key.second}, kLeaseTtl,
                                                  Deadline::After(clock_, kRenewalTimeout));
  absl::MutexLock lock(&mutex_);
  renewing_.erase(key);
  const auto it = held_.find(key);
  if (it == held_.end()) return;
  if (renewed.ok()) it->second.renewed_at = asked_at;
  if (ReasonOf(renewed) == reason::kLeaseLost) it->second.lost = true;
}

}  // namespace cp::worker
