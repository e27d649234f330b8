#include "libs/redis/blocking_connection.h"

#include <hiredis/hiredis.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/redis/resp.h"

namespace cp::redis {

void BlockingConnection::Free::operator()(redisContext* context) const { redisFree(context); }

int BlockingConnection::fd() const { return context_->fd; }

absl::Status BlockingConnection::Error() const { return Unavailable(context_->errstr); }

absl::StatusOr<BlockingConnection> BlockingConnection::Open(const RedisAddress& address, absl::Duration timeout) {
  const timeval limit = absl::ToTimeval(timeout);
  BlockingConnection connection(redisConnectWithTimeout(address.host.c_str(), address.port, limit));
  if (connection.context_ == nullptr) return Unavailable("out of memory");
  if (connection.context_->err != 0) return connection.Error();
  redisSetTimeout(connection.context_.get(), limit);
  redisEnableKeepAlive(connection.context_.get());
  if (!address.password.empty()) {
    CP_RETURN_IF_ERROR(address.user.empty() ? connection.Execute({"AUTH", address.password})
                                            : connection.Execute({"AUTH", address.user, address.password}));
  }
  if (address.database != 0) CP_RETURN_IF_ERROR(connection.Execute({"SELECT", absl::StrCat(address.database)}));
  return connection;
}

absl::Status BlockingConnection::Write(absl::Span<const absl::string_view> arguments) {
  const std::string wire = ToWire(arguments);
  if (redisAppendFormattedCommand(context_.get(), wire.data(), wire.size()) != REDIS_OK) return Error();
  for (int done = 0; done == 0;) {
    if (redisBufferWrite(context_.get(), &done) != REDIS_OK) return Error();
  }
  return absl::OkStatus();
}

absl::Status BlockingConnection::Execute(absl::Span<const absl::string_view> arguments) {
  CP_RETURN_IF_ERROR(Write(arguments));
  void* raw = nullptr;
  if (redisGetReply(context_.get(), &raw) != REDIS_OK) return Error();
  const std::unique_ptr<void, void (*)(void*)> reply(raw, freeReplyObject);
  return ToReply(static_cast<redisReply*>(raw)).status();
}

absl::Status BlockingConnection::ReadAvailable(absl::FunctionRef<void(const Reply&)> on_reply) {
  if (redisBufferRead(context_.get()) != REDIS_OK) return Error();
  while (true) {
    void* raw = nullptr;
    if (redisGetReplyFromReader(context_.get(), &raw) != REDIS_OK) return Error();
    if (raw == nullptr) return absl::OkStatus();
    const std::unique_ptr<void, void (*)(void*)> owner(raw, freeReplyObject);
    CP_ASSIGN_OR_RETURN(const Reply reply, ToReply(static_cast<redisReply*>(raw)));
    on_reply(reply);
  }
}

}  // namespace cp::redis
