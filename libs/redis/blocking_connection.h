// A blocking hiredis connection for the one thread that only listens. Private to the subscriber.
#pragma once

#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/redis/redis_url.h"
#include "libs/redis/reply.h"

struct redisContext;

namespace cp::redis {

class BlockingConnection {
 public:
  // Connects, authenticates and selects the database; each step takes at most `timeout`, which also bounds later
  // writes. A host name would be resolved blocking: see FindHost().
  static absl::StatusOr<BlockingConnection> Open(const RedisAddress& address, absl::Duration timeout);

  absl::Status Write(absl::Span<const absl::string_view> arguments);

  // Reads what has arrived and hands out every complete reply; the first error ends it. REQUIRES: fd() is
  // readable.
  absl::Status ReadAvailable(absl::FunctionRef<void(const Reply&)> on_reply);

  int fd() const;

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };
  explicit BlockingConnection(redisContext* context) : context_(context) {}
  absl::Status Execute(absl::Span<const absl::string_view> arguments);
  absl::Status Error() const;

  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace cp::redis
