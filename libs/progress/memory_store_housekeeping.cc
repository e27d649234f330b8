// Removing what is old.
#include <algorithm>
#include <vector>

#include "libs/base/status.h"
#include "libs/progress/memory_store.h"

namespace cp::progress {
namespace {

// Removes up to `max` entries for which `is_old` is true, in their order; returns how many.
template <typename Container, typename IsOld>
int64_t RemoveFirst(Container* entries, int64_t max, const IsOld& is_old) {
  int64_t removed = 0;
  for (auto it = entries->begin(); it != entries->end() && removed < max;) {
    if (is_old(*it)) {
      it = entries->erase(it);
      ++removed;
    } else {
      ++it;
    }
  }
  return removed;
}

}  // namespace

int64_t MemoryStore::RemoveRuns(int64_t before, int64_t max_rows) {
  const auto is_old = [&](const RunData& run) {
    return run.record.started_at < before &&
           (run.record.state != RunState::kRunning || run.heard_of_at < absl::FromUnixSeconds(before));
  };
  const int64_t results = RemoveFirst(&results_, max_rows, [&](const auto& entry) {
    const auto run = runs_.find(entry.first.first);
    return run != runs_.end() && is_old(run->second);
  });
  return results + RemoveFirst(&runs_, max_rows - results, [&](const auto& entry) { return is_old(entry.second); });
}

int64_t MemoryStore::RemoveTombstones(int64_t before, int64_t max_rows) {
  for (auto& [id, data] : companies_) {
    std::vector<std::pair<int64_t, RowKey>> old;
    for (const auto& [key, record] : data.rows) {
      if (record.is_deleted && record.last_updated < before) old.emplace_back(record.last_updated, key);
    }
    if (old.empty()) continue;
    std::sort(old.begin(), old.end());
    old.resize(std::min(old.size(), static_cast<size_t>(max_rows)));
    for (const auto& [updated, key] : old) {
      data.purge_floor = std::max(data.purge_floor, data.rows.at(key).row_version);
      data.rows.erase(key);
    }
    return static_cast<int64_t>(old.size());
  }
  return 0;
}

int64_t MemoryStore::RemoveOrphans(int64_t before, int64_t max_rows) {
  const auto is_gone = [&](CompanyId company) {
    const auto it = companies_.find(company);
    return it != companies_.end() && it->second.gone_at != 0 && it->second.gone_at < before;
  };
  const auto of_gone = [&](const auto& entry) { return is_gone(entry.first.company); };
  int64_t removed = RemoveFirst(&clients_, max_rows, is_gone);
  removed += RemoveFirst(&lane_.candidates, max_rows - removed, of_gone);
  return removed + RemoveFirst(&lane_.edges, max_rows - removed, of_gone);
}

absl::StatusOr<int64_t> MemoryStore::RemoveOld(OldRows what, int64_t before, int max_rows, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  const int64_t max = std::min(max_rows, kMaxRowsPerRemoval);
  switch (what) {
    case OldRows::kRuns:
      return RemoveRuns(before, max);
    case OldRows::kTombstones:
      return RemoveTombstones(before, max);
    case OldRows::kOrphans:
      return RemoveOrphans(before, max);
    case OldRows::kAlerts:
      return RemoveFirst(&logs_[what], max, [&](int64_t at) { return at != 0 && at < before; });
    case OldRows::kRequestLog:
    case OldRows::kAudit:
      break;
  }
  return RemoveFirst(&logs_[what], max, [&](int64_t at) { return at < before; });
}

absl::StatusOr<HousekeepingTurn> MemoryStore::TakeTurn(int64_t now, int64_t until, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  const bool due = turn_due_at_ <= now || turn_due_at_ > now + kLongestTurnWaitSeconds;
  if (due) turn_due_at_ = until;
  return HousekeepingTurn{.taken = due, .done_at = turn_done_at_};
}

absl::Status MemoryStore::ScheduleTurn(int64_t due_at, int64_t done_at, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  turn_due_at_ = due_at;
  turn_done_at_ = done_at;
  return absl::OkStatus();
}

uint64_t MemoryStore::PurgeFloor(CompanyId company) const {
  absl::MutexLock lock(&mutex_);
  return companies_.at(company).purge_floor;
}

void MemoryStore::AddLogRow(OldRows log, int64_t at) {
  absl::MutexLock lock(&mutex_);
  logs_[log].insert(at);
}

void MemoryStore::AddClient(CompanyId company) {
  absl::MutexLock lock(&mutex_);
  clients_.insert({company, company});
}

int64_t MemoryStore::Count(OldRows what) const {
  absl::MutexLock lock(&mutex_);
  switch (what) {
    case OldRows::kRuns:
      return static_cast<int64_t>(results_.size());
    case OldRows::kOrphans:
      return static_cast<int64_t>(clients_.size() + lane_.candidates.size() + lane_.edges.size());
    case OldRows::kTombstones: {
      int64_t count = 0;
      for (const auto& [id, data] : companies_) {
        count +=
            std::count_if(data.rows.begin(), data.rows.end(), [](const auto& row) { return row.second.is_deleted; });
      }
      return count;
    }
    case OldRows::kRequestLog:
    case OldRows::kAlerts:
    case OldRows::kAudit:
      break;
  }
  const auto log = logs_.find(what);
  return log == logs_.end() ? 0 : static_cast<int64_t>(log->second.size());
}

}  // namespace cp::progress
