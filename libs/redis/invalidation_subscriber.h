// Hears which companies have a new version. Messages are hints: they may be lost (also while we reconnect), repeated,
// late, or nonsense.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "libs/base/data_version.h"
#include "libs/base/ids.h"
#include "libs/redis/redis_url.h"

namespace cp::redis {

struct InvalidationSubscriberOptions {
  RedisAddress address;
  absl::Duration lookup_timeout = absl::Seconds(10);  // of the host's name; the subscriber's end does not wait for it
  absl::Duration connect_timeout = absl::Milliseconds(500);
  absl::Duration min_backoff = absl::Milliseconds(50);  // between attempts; doubles
  absl::Duration max_backoff = absl::Seconds(2);
  absl::Duration ping_interval = absl::Seconds(10);  // a connection that stays silent for two of them is given up
  std::string resolv_conf = "/etc/resolv.conf";      // who resolves host names; /etc/hosts comes first
};

struct InvalidationSubscriberHealth {
  bool subscribed = false;
  // Only grow.
  uint64_t messages = 0, garbage = 0, subscriptions = 0;
};

// Runs on a thread of its own until it is destroyed.
class InvalidationSubscriber {
 public:
  // Called on the subscriber's thread; must not block for long.
  using OnHint = std::function<void(CompanyId, const DataVersion&)>;

  static std::unique_ptr<InvalidationSubscriber> Start(InvalidationSubscriberOptions options, OnHint on_hint);

  // Returns when no call of on_hint runs or will run.
  virtual ~InvalidationSubscriber() = default;

  virtual InvalidationSubscriberHealth health() const = 0;
};

}  // namespace cp::redis
