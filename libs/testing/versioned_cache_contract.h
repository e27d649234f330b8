// One suite for every implementation of cache::VersionedCache: memory, Redis. A port changes here first.
//
// In a test file of the implementation:
//
//   INSTANTIATE_TEST_SUITE_P(Redis, VersionedCacheContract,
//                            ::testing::Values([] { return std::make_unique<RedisHarness>(); }));
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "libs/cache/versioned_cache.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/versioned_cache_support.h"

namespace cp::testing {

class VersionedCacheHarness {
 public:
  virtual ~VersionedCacheHarness() = default;
  virtual cache::VersionedCache& cache() = 0;
  // Returns when `duration` has passed for the times to live.
  virtual void LetPass(absl::Duration duration) = 0;
};
using VersionedCacheHarnessFactory = std::function<std::unique_ptr<VersionedCacheHarness>()>;

class VersionedCacheContract : public ::testing::TestWithParam<VersionedCacheHarnessFactory> {
 protected:
  cache::VersionedCache& cache() { return harness_->cache(); }

  const std::unique_ptr<VersionedCacheHarness> harness_ = GetParam()();
};

TEST_P(VersionedCacheContract, WhatWasNeverPutIsNotThere) {
  EXPECT_THAT(GetNow(cache(), EntryKeyOf(1, 1)), IsOkAndHolds(std::nullopt));
}

TEST_P(VersionedCacheContract, KeepsEveryByte) {
  std::string value;
  for (int i = 0; i < 1 << 16; ++i) value.push_back(static_cast<char>(i * 7 + i / 256));
  cache().Put(EntryKeyOf(1, 1), value, absl::Hours(1));
  EXPECT_THAT(GetNow(cache(), EntryKeyOf(1, 1)), IsOkAndHolds(::testing::Optional(value)));
}

TEST_P(VersionedCacheContract, KeepsAnEmptyValue) {
  cache().Put(EntryKeyOf(1, 1), "", absl::Hours(1));
  EXPECT_THAT(GetNow(cache(), EntryKeyOf(1, 1)), IsOkAndHolds(::testing::Optional(std::string())));
}

TEST_P(VersionedCacheContract, TellsKeysApartByEachOfTheirParts) {
  cache().Put(EntryKeyOf(1, 1), "one", absl::Hours(1));
  for (const cache::EntryKey& other : {EntryKeyOf(2, 1), EntryKeyOf(1, 2), EntryKeyOf(1, 1, 100)}) {
    EXPECT_THAT(GetNow(cache(), other), IsOkAndHolds(std::nullopt));
  }
  cache::EntryKey other_epoch = EntryKeyOf(1, 1);
  ++other_epoch.version.epoch;
  EXPECT_THAT(GetNow(cache(), other_epoch), IsOkAndHolds(std::nullopt));
}

TEST_P(VersionedCacheContract, TheLastPutCounts) {
  cache().Put(EntryKeyOf(1, 1), "first", absl::Hours(1));
  cache().Put(EntryKeyOf(1, 1), "second", absl::Hours(1));
  EXPECT_THAT(GetNow(cache(), EntryKeyOf(1, 1)), IsOkAndHolds(::testing::Optional(std::string("second"))));
}

TEST_P(VersionedCacheContract, AnEntryEndsWithItsTimeToLive) {
  cache().Put(EntryKeyOf(1, 1), "short", absl::Milliseconds(20));
  cache().Put(EntryKeyOf(1, 2), "long", absl::Hours(1));
  CP_EXPECT_OK(GetNow(cache(), EntryKeyOf(1, 2)));  // both have arrived: commands of one thread keep their order
  harness_->LetPass(absl::Milliseconds(25));
  EXPECT_THAT(GetNow(cache(), EntryKeyOf(1, 1)), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(GetNow(cache(), EntryKeyOf(1, 2)), IsOkAndHolds(::testing::Optional(std::string("long"))));
}

TEST_P(VersionedCacheContract, AnswersEveryCallOnceWhenManyAreInFlight) {
  constexpr int kCalls = 2000;
  cache().Put(EntryKeyOf(1, 1), "value", absl::Hours(1));
  absl::BlockingCounter left(kCalls);
  std::vector<std::atomic<int>> calls(kCalls);
  for (int i = 0; i < kCalls; ++i) {
    cache().Get(EntryKeyOf(1, 1), [&, i](const absl::StatusOr<std::optional<std::string>>& answer) {
      EXPECT_THAT(answer, IsOkAndHolds(::testing::Optional(std::string("value"))));
      ++calls[static_cast<size_t>(i)];
      left.DecrementCount();
    });
  }
  left.Wait();
  for (const std::atomic<int>& count : calls) EXPECT_EQ(count, 1);
}

}  // namespace cp::testing
