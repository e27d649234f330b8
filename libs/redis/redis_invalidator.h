// Tells the instances that a company has a new version, and removes what it superseded. Both only save time and
// memory: freshness does not depend on them.
#pragma once

#include "libs/redis/redis_client.h"
#include "libs/sync/invalidation.h"

namespace cp::redis {

// Thread-safe. `client` must outlive it.
class RedisInvalidator final : public sync::CacheInvalidator {
 public:
  explicit RedisInvalidator(RedisClient& client, const Clock& clock) : client_(client), clock_(clock) {}

  // PUBLISHes the message (proto Invalidation as JSON, published_at = now) on cp:inv:<company> and raises the company's
  // hint key.
  absl::Status Publish(const sync::Invalidation& message, Deadline deadline) override;

  // In steps of at most 500 index members; what a step that was not answered has removed is not counted.
  sync::Cleared ClearSuperseded(CompanyId company, const DataVersion& current, Deadline deadline) override;

  // One MGET for each 500 companies.
  absl::StatusOr<absl::flat_hash_map<CompanyId, DataVersion>> ReadHints(absl::Span<const CompanyId> companies,
                                                                        Deadline deadline) override;

 private:
  // The error of a command as the port's: why there is no connection, when a setting is the reason.
  absl::Status Explain(const absl::Status& failure, Deadline deadline) const;

  RedisClient& client_;
  const Clock& clock_;
};

}  // namespace cp::redis
