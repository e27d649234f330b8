#include "services/sync_worker/turn_back_off.h"

#include <algorithm>

namespace cp::worker {

void TurnBackOff::Fail(Wait* wait, absl::Duration now) {
  wait->until = now + std::min(kFirstBackOff * (int64_t{1} << std::min(wait->failures, 10)), kLastBackOff);
  ++wait->failures;
}

void TurnBackOff::Began(CompanyId company) {
  absl::MutexLock lock(&mutex_);
  ++companies_[company].turns;
}

void TurnBackOff::Ended(const TurnEnd& end) {
  absl::MutexLock lock(&mutex_);
  const absl::Duration now = clock_.Monotonic();
  Company& company = companies_[end.company];
  company.turns = std::max(company.turns - 1, 0);
  Wait& wait = end.whole ? company.whole : company.some_users;
  switch (end.outcome) {
    case TurnOutcome::kBusy:
      wait.until = now + kBusyBackOff;
      return;
    case TurnOutcome::kFailed:
      return Fail(&wait, now);
    case TurnOutcome::kUnfinished:
      return;
    case TurnOutcome::kDone:
      break;
  }
  wait = {};
  if (end.whole) company.users.clear();
  for (const int64_t user : end.users) {
    if (!std::binary_search(end.failed_users.begin(), end.failed_users.end(), user)) company.users.erase(user);
  }
  for (const int64_t user : end.failed_users) Fail(&company.users[user], now);
  const bool waits = company.whole.failures > 0 || company.some_users.failures > 0 || !company.users.empty();
  if (company.turns == 0 && !waits) companies_.erase(end.company);
}

bool TurnBackOff::Admit(progress::CompanyCandidates* waiting) const {
  absl::MutexLock lock(&mutex_);
  const auto it = companies_.find(waiting->company);
  if (it == companies_.end()) return true;
  const Company& company = it->second;
  if (company.turns > 0) return false;
  const absl::Duration now = clock_.Monotonic();
  int64_t users = waiting->full ? -1 : 0;
  for (const auto& [detector, count] : waiting->found_by) users += count;
  if (now < company.whole.until) waiting->full = false;
  if (now < company.some_users.until) {
    waiting->users.clear();
    return waiting->full;
  }
  for (const auto& [user, wait] : company.users) users -= now < wait.until ? 1 : 0;
  std::erase_if(waiting->users, [&](int64_t user) {
    const auto wait = company.users.find(user);
    return wait != company.users.end() && now < wait->second.until;
  });
  return waiting->full || users > 0;
}

size_t TurnBackOff::UsersWaiting(CompanyId company) const {
  absl::MutexLock lock(&mutex_);
  const auto it = companies_.find(company);
  return it == companies_.end() ? 0 : it->second.users.size();
}

}  // namespace cp::worker
