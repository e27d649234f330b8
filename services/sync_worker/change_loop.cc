#include "services/sync_worker/change_loop.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/base/status.h"
#include "services/sync_worker/store_timeouts.h"

namespace cp::worker {
namespace {

constexpr absl::Duration kDetectionTimeout = absl::Minutes(2);
constexpr absl::Duration kLeaveTimeout = absl::Seconds(2);

}  // namespace

void ChangeLoop::FollowChanges(const WaitFunction& wait) {
  absl::Duration pause;
  do {
    const absl::Duration started = parts_.clock->Monotonic();
    const absl::Status status = Tick();
    // A Moodle that was interrupted: the worker stops.
    if (!absl::IsCancelled(status)) NoteOutcome(status);
    const absl::Duration next =
        std::min(interval_ * (int64_t{1} << std::min(failures_, 10)), std::max(interval_, kLongestPause));
    pause = std::max(next - (parts_.clock->Monotonic() - started), absl::ZeroDuration());
  } while (!wait(pause));
  // Else another worker begins a little later.
  (void)parts_.changes->Leave(Deadline::After(*parts_.clock, kLeaveTimeout));
}

void ChangeLoop::CompareCompanies(const WaitFunction& wait) {
  while (!wait(interval_)) {
    const bool may_run = !parts_.changes->trust().IsPausing();
    if (may_run && companies_wait_.exchange(false)) Run(Turns::kWholeCompanies, {});
  }
}

absl::Status ChangeLoop::Tick() {
  CP_ASSIGN_OR_RETURN(const sync::DetectionReport found,
                      parts_.changes->Find(/*look=*/false, Deadline::After(*parts_.clock, kDetectionTimeout)));
  parts_.metrics->ChangesFound(found);
  return Serve(found);
}

absl::Status ChangeLoop::Serve(const sync::DetectionReport& found) {
  const SourceTrust& trust = parts_.changes->trust();
  if (trust.IsPausing()) return absl::OkStatus();
  const Deadline soon = Deadline::After(*parts_.clock, kStoreCall);
  CP_ASSIGN_OR_RETURN(const std::vector<progress::CompanyCandidates> waiting,
                      parts_.changes->Waiting(/*patient=*/true, soon));
  const auto is_whole = [](const progress::CompanyCandidates& candidates) { return candidates.full; };
  if (std::any_of(waiting.begin(), waiting.end(), is_whole)) companies_wait_ = true;
  // A Moodle that was refused is judged again, whoever waits.
  if (trust.IsRefused() || !std::all_of(waiting.begin(), waiting.end(), is_whole)) {
    Run(Turns::kUsers, found);
    return absl::OkStatus();
  }
  if (found.look_pending) return absl::OkStatus();
  CP_ASSIGN_OR_RETURN(const std::vector<progress::CompanyCandidates> all,
                      parts_.changes->Waiting(/*patient=*/false, soon));
  parts_.metrics->Fresh(found.read_at, all);
  return absl::OkStatus();
}

// What fails in it is in its log and its record; the companies keep their candidates.
void ChangeLoop::Run(Turns turns, const sync::DetectionReport& found) {
  RunRequest request;
  request.kind = kContinuousRun;
  request.mode = progress::RunMode::kChanges;
  request.turns = turns;
  request.found = found;
  (void)parts_.runner->Run(request);
}

void ChangeLoop::NoteOutcome(const absl::Status& status) {
  if (!status.ok()) {
    // Once at its beginning, not every second.
    if (++failures_ == 1) parts_.log->Warning("changes_not_followed", {{"error", status}});
  } else if (const int failures = std::exchange(failures_, 0); failures > 0) {
    parts_.log->Info("changes_followed_again", {{"failures", failures}});
  }
  parts_.metrics->NotFollowed(failures_);
}

}  // namespace cp::worker
