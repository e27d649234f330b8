#include "libs/redis/redis_invalidator.h"

#include <gtest/gtest.h>

#include "absl/strings/numbers.h"
#include "libs/base/reasons.h"
#include "libs/redis/blocking_connection.h"
#include "libs/redis/redis_test.h"
#include "libs/redis/redis_versioned_cache.h"
#include "libs/testing/versioned_cache_support.h"

namespace cp::redis {
namespace {

using ::cp::testing::EntryKeyOf;
using ::cp::testing::GetNow;
using ::cp::testing::HasReason;
using ::cp::testing::IsOk;
using ::cp::testing::IsOkAndHolds;
using ::cp::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Optional;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

DataVersion V(uint64_t version) { return EntryKeyOf(1, version).version; }

sync::Invalidation Message(int64_t company, uint64_t version) {
  return {.company = CompanyId(company),
          .version = V(version),
          .previous = V(version - 1),
          .reason = "sync",
          .run_id = "run-1",
          .committed_at = 1'795'176'001,
          .upserted = 2,
          .deleted = 0};
}

class RedisInvalidatorTest : public RealRedis {
 protected:
  void SetUp() override {
    RealRedis::SetUp();
    cache_ = std::make_unique<RedisVersionedCache>(*client_, clock_);
    invalidator_ = std::make_unique<RedisInvalidator>(*client_, clock_);
  }
  // How many, if that were all.
  absl::StatusOr<int64_t> Clear(int64_t company, uint64_t current) {
    const sync::Cleared cleared = invalidator_->ClearSuperseded(CompanyId(company), V(current), In(kPatience));
    if (!cleared.status.ok()) return cleared.status;
    return cleared.removed;
  }

