#include "libs/cache/local_cache.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace cp::cache {
namespace {

constexpr absl::Duration kTtl = absl::Seconds(10);
constexpr absl::Duration kStart = absl::Hours(1);

EntryKey KeyOf(uint64_t version) { return {CompanyId(1), {.epoch = 1, .version = version}, Fingerprint()}; }

PayloadPtr PayloadOf(uint64_t version, size_t bytes = 100) {
  return std::make_shared<Payload>(
      Payload{.version = {.epoch = 1, .version = version}, .bytes = std::string(bytes, 'x'), .computed_at_ms = 0});
}

const size_t kCharge = LocalCache::ChargeOf(*PayloadOf(1));

TEST(LocalCache, ReturnsTheVeryPayloadThatWasPut) {
  LocalCache cache(10 * kCharge);
  const PayloadPtr payload = PayloadOf(1);
  cache.Put(KeyOf(1), payload, kStart, kTtl);
  EXPECT_EQ(cache.Get(KeyOf(1), kStart), payload);
  EXPECT_EQ(cache.Get(KeyOf(2), kStart), nullptr);
}

TEST(LocalCache, DropsTheLeastRecentlyUsedForRoom) {
  LocalCache cache(2 * kCharge);
  cache.Put(KeyOf(1), PayloadOf(1), kStart, kTtl);
  cache.Put(KeyOf(2), PayloadOf(2), kStart, kTtl);
  EXPECT_NE(cache.Get(KeyOf(1), kStart), nullptr);
  cache.Put(KeyOf(3), PayloadOf(3), kStart, kTtl);
  EXPECT_EQ(cache.Get(KeyOf(2), kStart), nullptr);
  EXPECT_NE(cache.Get(KeyOf(1), kStart), nullptr);
  EXPECT_NE(cache.Get(KeyOf(3), kStart), nullptr);
  EXPECT_EQ(cache.evictions(), 1u);
}

TEST(LocalCache, AnEntryEndsAtItsTimeToLive) {
  LocalCache cache(10 * kCharge);
  cache.Put(KeyOf(1), PayloadOf(1), kStart, kTtl);
  EXPECT_NE(cache.Get(KeyOf(1), kStart + kTtl - absl::Nanoseconds(1)), nullptr);
  EXPECT_EQ(cache.Get(KeyOf(1), kStart + kTtl), nullptr);
  EXPECT_EQ(cache.used_bytes(), 0u);
  EXPECT_EQ(cache.evictions(), 0u);
}

TEST(LocalCache, ReplacingFreesWhatWasThere) {
  LocalCache cache(10 * kCharge);
  cache.Put(KeyOf(1), PayloadOf(1, 50), kStart, kTtl);
  const PayloadPtr second = PayloadOf(1, 70);
  cache.Put(KeyOf(1), second, kStart, kTtl);
  EXPECT_EQ(cache.Get(KeyOf(1), kStart), second);
  EXPECT_EQ(cache.used_bytes(), LocalCache::ChargeOf(*second));
  EXPECT_EQ(cache.size(), 1u);
}

TEST(LocalCache, DoesNotEmptyItselfForAPayloadThatNeverFits) {
  LocalCache cache(2 * kCharge);
  cache.Put(KeyOf(1), PayloadOf(1), kStart, kTtl);
  cache.Put(KeyOf(2), PayloadOf(2, 2 * kCharge), kStart, kTtl);
  EXPECT_NE(cache.Get(KeyOf(1), kStart), nullptr);
  EXPECT_EQ(cache.Get(KeyOf(2), kStart), nullptr);
}

TEST(LocalCache, ChargesWhatAPayloadOccupies) {
  std::string roomy(100, 'x');
  roomy.reserve(100000);
  const Payload payload{.version = {.epoch = 1, .version = 1}, .bytes = std::move(roomy), .computed_at_ms = 0};
  EXPECT_GE(LocalCache::ChargeOf(payload), 100000u);
}

TEST(LocalCache, CapacityZeroKeepsNothing) {
  LocalCache cache(0);
  cache.Put(KeyOf(1), PayloadOf(1, 0), kStart, kTtl);
  EXPECT_EQ(cache.Get(KeyOf(1), kStart), nullptr);
}

TEST(LocalCache, NeverExceedsItsBoundAndNeverMixesEntries) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  LocalCache cache(20 * kCharge);
  std::map<uint64_t, PayloadPtr> last_put;
  absl::Duration now = kStart;
  for (int i = 0; i < 20000; ++i) {
    const uint64_t version = random() % 60;
    now += absl::Milliseconds(random() % 50);
    if (random() % 2 == 0) {
      last_put[version] = PayloadOf(version, random() % 1000);
      cache.Put(KeyOf(version), last_put[version], now, kTtl);
    } else if (const PayloadPtr found = cache.Get(KeyOf(version), now); found != nullptr) {
      ASSERT_EQ(found, last_put[version]);
    }
    ASSERT_LE(cache.used_bytes(), 20 * kCharge);
  }
  EXPECT_GT(cache.evictions(), 0u);
}

}  // namespace
}  // namespace cp::cache
