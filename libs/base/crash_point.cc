#include "libs/base/crash_point.h"

namespace cp {

absl::string_view ToString(CrashPoint point) {
  switch (point) {
    case CrashPoint::kRunBegun:
      return "run_begun";
    case CrashPoint::kLeaseTaken:
      return "lease_taken";
    case CrashPoint::kSnapshotOpen:
      return "snapshot_open";
    case CrashPoint::kBatchLocked:
      return "batch_locked";
    case CrashPoint::kBatchHalfWritten:
      return "batch_half_written";
    case CrashPoint::kBatchBeforeCommit:
      return "batch_before_commit";
    case CrashPoint::kBatchCommitted:
      return "batch_committed";
    case CrashPoint::kPublished:
      return "published";
    case CrashPoint::kOutboxConfirmed:
      return "outbox_confirmed";
    case CrashPoint::kLeaseReleased:
      return "lease_released";
    case CrashPoint::kChangesRead:
      return "changes_read";
    case CrashPoint::kChangesStored:
      return "changes_stored";
    case CrashPoint::kCandidatesRead:
      return "candidates_read";
  }
  return "";
}

std::optional<CrashPoint> ParseCrashPoint(absl::string_view name) {
  for (const CrashPoint point : kCrashPoints) {
    if (ToString(point) == name) return point;
  }
  return std::nullopt;
}

// Weak: a program that wants to die defines its own (tests/faults/crash_point.cc).
__attribute__((weak)) void Reach(CrashPoint) {}

}  // namespace cp
