// Named places between two steps of a sync. In the product reaching one does nothing; tests/faults links a worker that
// dies there as from kill -9, to prove that whatever stops in between, the next sync converges.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"

namespace cp {

enum class CrashPoint {
  kRunBegun,           // the run's record is stored
  kLeaseTaken,         // the company is ours, nothing was read
  kSnapshotOpen,       // Moodle is being read
  kBatchLocked,        // in a batch's transaction: the company's row is locked, its version raised
  kBatchHalfWritten,   // in a batch's transaction: rows are written; outbox, edges and the record are not
  kBatchBeforeCommit,  // everything is in the transaction
  kBatchCommitted,     // durable, nobody was told
  kPublished,          // the caches were told, the outbox does not know
  kOutboxConfirmed,    // the lease is still held
  kLeaseReleased,      // the run's end is not stored
  kChangesRead,        // changes were found, neither they nor the watermarks are stored
  kChangesStored,      // they wait to be derived again
  kCandidatesRead,     // a company's turn begins
};

inline constexpr CrashPoint kCrashPoints[] = {
    CrashPoint::kRunBegun,       CrashPoint::kLeaseTaken,       CrashPoint::kSnapshotOpen,
    CrashPoint::kBatchLocked,    CrashPoint::kBatchHalfWritten, CrashPoint::kBatchBeforeCommit,
    CrashPoint::kBatchCommitted, CrashPoint::kPublished,        CrashPoint::kOutboxConfirmed,
    CrashPoint::kLeaseReleased,  CrashPoint::kChangesRead,      CrashPoint::kChangesStored,
    CrashPoint::kCandidatesRead,
};

// "lease_taken", ...; distinct.
absl::string_view ToString(CrashPoint point);
std::optional<CrashPoint> ParseCrashPoint(absl::string_view name);

// Thread-safe.
void Reach(CrashPoint point);

}  // namespace cp
