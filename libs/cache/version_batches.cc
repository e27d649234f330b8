#include "libs/cache/version_batches.h"

namespace cp::cache {

bool VersionBatches::Send(absl::Duration now, RequestTable& requests, command::ReadVersions* command) {
  if (in_flight_ != 0) return false;
  const uint64_t batch = last_batch_ + 1;
  size_t kept = 0;
  for (const Member& member : waiting_) {
    if (requests.Find(member.request) == nullptr) continue;
    const bool listed = member.company->listed_in == batch;
    if (!listed && command->companies.size() == max_companies_) {
      waiting_[kept++] = member;
      continue;
    }
    if (!listed) command->companies.push_back(member.company->id);
    if (!listed) member.company->floor = member.company->highest;
    member.company->listed_in = batch;
    sent_.push_back(member);
  }
  waiting_.resize(kept);
  if (sent_.empty()) return false;
  Launch(batch, now, command);
  return true;
}

void VersionBatches::SendProbe(absl::Duration now, command::ReadVersions* command) {
  Launch(last_batch_ + 1, now, command);
}

void VersionBatches::Launch(uint64_t batch, absl::Duration now, command::ReadVersions* command) {
  last_batch_ = in_flight_ = command->batch = batch;
  deadline_ = now + timeout_;
  command->deadline = Deadline::At(deadline_);
}

std::vector<VersionBatches::Member>& VersionBatches::Finish() {
  in_flight_ = 0;
  deadline_ = absl::InfiniteDuration();
  finished_.clear();
  finished_.swap(sent_);
  return finished_;
}

}  // namespace cp::cache
