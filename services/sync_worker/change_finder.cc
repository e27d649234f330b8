#include "services/sync_worker/change_finder.h"

#include <utility>

#include "libs/base/status.h"
#include "libs/progress/progress_writer.h"

namespace cp::worker {

ChangeFinder::ChangeFinder(const Parts& parts, const sync::DetectorOptions& options)
    : parts_(parts),
      detector_(
          *parts.lane, [source = parts.source](Deadline deadline) { return source->OpenFeed(deadline); }, *parts.clock,
          options),
      back_off_(parts.clock),
      trust_(parts.clock, options.count_interval) {}

absl::StatusOr<sync::DetectionReport> ChangeFinder::Find(bool look, Deadline deadline) {
  absl::MutexLock lock(&mutex_);
  detector_.CallFresh(!trust_.IsRefused());
  if (!look && !detector_.LookIsDue()) {
    CP_ASSIGN_OR_RETURN(sync::DetectionReport report, detector_.Tick(deadline));
    // An event may have asked for a look: what is due with one is due now.
    if (report.looked) CP_RETURN_IF_ERROR(RequestDueFulls(&report, deadline));
    return report;
  }
  if (!look) {
    CP_ASSIGN_OR_RETURN(const bool is_detector, detector_.MayDetect(deadline));
    if (!is_detector) return detector_.Tick(deadline);
  }
  CP_RETURN_IF_ERROR(MeetCompanies(deadline));
  CP_ASSIGN_OR_RETURN(sync::DetectionReport report, look ? detector_.LookOnDemand(deadline) : detector_.Look(deadline));
  if (report.looked) CP_RETURN_IF_ERROR(RequestDueFulls(&report, deadline));
  return report;
}

absl::Status ChangeFinder::Leave(Deadline deadline) {
  absl::MutexLock lock(&mutex_);
  return detector_.Leave(deadline);
}

// The store passes over candidates of companies that it does not know.
absl::Status ChangeFinder::MeetCompanies(Deadline deadline) {
  CP_ASSIGN_OR_RETURN(const std::vector<progress::Company> in_moodle, parts_.source->Companies(deadline));
  return parts_.companies->UpsertCompanies(in_moodle, deadline);
}

absl::Status ChangeFinder::RequestDueFulls(sync::DetectionReport* report, Deadline deadline) {
  CP_RETURN_IF_ERROR(MeetCompanies(deadline));
  CP_ASSIGN_OR_RETURN(const std::vector<progress::Company> known, parts_.companies->OldestServedFirst(deadline));
  std::vector<CompanyId> companies;
  for (const progress::Company& company : known) companies.push_back(company.id);
  CP_ASSIGN_OR_RETURN(const sync::DetectionReport due, detector_.RequestDueFulls(companies, deadline));
  for (const auto& [detector, candidates] : due.found) report->found[detector] += candidates;
  report->store_calls += due.store_calls;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<progress::CompanyCandidates>> ChangeFinder::Waiting(bool patient, Deadline deadline) {
  CP_ASSIGN_OR_RETURN(std::vector<progress::CompanyCandidates> waiting, parts_.lane->Waiting(deadline));
  if (!patient) return waiting;
  std::vector<progress::CompanyCandidates> admitted;
  for (progress::CompanyCandidates& candidates : waiting) {
    if (back_off_.Admit(&candidates)) admitted.push_back(std::move(candidates));
  }
  return admitted;
}

absl::StatusOr<progress::CompanyCandidates> ChangeFinder::Candidates(CompanyId company, bool patient,
                                                                     Deadline deadline) {
  const size_t left_out = patient ? back_off_.UsersWaiting(company) : 0;
  CP_ASSIGN_OR_RETURN(
      progress::CompanyCandidates candidates,
      parts_.lane->ReadCandidates(company, static_cast<int>(progress::kMaxScopedUsers + left_out), deadline));
  if (patient && !back_off_.Admit(&candidates)) {
    candidates = {};
    candidates.company = company;
  }
  if (candidates.users.size() > progress::kMaxScopedUsers) candidates.users.resize(progress::kMaxScopedUsers);
  return candidates;
}

}  // namespace cp::worker
