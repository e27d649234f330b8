#include "libs/redis/redis_versioned_cache.h"

#include <gtest/gtest.h>

#include "libs/base/reasons.h"
#include "libs/redis/redis_test.h"
#include "libs/testing/versioned_cache_contract.h"

namespace cp::redis {
namespace {

using ::cp::testing::EntryKeyOf;
using ::cp::testing::GetNow;
using ::cp::testing::HasReason;
using ::cp::testing::IsOkAndHolds;
using ::cp::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;
using ::testing::Optional;
using ::testing::UnorderedElementsAre;

class RedisHarness final : public cp::testing::VersionedCacheHarness {
 public:
  cache::VersionedCache& cache() override { return cache_; }
  void LetPass(absl::Duration duration) override { absl::SleepFor(duration); }

 private:
  const std::unique_ptr<cp::testing::RedisServer> server_ = StartRedis();
  const runtime::SystemClock clock_;
  const std::unique_ptr<RedisClient> client_ = RedisClient::Make(Patient(*server_), clock_);
  RedisVersionedCache cache_{*client_, clock_};
};

class RedisVersionedCacheTest : public RealRedis {
 protected:
  void SetUp() override {
    RealRedis::SetUp();
    cache_ = std::make_unique<RedisVersionedCache>(*client_, clock_);
  }
  int64_t Ttl(absl::string_view key) { return Number({"PTTL", key}); }

