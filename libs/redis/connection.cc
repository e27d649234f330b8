#include "libs/redis/connection.h"

#include <hiredis/adapters/libevent.h>
#include <hiredis/async.h>
#include <hiredis/hiredis.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/redis/resp.h"

namespace cp::redis {
Connection::~Connection() { Close(); }

absl::Status Connection::Open() {
  if (IsNumericHost(address_.host)) return OpenHost(address_.host);
  if (!found_.empty()) return OpenHost(std::exchange(found_, std::string()));
  opening_ = true;
  if (lookup_.running()) return absl::OkStatus();
  return lookup_.Start(address_.host,
                       [this](const std::string& numeric_host, const std::string& why) { OnFound(numeric_host, why); });
}

void Connection::OnFound(const std::string& numeric_host, const std::string& why) {
  if (!opening_) {
    found_ = numeric_host;
    return;
  }
  opening_ = false;
  const absl::Status opened = numeric_host.empty()
                                  ? Unavailable(absl::StrCat("the host name can not be resolved: ", why))
                                  : OpenHost(numeric_host);
  if (!opened.ok()) listener_.OnClosed(opened);
}

absl::Status Connection::OpenHost(const std::string& numeric_host) {
  redisAsyncContext* context = redisAsyncConnect(numeric_host.c_str(), address_.port);
  if (context == nullptr) return Unavailable("out of memory");
  if (context->err != 0) {
    absl::Status status = Unavailable(absl::StrCat("can not connect: ", context->errstr));
    redisAsyncFree(context);
    return status;
  }
  context->data = this;
  context_ = context;
  redisLibeventAttach(context, base_);
  redisAsyncSetConnectCallback(context, &HandleConnect);
  redisAsyncSetDisconnectCallback(context, &HandleDisconnect);
  return absl::OkStatus();
}

void Connection::Close() {
  opening_ = false;
  if (context_ == nullptr) return;
  redisAsyncContext* context = context_;
  context_ = nullptr;
  context->data = nullptr;  // its remaining callbacks concern nobody
  redisAsyncFree(context);  // inside one of its callbacks: as soon as that returns
}

void Connection::Send(absl::string_view wire, uint64_t tag) {
  if (context_ == nullptr) return;
  void* word = reinterpret_cast<void*>(tag);  // NOLINT(performance-no-int-to-ptr): hiredis' word; nobody follows it
  redisAsyncFormattedCommand(context_, &HandleReply, word, wire.data(), wire.size());
}

void Connection::HandleConnect(const redisAsyncContext* context, int status) {
  auto* self = static_cast<Connection*>(context->data);
  if (self == nullptr) return;
  if (status == REDIS_OK) return self->StartHandshake();
  self->context_ = nullptr;  // hiredis frees it when we return
  self->listener_.OnClosed(Unavailable(absl::StrCat("can not connect: ", context->errstr)));
}

void Connection::HandleDisconnect(const redisAsyncContext* context, int /*status*/) {
  auto* self = static_cast<Connection*>(context->data);
  if (self == nullptr) return;
  self->context_ = nullptr;
  self->listener_.OnClosed(Unavailable("the connection was lost"));
}

void Connection::StartHandshake() {
  std::vector<std::string> commands;
  if (!address_.password.empty() && address_.user.empty()) commands.push_back(ToWire({"AUTH", address_.password}));
  if (!address_.password.empty() && !address_.user.empty()) {
    commands.push_back(ToWire({"AUTH", address_.user, address_.password}));
  }
  if (address_.database != 0) commands.push_back(ToWire({"SELECT", absl::StrCat(address_.database)}));
  commands.push_back(ToWire({"PING"}));
  handshake_left_ = static_cast<int>(commands.size());
  for (const std::string& wire : commands) {
    redisAsyncFormattedCommand(context_, &HandleHandshake, nullptr, wire.data(), wire.size());
  }
  listener_.OnHandshake();
}

void Connection::HandleHandshake(redisAsyncContext* context, void* reply, void* /*unused*/) {
  auto* self = static_cast<Connection*>(context->data);
  if (self == nullptr || reply == nullptr) return;  // HandleDisconnect follows
  const absl::StatusOr<Reply> answer = ToReply(static_cast<redisReply*>(reply));
  if (!answer.ok()) return self->End(answer.status());
  if (--self->handshake_left_ == 0) self->listener_.OnReady();
}

void Connection::HandleReply(redisAsyncContext* context, void* reply, void* tag) {
  auto* self = static_cast<Connection*>(context->data);
  if (self == nullptr || reply == nullptr) return;
  self->listener_.OnReply(reinterpret_cast<uint64_t>(tag), ToReply(static_cast<redisReply*>(reply)));
}

void Connection::End(const absl::Status& why) {
  Close();
  listener_.OnClosed(why);
}

}  // namespace cp::redis
