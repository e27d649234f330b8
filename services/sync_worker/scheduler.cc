#include "services/sync_worker/scheduler.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/sync_worker/store_timeouts.h"

namespace cp::worker {
namespace {

constexpr absl::Duration kFirstRetry = absl::Seconds(30);
constexpr absl::Duration kLastRetry = absl::Minutes(15);
// What has not passed by then is not going to: a run costs Moodle a full read.
constexpr int kQuickRetries = 5;

}  // namespace

Scheduler::Scheduler(const Options& options, progress::CompanyDirectory* companies, const Clock* clock, RunFunction run,
                     WaitFunction wait)
    : options_(options), companies_(*companies), clock_(*clock), run_(std::move(run)), wait_(std::move(wait)) {}

void Scheduler::Loop() {
  Plan plan = FirstRun();
  if (!plan.needed) return;
  if (wait_(plan.wait)) return;
  int failures = 0;
  for (;;) {
    const absl::Duration started = clock_.Monotonic();
    failures = run_(plan.kind) == ScheduledOutcome::kDone ? 0 : failures + 1;
    if (failures == 0 && options_.interval == absl::ZeroDuration()) return;
    if (failures == 0) plan.kind = "interval";
    // From start to start, so that the interval is what an operator sees; a run longer than it is followed by the next.
    const absl::Duration taken = clock_.Monotonic() - started;
    if (wait_(std::max(WaitAfter(failures) - taken, absl::ZeroDuration()))) return;
  }
}

Scheduler::Plan Scheduler::FirstRun() const {
  const absl::StatusOr<std::vector<progress::CompanyState>> known =
      companies_.ListCompanies(Deadline::After(clock_, kListingStoreCall));
  // A store that can not be read now is no reason to never sync: the run itself meets the error and is retried.
  if (!known.ok()) return {.kind = "startup", .wait = absl::ZeroDuration(), .needed = true};
  bool never_synced = known->empty();
  int64_t oldest = absl::ToUnixSeconds(clock_.Now());
  for (const progress::CompanyState& state : *known) {
    never_synced = never_synced || state.source_synced_at == 0;
    // A company without rows may be gone from Moodle: its time then stands still and says nothing.
    if (state.live_rows > 0) oldest = std::min(oldest, state.source_synced_at);
  }
  if (never_synced) return {.kind = "startup", .wait = absl::ZeroDuration(), .needed = true};
  if (options_.interval == absl::ZeroDuration()) return {};
  // What became due while no worker ran is due now.
  const absl::Duration left = absl::FromUnixSeconds(oldest) + options_.interval - clock_.Now();
  return {.kind = "interval", .wait = std::clamp(left, absl::ZeroDuration(), options_.interval), .needed = true};
}

absl::Duration Scheduler::WaitAfter(int failures) const {
  const bool repeats = options_.interval > absl::ZeroDuration();
  if (failures == 0 || (repeats && failures > kQuickRetries)) return options_.interval;
  absl::Duration retry = kFirstRetry;
  for (int i = 1; i < failures && retry < kLastRetry; ++i) retry *= 2;
  retry = std::min(retry, kLastRetry);
  return repeats ? std::min(retry, options_.interval) : retry;
}

}  // namespace cp::worker