  std::unique_ptr<RedisVersionedCache> cache_;
  std::unique_ptr<RedisInvalidator> invalidator_;
};

// The text is a contract with every consumer of the channel: all fields, always.
TEST_F(RedisInvalidatorTest, PublishesAllFieldsOnTheCompanysChannel) {
  auto listener = BlockingConnection::Open(*ParseRedisUrl(server_->Url()), kPatience);
  CP_ASSERT_OK(listener);
  CP_ASSERT_OK(listener->Write({"SUBSCRIBE", "cp:inv:7"}));
  ASSERT_TRUE(Await([&] { return Run({"PUBSUB", "NUMSUB", "cp:inv:7"}).elements.at(1).integer == 1; }));
  const int64_t before = absl::ToUnixSeconds(clock_.Now());
  CP_EXPECT_OK(invalidator_->Publish(Message(7, 42), In(kPatience)));
  const int64_t after = absl::ToUnixSeconds(clock_.Now());
  std::string text;
  while (text.empty()) {  // blocks for kPatience at most
    CP_ASSERT_OK(listener->ReadAvailable([&](const Reply& reply) {
      if (reply.elements.at(0).text == "message") text = reply.elements.at(2).text;
    }));
  }
  const size_t last = text.rfind(':');
  ASSERT_NE(last, std::string::npos) << text;
  EXPECT_EQ(text.substr(0, last),
            R"({"schema":1,"company":7,"generation":"0006608b015f3000000000000000002a","reason":"sync",)"
            R"("run_id":"run-1","committed_at":1795176001,"rows_upserted":2,"rows_deleted":0,)"
            R"("prev_version":"0006608b015f30000000000000000029","published_at")");
  int64_t published_at = 0;
  ASSERT_TRUE(absl::SimpleAtoi(text.substr(last + 1, text.size() - last - 2), &published_at)) << text;
  EXPECT_GE(published_at, before);
  EXPECT_LE(published_at, after);
}

TEST_F(RedisInvalidatorTest, RaisesTheHintAndNeverLowersIt) {
  const std::vector<CompanyId> both = {CompanyId(1), CompanyId(2)};
  const auto hints = [&] { return invalidator_->ReadHints(both, In(kPatience)); };
  for (const uint64_t version : {5, 7, 6}) CP_EXPECT_OK(invalidator_->Publish(Message(1, version), In(kPatience)));
  EXPECT_THAT(hints(), IsOkAndHolds(ElementsAre(Pair(CompanyId(1), V(7)))));
  EXPECT_GT(Number({"PTTL", "cp1:{1}:hint"}), 47 * 3'600'000);
  Run({"SET", "cp1:{1}:hint", "garbage"});
  EXPECT_THAT(hints(), IsOkAndHolds(IsEmpty()));
  CP_EXPECT_OK(invalidator_->Publish(Message(1, 3), In(kPatience)));
  CP_EXPECT_OK(invalidator_->Publish(Message(2, 4), In(kPatience)));
  EXPECT_THAT(hints(), IsOkAndHolds(UnorderedElementsAre(Pair(CompanyId(1), V(3)), Pair(CompanyId(2), V(4)))));
  Run({"DEL", "cp1:{2}:hint"});
  Run({"RPUSH", "cp1:{2}:hint", "a list"});
  EXPECT_THAT(hints(), IsOkAndHolds(ElementsAre(Pair(CompanyId(1), V(3))))) << "what is no text is no hint";
}

TEST_F(RedisInvalidatorTest, ReadsTheHintsOfManyCompanies) {
  std::vector<CompanyId> companies;
  for (int64_t id = 1; id <= 1201; ++id) companies.push_back(CompanyId(id));
  for (const int64_t id : {1, 500, 501, 1201}) CP_EXPECT_OK(invalidator_->Publish(Message(id, 2), In(kPatience)));
  EXPECT_THAT(invalidator_->ReadHints(companies, In(kPatience)), IsOkAndHolds(::testing::SizeIs(4)));
  server_->Kill();
  EXPECT_THAT(invalidator_->ReadHints(companies, In(absl::Seconds(1))), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(RedisInvalidatorTest, ClearsWhatIsSupersededAndCountsWhatExisted) {
  for (uint64_t version = 1; version <= 4; ++version) {
    for (int64_t offset = 0; offset < 3; ++offset) {
      cache_->Put(EntryKeyOf(1, version, offset), "value", absl::Hours(1));
    }
  }
  Run({"DEL", absl::StrCat("cp1:{1}:e:", EntryName(EntryKeyOf(1, 2, 0)))});  // evicted
  EXPECT_THAT(Clear(1, 4), IsOkAndHolds(8));
  EXPECT_THAT(Clear(1, 4), IsOkAndHolds(0)) << "repeating it removes nothing";
  for (int64_t offset = 0; offset < 3; ++offset) {
    EXPECT_THAT(GetNow(*cache_, EntryKeyOf(1, 3, offset)), IsOkAndHolds(std::nullopt));
    EXPECT_THAT(GetNow(*cache_, EntryKeyOf(1, 4, offset)), IsOkAndHolds(Optional(std::string("value"))));
  }
}

TEST_F(RedisInvalidatorTest, AnOlderEpochIsSupersededWhateverItsVersion) {
  cache::EntryKey old = EntryKeyOf(1, 1'000'000);
  --old.version.epoch;
  cache_->Put(old, "value", absl::Hours(1));
  EXPECT_THAT(Clear(1, 1), IsOkAndHolds(1));
}

TEST_F(RedisInvalidatorTest, ClearsThousandsInSteps) {
  for (int64_t offset = 0; offset < 3000; ++offset) {
    cache_->Put(EntryKeyOf(1, offset % 2 == 0 ? 1 : 2, offset), "value", absl::Hours(1));
  }
  EXPECT_THAT(Clear(1, 2), IsOkAndHolds(1500));
  EXPECT_EQ(Number({"ZCARD", "cp1:{1}:idx"}), 1500);
  EXPECT_THAT(Clear(1, 3), IsOkAndHolds(1500));
  EXPECT_EQ(Number({"EXISTS", "cp1:{1}:idx"}), 0);
}

// Carries so many commands; the next ones time out.
class TiringClient final : public RedisClient {
 public:
  TiringClient(RedisClient& client, const Clock& clock, int commands)
      : client_(client), clock_(clock), commands_(commands) {}

  void Send(absl::Span<const absl::string_view> arguments, absl::Duration timeout, Callback callback) override {
    if (commands_-- > 0) return client_.Send(arguments, timeout, std::move(callback));
    std::move(callback)(Unavailable("it timed out"));
  }
  RedisHealth health() const override { return client_.health(); }
  const RedisClientOptions& options() const override { return client_.options(); }

 private:
  const Clock& clock() const override { return clock_; }
  absl::Status WaitConnected(Deadline) override { return absl::OkStatus(); }

  RedisClient& client_;
  const Clock& clock_;
  int commands_;
};

TEST_F(RedisInvalidatorTest, WhatEndsItInTheMiddleLeavesTheCountSoFar) {
  for (int64_t offset = 0; offset < 3000; ++offset) {
    cache_->Put(EntryKeyOf(1, 1, offset), "value", absl::Hours(1));
  }
  ASSERT_EQ(Number({"ZCARD", "cp1:{1}:idx"}), 3000);
  TiringClient tiring(*client_, clock_, /*commands=*/2);
  RedisInvalidator invalidator(tiring, clock_);
  const sync::Cleared cleared = invalidator.ClearSuperseded(CompanyId(1), V(2), In(kPatience));
  EXPECT_EQ(cleared.removed, 1000);
  EXPECT_THAT(cleared.status, AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kCacheUnavailable)));
  EXPECT_EQ(Number({"ZCARD", "cp1:{1}:idx"}), 2000);
  EXPECT_THAT(Clear(1, 2), IsOkAndHolds(2000)) << "the next one removes the rest";
}

TEST_F(RedisInvalidatorTest, LeavesOtherCompaniesAndForeignKeysAlone) {
  cache_->Put(EntryKeyOf(1, 1), "value", absl::Hours(1));
  cache_->Put(EntryKeyOf(11, 1), "value", absl::Hours(1));
  Run({"SET", "session:1", "somebody else's"});
  Run({"SET", "cp1:{1}:e", "somebody else's"});
  Run({"SET", "cp2:{1}:e:0", "another schema's"});
  EXPECT_THAT(Clear(1, 9), IsOkAndHolds(1));
  EXPECT_THAT(Keys(), IsSupersetOf({"session:1", "cp1:{1}:e", "cp2:{1}:e:0", "cp1:{11}:idx"}));
  EXPECT_THAT(GetNow(*cache_, EntryKeyOf(11, 1)), IsOkAndHolds(Optional(std::string("value"))));
}

TEST_F(RedisInvalidatorTest, NothingCachedIsNothingCleared) {
  EXPECT_THAT(Clear(1, 9), IsOkAndHolds(0));
  EXPECT_TRUE(Keys().empty());
}

TEST_F(RedisInvalidatorTest, AStoppedRedisIsUnavailableAtOnce) {
  server_->Kill();
  ASSERT_TRUE(Await([&] { return !client_->health().connected; }));
  EXPECT_THAT(invalidator_->Publish(Message(1, 1), In(kPatience)),
              AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kCacheUnavailable)));
  EXPECT_THAT(Clear(1, 1), AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kCacheUnavailable)));
}

TEST_F(RedisInvalidatorTest, ARefusedPasswordIsNamedWithItsSetting) {
  const auto server = StartRedis({.password = "right"});
  RedisClientOptions options = Patient(*server);
  options.address.password = "wrong";
  const auto client = RedisClient::Make(options, clock_);
  EXPECT_THAT(client->CheckEndpoint(In(kPatience)), HasReason(reason::kConfigInvalid));
  EXPECT_THAT(RedisInvalidator(*client, clock_).Publish(Message(1, 1), In(kPatience)),
              AllOf(StatusIs(absl::StatusCode::kUnavailable, "--redis-url"), HasReason(reason::kCacheUnavailable)));
}

TEST_F(RedisInvalidatorTest, AHangingRedisCostsTheDeadline) {
  server_->Pause();
  EXPECT_THAT(invalidator_->Publish(Message(1, 1), In(absl::Milliseconds(50))),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(invalidator_->ClearSuperseded(CompanyId(1), V(1), In(absl::Milliseconds(50))).status,
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  server_->Resume();
}

}  // namespace
}  // namespace cp::redis
