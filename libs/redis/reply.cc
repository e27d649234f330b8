#include "libs/redis/reply.h"

#include <hiredis/hiredis.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::redis {
namespace {

absl::Status Misconfigured(absl::string_view text) {
  return MakeError(absl::StatusCode::kFailedPrecondition, reason::kConfigInvalid, absl::StrCat("--redis-url: ", text),
                   {{"setting", "redis-url"}});
}

Reply CopyOf(const redisReply& from) {
  Reply reply;
  switch (from.type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
    case REDIS_REPLY_ERROR:  // inside an array only
      reply.kind = Reply::Kind::kText;
      reply.text.assign(from.str, from.len);
      break;
    case REDIS_REPLY_INTEGER:
      reply.kind = Reply::Kind::kInteger;
      reply.integer = from.integer;
      break;
    case REDIS_REPLY_ARRAY:
      reply.kind = Reply::Kind::kArray;
      for (size_t i = 0; i < from.elements; ++i) reply.elements.push_back(CopyOf(*from.element[i]));
      break;
    default:
      break;
  }
  return reply;
}

}  // namespace

absl::Status Unavailable(absl::string_view what) {
  return MakeError(absl::StatusCode::kUnavailable, reason::kCacheUnavailable, absl::StrCat("Redis: ", what));
}

// The first word of an error line is Redis' error code (redis.io, RESP, "simple errors").
absl::Status ErrorFromText(absl::string_view text) {
  const absl::string_view code = text.substr(0, text.find(' '));
  for (const absl::string_view cluster : {"MOVED", "ASK", "CLUSTERDOWN", "CROSSSLOT", "TRYAGAIN"}) {
    if (code != cluster) continue;
    return Misconfigured(
        "this is a node of a Redis Cluster, which is not supported; name a single endpoint (a primary "
        "behind DNS, Sentinel or a proxy)");
  }
  const bool refused = code == "WRONGPASS" || code == "NOAUTH" || code == "NOPERM" ||
                       absl::StrContains(text, "invalid password") || absl::StrContains(text, "AUTH");
  if (refused)
    return Misconfigured("Redis refuses the user, the password or a command; correct them, or the user's rights (ACL)");
  if (absl::StrContains(text, "DB index is out of range")) {
    return Misconfigured("the database number is higher than this Redis has; use a lower one");
  }
  if (code == "OOM") return Unavailable("it is full (maxmemory)");
  return Unavailable(absl::StrCat("it answered ", code));
}

absl::StatusOr<Reply> ToReply(const redisReply* reply) {
  if (reply == nullptr) return Unavailable("the connection was lost");
  if (reply->type == REDIS_REPLY_ERROR) return ErrorFromText(absl::string_view(reply->str, reply->len));
  return CopyOf(*reply);
}

}  // namespace cp::redis
