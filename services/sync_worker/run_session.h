// One call of RunManager::Run().
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/random/random.h"
#include "absl/status/statusor.h"
#include "libs/sync/run_summary.h"
#include "libs/sync/source_guard.h"
#include "services/sync_worker/run_manager.h"
#include "services/sync_worker/run_plan.h"

namespace cp::worker {

// Not thread-safe; used once. All it is made with outlives it.
class RunSession {
 public:
  RunSession(const RunManagerParts& parts, const RunManagerOptions& options, const CompanyDriver& driver,
             const RunRequest& request);
  ~RunSession() { GiveBackLeases(); }
  RunSession(const RunSession&) = delete;
  RunSession& operator=(const RunSession&) = delete;

  absl::StatusOr<RunResult> Run();

 private:
  // Up to the first write: what is to be served, and whether Moodle can be believed.
  absl::Status Prepare();
  // Mode changes.
  absl::Status PrepareChanges();
  absl::Status FindChanges();
  // Of those that wait and are wanted: whether Moodle is judged before they are served.
  bool NeedsGuard(const std::vector<progress::CompanyCandidates>& waiting) const;
  absl::Status ReadKnownEmptyTables();
  bool IsWanted(const progress::CompanyCandidates& candidates) const;
  bool PlanHasAll(const std::vector<progress::CompanyCandidates>& waiting) const;
  std::vector<progress::Company> PlannedAmong(const std::vector<progress::CompanyCandidates>& waiting);
  // False: nobody waits any more.
  absl::StatusOr<bool> AddCandidates(sync::CompanyTask* task);
  void MarkFresh();
  void ForgetGone();
  void EndLaneTurn(const sync::CompanyTask& task, const sync::CompanyResult& result);
  // Every company of Moodle and of the store is planned, and the store knows what Moodle has.
  absl::Status MeetSite();
  absl::Status Judge(const PlanInput& input);
  absl::StatusOr<sync::GuardInput> CountSource(const PlanInput& input);
  absl::Status DropGoneWithoutRows(const PlanInput& input);
  RunResult NothingToDo();
  // The record says how much there is to do.
  absl::Status Begin();
  absl::Status TakeNamedLeases();
  absl::StatusOr<progress::Lease> TakeLease(CompanyId company, const std::string& owner);

  void ServeCompanies();
  void Serve(const progress::Company& company);
  // Adds the report to that of an earlier turn of the company, if there was one.
  void Keep(CompanyReport report);
  void EndTurn(CompanyId company);
  void WarnOfThePast();
  void WarnOfTheRest(size_t first_unserved, StopReason why);
  void WarnOfTheFirstUsers(size_t first_unserved, StopReason why);

  void ReadCurrentVersions();
  void ReadFieldSwitches();
  void Conclude();

  absl::Status Refuse(const absl::Status& status);
  void GiveBackLeases();
  void LogCompany(const sync::CompanyResult& result) const;
  sync::SyncOptions CompanyOptions();
  sync::CompanyTask TaskFor(const progress::Company& company) const;
  std::string LeaseOwner(bool whole) const;
  std::optional<progress::Lease> LeaseFor(const sync::CompanyTask& task);
  // `call`, made again while Moodle or the store does not answer: three times, after 1, 2 and 4 s, while the run may go
  // on. Continuous runs are made again as they are. REQUIRES: `call` is idempotent.
  template <typename Call>
  std::invoke_result_t<Call> Persist(const Call& call) {
    for (int retry = 1;; ++retry) {
      std::invoke_result_t<Call> result = call();
      if (!MayRetry(StatusOf(result), retry)) return result;
    }
  }
  static const absl::Status& StatusOf(const absl::Status& status) { return status; }
  template <typename Value>
  static const absl::Status& StatusOf(const absl::StatusOr<Value>& result) {
    return result.status();
  }
  // Blocks before the answer is true.
  bool MayRetry(const absl::Status& status, int retry);
  // The result of a company that could not be begun.
  sync::CompanyResult NotServed(const progress::Company& company, const absl::Status& status) const;
  // A dry run compares everything: finding changes is writing what was found.
  bool ServesChanges() const { return request_.mode == progress::RunMode::kChanges && !request_.dry_run; }
  // What failed a short time ago waits, unless somebody asks.
  bool IsPatient() const { return request_.kind == kContinuousRun; }
  bool Named() const { return !request_.companies.empty(); }
  Deadline SourceDeadline() const { return Deadline::After(clock_, options_.source_timeout); }
  Deadline StoreDeadline() const { return Deadline::After(clock_, absl::Seconds(10)); }
  int64_t Now() const { return absl::ToUnixSeconds(clock_.Now()); }

  const RunManagerParts& parts_;
  const RunManagerOptions& options_;
  const CompanyDriver& driver_;
  const RunRequest& request_;
  const Clock& clock_;
  const absl::Duration started_;
  const std::shared_ptr<LiveRun> live_;
  const RunControl control_;

  RunResult result_;
  sync::RunSummary summary_;
  bool begun_;  // the run's record is in the store
  std::vector<progress::Company> plan_;
  std::vector<CompanyId> gone_;  // from Moodle, of those that the store knows
  absl::BitGen random_;
  int64_t changes_read_at_ = 0;  // unix seconds; changes before it are candidates
  bool found_by_look_ = false;
  bool is_judged_ = false;                     // the guard was asked before the first turn
  std::vector<progress::Company> resumed_;     // to be compared from their first user once more
  std::map<CompanyId, progress::Lease> held_;  // of named companies that were not served yet
  bool accept_empty_tables_ = false;
  std::set<std::string> known_empty_tables_;
  int64_t unserved_ = 0;        // companies that were not begun
  size_t affected_listed_ = 0;  // over all companies
  absl::Status implausible_;    // what the snapshot of a company said about the whole source
};

}  // namespace cp::worker
