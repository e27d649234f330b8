// What the tests against a real Redis share.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/redis/redis_client.h"
#include "libs/runtime/system_clock.h"
#include "libs/testing/redis_server.h"
#include "libs/testing/status_matchers.h"

namespace cp::redis {

// Far above what a busy machine needs; only tests of time-outs use less.
constexpr absl::Duration kPatience = absl::Seconds(20);

// True as soon as `condition` is; false when it is not within kPatience.
inline bool Await(const std::function<bool()>& condition) {
  const absl::Time end = absl::Now() + kPatience;
  while (!condition()) {
    if (absl::Now() > end) return false;
    absl::SleepFor(absl::Milliseconds(1));
  }
  return true;
}

inline std::unique_ptr<testing::RedisServer> StartRedis(testing::RedisServerOptions options = {}) {
  auto server = testing::RedisServer::Start(std::move(options));
  if (!server.ok()) ADD_FAILURE() << server.status();
  return server.ok() ? *std::move(server) : nullptr;
}

// For tests in which Redis works: no time-out is reached.
inline RedisClientOptions Patient(const testing::RedisServer& server) {
  return {.address = *ParseRedisUrl(server.Url()),
          .op_timeout = kPatience,
          .connect_timeout = kPatience,
          .max_pending = 1'000'000};
}

// A server, a connected client, and commands in short form.
class RealRedis : public ::testing::Test {
 protected:
  void SetUp() override {
    server_ = StartRedis();
    ASSERT_NE(server_, nullptr);
    client_ = RedisClient::Make(Patient(*server_), clock_);
    CP_ASSERT_OK(client_->CheckEndpoint(In(kPatience)));
  }

  Deadline In(absl::Duration budget) const { return Deadline::After(clock_, budget); }

  // What Redis says to the words of `command`.
  Reply Run(std::vector<absl::string_view> command) {
    const auto reply = client_->Call(command, In(kPatience));
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.value_or(Reply());
  }
  int64_t Number(std::vector<absl::string_view> command) { return Run(std::move(command)).integer; }
  std::vector<std::string> Keys() {
    std::vector<std::string> keys;
    for (Reply& key : Run({"KEYS", "*"}).elements) keys.push_back(std::move(key.text));
    return keys;
  }

  runtime::SystemClock clock_;
  std::unique_ptr<testing::RedisServer> server_;
  std::unique_ptr<RedisClient> client_;
};

}  // namespace cp::redis
