// Looks for changes in Moodle on behalf of runs, and says which companies are to be served for them.
#pragma once

#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"
#include "libs/progress/change_lane.h"
#include "libs/progress/sync_store.h"
#include "libs/sync/change_detector.h"
#include "libs/sync/source.h"
#include "services/sync_worker/source_trust.h"
#include "services/sync_worker/turn_back_off.h"

namespace cp::worker {

// Thread-safe: one detection at a time, the others wait for it.
class ChangeFinder {
 public:
  struct Parts {
    progress::ChangeLane* lane = nullptr;
    progress::CompanyDirectory* companies = nullptr;
    sync::Source* source = nullptr;
    const Clock* clock = nullptr;
  };

  // All parts outlive it.
  ChangeFinder(const Parts& parts, const sync::DetectorOptions& options);

  // A tick; a look as well when one is due or wanted. With a look, companies that are due for it are asked for in full.
  // Errors as sync::ChangeDetector.
  absl::StatusOr<sync::DetectionReport> Find(bool look, Deadline deadline);

  // Before the worker ends: another one looks from now on.
  absl::Status Leave(Deadline deadline);

  // Companies with candidates, those that wait longest first. `patient`: without what failed too short a time ago and
  // without companies whose turn goes on in this process; `full` then says whether a comparison may begin.
  absl::StatusOr<std::vector<progress::CompanyCandidates>> Waiting(bool patient, Deadline deadline);
  // Of one company, with at most progress::kMaxScopedUsers users; empty when none waits. `patient` as above.
  absl::StatusOr<progress::CompanyCandidates> Candidates(CompanyId company, bool patient, Deadline deadline);

  // Every turn of a company, whatever the run's mode.
  void TurnBegan(CompanyId company) { back_off_.Began(company); }
  void TurnEnded(const TurnEnd& end) { back_off_.Ended(end); }

  // Whether what was found may be served.
  SourceTrust& trust() { return trust_; }

 private:
  absl::Status MeetCompanies(Deadline deadline);
  absl::Status RequestDueFulls(sync::DetectionReport* report, Deadline deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Parts parts_;
  absl::Mutex mutex_;
  sync::ChangeDetector detector_ ABSL_GUARDED_BY(mutex_);
  TurnBackOff back_off_;
  SourceTrust trust_;
};

}  // namespace cp::worker
