#include "libs/redis/invalidation_subscriber.h"

#include <gtest/gtest.h>

#include "absl/strings/numbers.h"
#include "absl/synchronization/mutex.h"
#include "libs/redis/redis_invalidator.h"
#include "libs/redis/redis_test.h"

namespace cp::redis {
namespace {

constexpr DataVersion kVersion = {.epoch = 0x11, .version = 0x2a};

std::string MessageOf(absl::string_view company, absl::string_view generation, absl::string_view schema = "1") {
  return absl::StrCat(R"({"schema":)", schema, R"(,"company":)", company, R"(,"generation":")", generation,
                      R"(","reason":"sync","news":[1]})");
}

class InvalidationSubscriberTest : public RealRedis {
 protected:
  void SetUp() override {
    RealRedis::SetUp();
    subscriber_ = InvalidationSubscriber::Start({.address = *ParseRedisUrl(server_->Url()),
                                                 .connect_timeout = kPatience,
                                                 .max_backoff = absl::Milliseconds(100)},
                                                [this](CompanyId company, const DataVersion& version) {
                                                  absl::MutexLock lock(&mutex_);
                                                  hints_.emplace_back(company, version);
                                                });
    ASSERT_TRUE(Await([this] { return subscriber_->health().subscribed; }));
  }
  std::vector<std::pair<CompanyId, DataVersion>> hints() {
    absl::MutexLock lock(&mutex_);
    return hints_;
  }

  absl::Mutex mutex_;
  std::vector<std::pair<CompanyId, DataVersion>> hints_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<InvalidationSubscriber> subscriber_;
};

TEST_F(InvalidationSubscriberTest, HearsWhatTheInvalidatorPublishes) {
  RedisInvalidator invalidator(*client_, clock_);
  const sync::Invalidation message = {
      .company = CompanyId(7), .version = kVersion, .previous = {}, .reason = "sync", .run_id = ""};
  CP_ASSERT_OK(invalidator.Publish(message, In(kPatience)));
  ASSERT_TRUE(Await([this] { return hints().size() == 1; }));
  EXPECT_EQ(hints()[0], std::pair(CompanyId(7), kVersion));
}

TEST_F(InvalidationSubscriberTest, GarbageIsCountedAndIgnored) {
  const std::string stamp = ToStamp(kVersion);
  const std::pair<const char*, std::string> garbage[] = {
      {"cp:inv:7", "not JSON"},
      {"cp:inv:7", ""},
      {"cp:inv:7", "{}"},
      {"cp:inv:7", MessageOf("7", "not a stamp")},
      {"cp:inv:7", MessageOf("7", stamp, "2")},
      {"cp:inv:7", MessageOf("8", stamp)},
      {"cp:inv:", MessageOf("7", stamp)},
      {"cp:inv:seven", MessageOf("7", stamp)},
  };
  for (const auto& [channel, text] : garbage) EXPECT_EQ(Number({"PUBLISH", channel, text}), 1);
  EXPECT_EQ(Number({"PUBLISH", "cp:inv:7", MessageOf("7", stamp)}), 1);
  ASSERT_TRUE(Await([this] { return hints().size() == 1; }));
  EXPECT_EQ(subscriber_->health().garbage, std::size(garbage));
  EXPECT_EQ(subscriber_->health().messages, std::size(garbage) + 1);
}

TEST_F(InvalidationSubscriberTest, HearsAgainAfterARestart) {
  server_->Kill();
  ASSERT_TRUE(Await([this] { return !subscriber_->health().subscribed; }));
  CP_ASSERT_OK(server_->Restart());
  ASSERT_TRUE(Await([this] { return subscriber_->health().subscribed && client_->health().connected; }));
  Run({"PUBLISH", "cp:inv:7", MessageOf("7", ToStamp(kVersion))});
  EXPECT_TRUE(Await([this] { return hints().size() == 1; }));
}

TEST_F(InvalidationSubscriberTest, HearsAgainAfterItsConnectionWasCut) {
  EXPECT_EQ(Number({"CLIENT", "KILL", "TYPE", "pubsub"}), 1);
  ASSERT_TRUE(Await([this] { return subscriber_->health().subscriptions == 2; }));
  Run({"PUBLISH", "cp:inv:7", MessageOf("7", ToStamp(kVersion))});
  EXPECT_TRUE(Await([this] { return hints().size() == 1; }));
}

class PingingSubscriber : public RealRedis {
 protected:
  // PINGs that Redis has answered.
  int64_t Pings() {
    const std::string stats = Run({"INFO", "commandstats"}).text;
    const std::string sample = "cmdstat_ping:calls=";
    const size_t begin = stats.find(sample);
    int64_t calls = 0;
    if (begin == std::string::npos) return 0;
    const size_t number = begin + sample.size();
    EXPECT_TRUE(absl::SimpleAtoi(stats.substr(number, stats.find(',', number) - number), &calls));
    return calls;
  }
};

TEST_F(PingingSubscriber, KeepsAServerThatAnswersAndGivesASilentOneUp) {
  const auto subscriber = InvalidationSubscriber::Start({.address = *ParseRedisUrl(server_->Url()),
                                                         .connect_timeout = kPatience,
                                                         .ping_interval = absl::Milliseconds(500)},
                                                        [](CompanyId, const DataVersion&) {});
  ASSERT_TRUE(Await([&] { return subscriber->health().subscribed; }));
  const int64_t before = Pings();
  ASSERT_TRUE(Await([&] { return Pings() >= before + 2; }));
  EXPECT_EQ(subscriber->health().subscriptions, 1u);
  server_->Pause();
  EXPECT_TRUE(Await([&] { return !subscriber->health().subscribed; }));
  server_->Resume();
  EXPECT_TRUE(Await([&] { return subscriber->health().subscribed; }));
}

TEST(InvalidationSubscriber, EndsPromptlyWhileNobodyListens) {
  const auto subscriber = InvalidationSubscriber::Start({.address = {.host = "127.0.0.1", .port = 1}},
                                                        [](CompanyId, const DataVersion&) {});
  EXPECT_FALSE(subscriber->health().subscribed);
}

TEST(InvalidationSubscriber, AuthenticatesAndSelects) {
  const auto server = StartRedis({.password = "open-sesame"});
  ASSERT_NE(server, nullptr);
  RedisAddress address = *ParseRedisUrl(server->Url());
  address.database = 2;
  const auto subscriber =
      InvalidationSubscriber::Start({.address = address, .connect_timeout = kPatience}, [](auto, const auto&) {});
  EXPECT_TRUE(Await([&] { return subscriber->health().subscribed; }));
}

}  // namespace
}  // namespace cp::redis
