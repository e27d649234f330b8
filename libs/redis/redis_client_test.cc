#include "libs/redis/redis_client.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/match.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "libs/base/reasons.h"
#include "libs/redis/redis_test.h"
#include "libs/testing/free_port.h"

namespace cp::redis {
namespace {

using ::cp::testing::HasReason;
using ::cp::testing::IsOk;
using ::cp::testing::StatusIs;
using ::testing::AllOf;

using RedisClientTest = RealRedis;

TEST_F(RedisClientTest, CarriesBinaryBothWays) {
  const std::string value("\0\r\n$5\xff", 7);
  EXPECT_EQ(Run({"SET", "key", value}).text, "OK");
  EXPECT_EQ(Run({"GET", "key"}).text, value);
  EXPECT_EQ(Run({"GET", "other"}).kind, Reply::Kind::kNil);
  EXPECT_EQ(Number({"INCR", "n"}), 1);
}

TEST_F(RedisClientTest, KeepsTheOrderOfOneThread) {
  for (int i = 0; i < 100; ++i) client_->Send({"RPUSH", "list", absl::StrCat(i)}, [](const auto&) {});
  const Reply list = Run({"LRANGE", "list", "0", "-1"});
  ASSERT_EQ(list.elements.size(), 100u);
  for (size_t i = 0; i < 100; ++i) EXPECT_EQ(list.elements[i].text, absl::StrCat(i));
}

TEST_F(RedisClientTest, PipelinesAHundredThousandGetsOfManyThreads) {
  constexpr int kThreads = 4;
  constexpr int kCalls = 25'000;
  for (int i = 0; i < 100; ++i) Run({"SET", absl::StrCat("key", i), absl::StrCat("value", i)});
  absl::BlockingCounter left(kThreads * kCalls);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kCalls; ++i) {
        client_->Send({"GET", absl::StrCat("key", i % 100)}, [&, i](const absl::StatusOr<Reply>& reply) {
          if (!reply.ok() || reply->text != absl::StrCat("value", i % 100)) ++wrong;
          left.DecrementCount();
        });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  left.Wait();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(client_->health().connects, 1u);
}

TEST_F(RedisClientTest, CallbacksMaySendAgain) {
  absl::Notification done;
  client_->Send({"SET", "key", "value"}, [&](const auto&) {
    client_->Send({"GET", "key"}, [&](const absl::StatusOr<Reply>& reply) {
      EXPECT_EQ(reply->text, "value");
      done.Notify();
    });
  });
  done.WaitForNotification();
}

TEST_F(RedisClientTest, AnErrorReplyIsNoFailureOfTheConnection) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(client_->Call({"NOSUCHCOMMAND"}, In(kPatience)), HasReason(reason::kCacheUnavailable));
  }
  EXPECT_TRUE(client_->health().connected);
}

TEST_F(RedisClientTest, TheDestructorAnswersWhatIsUnanswered) {
  server_->Pause();
  absl::BlockingCounter answered(100);
  for (int i = 0; i < 100; ++i) {
    client_->Send({"GET", "key"}, [&](const absl::StatusOr<Reply>& reply) {
      EXPECT_THAT(reply, StatusIs(absl::StatusCode::kUnavailable));
      answered.DecrementCount();
    });
  }
  client_.reset();
  answered.Wait();
  server_->Resume();
}

TEST_F(RedisClientTest, AHangingServerCostsTheTimeoutAndThenNothing) {
  RedisClientOptions options = Patient(*server_);
  options.op_timeout = absl::Milliseconds(100);
  const auto client = RedisClient::Make(options, clock_);
  CP_ASSERT_OK(client->CheckEndpoint(In(kPatience)));
  server_->Pause();
  for (int i = 0; i < options.failures_to_open; ++i) {
    const absl::Duration start = clock_.Monotonic();
    absl::Notification answered;
    client->Send({"PING"}, [&](const absl::StatusOr<Reply>& reply) {
      EXPECT_THAT(reply, StatusIs(absl::StatusCode::kUnavailable));
      answered.Notify();
    });
    answered.WaitForNotification();
    EXPECT_GE(clock_.Monotonic() - start, absl::Milliseconds(90));
  }
  // The last time-out opens the circuit right after its callback.
  ASSERT_TRUE(Await([&] { return client->health().circuit_open; }));
  const uint64_t timeouts = client->health().timeouts;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_THAT(client->Call({"PING"}, In(kPatience)), StatusIs(absl::StatusCode::kUnavailable, "not connected"));
  }
  EXPECT_EQ(client->health().timeouts, timeouts);
  EXPECT_GE(client->health().refused_at_once, 1000u);
  server_->Resume();
  EXPECT_TRUE(Await([&] { return client->health().connected && !client->health().circuit_open; })) << "recovers";
  EXPECT_THAT(client->Call({"PING"}, In(kPatience)), IsOk());
}

