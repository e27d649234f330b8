// What is asked of a run, and what it answers. Free of gRPC, so that the service, the scheduler and --once share it.
#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/progress/settings.h"
#include "libs/progress/sync_record.h"
#include "libs/sync/candidate_writer.h"
#include "libs/sync/company_result.h"
#include "libs/sync/run_summary.h"
#include "services/sync_worker/stop_signal.h"

namespace cp::worker {

// Why a run ends before its last row; checked between batches and between companies, so that no batch is cut.
enum class StopReason { kNone, kTimeBudget, kCallerGone, kShutdown, kCancelled };

// For people: "the time budget is used up (--max-sync-time)".
absl::string_view ToString(StopReason reason);

// Thread-safe.
class RunControl {
 public:
  // `clock`, `shutdown` (the process's) and `cancelled` (the run's, may be null) outlive the control; `caller_gone` may
  // be empty.
  RunControl(const Clock* clock, const StopSignal* shutdown, const std::atomic<bool>* cancelled,
             std::function<bool()> caller_gone, Deadline budget)
      : clock_(*clock),
        shutdown_(*shutdown),
        cancelled_(cancelled),
        caller_gone_(std::move(caller_gone)),
        budget_(budget) {}

  StopReason ShouldStop() const;

  // Blocks for the duration; less when the process is to stop, or the budget ends.
  void Wait(absl::Duration duration) const { shutdown_.WaitFor(std::min(duration, budget_.Remaining(clock_))); }

 private:
  const Clock& clock_;
  const StopSignal& shutdown_;
  const std::atomic<bool>* const cancelled_;
  const std::function<bool()> caller_gone_;
  const Deadline budget_;
};

// RunRequest::kind of what the worker does by itself to follow Moodle.
inline constexpr char kContinuousRun[] = "continuous";

// Of those that the change lane waits to serve.
enum class Turns { kAll, kUsers, kWholeCompanies };

struct RunRequest {
  std::string kind;         // RunRecord::kind
  std::string run_id = {};  // of Runner::Admit(); empty: it was not called
  progress::RunMode mode = progress::RunMode::kFull;
  bool dry_run = false;  // compare and count, write nothing
  // Mode changes: whom to serve, and what was found just now; nullopt: the run looks for changes itself.
  Turns turns = Turns::kAll;
  std::optional<sync::DetectionReport> found = {};
  std::string request_id = {};       // only with Runner::Admit()
  std::vector<CompanyId> companies;  // empty: all; duplicates count once
  bool force = false;                // accept an implausible source
  bool list_affected_rows = false;   // for a caller that shows them
  // True once nobody waits for the answer any more: the run stops at the next batch border. Empty: nobody ever waits.
  std::function<bool()> caller_gone;
  // Time budget instead of RunManagerOptions::max_sync_time.
  std::optional<absl::Duration> max_duration = {};
  // The run stops at a batch border after it, whatever the budget allows.
  Deadline deadline = Deadline::At(absl::InfiniteDuration());
};

// At most so many affected rows are listed; all are counted.
inline constexpr size_t kMaxAffectedRowsOfCompany = 1000;
inline constexpr size_t kMaxAffectedRowsOfRun = 20000;

struct CompanyReport {
  sync::CompanyResult result;
  DataVersion version;                                               // current after the run; {0, 0}: not known
  progress::FieldMask visible_fields = progress::FieldMask().set();  // what the company's readers may see

  bool Success() const { return result.status.ok() && result.record.errors.empty(); }
};

// What a run did, over all its companies.
struct RunResult {
  progress::RunRecord record;
  sync::RunOutcome outcome = sync::RunOutcome::kDone;
  std::vector<CompanyReport> companies;  // in the order they were served
  std::vector<std::string> errors;       // each names its company
  std::vector<std::string> warnings;
  absl::Duration duration;

  // Nothing failed and nothing was left for the next run.
  bool Success() const { return errors.empty() && outcome == sync::RunOutcome::kDone; }
};

}  // namespace cp::worker
