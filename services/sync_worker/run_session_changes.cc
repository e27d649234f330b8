// RunSession: what the change lane found, and who is served for it.
#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "libs/base/crash_point.h"
#include "libs/base/status.h"
#include "libs/sync/source_guard.h"
#include "services/sync_worker/run_session.h"

namespace cp::worker {
namespace {

bool IsFoundByLook(const progress::CompanyCandidates& candidates) {
  return std::any_of(candidates.found_by.begin(), candidates.found_by.end(),
                     [](const auto& found) { return sync::IsFoundByLook(found.first); });
}

}  // namespace

absl::Status RunSession::PrepareChanges() {
  CP_RETURN_IF_ERROR(FindChanges());
  std::vector<progress::CompanyCandidates> waiting;
  CP_ASSIGN_OR_RETURN(waiting, parts_.changes->Waiting(IsPatient(), StoreDeadline()));
  std::erase_if(waiting, [this](const progress::CompanyCandidates& candidates) { return !IsWanted(candidates); });
  const bool judges = NeedsGuard(waiting);
  if (waiting.empty() && !judges) return absl::OkStatus();
  CP_ASSIGN_OR_RETURN(plan_, Persist([this] { return parts_.companies->OldestServedFirst(StoreDeadline()); }));
  is_judged_ = judges || !PlanHasAll(waiting);
  if (is_judged_) {
    CP_RETURN_IF_ERROR(MeetSite());
  } else {
    CP_RETURN_IF_ERROR(ReadKnownEmptyTables());
  }
  plan_ = PlannedAmong(waiting);
  return TakeNamedLeases();
}

// Rows that are gone are seen by looks and by comparisons alone, and a company is known to be unknown by Moodle alone.
// A user that a tick found is served without: a census reads whole tables, and each snapshot is looked at again.
bool RunSession::NeedsGuard(const std::vector<progress::CompanyCandidates>& waiting) const {
  const SourceTrust& trust = parts_.changes->trust();
  if (Named() || request_.force || found_by_look_ || trust.IsRefused()) return true;
  if (!waiting.empty() && trust.NeedsVerdict()) return true;
  return std::any_of(waiting.begin(), waiting.end(), [](const progress::CompanyCandidates& candidates) {
    return candidates.full || IsFoundByLook(candidates);
  });
}

// As MeetSite() does, without counting anything.
absl::Status RunSession::ReadKnownEmptyTables() {
  std::optional<progress::SourceCensus> accepted;
  CP_ASSIGN_OR_RETURN(accepted,
                      Persist([this] { return parts_.runs->ReadCensus(/*pending=*/false, StoreDeadline()); }));
  if (accepted.has_value()) known_empty_tables_ = sync::EmptyTablesOf(*accepted);
  return absl::OkStatus();
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
  absl::flat_hash_set<CompanyId> planned;
  for (const progress::Company& company : plan_) planned.insert(company.id);
  return std::all_of(waiting.begin(), waiting.end(), [&planned](const progress::CompanyCandidates& candidates) {
    return planned.contains(candidates.company);
  });
}

// In the order of the plan, oldest served first. One that neither Moodle nor the store knows has no rows: it waits for
// housekeeping.
std::vector<progress::Company> RunSession::PlannedAmong(const std::vector<progress::CompanyCandidates>& waiting) {
  absl::flat_hash_map<CompanyId, bool> whole;  // of those that are not planned yet
  for (const progress::CompanyCandidates& candidates : waiting) whole.emplace(candidates.company, candidates.full);
  std::vector<progress::Company> planned;
  for (const progress::Company& company : plan_) {
    if (whole.erase(company.id) > 0) planned.push_back(company);
  }
  for (const auto& [company, is_whole] : whole) {
    parts_.changes->TurnEnded({.company = company, .whole = is_whole, .outcome = TurnOutcome::kFailed});
  }
  return planned;
}

absl::StatusOr<bool> RunSession::AddCandidates(sync::CompanyTask* task) {
  if (request_.dry_run) return true;
  const bool patient = ServesChanges() && IsPatient();
  CP_ASSIGN_OR_RETURN(progress::CompanyCandidates candidates,
                      parts_.changes->Candidates(task->company.id, patient, StoreDeadline()));
  Reach(CrashPoint::kCandidatesRead);
  task->candidates_through = candidates.through;
  if (!ServesChanges()) return true;
  // By a look meanwhile, maybe another worker's: for the next tick, which asks the guard.
  if (!is_judged_ && IsFoundByLook(candidates)) return false;
  task->found_by = std::move(candidates.found_by);
  // Found meanwhile: the other loop's.
  if (candidates.full) return request_.turns != Turns::kUsers;
  task->users = std::move(candidates.users);
  task->owner = LeaseOwner(/*whole=*/false);
  return !task->users.empty();
}

void RunSession::MarkFresh() {
  if (!ServesChanges() || changes_read_at_ == 0 || parts_.changes->trust().IsRefused()) return;
  const absl::Status marked = parts_.lane->MarkFresh(changes_read_at_, StoreDeadline());
  if (!marked.ok()) return parts_.log->Warning("freshness_not_marked", {{"error", marked}});
  const auto waiting = parts_.changes->Waiting(/*patient=*/false, StoreDeadline());
  if (waiting.ok()) parts_.metrics->Fresh(changes_read_at_, *waiting);
}

// Gone from Moodle, and nothing of it waits any more: its rows are deleted.
void RunSession::ForgetGone() {
  if (!ServesChanges() || gone_.empty()) return;
  const auto waiting = parts_.changes->Waiting(/*patient=*/false, StoreDeadline());
  if (!waiting.ok()) return;
  absl::flat_hash_set<CompanyId> wait;
  for (const progress::CompanyCandidates& candidates : *waiting) wait.insert(candidates.company);
  for (const CompanyId company : gone_) {
    if (!wait.contains(company)) parts_.metrics->Forget(company);
  }
}

void RunSession::EndLaneTurn(const sync::CompanyTask& task, const sync::CompanyResult& result) {
  if (request_.dry_run) return;
  const bool may_be_whole = !ServesChanges() || request_.turns != Turns::kUsers;
  TurnEnd end{.company = task.company.id, .whole = task.users.empty() && may_be_whole};
  const bool was_read = result.status.ok() && result.complete;
  const bool failed = result.outcome == sync::CompanyOutcome::kFailed || (end.whole && was_read && result.flawed);
  if (result.outcome == sync::CompanyOutcome::kAlreadyRunning) {
    end.outcome = TurnOutcome::kBusy;
  } else if (failed && (end.whole || !was_read)) {
    end.outcome = TurnOutcome::kFailed;
  } else if (end.whole && !was_read) {
    end.outcome = TurnOutcome::kUnfinished;
  } else if (was_read) {
    end.users = task.users;
    end.failed_users = result.underivable_users;
  }
  parts_.changes->TurnEnded(end);
}

}  // namespace cp::worker
