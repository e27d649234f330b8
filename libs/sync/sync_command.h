// What CompanySync asks its driver to do, and what the driver answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/data_version.h"
#include "libs/base/ids.h"
#include "libs/progress/course_progress.h"
#include "libs/progress/derive.h"
#include "libs/progress/progress_writer.h"
#include "libs/sync/invalidation.h"
#include "libs/sync/source.h"

namespace cp::sync {

// Both readings of the clock, as of the moment an input is handed over.
struct Instant {
  absl::Time now;
  absl::Duration monotonic;
};

// Each command is one call of a port (named in the comment, with the type of its reply).

struct AcquireLease {  // ProgressWriter::AcquireLease -> absl::StatusOr<progress::Lease>
  CompanyId company;
  std::string owner;
  absl::Duration ttl;
};
struct RenewLease {  // ProgressWriter::RenewLease -> absl::Status
  progress::Lease lease;
  absl::Duration ttl;
};
struct ReleaseLease {  // ProgressWriter::ReleaseLease -> absl::Status
  progress::Lease lease;
};
struct OpenSnapshot {  // Source::OpenSnapshot, kept by the driver -> absl::Status
  SnapshotRequest request;
};
struct CheckTables {};  // SourceSnapshot::EmptyTables -> absl::StatusOr<std::vector<std::string>>
struct FetchSource {    // SourceSnapshot::Next -> SourceReply
  size_t max_rows;
  std::vector<progress::PairFacts>* rows;  // owned by the machine, which does not touch it until the reply
};
struct CloseSnapshot {};  // destroy the snapshot -> absl::Status (always OK)
struct FetchStored {      // ProgressWriter::ReadStored -> absl::StatusOr<std::vector<progress::StoredRow>>
  progress::StoredQuery query;
};
struct CommitBatch {             // ProgressWriter::CommitBatch -> absl::StatusOr<DataVersion>
  const progress::Batch* batch;  // owned by the machine, unchanged until the reply
};
struct Publish {  // CacheInvalidator::Publish -> absl::Status
  Invalidation message;
};
struct ClearSuperseded {  // CacheInvalidator::ClearSuperseded -> Cleared
  CompanyId company;
  DataVersion current;
};
struct ConfirmOutbox {  // Outbox::ConfirmOutbox -> absl::Status
  CompanyId company;
  DataVersion version;
};
struct Wait {  // let this much time pass, less when a stop is requested -> absl::Status (always OK)
  absl::Duration duration;
};
struct Done {};  // no reply: take the result

using Action =
    std::variant<AcquireLease, RenewLease, ReleaseLease, OpenSnapshot, CheckTables, FetchSource, CloseSnapshot,
                 FetchStored, CommitBatch, Publish, ClearSuperseded, ConfirmOutbox, Wait, Done>;

struct Command {
  Action action;
  absl::Duration budget;  // the call's deadline, counted from now; zero for Wait, CloseSnapshot and Done
};

struct SourceReply {
  absl::Status status;
  int64_t sanitized_values = 0;                // SourceSnapshot::SanitizedValues() after the call
  std::vector<progress::UserEdge> edges = {};  // SourceSnapshot::TakeEdges() after the call
};

using Reply =
    std::variant<absl::Status, absl::StatusOr<progress::Lease>, absl::StatusOr<std::vector<std::string>>, SourceReply,
                 absl::StatusOr<std::vector<progress::StoredRow>>, absl::StatusOr<DataVersion>, Cleared>;

}  // namespace cp::sync
