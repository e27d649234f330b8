// The invalidator of an installation without Redis.
#pragma once

#include "libs/sync/invalidation.h"

namespace cp::worker {

// There is nobody to tell and nothing to remove: both succeed, so that the outbox empties and no run warns.
class NoCache final : public sync::CacheInvalidator {
 public:
  absl::Status Publish(const sync::Invalidation&, Deadline) override { return absl::OkStatus(); }
  sync::Cleared ClearSuperseded(CompanyId, const DataVersion&, Deadline) override { return {}; }
  absl::StatusOr<absl::flat_hash_map<CompanyId, DataVersion>> ReadHints(absl::Span<const CompanyId>,
                                                                        Deadline) override {
    return absl::flat_hash_map<CompanyId, DataVersion>();
  }
};

}  // namespace cp::worker
