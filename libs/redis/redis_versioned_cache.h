// The shared cache of payloads in Redis.
//   cp<schema>:{<company>}:e:<stamp>:<fingerprint>   one entry, PX ttl; schema = cache::kPayloadSchema
//   cp<schema>:{<company>}:idx                       sorted set of "<stamp>:<fingerprint>", score = expiry (unix ms):
//                                                    only to count and remove entries, never for freshness
//   cp<schema>:{<company>}:hint                      the highest stamp that was published or filled; it tells a store
//                                                    that was set back, so it outlives every entry
// Every key has a time to live.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "libs/base/clock.h"
#include "libs/cache/versioned_cache.h"
#include "libs/redis/redis_client.h"

namespace cp::redis {

// "cp1:{7}:", the beginning of every key of a company.
std::string KeyPrefix(CompanyId company);
std::string HintKey(CompanyId company);
// Of the hint, counted from the last message or fill: more than any entry has (company setting cache_ttl_seconds: at
// most a day, and 10 % of jitter).
inline constexpr absl::Duration kHintTtl = absl::Hours(48);
// The entry's part behind KeyPrefix() + "e:"; also its member in the index.
std::string EntryName(const cache::EntryKey& key);

// Thread-safe. `client` and `clock` must outlive it and its unanswered calls.
class RedisVersionedCache final : public cache::VersionedCache {
 public:
  RedisVersionedCache(RedisClient& client, const Clock& clock) : client_(client), clock_(clock) {}

  void Get(const cache::EntryKey& key, GetCallback callback) override;
  // An entry of a version below the published one is kept for 10 s at most: nobody will ask for it for long.
  void Put(const cache::EntryKey& key, std::string value, absl::Duration ttl) override;

  // Puts that did not arrive, so far. May outlive the cache.
  std::shared_ptr<const std::atomic<uint64_t>> failed_puts() const { return failed_puts_; }

 private:
  RedisClient& client_;
  const Clock& clock_;
  // Shared with answers that may come after the destructor.
  const std::shared_ptr<std::atomic<uint64_t>> failed_puts_ = std::make_shared<std::atomic<uint64_t>>(0);
};

}  // namespace cp::redis
