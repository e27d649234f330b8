// One hiredis connection on a libevent loop: connects, authenticates, selects the database, carries commands. Private
// to the client. Everything happens on the loop's thread.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/redis/redis_url.h"
#include "libs/redis/reply.h"

struct event_base;
struct redisAsyncContext;

namespace cp::redis {

class ConnectionListener {
 public:
  virtual ~ConnectionListener() = default;
  // AUTH, SELECT and a PING were answered.
  virtual void OnReady() = 0;
  // It is gone, or never came about; what was not answered never will be. Not called for Close().
  virtual void OnClosed(const absl::Status& why) = 0;
  // The answer to Send(.., tag), in the order of sending; an error is what Redis said.
  virtual void OnReply(uint64_t tag, absl::StatusOr<Reply> reply) = 0;
};

class Connection {
 public:
  // Both must outlive the connection.
  Connection(event_base* base, const RedisAddress& address, ConnectionListener& listener)
      : base_(base), address_(address), listener_(listener) {}
  ~Connection() { Close(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Begins; OnReady() or OnClosed() follows unless an error is returned. A host name is resolved here, blocking.
  // REQUIRES: closed.
  absl::Status Open();
  // Idempotent. May be called from a listener's method.
  void Close();

  // `wire` is a command in RESP. REQUIRES: OnReady() was called and nothing ended it since.
  void Send(absl::string_view wire, uint64_t tag);

 private:
  static void HandleConnect(const redisAsyncContext* context, int status);
  static void HandleDisconnect(const redisAsyncContext* context, int status);
  static void HandleHandshake(redisAsyncContext* context, void* reply, void* unused);
  static void HandleReply(redisAsyncContext* context, void* reply, void* tag);

  void StartHandshake();
  void End(const absl::Status& why);

  event_base* const base_;
  const RedisAddress& address_;
  ConnectionListener& listener_;
  redisAsyncContext* context_ = nullptr;  // owned by hiredis; its `data` is `this` until we let go of it
  int handshake_left_ = 0;                // commands of the handshake not yet answered
};

}  // namespace cp::redis
