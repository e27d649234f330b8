// The sync of one company: compares Moodle with the reporting store and writes what differs.
//
// A state machine without I/O, threads or a clock of its own, so that a seeded simulator can drive the very code that
// the worker runs. The driver does what the last command says and hands over the reply, until the command is Done:
//
//   CompanySync sync(task, options);
//   for (Command command = sync.Start(now); !sync.done(); command = sync.OnReply(Perform(command), now)) {}
//   Record(sync.result());
//
// One command is outstanding at a time. Order: lease, snapshot, comparison in (user, course) order with one transaction
// per batch, then publish, clear, confirm, release. Memory is bounded by the batch, not by the company.
//
// Promises, whatever the replies: nothing is written before the source has passed CheckTables; a pair that the source
// listed is never tombstoned, derivable or not; nothing behind the point at which the source failed is tombstoned, and
// no enrolment edge of a user behind it is removed; rows and edges of users out of scope are never touched; a candidate
// is dealt with only by a comparison that was complete and could derive every row of the user; a dry run writes
// nothing; after LEASE_LOST nothing is written; a commit of unknown outcome is looked up in the store once it can not
// land any more, never guessed, so that a batch makes one version; a lease that may have been had is asked for again,
// and given back; a cache that fails is one warning.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/progress/derive.h"
#include "libs/progress/progress_writer.h"
#include "libs/sync/company_result.h"
#include "libs/sync/row_merge.h"
#include "libs/sync/sync_command.h"

namespace cp::sync {

struct CompanyTask {
  std::string run_id;
  progress::Company company;
  std::string owner;  // of the lease, for people: host:pid
  // The run's guard has accepted a source that looks broken (source_guard.h): empty tables do not stop the company.
  bool accept_empty_tables = false;
  // Tables whose emptiness was accepted before: these do not stop the company, others do.
  std::set<std::string> known_empty_tables = {};

  // A stop waits until one more user is done: what is given the whole budget of a run gets on, however short that is.
  bool must_get_on = true;

  // Only rows of these users, ascending, at most progress::kMaxScopedUsers. Empty: a full comparison.
  std::vector<int64_t> users = {};
  // CompanyCandidates::through as read before the sync: what was found up to here is dealt with by it, or by the round
  // of comparisons that it begins; one that it goes on with has its own. 0 = nothing.
  int64_t candidates_through = 0;
  // CompanyCandidates::found_by, for the record.
  std::map<std::string, int64_t> found_by = {};
  // Compares, counts and lists what would change. Takes no lease and writes nothing, no record either, so what another
  // worker writes meanwhile may be counted in part.
  bool dry_run = false;
};

struct SyncOptions {
  size_t batch_rows = 1000;   // changes per transaction, >= 1
  size_t source_rows = 1000;  // pairs per FetchSource, >= 1
  int stored_rows = 1000;     // rows per FetchStored, >= 1
  size_t edge_rows = 5000;    // enrolment edges that may wait for a transaction, >= 1
  // Renewed when a third of it has passed, between two commands: more than three times the budget of a call.
  absl::Duration lease_ttl = absl::Minutes(3);
  absl::Duration store_budget = absl::Seconds(30);
  absl::Duration source_budget = absl::Seconds(50);
  absl::Duration publish_budget = absl::Milliseconds(50);
  absl::Duration clear_budget = absl::Milliseconds(250);
  absl::Duration publish_interval = absl::Seconds(1);  // between two messages while the comparison goes on
  // Of a call that met STORE_CONFLICT or an unknown outcome, >= 1. With the waits in between, a store that is started
  // afresh is met again.
  int store_attempts = 8;
  absl::Duration first_wait = absl::Milliseconds(20);  // before the second attempt; doubles with each
  // How often a view of Moodle that does not answer is asked for again. What is read from one is not read twice: the
  // next sync does that.
  int source_retries = 0;
  absl::Duration first_source_wait = absl::Seconds(1);  // before the first of them; WaitBeforeRetry() before each
  double jitter = 0;                                    // of these waits, in [0, 1)
  size_t max_listed_errors = 100;
  size_t max_affected = 1000;
  progress::DeriveSwitches switches;
};

// Not thread-safe.
class CompanySync {
 public:
  CompanySync(CompanyTask task, const SyncOptions& options);

  CompanySync(const CompanySync&) = delete;
  CompanySync& operator=(const CompanySync&) = delete;

  // REQUIRES: called once, first.
  Command Start(const Instant& now);

  // The command that follows. REQUIRES: `reply` holds the type that the last command names; !done().
  Command OnReply(Reply reply, const Instant& now);

  // What has been fetched is compared up to the next border, what has been compared is written, the rest is left for
  // the next run, which goes on there: every run gets on, however short. Takes effect at the next reply. `why` is a
  // clause for the warning; the first one counts.
  void RequestStop(absl::string_view why = "the time budget is used up") {
    if (!stop_requested_) stop_reason_ = std::string(why);
    stop_requested_ = true;
  }

  bool done() const { return done_; }

  // So far.
  CompanyCounts counts() const {
    return {merge_.rows_read(), result_.record.created, result_.record.updated, result_.record.deleted};
  }

  // REQUIRES: done().
  const CompanyResult& result() const { return result_; }
  CompanyResult TakeResult() && { return std::move(result_); }

