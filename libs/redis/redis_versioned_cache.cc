#include "libs/redis/redis_versioned_cache.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

namespace cp::redis {
namespace {

// Entry and index in one step, so that no entry escapes the index. A full Redis refuses the script before it writes.
// KEYS: entry, index, hint. ARGV: stamp, member, value, ttl, ttl when superseded, now, ttl of the hint; times in (unix)
// milliseconds.
constexpr absl::string_view kFill = R"(
local ttl = tonumber(ARGV[4])
local hint = redis.call('GET', KEYS[3])
if hint and #hint == #ARGV[1] and hint > ARGV[1] then ttl = math.min(ttl, tonumber(ARGV[5]))
elseif hint == ARGV[1] then redis.call('PEXPIRE', KEYS[3], ARGV[7])
else redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[7]) end
local now = tonumber(ARGV[6])
redis.call('SET', KEYS[1], ARGV[3], 'PX', ttl)
redis.call('ZADD', KEYS[2], now + ttl, ARGV[2])
if redis.call('PTTL', KEYS[2]) < ttl then redis.call('PEXPIRE', KEYS[2], ttl) end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', '(' .. string.format('%.0f', now))
return ttl)";

constexpr absl::Duration kSupersededTtl = absl::Seconds(10);

std::string Milliseconds(absl::Duration duration) {
  return absl::StrCat(std::max<int64_t>(absl::ToInt64Milliseconds(duration), 1));
}

}  // namespace

std::string KeyPrefix(CompanyId company) {
  return absl::StrCat("cp", cache::kPayloadSchema, ":{", company.value(), "}:");
}

std::string HintKey(CompanyId company) { return absl::StrCat(KeyPrefix(company), "hint"); }

std::string EntryName(const cache::EntryKey& key) {
  return absl::StrCat(ToStamp(key.version), ":", ToHex(key.fingerprint));
}

void RedisVersionedCache::Get(const cache::EntryKey& key, GetCallback callback) {
  const std::string name = absl::StrCat(KeyPrefix(key.company), "e:", EntryName(key));
  client_.Send({"GET", name}, [callback = std::move(callback)](absl::StatusOr<Reply> reply) mutable {
    if (!reply.ok()) return std::move(callback)(Unavailable(reply.status().message()));
    if (reply->kind != Reply::Kind::kText) return std::move(callback)(std::nullopt);
    std::move(callback)(std::optional<std::string>(std::move(reply->text)));
  });
}

void RedisVersionedCache::Put(const cache::EntryKey& key, std::string value, absl::Duration ttl) {
  const std::string prefix = KeyPrefix(key.company);
  const std::string member = EntryName(key);
  const std::string entry = absl::StrCat(prefix, "e:", member);
  const std::string index = absl::StrCat(prefix, "idx");
  const std::string hint = HintKey(key.company);
  const std::string stamp = ToStamp(key.version);
  const std::string ttl_ms = Milliseconds(ttl);
  const std::string superseded_ms = Milliseconds(kSupersededTtl);
  const std::string now_ms = absl::StrCat(absl::ToUnixMillis(clock_.Now()));
  client_.Send({"EVAL", kFill, "3", entry, index, hint, stamp, member, value, ttl_ms, superseded_ms, now_ms,
                Milliseconds(kHintTtl)},
               [failed = failed_puts_](const absl::StatusOr<Reply>& reply) {
                 if (!reply.ok()) ++*failed;
               });
}

}  // namespace cp::redis
