#include "libs/sync/company_sync.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/backoff.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::sync {
namespace {

using progress::StoredRow;

template <typename... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

bool IsConflict(const absl::Status& status) { return ReasonOf(status) == reason::kStoreConflict; }

}  // namespace

CompanySync::CompanySync(CompanyTask task, const SyncOptions& options)
    : task_(std::move(task)),
      options_(options),
      merge_(options.switches, options.batch_rows, options.max_affected, task_.users) {}

Command CompanySync::Start(const Instant& now) {
  now_ = now;
  started_ = now.monotonic;
  last_publish_ = now.monotonic;
  result_.company = task_.company;
  result_.outcome = CompanyOutcome::kSucceeded;
  result_.record.run_id = task_.run_id;
  result_.record.company = task_.company.id;
  result_.record.started_at = absl::ToUnixSeconds(now.now);
  result_.record.found_by = task_.found_by;
  if (task_.dry_run) return OpenSource();
  return Issue(AcquireLease{task_.company.id, task_.owner, options_.lease_ttl});
}

Command CompanySync::OnReply(Reply reply, const Instant& now) {
  now_ = now;
  return std::visit(
      Overloaded{
          [&](const AcquireLease&) { return OnLease(std::get<absl::StatusOr<progress::Lease>>(std::move(reply))); },
          [&](const RenewLease&) { return OnRenewed(std::get<absl::Status>(reply)); },
          [&](const ReleaseLease&) { return OnReleased(std::get<absl::Status>(reply)); },
          [&](const OpenSnapshot&) { return OnSnapshot(std::get<absl::Status>(reply)); },
          [&](const CheckTables&) { return OnTables(std::get<absl::StatusOr<std::vector<std::string>>>(reply)); },
          [&](const FetchSource&) { return OnSource(std::get<SourceReply>(reply)); },
          [&](const CloseSnapshot&) { return OnSnapshotClosed(); },
          [&](const FetchStored&) {
            return OnStored(std::get<absl::StatusOr<std::vector<StoredRow>>>(std::move(reply)));
          },
          [&](const CommitBatch&) { return OnCommitted(std::get<absl::StatusOr<DataVersion>>(reply)); },
          [&](const Publish&) { return OnPublished(std::get<absl::Status>(reply)); },
          [&](const ClearSuperseded&) { return OnCleared(std::get<Cleared>(reply)); },
          [&](const ConfirmOutbox&) { return OnConfirmed(std::get<absl::Status>(reply)); },
          [&](const Wait&) { return OnWaited(); },
          [&](const Done&) { return IssueNow(Done{}); },
      },
      // A copy: the handlers replace what is outstanding.
      Action(outstanding_));
}

// Lease and snapshot.

Command CompanySync::OnLease(absl::StatusOr<progress::Lease> lease) {
  // One that was had without our knowing is had again: the owner is the same.
  if (IsWorthRepeating(lease.status())) return RetryOr(outstanding_, lease.status());
  if (ReasonOf(lease.status()) == reason::kAlreadyRunning) {
    result_.outcome = CompanyOutcome::kAlreadyRunning;
    result_.status = lease.status();
    return WindDown();
  }
  if (!lease.ok()) return StopWriting(lease.status());
  attempts_ = 0;
  lease_ = *std::move(lease);
  round_ = lease_->round;
  if (round_.after_user == 0) round_.through = task_.candidates_through;
  next_renewal_ = issued_ + options_.lease_ttl / 3;
  may_write_ = true;
  return OpenSource();
}

Command CompanySync::OpenSource() {
  if (stop_requested_) return Compare();
  const int64_t read_at = absl::ToUnixSeconds(now_.now);
  if (!is_scoped()) {
    result_.record.source_read_at = read_at;
    result_.resumed_after_user = round_.after_user;
  }
  if (result_.resumed_after_user > 0) {
    merge_.BeginAfter(round_.after_user);
    edges_through_ = round_.after_user;
  }
  return Issue(OpenSnapshot{
      {.company = task_.company.id, .now = read_at, .after_user = result_.resumed_after_user, .users = task_.users}});
}

Command CompanySync::OnRenewed(const absl::Status& status) {
  if (ReasonOf(status) == reason::kLeaseLost) {
    deferred_.reset();
    return StopWriting(status);
  }
  // A renewal that failed otherwise is tried again soon; until the lease is taken over, the fence lets us write.
  next_renewal_ = issued_ + options_.lease_ttl / (status.ok() ? 3 : 12);
  return IssueNow(*std::exchange(deferred_, std::nullopt));
}

Command CompanySync::OnSnapshot(const absl::Status& status) {
  if (absl::IsUnavailable(status) && !stop_requested_ && attempts_ < options_.source_retries) {
    source_failure_ = status;
    deferred_ = outstanding_;
    return IssueNow(Wait{WaitBeforeRetry(++attempts_, options_.first_source_wait, options_.jitter)});
  }
  attempts_ = 0;
  if (!status.ok()) return StopReading(status);
  snapshot_open_ = true;
  return Issue(CheckTables{});
}