 private:
  Command OnLease(absl::StatusOr<progress::Lease> lease);
  Command OpenSource();
  // What the next holder of the lease finds; absent: what this one found.
  std::optional<progress::ComparisonRound> RoundAfterwards() const;
  Command OnRenewed(const absl::Status& status);
  Command OnSnapshot(const absl::Status& status);
  Command OnWaited();
  Command OnTables(const absl::StatusOr<std::vector<std::string>>& empty);
  Command OnSource(const SourceReply& reply);
  Command OnStored(absl::StatusOr<std::vector<progress::StoredRow>> rows);
  Command OnCommitted(const absl::StatusOr<DataVersion>& version);
  Command OnLookedUp(const absl::StatusOr<std::vector<progress::StoredRow>>& rows);
  Command OnPublished(const absl::Status& status);
  Command OnCleared(const Cleared& cleared);
  Command OnConfirmed(const absl::Status& status);
  Command OnSnapshotClosed();
  Command OnReleased(const absl::Status& status);

  // The next command of the comparison, of a commit, and of what follows the last commit.
  Command Compare();
  Command Commit(bool last);
  // The commit of batch_ ended with `status`: it may have been made, may still be on its way, or may never be.
  Command SettleCommit(const absl::Status& status);
  // No commit of batch_ is on its way any more: asks the store whether it was written.
  Command LookUpBatch();
  Command WindDown();

  // Hands out `action`, behind a renewal of the lease when one is due.
  Command Issue(Action action);
  Command IssueNow(Action action);
  // The call did nothing, or what it did may be done again.
  static bool IsWorthRepeating(const absl::Status& status);
  // Hands out `action` again after a pause; `status` ends the company when the attempts are used up.
  Command RetryOr(Action action, const absl::Status& status);
  // Hands out `action` after a pause that grows with attempts_.
  Command Pause(Action action);

  // Ends the company; what has been compared so far is still written unless writing has ended too.
  Command Stop(const absl::Status& status);
  // As Stop(), but what has been compared since the last batch is dropped.
  Command StopDistrusting(const absl::Status& status);
  // As Stop(), but a source that was interrupted (CANCELLED) is a stop on request.
  Command StopReading(const absl::Status& status);
  Command StopWriting(const absl::Status& status);

  bool is_scoped() const { return !task_.users.empty(); }
  // The edges that came with the reply wait for their batch. INTERNAL when they go backwards.
  absl::Status TakeEdges(const std::vector<progress::UserEdge>& edges);
  bool EdgesFillABatch() const;
  // What the batch says of the users whose rows have all been compared; nullopt when there are none, or of a scoped
  // comparison that goes on.
  std::optional<progress::EdgeReplacement> EdgesOfSettledUsers(bool last);
  bool IsFlawed() const;  // CompanyResult::flawed
  std::optional<progress::CandidatesDone> DealtWith() const;
  // Of a dry run: counts what would be committed.
  void CountUnwritten();

  void AddError(absl::string_view text);
  void TakeUnderivable();
  void CountCommitted();
  // The rows of batch_ are in the result now, and not in the batch any more.
  void CountRows();
  // Settles the outcome when the comparison has ended, and the result when everything has.
  void Conclude();
  void Complete();
  progress::CompanyRunRecord FinishRecord() const;
  Publish InvalidationMessage() const;

  // Constant after construction.
  const CompanyTask task_;
  const SyncOptions options_;

  CompanyResult result_;
  RowMerge merge_;
  Instant now_;
  absl::Duration started_;
  bool stop_requested_ = false;
  std::string stop_reason_ = "reading was interrupted";
  bool done_ = false;

  // The outstanding command, and the one that follows a pause or a renewal.
  Action outstanding_;
  absl::Duration issued_;  // when it was handed out
  std::optional<Action> deferred_;
  int attempts_ = 0;             // failed ones of the call that is being repeated
  absl::Status source_failure_;  // why a view of Moodle is asked for again

  std::optional<progress::Lease> lease_;
  absl::Duration next_renewal_;
  bool snapshot_open_ = false;
  bool may_write_ = false;  // the lease is ours and the last batch is not committed
  bool winding_down_ = false;
  bool is_fresh_ = false;            // what was fetched last has not been compared to the next border
  progress::ComparisonRound round_;  // that this comparison goes on with
  bool is_complete_ = false;         // both streams were compared to their ends
  bool is_distrusted_ = false;       // a stream contradicted itself

  // The transaction that is being made, and what it changes.
  progress::Batch batch_;
  Changes committing_;
  enum class Doubt {
    kNone,
    kMayLand,   // the outstanding CommitBatch, of fence_, waits until no commit of batch_ is on its way any more
    kLookingUp  // the outstanding FetchStored asks whether batch_ was written
  };
  Doubt doubt_ = Doubt::kNone;
  progress::Batch fence_;        // without rows and without a record
  bool awaits_version_ = false;  // rows were written, the version that they made is not known yet

  // What the cache has not been told yet, and up to where it was before the run or has been told since.
  std::optional<DataVersion> unpublished_;
  std::optional<DataVersion> told_;
  int64_t committed_at_ = 0;  // of unpublished_, unix seconds
  bool needs_clear_ = false;
  std::optional<DataVersion> unconfirmed_;
  absl::Duration last_publish_;
  int64_t unpublished_upserts_ = 0;
  int64_t unpublished_deletes_ = 0;
  std::string cache_failure_;

  int64_t underivable_ = 0;
  std::set<int64_t> underivable_users_;  // of a scoped comparison

  // In user order; those up to edges_through_ are in a batch.
  std::deque<progress::UserEdge> edges_;
  int64_t edges_through_ = 0;
  int64_t last_edge_user_ = 0;
};

}  // namespace cp::sync
