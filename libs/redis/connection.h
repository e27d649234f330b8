// One hiredis connection on a libevent loop: connects, authenticates, selects the database, carries commands. Private
// to the client. Everything happens on the loop's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/redis/host_lookup.h"
#include "libs/redis/redis_url.h"
#include "libs/redis/reply.h"

struct event_base;
struct redisAsyncContext;

namespace cp::redis {

class ConnectionListener {
 public:
  virtual ~ConnectionListener() = default;
  // Redis was reached: AUTH, SELECT and a PING are being sent.
  virtual void OnHandshake() = 0;
  // They were answered.
  virtual void OnReady() = 0;
  // It is gone, or never came about; what was not answered never will be. Not called for Close().
  virtual void OnClosed(const absl::Status& why) = 0;
  // The answer to Send(.., tag), in the order of sending; an error is what Redis said.
  virtual void OnReply(uint64_t tag, absl::StatusOr<Reply> reply) = 0;
};

class Connection {
 public:
  // All must outlive the connection. `resolv_conf` names the resolver's configuration.
  Connection(event_base* base, const RedisAddress& address, const std::string& resolv_conf,
             ConnectionListener& listener)
      : base_(base), address_(address), listener_(listener), lookup_(base, resolv_conf) {}
  // What it leaves on the loop ends in the loop's next round.
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Begins; OnReady() or OnClosed() follows, or comes before it returns, unless an error is returned. Never blocks. A
  // host name is looked up anew each time. REQUIRES: closed.
  absl::Status Open();
  // Idempotent. May be called from a listener's method. A look-up goes on, for the next Open(): so names are found that
  // take longer than an attempt to connect may.
  void Close();

  // `wire` is a command in RESP. REQUIRES: OnReady() was called and nothing ended it since.
  void Send(absl::string_view wire, uint64_t tag);

 private:
  absl::Status OpenHost(const std::string& numeric_host);
  void OnFound(const std::string& numeric_host, const std::string& why);
  static void HandleConnect(const redisAsyncContext* context, int status);
  static void HandleDisconnect(const redisAsyncContext* context, int status);
  static void HandleHandshake(redisAsyncContext* context, void* reply, void* unused);
  static void HandleReply(redisAsyncContext* context, void* reply, void* tag);

  void StartHandshake();
  void End(const absl::Status& why);

  event_base* const base_;
  const RedisAddress& address_;
  ConnectionListener& listener_;
  bool opening_ = false;  // waits for a look-up
  std::string found_;     // by a look-up that nobody waited for any more; used once
  HostLookup lookup_;
  redisAsyncContext* context_ = nullptr;  // owned by hiredis; its `data` is `this` until we let go of it
  int handshake_left_ = 0;                // commands of the handshake not yet answered
};

}  // namespace cp::redis
