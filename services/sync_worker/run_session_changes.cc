// RunSession: what the change lane found, and who is served for it.
#include <algorithm>
#include <iterator>
#include <utility>

#include "libs/base/crash_point.h"
#include "libs/base/status.h"
#include "services/sync_worker/run_session.h"

namespace cp::worker {

absl::Status RunSession::PrepareChanges() {
  CP_RETURN_IF_ERROR(FindChanges());
  std::vector<progress::CompanyCandidates> waiting;
  CP_ASSIGN_OR_RETURN(waiting, parts_.changes->Waiting(request_.kind == kContinuousRun, StoreDeadline()));
  std::erase_if(waiting, [this](const progress::CompanyCandidates& candidates) { return !IsWanted(candidates); });
  if (waiting.empty()) return TakeNamedLeases();
  CP_ASSIGN_OR_RETURN(const std::vector<progress::Company> known, parts_.companies->OldestServedFirst(StoreDeadline()));
  plan_ = known;
  const bool whole =
      std::any_of(waiting.begin(), waiting.end(), [](const auto& candidates) { return candidates.full; });
  if (whole || found_by_look_ || Named() || !PlanHasAll(waiting)) CP_RETURN_IF_ERROR(MeetSite());
  plan_ = PlannedAmong(waiting);
  return TakeNamedLeases();
}

// A caller who waits wants what a look finds, too.
absl::Status RunSession::FindChanges() {
  sync::DetectionReport report;
  if (request_.found.has_value()) {
    report = *request_.found;
  } else {
    CP_ASSIGN_OR_RETURN(report, parts_.changes->Find(/*look=*/true, SourceDeadline()));
  }
  // Something asked for a look that is still to come: nobody is known to be fresh.
  if (!report.look_pending) changes_read_at_ = report.read_at;
  // Rows that are gone are seen by a look alone: the source is judged as for a comparison of everything.
  found_by_look_ = report.looked && !report.found.empty();
  return absl::OkStatus();
}

bool RunSession::IsWanted(const progress::CompanyCandidates& candidates) const {
  if (request_.turns == Turns::kUsers && candidates.full) return false;
  if (request_.turns == Turns::kWholeCompanies && !candidates.full) return false;
  return !Named() || std::find(request_.companies.begin(), request_.companies.end(), candidates.company) !=
                         request_.companies.end();
}

bool RunSession::PlanHasAll(const std::vector<progress::CompanyCandidates>& waiting) const {
  return std::all_of(waiting.begin(), waiting.end(), [this](const progress::CompanyCandidates& candidates) {
    return std::any_of(plan_.begin(), plan_.end(),
                       [&](const progress::Company& company) { return company.id == candidates.company; });
  });
}

// In the order of the plan, oldest served first. One that neither Moodle nor the store knows has no rows: it waits for
// housekeeping.
std::vector<progress::Company> RunSession::PlannedAmong(const std::vector<progress::CompanyCandidates>& waiting) {
  std::vector<progress::Company> planned;
  for (const progress::Company& company : plan_) {
    const bool waits = std::any_of(waiting.begin(), waiting.end(), [&](const progress::CompanyCandidates& candidates) {
      return candidates.company == company.id;
    });
    if (waits) planned.push_back(company);
  }
  for (const progress::CompanyCandidates& candidates : waiting) {
    const bool is_planned = std::any_of(planned.begin(), planned.end(), [&](const progress::Company& company) {
      return company.id == candidates.company;
    });
    if (!is_planned) parts_.changes->TurnEnded(candidates.company, /*succeeded=*/false);
  }
  return planned;
}

absl::StatusOr<bool> RunSession::AddCandidates(sync::CompanyTask* task) {
  if (request_.dry_run) return true;
  CP_ASSIGN_OR_RETURN(
      progress::CompanyCandidates candidates,
      parts_.lane->ReadCandidates(task->company.id, static_cast<int>(progress::kMaxScopedUsers), StoreDeadline()));
  Reach(CrashPoint::kCandidatesRead);
  task->candidates_through = candidates.through;
  if (!ServesChanges()) return true;
  task->found_by = std::move(candidates.found_by);
  // Found meanwhile: the other loop's.
  if (candidates.full) return request_.turns != Turns::kUsers;
  task->users = std::move(candidates.users);
  task->owner = LeaseOwner(/*whole=*/false);
  return !task->users.empty();
}

void RunSession::MarkFresh() {
  if (!ServesChanges() || changes_read_at_ == 0) return;
  const absl::Status marked = parts_.lane->MarkFresh(changes_read_at_, StoreDeadline());
  if (!marked.ok()) return parts_.log->Warning("freshness_not_marked", {{"error", marked}});
  const auto waiting = parts_.changes->Waiting(/*patient=*/false, StoreDeadline());
  if (waiting.ok()) parts_.metrics->Fresh(changes_read_at_, *waiting);
}

}  // namespace cp::worker
