#include "services/sync_worker/run_pulse.h"

#include <pthread.h>

#include <memory>
#include <utility>
#include <vector>

#include "services/sync_worker/store_timeouts.h"

namespace cp::worker {
namespace {

constexpr size_t kRunsPerRead = 1000;  // RunHistory::CancelledAmong

}  // namespace

RunPulse::~RunPulse() {
  stop_.Request();
  if (thread_.joinable()) thread_.join();
}

void RunPulse::Start() {
  thread_ = std::thread([this] {
    while (!stop_.WaitFor(kPulse)) Beat();
  });
  pthread_setname_np(thread_.native_handle(), "run-pulse");
}

void RunPulse::Beat() {
  std::map<std::string, std::shared_ptr<LiveRun>> stored;
  std::map<std::string, absl::Duration> heard_at;
  for (const std::shared_ptr<LiveRun>& run : runs_.Active()) {
    if (!run->stored() || stored.size() == kRunsPerRead) continue;
    const std::string id = run->Record().run_id;
    stored.emplace(id, run);
    // The record is as old as the first beat that sees it, or a little older.
    const auto known = heard_at_.find(id);
    heard_at.emplace(id, known == heard_at_.end() ? clock_.Monotonic() : known->second);
  }
  heard_at_ = std::move(heard_at);
  if (stored.empty()) return;

  std::vector<std::string> ids;
  for (const auto& [id, run] : stored) ids.push_back(id);
  const auto cancelled = history_.CancelledAmong(ids, Deadline::After(clock_, kQuickStoreCall));
  if (cancelled.ok()) {
    for (const std::string& id : *cancelled) stored.at(id)->RequestCancel();
  }
  for (const auto& [id, run] : stored) {
    if (clock_.Monotonic() - heard_at_[id] < kHeartbeat) continue;
    if (log_.HeartbeatRun(run->Record(), Deadline::After(clock_, kQuickStoreCall)).ok()) {
      heard_at_[id] = clock_.Monotonic();
    }
  }
}

}  // namespace cp::worker
