#include "libs/redis/connection.h"

#include <arpa/inet.h>
#include <event2/dns.h>
#include <event2/util.h>
#include <hiredis/adapters/libevent.h>
#include <hiredis/async.h>
#include <hiredis/hiredis.h>
#include <netdb.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/redis/resp.h"

namespace cp::redis {
namespace {

bool IsNumeric(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> ignored;
  return inet_pton(AF_INET, host.c_str(), ignored.data()) == 1 ||
         inet_pton(AF_INET6, host.c_str(), ignored.data()) == 1;
}

}  // namespace

struct Connection::Lookup {
  Connection* connection;  // null when it is gone
  int family;
};

void Connection::FreeResolver::operator()(evdns_base* resolver) const { evdns_base_free(resolver, 1); }

Connection::~Connection() {
  Close();
  if (lookup_ != nullptr) lookup_->connection = nullptr;
}

absl::Status Connection::Open() {
  if (IsNumeric(address_.host)) return OpenHost(address_.host);
  if (!found_.empty()) return OpenHost(std::exchange(found_, std::string()));
  opening_ = true;
  if (lookup_ != nullptr) return absl::OkStatus();
  // A new resolver each time: it reads its configuration and /etc/hosts once, and both may change.
  resolver_.reset(evdns_base_new(base_, 0));
  if (resolver_ == nullptr) return Unavailable("out of memory");
  evdns_base_resolv_conf_parse(resolver_.get(), DNS_OPTIONS_ALL, resolv_conf_.c_str());  // unreadable: no name is found
  StartLookup(AF_INET);
  return absl::OkStatus();
}

void Connection::StartLookup(int family) {
  lookup_ = new Lookup{this, family};
  addrinfo hints = {};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_protocol = IPPROTO_TCP;
  evdns_getaddrinfo(resolver_.get(), address_.host.c_str(), nullptr, &hints, &HandleLookup, lookup_);
}

void Connection::HandleLookup(int error, addrinfo* found, void* lookup) {
  const std::unique_ptr<Lookup> ended(static_cast<Lookup*>(lookup));
  std::array<char, NI_MAXHOST> host = {};
  if (found != nullptr) {
    getnameinfo(found->ai_addr, static_cast<socklen_t>(found->ai_addrlen), host.data(), host.size(), nullptr, 0,
                NI_NUMERICHOST);
    evutil_freeaddrinfo(found);
  }
  Connection* const self = ended->connection;
  if (self == nullptr) return;
  self->lookup_ = nullptr;
  const std::string numeric(host.data());
  // One family after the other: asked for both, libevent waits for the slower one.
  if (numeric.empty() && ended->family == AF_INET) return self->StartLookup(AF_INET6);
  self->OnFound(numeric, evutil_gai_strerror(error));
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
  redisAsyncFormattedCommand(context_, &HandleReply, reinterpret_cast<void*>(tag), wire.data(), wire.size());
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
