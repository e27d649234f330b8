#include "libs/redis/redis_invalidator.h"

#include <google/protobuf/util/json_util.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "courseprogress/internal/v1/invalidation.pb.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/redis/redis_versioned_cache.h"

namespace cp::redis {
namespace {

constexpr int kMessageSchema = 1;
constexpr int64_t kBatch = 500;  // members a step: well below a millisecond of Redis' time

// Idempotent and commutative: never lowers the hint. KEYS: hint. ARGV: stamp, ttl (ms), channel, message.
constexpr absl::string_view kPublish = R"(
local hint = redis.call('GET', KEYS[1])
if not hint or #hint ~= #ARGV[1] or hint < ARGV[1] then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
else redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return redis.call('PUBLISH', ARGV[3], ARGV[4]))";

// One step over the index, from rank ARGV[3]. KEYS: index. ARGV: prefix of entries, current stamp, rank, batch.
// Returns how many entries existed and were removed, how many members were looked at, how many of them stay.
constexpr absl::string_view kClear = R"(
local first = tonumber(ARGV[3])
local members = redis.call('ZRANGE', KEYS[1], first, first + tonumber(ARGV[4]) - 1)
local gone, entries = {}, {}
for _, member in ipairs(members) do
  if string.sub(member, 1, #ARGV[2]) < ARGV[2] then
    gone[#gone + 1] = member
    entries[#entries + 1] = ARGV[1] .. member
  end
end
if #gone == 0 then return {0, #members, #members} end
redis.call('ZREM', KEYS[1], unpack(gone))
return {redis.call('UNLINK', unpack(entries)), #members, #members - #gone})";

std::string ToJson(const sync::Invalidation& message, absl::Time now) {
  courseprogress::internal::v1::Invalidation proto;
  proto.set_schema(kMessageSchema);
  proto.set_company(static_cast<int32_t>(message.company.value()));
  proto.set_generation(ToStamp(message.version));
  proto.set_reason(message.reason);
  proto.set_run_id(message.run_id);
  proto.set_committed_at(static_cast<double>(message.committed_at));
  proto.set_rows_upserted(static_cast<int32_t>(message.upserted));
  proto.set_rows_deleted(static_cast<int32_t>(message.deleted));
  proto.set_prev_version(ToStamp(message.previous));
  proto.set_published_at(static_cast<double>(absl::ToUnixSeconds(now)));
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails for invalid UTF-8 only, which neither a reason nor a run id can hold.
  (void)google::protobuf::util::MessageToJsonString(proto, &json, options);
  return json;
}

absl::Status DeadlinePassed() {
  return MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded,
                   "Redis did not answer before the deadline");
}

}  // namespace

absl::Status RedisInvalidator::Explain(const absl::Status& failure, Deadline deadline) const {
  const RedisHealth health = client_.health();
  const bool refused = !health.connected && ReasonOf(health.last_error) == reason::kConfigInvalid;
  if (!refused && deadline.Passed(clock_)) return DeadlinePassed();
  return MakeError(absl::StatusCode::kUnavailable, reason::kCacheUnavailable,
                   refused ? health.last_error.message() : failure.message());
}

absl::Status RedisInvalidator::Publish(const sync::Invalidation& message, Deadline deadline) {
  const std::string hint = HintKey(message.company);
  const std::string channel = absl::StrCat("cp:inv:", message.company.value());
  const std::string ttl_ms = absl::StrCat(absl::ToInt64Milliseconds(kHintTtl));
  const absl::StatusOr<Reply> reply = client_.Call(
      {"EVAL", kPublish, "1", hint, ToStamp(message.version), ttl_ms, channel, ToJson(message, clock_.Now())},
      deadline);
  return reply.ok() ? absl::OkStatus() : Explain(reply.status(), deadline);
}

sync::Cleared RedisInvalidator::ClearSuperseded(CompanyId company, const DataVersion& current, Deadline deadline) {
  const std::string prefix = KeyPrefix(company);
  const std::string index = absl::StrCat(prefix, "idx");
  const std::string entries = absl::StrCat(prefix, "e:");
  const std::string stamp = ToStamp(current);
  const std::string batch = absl::StrCat(kBatch);
  sync::Cleared cleared;
  for (int64_t rank = 0;;) {
    const absl::StatusOr<Reply> step =
        client_.Call({"EVAL", kClear, "1", index, entries, stamp, absl::StrCat(rank), batch}, deadline);
    if (!step.ok() || step->elements.size() != 3) {
      cleared.status = Explain(step.ok() ? Unavailable("it gave an unknown answer") : step.status(), deadline);
      return cleared;
    }
    cleared.removed += step->elements[0].integer;
    rank += step->elements[2].integer;
    if (step->elements[1].integer < kBatch) return cleared;
  }
}

absl::StatusOr<absl::flat_hash_map<CompanyId, DataVersion>> RedisInvalidator::ReadHints(
    absl::Span<const CompanyId> companies, Deadline deadline) {
  absl::flat_hash_map<CompanyId, DataVersion> hints;
  for (size_t begin = 0; begin < companies.size(); begin += kBatch) {
    const absl::Span<const CompanyId> some = companies.subspan(begin, kBatch);
    std::vector<std::string> keys;
    for (const CompanyId company : some) keys.push_back(HintKey(company));
    std::vector<absl::string_view> command = {"MGET"};  // nil for a key that holds no text
    command.insert(command.end(), keys.begin(), keys.end());
    CP_ASSIGN_OR_RETURN(const Reply reply, client_.Call(command, deadline));
    if (reply.elements.size() != some.size()) return Unavailable("the hints could not be read");
    for (size_t i = 0; i < some.size(); ++i) {
      const absl::StatusOr<DataVersion> version = ParseStamp(reply.elements[i].text);
      if (version.ok()) hints.emplace(some[i], *version);
    }
  }
  return hints;
}

}  // namespace cp::redis
