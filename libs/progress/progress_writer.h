// Port: how the sync worker changes the reporting store. All writes of progress rows go through here, under a lease.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/data_version.h"
#include "libs/progress/change_lane.h"
#include "libs/progress/course_progress.h"
#include "libs/progress/sync_record.h"

namespace cp::progress {

// A comparison of everything that takes more than one run: users up to `after_user` are done, the next run goes on
// behind them.
struct ComparisonRound {
  int64_t after_user = 0;  // 0: none is under way
  int64_t started_at = 0;  // `now` of its first snapshot, unix seconds; 0: it has met a row that could not be derived
  int64_t through = 0;     // CompanyCandidates::through before its first snapshot: its end deals with these

  friend bool operator==(const ComparisonRound&, const ComparisonRound&) = default;
};

// The right to write one company's rows, until it expires or is taken over. The fence grows with each holder.
struct Lease {
  CompanyId company;
  uint64_t fence = 0;
  ComparisonRound round = {};  // as the last holder left it
};

// What the comparison needs to know of a stored row.
struct StoredRow {
  RowKey key;
  std::string content_hash;
  bool is_deleted = false;
};

// Which stored rows: the next at most `limit` after `after` in key order, of these users (ascending, at most
// kMaxScopedUsers) or, without users, of all.
inline constexpr size_t kMaxScopedUsers = 1000;
struct StoredQuery {
  CompanyId company;
  std::optional<RowKey> after = {};
  int limit = 0;
  std::vector<int64_t> users = {};
};

// What the store knows of the enrolment edges of some users, replaced: those of `users`, or, without users, of all with
// after_user < id <= through_user. Who is in the scope but not in `edges` has none. Edges that stay are not written.
struct EdgeReplacement {
  int64_t after_user = 0;
  int64_t through_user = 0;
  std::vector<int64_t> users = {};
  std::vector<UserEdge> edges = {};  // in user order
};

// Candidates of the company that are dealt with: those found up to `through`, of `users` or, without users, all of
// them. One that was found again since has a higher sequence and stays.
struct CandidatesDone {
  int64_t through = 0;
  std::vector<int64_t> users = {};
};

// The changes of one transaction. A key occurs at most once, in upserts or in tombstones.
struct Batch {
  Lease lease;
  std::string run_id;
  std::vector<CourseProgress> upserts;  // inserted, updated or revived
  std::vector<RowKey> tombstones;       // live rows to be marked deleted; names, e-mail and username are blanked
  int64_t written_at = 0;               // unix seconds; becomes last_updated
  std::optional<EdgeReplacement> edges = {};
  // Set on the last batch of a company in a run: stored in the same transaction.
  std::optional<CompanyRunRecord> finish;
  // Set on the last batch that stores what was derived for them. With users the run was about these users only: its
  // success does not move source_synced_at, which speaks of the whole company (ChangeLane::MarkFresh does).
  std::optional<CandidatesDone> candidates = {};
  std::optional<ComparisonRound> round = {};  // for the next holder of the lease; absent: it stays
};

enum class EpochCause {
  kSetBack,     // the store was seen to have lost versions: leases of the lost history are refused
  kPrecaution,  // nothing was seen; leases stay
};

// Thread-safe; every call blocks. Errors: UNAVAILABLE (STORE_UNAVAILABLE), ABORTED (LEASE_LOST: the fence is not ours
// any more, nothing was written; STORE_CONFLICT: nothing was written, run again), DEADLINE_EXCEEDED, INTERNAL. After
// UNAVAILABLE and DEADLINE_EXCEEDED a write may have been made, or may even be made later than the answer came: at the
// latest before the next AcquireLease, RenewLease, ReleaseLease or CommitBatch of the same company returns OK.
class ProgressWriter {
 public:
  virtual ~ProgressWriter() = default;

  // ABORTED (ALREADY_RUNNING, metadata owner) while another owner's lease has not expired by the store's clock;
  // NOT_FOUND for an unknown company. `owner` is not used by two holders and says to people who it is: the same owner
  // takes its lease again, with a new fence, when it does not know whether it got it.
  virtual absl::StatusOr<Lease> AcquireLease(CompanyId company, const std::string& owner, absl::Duration ttl,
                                             Deadline deadline) = 0;
  virtual absl::Status RenewLease(const Lease& lease, absl::Duration ttl, Deadline deadline) = 0;
  // From here on the fence is nobody's: a batch that comes late is refused. OK also when the lease was lost.
  virtual absl::Status ReleaseLease(const Lease& lease, Deadline deadline) = 0;

  // Tombstones included; empty = end.
  virtual absl::StatusOr<std::vector<StoredRow>> ReadStored(const StoredQuery& query, Deadline deadline) = 0;

  // One transaction: version + 1 first (guarded by the fence), rows with row_version = that version, outbox row, edges,
  // candidates and `finish`. A batch without rows makes no version and no outbox row. Returns the version that is
  // current after it.
  virtual absl::StatusOr<DataVersion> CommitBatch(const Batch& batch, Deadline deadline) = 0;

  // version + 1 with an outbox row and no rows: every cached answer of the company is superseded. NOT_FOUND if unknown.
  virtual absl::StatusOr<DataVersion> BumpVersion(CompanyId company, Deadline deadline) = 0;

  // For a store that was set back to an older state, so that it would use versions of its epoch a second time. Unless
  // the epoch is above `beyond` already: epoch := max(now in microseconds, beyond + 1), auth_version raised above every
  // earlier one, and an outbox row for each company, in one transaction. With kSetBack nobody holds a lease any more,
  // and every later fence is at least the epoch. Never lowers, idempotent: of several that saw the same evidence one
  // raises. Returns the epoch that is in force. REQUIRES: beyond < kMaxEpoch.
  virtual absl::StatusOr<uint64_t> RaiseEpoch(uint64_t beyond, EpochCause cause, Deadline deadline) = 0;
};

}  // namespace cp::progress
