#include "libs/cache/memory_cache.h"

#include <gtest/gtest.h>

#include "libs/testing/fake_clock.h"
#include "libs/testing/versioned_cache_contract.h"

namespace cp::cache {
namespace {

using ::cp::testing::EntryKeyOf;
using ::cp::testing::FakeClock;
using ::cp::testing::GetNow;
using ::cp::testing::IsOkAndHolds;
using ::cp::testing::StatusIs;
using ::testing::Optional;

class MemoryHarness final : public cp::testing::VersionedCacheHarness {
 public:
  VersionedCache& cache() override { return cache_; }
  void LetPass(absl::Duration duration) override { clock_.Advance(duration); }

 private:
  FakeClock clock_;
  MemoryCache cache_{clock_};
};

TEST(MemoryCache, MayReturnAnythingEverPutUnderTheKey) {
  const FakeClock clock;
  MemoryCache cache(clock);
  cache.Put(EntryKeyOf(1, 1), "first", absl::Hours(1));
  cache.Put(EntryKeyOf(1, 1), "second", absl::Hours(1));
  cache.SetAdversary([](const EntryKey&, const std::vector<std::string>& history) { return history.front(); });
  EXPECT_THAT(GetNow(cache, EntryKeyOf(1, 1)), IsOkAndHolds(Optional(std::string("first"))));
  cache.SetAdversary([](const EntryKey&, const auto&) { return absl::UnavailableError("down"); });
  EXPECT_THAT(GetNow(cache, EntryKeyOf(1, 1)), StatusIs(absl::StatusCode::kUnavailable));
  cache.SetAdversary(nullptr);
  EXPECT_THAT(GetNow(cache, EntryKeyOf(1, 1)), IsOkAndHolds(Optional(std::string("second"))));
}

TEST(MemoryCache, LosesEverything) {
  const FakeClock clock;
  MemoryCache cache(clock);
  cache.Put(EntryKeyOf(1, 1), "value", absl::Hours(1));
  EXPECT_EQ(cache.size(), 1u);
  cache.Lose();
  EXPECT_THAT(GetNow(cache, EntryKeyOf(1, 1)), IsOkAndHolds(std::nullopt));
}

TEST(MemoryCache, HoldsAnswersBackUntilReleased) {
  const FakeClock clock;
  MemoryCache cache(clock);
  cache.SetHold(true);
  int answered = 0;
  for (int i = 0; i < 3; ++i) cache.Get(EntryKeyOf(1, 1), [&](const auto&) { ++answered; });
  EXPECT_EQ(answered, 0);
  EXPECT_EQ(cache.ReleaseHeld(), 3u);
  EXPECT_EQ(answered, 3);
}

}  // namespace
}  // namespace cp::cache

namespace cp::testing {

INSTANTIATE_TEST_SUITE_P(Memory, VersionedCacheContract,
                         ::testing::Values([] { return std::make_unique<cache::MemoryHarness>(); }));

}  // namespace cp::testing
