// Looks for changes in Moodle on behalf of runs, and says which companies are to be served for them.
#pragma once

#include <map>
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

namespace cp::worker {

// A company whose turn failed waits for this long, then for twice as long each time, before continuous runs serve it
// again: its candidates stay.
inline constexpr absl::Duration kFirstBackOff = absl::Seconds(5);
inline constexpr absl::Duration kLastBackOff = absl::Minutes(5);

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

  // Companies with candidates, those that wait longest first. `patient`: without those whose last turns failed too
  // short a time ago.
  absl::StatusOr<std::vector<progress::CompanyCandidates>> Waiting(bool patient, Deadline deadline);
  // How a company's turn ended.
  void TurnEnded(CompanyId company, bool succeeded);

 private:
  absl::Status MeetCompanies(Deadline deadline);
  absl::Status RequestDueFulls(sync::DetectionReport* report, Deadline deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  struct Failures {
    int count = 0;
    absl::Duration until;  // Clock::Monotonic()
  };

  const Parts parts_;
  absl::Mutex mutex_;
  sync::ChangeDetector detector_ ABSL_GUARDED_BY(mutex_);
  absl::Mutex failures_mutex_;
  std::map<CompanyId, Failures> failures_ ABSL_GUARDED_BY(failures_mutex_);
};

}  // namespace cp::worker
