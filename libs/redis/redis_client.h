// One pipelined connection to Redis, shared by all threads. It never makes anybody wait for longer than a command's
// own time-out, whatever Redis does: refuse, hang, answer late, restart, be full.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"
#include "libs/redis/redis_url.h"
#include "libs/redis/reply.h"

namespace cp::redis {

struct RedisClientOptions {
  RedisAddress address;
  absl::Duration op_timeout = absl::Milliseconds(25);
  absl::Duration connect_timeout = absl::Milliseconds(50);  // name, TCP, AUTH, SELECT and one PING together
  int failures_to_open = 5;                                 // consecutive time-outs or lost connections
  absl::Duration probe_interval = absl::Seconds(1);         // while the circuit is open
  size_t max_pending = 20000;                               // commands without an answer; more fail at once
  std::string resolv_conf = "/etc/resolv.conf";             // who resolves host names; /etc/hosts comes first
};

struct RedisHealth {
  bool connected = false;
  bool circuit_open = false;  // commands fail at once, a probe runs every probe_interval
  absl::Status last_error;    // of the connection, OK while none happened
  // Only grow.
  uint64_t commands = 0, replies = 0, timeouts = 0, refused_at_once = 0, connects = 0, connection_failures = 0;
};

// Thread-safe. Commands of one thread are executed in its order. The destructor fails what is unanswered.
class RedisClient {
 public:
  // UNAVAILABLE (CACHE_UNAVAILABLE): not connected, circuit open, timed out, lost, full, ... (the command may have been
  // executed). FAILED_PRECONDITION (CONFIG_INVALID): see ErrorFromText().
  using Callback = absl::AnyInvocable<void(absl::StatusOr<Reply>) &&>;

  // Connects in the background; `clock` must outlive the client.
  static std::unique_ptr<RedisClient> Make(RedisClientOptions options, const Clock& clock);

  virtual ~RedisClient() = default;

  // Runs `callback` exactly once, within `timeout` (or op_timeout), on the client's thread; on the caller's when the
  // command fails at once. It must not block. Nothing is kept of `arguments`.
  virtual void Send(absl::Span<const absl::string_view> arguments, absl::Duration timeout, Callback callback) = 0;
  void Send(absl::Span<const absl::string_view> arguments, Callback callback) {
    Send(arguments, options().op_timeout, std::move(callback));
  }

  // Blocks until answered or the deadline passed. REQUIRES: not on the client's thread.
  absl::StatusOr<Reply> Call(absl::Span<const absl::string_view> arguments, Deadline deadline);

  // For start-up: OK, UNAVAILABLE (it may come), or FAILED_PRECONDITION (the setting is wrong). Waits for the
  // connection until the deadline.
  absl::Status CheckEndpoint(Deadline deadline);

  virtual RedisHealth health() const = 0;
  virtual const RedisClientOptions& options() const = 0;

 protected:
  virtual const Clock& clock() const = 0;
  // OK once connected; else the last error of the connection, at once when waiting can not cure it.
  virtual absl::Status WaitConnected(Deadline deadline) = 0;
};

}  // namespace cp::redis