TEST_F(RedisClientTest, ShortPatienceOfTheCallerDoesNotOpenTheCircuit) {
  RedisClientOptions options = Patient(*server_);
  const auto client = RedisClient::Make(options, clock_);
  CP_ASSERT_OK(client->CheckEndpoint(In(kPatience)));
  server_->Pause();
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(client->Call({"PING"}, In(absl::Milliseconds(1))), StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_FALSE(client->health().circuit_open);
  server_->Resume();
  EXPECT_THAT(client->Call({"PING"}, In(kPatience)), IsOk());
}

TEST_F(RedisClientTest, ARestartedServerIsFoundAgain) {
  Run({"SET", "key", "value"});
  server_->Kill();
  ASSERT_TRUE(Await([&] { return !client_->health().connected; }));
  EXPECT_THAT(client_->Call({"GET", "key"}, In(kPatience)),
              AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kCacheUnavailable)));
  ASSERT_TRUE(Await([&] { return client_->health().circuit_open; })) << "refused connections open it too";
  CP_ASSERT_OK(server_->Restart());
  ASSERT_TRUE(Await([&] { return client_->health().connected; }));
  EXPECT_EQ(Run({"GET", "key"}).kind, Reply::Kind::kNil) << "restarted empty";
}

TEST_F(RedisClientTest, ALostConnectionAnswersWhatWaitsForIt) {
  server_->Pause();
  absl::Notification answered;
  client_->Send({"GET", "key"}, [&](const absl::StatusOr<Reply>& reply) {
    EXPECT_THAT(reply, StatusIs(absl::StatusCode::kUnavailable));
    answered.Notify();
  });
  server_->Kill();
  EXPECT_TRUE(answered.WaitForNotificationWithTimeout(kPatience / 2)) << "long before its own time-out";
}

TEST_F(RedisClientTest, MoreThanMaxPendingIsRefusedAtOnce) {
  RedisClientOptions options = Patient(*server_);
  options.max_pending = 10;
  auto client = RedisClient::Make(options, clock_);
  CP_ASSERT_OK(client->CheckEndpoint(In(kPatience)));
  server_->Pause();
  std::atomic<int> refused = 0;
  for (int i = 0; i < 15; ++i) {
    client->Send({"PING"}, [&](const absl::StatusOr<Reply>& reply) {
      if (absl::StrContains(reply.status().message(), "too many")) ++refused;
    });
  }
  EXPECT_EQ(refused, 5);
  server_->Resume();
}

TEST(RedisClientStart, WorksWithoutAServerAndFindsItLater) {
  const runtime::SystemClock clock;
  auto server = StartRedis();
  ASSERT_NE(server, nullptr);
  server->Kill();
  const auto client = RedisClient::Make(Patient(*server), clock);
  EXPECT_THAT(client->CheckEndpoint(Deadline::After(clock, absl::Milliseconds(200))),
              AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kCacheUnavailable)));
  CP_ASSERT_OK(server->Restart());
  EXPECT_THAT(client->CheckEndpoint(Deadline::After(clock, kPatience)), IsOk());
}

TEST(RedisClientStart, AuthenticatesAndNamesTheSettingWhenRefused) {
  const runtime::SystemClock clock;
  const auto server = StartRedis({.password = "open-sesame"});
  ASSERT_NE(server, nullptr);
  EXPECT_THAT(RedisClient::Make(Patient(*server), clock)->CheckEndpoint(Deadline::After(clock, kPatience)), IsOk());
  for (const char* password : {"", "wrong-word"}) {
    RedisClientOptions options = Patient(*server);
    options.address.password = password;
    const absl::Status status = RedisClient::Make(options, clock)->CheckEndpoint(Deadline::After(clock, kPatience));
    EXPECT_THAT(status, AllOf(StatusIs(absl::StatusCode::kFailedPrecondition, "--redis-url"),
                              HasReason(reason::kConfigInvalid)));
    EXPECT_THAT(status.ToString(), ::testing::Not(::testing::HasSubstr("wrong-word")));
  }
}

TEST(RedisClientStart, SelectsTheDatabase) {
  const runtime::SystemClock clock;
  const auto server = StartRedis();
  ASSERT_NE(server, nullptr);
  RedisClientOptions options = Patient(*server);
  const auto zero = RedisClient::Make(options, clock);
  options.address.database = 3;
  const auto three = RedisClient::Make(options, clock);
  CP_EXPECT_OK(three->Call({"SET", "key", "in 3"}, Deadline::After(clock, kPatience)));
  EXPECT_EQ(zero->Call({"GET", "key"}, Deadline::After(clock, kPatience))->kind, Reply::Kind::kNil);
  options.address.database = 9999;
  EXPECT_THAT(RedisClient::Make(options, clock)->CheckEndpoint(Deadline::After(clock, kPatience)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "database"));
}

TEST(RedisClientStart, AClusterIsRefusedByName) {
  const runtime::SystemClock clock;
  const std::string bus_port = absl::StrCat(testing::FreePort());  // else 10000 more than its port: too high for some
  const auto server = StartRedis({.more_arguments = {"--cluster-enabled", "yes", "--cluster-port", bus_port}});
  ASSERT_NE(server, nullptr);
  EXPECT_THAT(RedisClient::Make(Patient(*server), clock)->CheckEndpoint(Deadline::After(clock, kPatience)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "Redis Cluster"));
}

TEST(RedisClientStart, AnUnknownHostIsUnavailable) {
  const runtime::SystemClock clock;
  RedisClientOptions options;
  options.address.host = "no-such-host.invalid";
  const auto client = RedisClient::Make(options, clock);
  EXPECT_THAT(client->CheckEndpoint(Deadline::After(clock, absl::Milliseconds(300))),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace cp::redis
