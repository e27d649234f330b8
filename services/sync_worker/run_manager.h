// One run: which companies, in which order, until when, and what is remembered of it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/progress/derive.h"
#include "libs/progress/progress_reader.h"
#include "libs/progress/sync_store.h"
#include "libs/runtime/logging.h"
#include "libs/sync/company_sync.h"
#include "services/sync_worker/change_finder.h"
#include "services/sync_worker/company_driver.h"
#include "services/sync_worker/lease_keeper.h"
#include "services/sync_worker/run_metrics.h"
#include "services/sync_worker/run_registry.h"
#include "services/sync_worker/runner.h"
#include "services/sync_worker/stop_signal.h"

namespace cp::worker {

struct RunManagerOptions {
  std::string owner;                                // host:pid, for people
  absl::Duration max_sync_time = absl::Minutes(5);  // 0: none
  size_t batch_rows = 1000;
  progress::DeriveSwitches switches;
  std::optional<absl::Time> as_of;  // derive for this time instead of now
  // Of one call to Moodle. The first rows of a large company arrive only after Moodle's database has sorted them.
  absl::Duration source_timeout = absl::Minutes(2);
  sync::DetectorOptions lane = {};
  // Before the first of three retries, of what is idempotent and met a Moodle or a store that does not answer.
  absl::Duration first_retry_wait = absl::Seconds(1);
};

// What runs work on; everything outlives the manager.
struct RunManagerParts {
  SyncPorts ports;
  progress::CompanyDirectory* companies = nullptr;
  progress::ProgressReader* reader = nullptr;
  progress::RunLog* runs = nullptr;
  progress::RunHistory* history = nullptr;
  progress::ChangeLane* lane = nullptr;
  ChangeFinder* changes = nullptr;
  RunRegistry* live = nullptr;
  LeaseKeeper* leases = nullptr;
  const Clock* clock = nullptr;
  const StopSignal* shutdown = nullptr;
  const runtime::Logger* log = nullptr;
  RunMetrics* metrics = nullptr;
  std::function<std::string()> new_run_id;  // thread-safe
};

// The record of a run that begins now.
progress::RunRecord NewRecord(const RunManagerParts& parts, const RunManagerOptions& options,
                              const RunRequest& request);

// Thread-safe; the leases in the store keep two runs off one company.
class RunManager final : public Runner {
 public:
  RunManager(const RunManagerParts& parts, const RunManagerOptions& options);

  absl::StatusOr<RunResult> Run(const RunRequest& request) override;
  absl::StatusOr<std::optional<progress::RunDetails>> Admit(RunRequest* request) override;
  void Withdraw(const RunRequest& request, const absl::Status& why) override;

 private:
  const RunManagerParts parts_;
  const RunManagerOptions options_;
  const CompanyDriver driver_;
};

}  // namespace cp::worker
