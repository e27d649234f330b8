#include "services/sync_worker/housekeeper.h"

#include <algorithm>

#include "libs/base/status.h"
#include "services/sync_worker/store_timeouts.h"

namespace cp::worker {
namespace {

using progress::OldRows;

// How often the holder of a turn says that it lives.
constexpr absl::Duration kKeepTurn = absl::Minutes(1);

absl::Duration TombstonesKept(const Retention& retention) {
  if (retention.tombstones == absl::ZeroDuration()) return retention.tombstones;
  return std::max(retention.tombstones, kLeastTombstoneRetention);
}

}  // namespace

Housekeeper::Housekeeper(HousekeeperParts parts, const Retention& retention)
    : parts_(std::move(parts)),
      kinds_({{{OldRows::kRequestLog, retention.runs},
               {OldRows::kAlerts, retention.runs},
               {OldRows::kAudit, retention.runs},
               {OldRows::kRuns, retention.runs},
               {OldRows::kTombstones, TombstonesKept(retention)},
               {OldRows::kOrphans, TombstonesKept(retention)}}}) {}

TidyOutcome Housekeeper::TidyIfDue(Deadline budget) {
  if (parts_.wait(absl::ZeroDuration()) || budget.Passed(*parts_.clock)) return TidyOutcome::kStopped;
  const absl::Duration started = parts_.clock->Monotonic();
  const absl::Time now = parts_.clock->Now();
  const absl::StatusOr<progress::HousekeepingTurn> turn =
      parts_.store->TakeTurn(absl::ToUnixSeconds(now), absl::ToUnixSeconds(now + kLook), Soon());
  if (!turn.ok()) return Failed(turn.status());
  done_at_ = turn->done_at;
  parts_.metrics->TidiedAt(done_at_);
  if (!turn->taken) return TidyOutcome::kNotDue;
  turn_kept_at_ = started;
  const absl::StatusOr<bool> finished = RemoveAll(now, budget);
  if (!finished.ok()) {
    (void)Schedule(now + kLook, done_at_);  // else the turn runs out
    return Failed(finished.status());
  }
  if (*finished) done_at_ = absl::ToUnixSeconds(now);
  const absl::Status scheduled = Schedule(*finished ? now + kInterval : now, done_at_);
  if (!scheduled.ok()) return Failed(scheduled);
  failing_ = false;
  parts_.metrics->TidiedAt(done_at_);
  LogCounts(*finished ? "housekeeping_done" : "housekeeping_stopped", parts_.clock->Monotonic() - started);
  return *finished ? TidyOutcome::kDone : TidyOutcome::kStopped;
}

void Housekeeper::Run() {
  do {
    TidyIfDue(Deadline::At(absl::InfiniteDuration()));
  } while (!parts_.wait(kLook));
}

absl::StatusOr<bool> Housekeeper::RemoveAll(absl::Time now, Deadline budget) {
  for (Kind& kind : kinds_) kind.removed = 0;
  for (Kind& kind : kinds_) {
    if (kind.kept == absl::ZeroDuration()) continue;
    CP_ASSIGN_OR_RETURN(const bool finished, Remove(kind, now, budget));
    if (!finished) return false;
  }
  return true;
}

absl::StatusOr<bool> Housekeeper::Remove(Kind& kind, absl::Time now, Deadline budget) {
  const int64_t before = absl::ToUnixSeconds(now - kind.kept);
  absl::Duration rest;
  for (;;) {
    if (parts_.wait(rest) || budget.Passed(*parts_.clock)) return false;
    CP_RETURN_IF_ERROR(KeepTurn());
    const absl::Duration started = parts_.clock->Monotonic();
    CP_ASSIGN_OR_RETURN(const int64_t removed, parts_.store->RemoveOld(kind.rows, before, pace_.rows(), Soon()));
    if (removed == 0) return true;
    kind.removed += removed;
    parts_.metrics->OldRowsRemoved(kind.rows, removed);
    rest = pace_.After(removed, parts_.clock->Monotonic() - started);
  }
}

absl::Status Housekeeper::KeepTurn() {
  const absl::Duration now = parts_.clock->Monotonic();
  if (now - turn_kept_at_ < kKeepTurn) return absl::OkStatus();
  turn_kept_at_ = now;
  return Schedule(parts_.clock->Now() + kLook, done_at_);
}

TidyOutcome Housekeeper::Failed(const absl::Status& status) {
  pace_.Slower();  // in case that it was the size of a piece
  if (!failing_) parts_.log->Warning("housekeeping_failed", {{"error", status}, {"next_try_seconds", kLook}});
  failing_ = true;
  return TidyOutcome::kFailed;
}

void Housekeeper::LogCounts(absl::string_view event, absl::Duration elapsed) const {
  parts_.log->Info(event, {{ToString(kinds_[0].rows), kinds_[0].removed},
                           {ToString(kinds_[1].rows), kinds_[1].removed},
                           {ToString(kinds_[2].rows), kinds_[2].removed},
                           {ToString(kinds_[3].rows), kinds_[3].removed},
                           {ToString(kinds_[4].rows), kinds_[4].removed},
                           {ToString(kinds_[5].rows), kinds_[5].removed},
                           {"duration_seconds", elapsed}});
}

absl::Status Housekeeper::Schedule(absl::Time due_at, int64_t done_at) {
  return parts_.store->ScheduleTurn(absl::ToUnixSeconds(due_at), done_at, Soon());
}

Deadline Housekeeper::Soon() const { return Deadline::After(*parts_.clock, kStoreCall); }

}  // namespace cp::worker
