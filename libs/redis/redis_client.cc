#include "libs/redis/redis_client.h"

#include "absl/strings/match.h"
#include "absl/synchronization/notification.h"
#include "libs/redis/client_loop.h"

namespace cp::redis {

std::unique_ptr<RedisClient> RedisClient::Make(RedisClientOptions options, const Clock& clock) {
  return std::make_unique<ClientLoop>(std::move(options), clock);
}

absl::StatusOr<Reply> RedisClient::Call(absl::Span<const absl::string_view> arguments, Deadline deadline) {
  absl::Notification done;
  absl::StatusOr<Reply> result;
  Send(arguments, deadline.Remaining(clock()), [&](absl::StatusOr<Reply> reply) {
    result = std::move(reply);
    done.Notify();
  });
  done.WaitForNotification();  // Send() keeps the time
  return result;
}

absl::Status RedisClient::CheckEndpoint(Deadline deadline) {
  if (absl::Status connected = WaitConnected(deadline); !connected.ok()) return connected;
  const absl::StatusOr<Reply> info = Call({"INFO", "cluster"}, deadline);
  if (!info.ok()) return info.status();
  if (absl::StrContains(info->text, "cluster_enabled:1")) return ErrorFromText("MOVED");
  return absl::OkStatus();
}

}  // namespace cp::redis