  std::unique_ptr<RedisVersionedCache> cache_;
};

TEST_F(RedisVersionedCacheTest, UsesTheDocumentedKeys) {
  cache_->Put(EntryKeyOf(7, 42), "value", absl::Hours(1));
  EXPECT_THAT(Keys(),
              UnorderedElementsAre("cp1:{7}:e:0006608b015f3000000000000000002a:00000001000000640000000000000000",
                                   "cp1:{7}:idx", "cp1:{7}:hint"));
  EXPECT_EQ(Run({"ZRANGE", "cp1:{7}:idx", "0", "-1"}).elements.at(0).text, EntryName(EntryKeyOf(7, 42)));
}

TEST_F(RedisVersionedCacheTest, EveryKeyHasATimeToLive) {
  for (int64_t company = 1; company <= 5; ++company) {
    for (uint64_t version = 1; version <= 10; ++version) {
      cache_->Put(EntryKeyOf(company, version), "value", absl::Seconds(static_cast<int64_t>(60 * version)));
    }
  }
  const std::vector<std::string> keys = Keys();
  EXPECT_EQ(keys.size(), 60u);
  for (const std::string& key : keys) EXPECT_GT(Ttl(key), 0) << key;
}

TEST_F(RedisVersionedCacheTest, TheIndexLivesAtLeastAsLongAsEveryEntry) {
  cache_->Put(EntryKeyOf(1, 1), "value", absl::Seconds(100));
  cache_->Put(EntryKeyOf(1, 2), "value", absl::Seconds(500));
  cache_->Put(EntryKeyOf(1, 3), "value", absl::Seconds(100));
  EXPECT_THAT(Ttl("cp1:{1}:idx"), AllOf(Ge(400'000), Le(500'000)));
}

TEST_F(RedisVersionedCacheTest, TheIndexForgetsWhatHasExpired) {
  cache_->Put(EntryKeyOf(1, 1), "value", absl::Milliseconds(1));
  cache_->Put(EntryKeyOf(1, 2), "value", absl::Hours(1));
  ASSERT_TRUE(Await([&] { return Number({"EXISTS", absl::StrCat("cp1:{1}:e:", EntryName(EntryKeyOf(1, 1)))}) == 0; }));
  absl::SleepFor(absl::Milliseconds(2));  // the score is in whole milliseconds
  cache_->Put(EntryKeyOf(1, 3), "value", absl::Hours(1));
  EXPECT_EQ(Number({"ZCARD", "cp1:{1}:idx"}), 2);
}

TEST_F(RedisVersionedCacheTest, ASupersededEntryIsKeptForSecondsOnly) {
  Run({"SET", "cp1:{1}:hint", ToStamp(EntryKeyOf(1, 5).version)});
  cache_->Put(EntryKeyOf(1, 4), "old", absl::Hours(1));
  cache_->Put(EntryKeyOf(1, 5), "current", absl::Hours(1));
  EXPECT_LE(Ttl(absl::StrCat("cp1:{1}:e:", EntryName(EntryKeyOf(1, 4)))), 10'000);
  EXPECT_GT(Ttl(absl::StrCat("cp1:{1}:e:", EntryName(EntryKeyOf(1, 5)))), 3'000'000);
}

// Without it, an entry that is filled again and again outlives the last message, and with it the only sign that the
// store was set back.
TEST_F(RedisVersionedCacheTest, TheHintOutlivesEveryEntry) {
  const std::string hint = "cp1:{1}:hint";
  cache_->Put(EntryKeyOf(1, 5), "value", absl::Hours(1));
  EXPECT_EQ(Run({"GET", hint}).text, ToStamp(EntryKeyOf(1, 5).version));
  Run({"PEXPIRE", hint, "1000"});
  cache_->Put(EntryKeyOf(1, 5), "value", absl::Hours(26));
  EXPECT_GT(Ttl(hint), Ttl(absl::StrCat("cp1:{1}:e:", EntryName(EntryKeyOf(1, 5)))));
  cache_->Put(EntryKeyOf(1, 4), "old", absl::Hours(1));
  EXPECT_EQ(Run({"GET", hint}).text, ToStamp(EntryKeyOf(1, 5).version)) << "never lowered";
  cache_->Put(EntryKeyOf(1, 6), "new", absl::Hours(1));
  EXPECT_EQ(Run({"GET", hint}).text, ToStamp(EntryKeyOf(1, 6).version));
}

TEST_F(RedisVersionedCacheTest, GarbageUnderItsKeysIsReturnedOrUnavailableButNeverFatal) {
  const std::string entry = absl::StrCat("cp1:{1}:e:", EntryName(EntryKeyOf(1, 1)));
  Run({"SET", entry, "garbage"});
  EXPECT_THAT(GetNow(*cache_, EntryKeyOf(1, 1)), IsOkAndHolds(Optional(std::string("garbage"))));
  Run({"DEL", entry});
  Run({"RPUSH", entry, "a list"});
  EXPECT_THAT(GetNow(*cache_, EntryKeyOf(1, 1)), HasReason(reason::kCacheUnavailable));
  Run({"SET", "cp1:{1}:idx", "not a sorted set"});
  Run({"SET", "cp1:{1}:hint", "not a stamp"});
  cache_->Put(EntryKeyOf(1, 1), "value", absl::Hours(1));
  EXPECT_THAT(GetNow(*cache_, EntryKeyOf(1, 1)), IsOkAndHolds(Optional(std::string("value"))));
  EXPECT_EQ(*cache_->failed_puts(), 1u) << "not in the index";
}

TEST_F(RedisVersionedCacheTest, AFullRedisStillAnswersAndForgetsTheFill) {
  cache_->Put(EntryKeyOf(1, 1), "value", absl::Hours(1));
  EXPECT_THAT(GetNow(*cache_, EntryKeyOf(1, 1)), IsOkAndHolds(Optional(std::string("value"))));
  Run({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
  Run({"CONFIG", "SET", "maxmemory", "1"});
  cache_->Put(EntryKeyOf(1, 2), "value", absl::Hours(1));
  EXPECT_THAT(GetNow(*cache_, EntryKeyOf(1, 2)), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(GetNow(*cache_, EntryKeyOf(1, 1)), IsOkAndHolds(Optional(std::string("value"))));
  EXPECT_EQ(*cache_->failed_puts(), 1u);
  Run({"CONFIG", "SET", "maxmemory", "0"});
  cache_->Put(EntryKeyOf(1, 2), "value", absl::Hours(1));
  EXPECT_THAT(GetNow(*cache_, EntryKeyOf(1, 2)), IsOkAndHolds(Optional(std::string("value")))) << "recovers";
}

TEST_F(RedisVersionedCacheTest, AStoppedRedisIsUnavailable) {
  server_->Kill();
  ASSERT_TRUE(Await([&] { return !client_->health().connected; }));
  EXPECT_THAT(GetNow(*cache_, EntryKeyOf(1, 1)),
              AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kCacheUnavailable)));
  cache_->Put(EntryKeyOf(1, 1), "value", absl::Hours(1));
  EXPECT_EQ(*cache_->failed_puts(), 1u);
}

TEST_F(RedisVersionedCacheTest, AnAnswerMayComeAfterTheCacheIsGone) {
  server_->Pause();
  cache_->Put(EntryKeyOf(1, 1), "value", absl::Hours(1));
  cache_.reset();
  server_->Resume();
  EXPECT_TRUE(Await([&] { return Keys().size() == 3; }));
}

}  // namespace
}  // namespace cp::redis

namespace cp::testing {

INSTANTIATE_TEST_SUITE_P(Redis, VersionedCacheContract,
                         ::testing::Values([] { return std::make_unique<redis::RedisHarness>(); }));

}  // namespace cp::testing
