// The message "this company has a new version", and the port that carries it. Messages are hints: losing, repeating or
// reordering them costs latency, never freshness.
#pragma once

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"
#include "libs/base/data_version.h"
#include "libs/base/ids.h"

namespace cp::sync {

struct Invalidation {
  CompanyId company;
  DataVersion version;
  DataVersion previous;      // current before the changes that this message tells of; a message may tell of several
  std::string reason;        // "sync", "clear", "republish"
  std::string run_id;        // empty when no run made it
  int64_t committed_at = 0;  // unix seconds; of the last of these changes. When it is published says the publisher
  int64_t upserted = 0;      // rows
  int64_t deleted = 0;       // rows
};

// How many entries were removed, and whether those were all: the error says why not.
struct Cleared {
  int64_t removed = 0;
  absl::Status status;
};

// Thread-safe, blocking up to the deadline. Errors: UNAVAILABLE (CACHE_UNAVAILABLE), DEADLINE_EXCEEDED.
class CacheInvalidator {
 public:
  virtual ~CacheInvalidator() = default;
  virtual absl::Status Publish(const Invalidation& message, Deadline deadline) = 0;
  // Removes the company's entries of versions below `current` that exist. In steps, so that a deadline leaves a count.
  virtual Cleared ClearSuperseded(CompanyId company, const DataVersion& current, Deadline deadline) = 0;

  // The highest version that the cache has seen of each company, at least as long as it may hold an entry of it; what
  // is not a version is left out, as are companies it knows nothing of. A store below it was set back to an older
  // state.
  virtual absl::StatusOr<absl::flat_hash_map<CompanyId, DataVersion>> ReadHints(absl::Span<const CompanyId> companies,
                                                                                Deadline deadline) = 0;
};

}  // namespace cp::sync
