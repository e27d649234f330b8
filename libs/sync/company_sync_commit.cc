// CompanySync from the first transaction to the result: commits, what follows the last one, and how a company ends.
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sync/company_sync.h"

namespace cp::sync {
namespace {

using progress::RowKey;
using progress::StoredRow;

// The transaction may have been made or not.
bool OutcomeUnknown(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

const RowKey& FirstKey(const progress::Batch& batch) {
  return batch.upserts.empty() ? batch.tombstones.front() : batch.upserts.front().key;
}

// Whether the store shows the change of FirstKey(). Before the batch it did not, or the row would not be in it; nobody
// else has written since, by the lease; and a transaction is whole.
bool ShowsFirstChange(const progress::Batch& batch, const std::vector<StoredRow>& rows) {
  if (rows.empty() || rows.front().key != FirstKey(batch)) return false;
  const StoredRow& row = rows.front();
  if (batch.upserts.empty()) return row.is_deleted;
  return !row.is_deleted && row.content_hash == progress::ContentHash(batch.upserts.front());
}

progress::RunState StateOf(CompanyOutcome outcome) {
  switch (outcome) {
    case CompanyOutcome::kSucceeded:
      return progress::RunState::kSucceeded;
    case CompanyOutcome::kTruncated:
      return progress::RunState::kTruncated;
    case CompanyOutcome::kFailed:
    case CompanyOutcome::kAlreadyRunning:
      break;
  }
  return progress::RunState::kFailed;
}

}  // namespace

Command CompanySync::Commit(bool last) {
  committing_ = merge_.TakeChanges();
  batch_ = {};
  batch_.lease = *lease_;
  batch_.run_id = task_.run_id;
  batch_.upserts = std::move(committing_.upserts);
  batch_.tombstones = std::move(committing_.tombstones);
  batch_.written_at = absl::ToUnixSeconds(now_.now);
  batch_.edges = EdgesOfSettledUsers(last);
  if (last) {
    batch_.finish = FinishRecord();
    batch_.candidates = DealtWith();
    batch_.round = RoundAfterwards();
  }
  return Issue(CommitBatch{&batch_});
}

Command CompanySync::OnCommitted(const absl::StatusOr<DataVersion>& version) {
  if (ReasonOf(version.status()) == reason::kStoreConflict) return RetryOr(outstanding_, version.status());
  if (OutcomeUnknown(version.status())) return SettleCommit(version.status());
  if (!version.ok()) return StopWriting(version.status());
  if (doubt_ == Doubt::kMayLand) return LookUpBatch();
  attempts_ = 0;
  CountCommitted();
  result_.data_version = *version;
  if (std::exchange(awaits_version_, false)) {
    unpublished_ = *version;
    committed_at_ = absl::ToUnixSeconds(now_.now);
    if (!told_.has_value()) told_ = {version->epoch, version->version - 1};
  }
  if (batch_.finish.has_value()) {
    may_write_ = false;
    return WindDown();
  }
  const bool is_due = now_.monotonic - last_publish_ >= options_.publish_interval;
  return is_due && unpublished_.has_value() ? Issue(InvalidationMessage()) : Compare();
}

// A commit that was cut off may stall in the store, invisible, with the company's row lock: a look-up now would not see
// it. A batch without rows waits for that lock, so when it has been committed the first one has landed or never will.
Command CompanySync::SettleCommit(const absl::Status& status) {
  // Without rows it may simply be repeated.
  if (batch_.upserts.empty() && batch_.tombstones.empty()) return RetryOr(CommitBatch{&batch_}, status);
  doubt_ = Doubt::kMayLand;
  fence_ = {};
  fence_.lease = batch_.lease;
  fence_.run_id = batch_.run_id;
  return RetryOr(CommitBatch{&fence_}, status);
}

Command CompanySync::LookUpBatch() {
  doubt_ = Doubt::kLookingUp;
  const RowKey& key = FirstKey(batch_);
  const RowKey before{key.user, CourseId(key.course.value() - 1)};
  return Issue(FetchStored{{.company = task_.company.id, .after = before, .limit = 1}});
}

Command CompanySync::OnLookedUp(const absl::StatusOr<std::vector<StoredRow>>& rows) {
  if (!rows.ok()) return RetryOr(outstanding_, rows.status());
  doubt_ = Doubt::kNone;
  // What was written is not sent again; the rest of the batch, if any, asks for the version that it made.
  if (ShowsFirstChange(batch_, *rows)) CountCommitted();
  return Issue(CommitBatch{&batch_});
}

void CompanySync::CountCommitted() {
  awaits_version_ = awaits_version_ || !batch_.upserts.empty() || !batch_.tombstones.empty();
  unpublished_upserts_ += static_cast<int64_t>(batch_.upserts.size());
  unpublished_deletes_ += static_cast<int64_t>(batch_.tombstones.size());
  CountRows();
}

void CompanySync::CountRows() {
  result_.record.created += committing_.created;
  result_.record.updated += committing_.updated;
  result_.record.deleted += static_cast<int64_t>(batch_.tombstones.size());
  std::move(committing_.affected.begin(), committing_.affected.end(), std::back_inserter(result_.affected));
  committing_ = {};
  batch_.upserts.clear();
  batch_.tombstones.clear();
}

// What follows the comparison.

Command CompanySync::WindDown() {
  if (!winding_down_) {
    winding_down_ = true;
    if (task_.dry_run) CountUnwritten();
    Conclude();
  }
  if (snapshot_open_) return Issue(CloseSnapshot{});
  if (may_write_) return Commit(/*last=*/true);
  if (unpublished_.has_value()) return Issue(InvalidationMessage());
  if (needs_clear_) return Issue(ClearSuperseded{task_.company.id, *result_.data_version});
  if (unconfirmed_.has_value()) return Issue(ConfirmOutbox{task_.company.id, *unconfirmed_});
  if (lease_.has_value()) return Issue(ReleaseLease{*lease_});
  Complete();
  return IssueNow(Done{});
}

Command CompanySync::OnSnapshotClosed() {
  snapshot_open_ = false;
  return WindDown();
}

Publish CompanySync::InvalidationMessage() const {
  Invalidation message;
  message.company = task_.company.id;
  message.version = *unpublished_;
  message.previous = *told_;
  message.reason = "sync";
  message.run_id = task_.run_id;
  message.committed_at = committed_at_;
  message.upserted = unpublished_upserts_;
  message.deleted = unpublished_deletes_;
  return {std::move(message)};
}

Command CompanySync::OnPublished(const absl::Status& status) {
  last_publish_ = now_.monotonic;
  cache_failure_ = std::string(status.message());
  needs_clear_ = status.ok();
  if (status.ok()) {
    unconfirmed_ = told_ = unpublished_;
    unpublished_upserts_ = unpublished_deletes_ = 0;
  }
  // A message that failed on the way is made up for by the next one; the last one by the outbox.
  if (status.ok() || winding_down_) unpublished_.reset();
  return winding_down_ ? WindDown() : Compare();
}

Command CompanySync::OnCleared(const Cleared& cleared) {
  needs_clear_ = false;
  result_.record.cache_cleared = cleared.removed;
  if (!cleared.status.ok()) cache_failure_ = std::string(cleared.status.message());
  return WindDown();
}

Command CompanySync::OnConfirmed(const absl::Status& status) {
  unconfirmed_.reset();
  if (!status.ok() && cache_failure_.empty()) cache_failure_ = std::string(status.message());
  return WindDown();
}

Command CompanySync::OnReleased(const absl::Status& status) {
  // What is not given back keeps everybody out until it expires; it takes nothing from what was done.
  if (IsWorthRepeating(status) && ++attempts_ < options_.store_attempts) return Pause(outstanding_);
  lease_.reset();
  return WindDown();
}

// The end.

Command CompanySync::Stop(const absl::Status& status) {
  result_.outcome = CompanyOutcome::kFailed;
  result_.status = status;
  AddError(status.message());
  return WindDown();
}

Command CompanySync::StopDistrusting(const absl::Status& status) {
  merge_.TakeChanges();
  edges_.clear();
  is_distrusted_ = true;
  return Stop(status);
}

Command CompanySync::StopReading(const absl::Status& status) {
  if (!absl::IsCancelled(status)) return Stop(status);
  stop_requested_ = true;
  is_fresh_ = false;  // it would be cancelled again: nobody gets on
  return Compare();
}

Command CompanySync::StopWriting(const absl::Status& status) {
  may_write_ = false;
  attempts_ = 0;
  if (ReasonOf(status) == reason::kLeaseLost) lease_.reset();
  if (std::exchange(doubt_, Doubt::kNone) != Doubt::kNone) {
    AddError("the store did not say whether the last batch was written; the next sync finds out");
  }
  return Stop(status);
}

void CompanySync::AddError(absl::string_view text) {
  result_.record.errors.push_back(absl::StrCat("company ", task_.company.id.value(), ": ", text));
}

void CompanySync::Conclude() {
  result_.record.rows_read = merge_.rows_read();
  result_.complete = is_complete_;
  result_.underivable_users.assign(underivable_users_.begin(), underivable_users_.end());
  result_.flawed = IsFlawed();
  // The end of a round is as old as its beginning.
  if (result_.resumed_after_user > 0) result_.record.source_read_at = round_.started_at;
  const int64_t unlisted = underivable_ - static_cast<int64_t>(options_.max_listed_errors);
  if (unlisted > 0) AddError(absl::StrCat(unlisted, " more rows could not be derived"));
  if (!result_.record.errors.empty()) result_.outcome = CompanyOutcome::kFailed;
}

std::optional<progress::ComparisonRound> CompanySync::RoundAfterwards() const {
  if (is_scoped() || is_distrusted_) return std::nullopt;
  const bool was_under_way = round_.after_user > 0;
  if (is_complete_) return was_under_way ? std::make_optional(progress::ComparisonRound()) : std::nullopt;
  // One that failed is tried again from where it began.
  const int64_t settled = merge_.SettledUser();
  if (!stop_requested_ || settled <= round_.after_user) return std::nullopt;
  const bool is_flawed = underivable_ > 0;
  return progress::ComparisonRound{
      .after_user = settled, .started_at = is_flawed ? 0 : result_.record.source_read_at, .through = round_.through};
}

progress::CompanyRunRecord CompanySync::FinishRecord() const {
  progress::CompanyRunRecord record = result_.record;
  record.state = StateOf(result_.outcome);
  record.finished_at = absl::ToUnixSeconds(now_.now);
  record.created += committing_.created;
  record.updated += committing_.updated;
  record.deleted += static_cast<int64_t>(batch_.tombstones.size());
  return record;
}

void CompanySync::Complete() {
  done_ = true;
  committing_ = {};
  batch_ = {};
  result_.record = FinishRecord();
  result_.affected_count = result_.record.created + result_.record.updated + result_.record.deleted;
  result_.elapsed = now_.monotonic - started_;
  const std::string company = absl::StrCat("company ", task_.company.id.value(), ": ");
  if (result_.outcome == CompanyOutcome::kAlreadyRunning) {
    result_.warnings.emplace_back(result_.status.message());
  }
  if (result_.outcome == CompanyOutcome::kTruncated) {
    result_.warnings.push_back(absl::StrCat(company, "truncated after ", result_.record.rows_read, " rows of Moodle (",
                                            stop_reason_, "); the next run does the rest"));
  }
  if (result_.sanitized_values > 0) {
    result_.warnings.push_back(absl::StrCat(company, result_.sanitized_values,
                                            " texts of Moodle held NUL or invalid UTF-8, replaced by U+FFFD"));
  }
  if (!cache_failure_.empty()) {
    result_.cache_missed = true;
    result_.warnings.push_back(absl::StrCat(company, "the cache was not told at once: ", cache_failure_,
                                            "; its older entries are not served, they only expire later"));
  }
}

}  // namespace cp::sync