// Nobody waits for a Moodle that did not answer any longer than the run may go on.
Command CompanySync::OnWaited() {
  Action next = *std::exchange(deferred_, std::nullopt);
  if (stop_requested_ && std::holds_alternative<OpenSnapshot>(next)) {
    attempts_ = 0;
    return Stop(source_failure_);
  }
  return Issue(std::move(next));
}

Command CompanySync::OnTables(const absl::StatusOr<std::vector<std::string>>& empty) {
  if (!empty.ok()) return StopReading(empty.status());
  std::vector<std::string> unexpected;
  for (const std::string& table : *empty) {
    if (!task_.known_empty_tables.contains(table)) unexpected.push_back(table);
  }
  if (unexpected.empty() || task_.accept_empty_tables) return Compare();
  return Stop(MakeError(absl::StatusCode::kFailedPrecondition, reason::kSourceImplausible,
                        absl::StrCat("Moodle's table ", absl::StrJoin(unexpected, ", "),
                                     " is empty, so nothing was written; if that is right, sync once with --force"),
                        {{"table", unexpected.front()}, {"now", "0"}}));
}

// Comparison.

Command CompanySync::Compare() {
  const auto truncate = [this] {
    result_.outcome = CompanyOutcome::kTruncated;
    return WindDown();
  };
  if (stop_requested_ && !is_fresh_) return truncate();
  const MergeNeed need = merge_.Run();
  TakeUnderivable();
  if (need == MergeNeed::kSource) {
    // A user whose pairs do not fit into a fetch would hold up every run.
    const bool has_got_on = !task_.must_get_on || is_scoped() || merge_.SettledUser() > round_.after_user;
    is_fresh_ = !has_got_on;
    if (stop_requested_ && has_got_on) return truncate();
  }
  switch (need) {
    case MergeNeed::kSource:
      if (EdgesFillABatch()) return Commit(/*last=*/false);
      return Issue(FetchSource{options_.source_rows, merge_.source_buffer()});
    case MergeNeed::kStored:
      return Issue(FetchStored{{.company = task_.company.id,
                                .after = merge_.stored_position(),
                                .limit = options_.stored_rows,
                                .users = task_.users}});
    case MergeNeed::kCommit:
      is_fresh_ = false;
      if (!task_.dry_run) return Commit(/*last=*/false);
      CountUnwritten();
      return Compare();
    case MergeNeed::kNothing:
      is_complete_ = true;
      break;
  }
  return WindDown();
}

Command CompanySync::OnSource(const SourceReply& reply) {
  result_.sanitized_values = reply.sanitized_values;
  if (!reply.status.ok()) return StopReading(reply.status);
  absl::Status order = merge_.OnSource();
  order.Update(TakeEdges(reply.edges));
  if (!order.ok()) return StopDistrusting(order);
  is_fresh_ = true;
  return Compare();
}

Command CompanySync::OnStored(absl::StatusOr<std::vector<StoredRow>> rows) {
  if (doubt_ == Doubt::kLookingUp) return OnLookedUp(rows);
  if (IsConflict(rows.status())) return RetryOr(outstanding_, rows.status());
  if (!rows.ok()) return StopWriting(rows.status());
  attempts_ = 0;
  if (const absl::Status order = merge_.OnStored(*std::move(rows)); !order.ok()) return StopDistrusting(order);
  return Compare();
}

void CompanySync::TakeUnderivable() {
  for (const UnderivablePair& pair : merge_.TakeUnderivable()) {
    if (static_cast<size_t>(underivable_++) < options_.max_listed_errors) AddError(pair.status.message());
    if (is_scoped()) underivable_users_.insert(pair.user_id);
  }
}

// What is handed out.

Command CompanySync::Issue(Action action) {
  if (!may_write_ || now_.monotonic < next_renewal_) return IssueNow(std::move(action));
  deferred_ = std::move(action);
  return IssueNow(RenewLease{*lease_, options_.lease_ttl});
}

Command CompanySync::IssueNow(Action action) {
  outstanding_ = std::move(action);
  issued_ = now_.monotonic;
  const absl::Duration budget = std::visit(Overloaded{
                                               [&](const OpenSnapshot&) { return options_.source_budget; },
                                               [&](const CheckTables&) { return options_.source_budget; },
                                               [&](const FetchSource&) { return options_.source_budget; },
                                               [&](const Publish&) { return options_.publish_budget; },
                                               [&](const ClearSuperseded&) { return options_.clear_budget; },
                                               [&](const CloseSnapshot&) { return absl::ZeroDuration(); },
                                               [&](const Wait&) { return absl::ZeroDuration(); },
                                               [&](const Done&) { return absl::ZeroDuration(); },
                                               [&](const auto&) { return options_.store_budget; },
                                           },
                                           outstanding_);
  return {outstanding_, budget};
}

Command CompanySync::RetryOr(Action action, const absl::Status& status) {
  return ++attempts_ < options_.store_attempts ? Pause(std::move(action)) : StopWriting(status);
}

bool CompanySync::IsWorthRepeating(const absl::Status& status) {
  return IsConflict(status) || absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

Command CompanySync::Pause(Action action) {
  deferred_ = std::move(action);
  return IssueNow(Wait{options_.first_wait * (int64_t{1} << (attempts_ - 1))});
}

}  // namespace cp::sync
