// R3, R5 and I7: where payloads of a known version come from, and what they may decide (nothing).
#include <gtest/gtest.h>

#include "libs/cache/read_path_harness.h"
#include "libs/testing/status_matchers.h"

namespace cp::cache {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::Le;
using testing::StatusIs;

// An instance whose in-process cache is off, so that every hit is one of the shared cache.
ReadPathOptions SharedOnly() { return {.local_cache_bytes = 0}; }

TEST(LookUp, AColdInstanceAsksTheSharedCacheOnlyUnderTheValidatedVersion) {
  Harness h;
  const RequestId request = h.Ask();
  EXPECT_TRUE(h.lookups.empty()) << "nothing to guess";
  h.ReplyVersions(V(4));
  ASSERT_EQ(h.lookups.size(), 1u);
  EXPECT_EQ(h.lookups[0].key, (EntryKey{kAcme, V(4), FingerprintOf({})}));
  h.ReplySharedHit();
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(4), AnswerSource::kSharedCache));
  EXPECT_EQ(h.counters().shared_hits, 1u);
}

TEST(LookUp, AnInProcessHitNeedsTheVersionAndNothingElse) {
  Harness h;
  h.Warm(V(1));
  const RequestId request = h.Ask();
  EXPECT_TRUE(h.lookups.empty());
  EXPECT_FALSE(h.Answered(request));
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(1), AnswerSource::kLocalCache));
  EXPECT_EQ(h.AnswerOf(request)->auth_version, 5u);
  EXPECT_EQ(h.counters().local_hits, 1u);
  EXPECT_TRUE(h.loads.empty());
}

TEST(LookUp, HitsShareTheBytesOfThePayload) {
  Harness h;
  h.Warm(V(1));
  const RequestId first = h.Ask();
  h.ReplyVersions(V(1));
  const RequestId second = h.Ask();
  h.ReplyVersions(V(1));
  EXPECT_EQ(h.AnswerOf(first)->payload, h.AnswerOf(second)->payload);
}

TEST(LookUp, RunsBesideTheValidationAtTheLastKnownVersion) {
  Harness h(SharedOnly());
  h.Warm(V(1));
  const RequestId request = h.Ask();
  ASSERT_EQ(h.batches.size(), 1u);
  ASSERT_EQ(h.lookups.size(), 1u);
  EXPECT_EQ(h.lookups[0].key.version, V(1));
  h.ReplySharedHit();
  EXPECT_FALSE(h.Answered(request)) << "not validated yet";
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(1), AnswerSource::kSharedCache));
}

TEST(LookUp, TheOtherOrderOfRepliesGivesTheSameAnswer) {
  Harness h(SharedOnly());
  h.Warm(V(1));
  const RequestId request = h.Ask();
  h.ReplyVersions(V(1));
  EXPECT_FALSE(h.Answered(request));
  h.ReplySharedHit();
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(1), AnswerSource::kSharedCache));
}

TEST(LookUp, AWrongGuessIsLookedUpAgainUnderTheValidatedVersion) {
  Harness h;
  h.Warm(V(1));
  const RequestId request = h.Ask();
  h.ReplyVersions(V(2));
  ASSERT_EQ(h.lookups.size(), 1u);
  EXPECT_EQ(h.lookups[0].key.version, V(2));
  h.ReplySharedHit();
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(2), AnswerSource::kSharedCache));
}

TEST(LookUp, AnOldPayloadThatArrivesLastIsNotAnswered) {
  Harness h(SharedOnly());
  h.Warm(V(1));
  const RequestId request = h.Ask();
  h.ReplyVersions(V(2));
  ASSERT_EQ(h.lookups.size(), 2u);
  h.ReplySharedHit();  // of version 1
  EXPECT_FALSE(h.Answered(request));
  h.ReplySharedMiss();  // of version 2
  h.ReplyPage(V(2));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(2), AnswerSource::kStore));
}

TEST(LookUp, RequestsForTheSameKeyShareOne) {
  Harness h;
  const RequestId first = h.Ask();
  const RequestId second = h.Ask();
  h.ReplyVersions(V(1));
  h.ReplyVersions(V(1));
  ASSERT_EQ(h.lookups.size(), 1u);
  h.ReplySharedHit();
  EXPECT_THAT(h.AnswerOf(first), IsPageOf(V(1), AnswerSource::kSharedCache));
  EXPECT_THAT(h.AnswerOf(second), IsPageOf(V(1), AnswerSource::kSharedCache));
}

TEST(LookUp, ASharedHitIsKeptInProcess) {
  Harness h;
  h.Ask();
  h.ReplyVersions(V(1));
  h.ReplySharedHit();
  const RequestId again = h.Ask();
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.AnswerOf(again), IsPageOf(V(1), AnswerSource::kLocalCache));
}

TEST(LookUp, GarbageIsACountedMiss) {
  Harness h;
  const RequestId request = h.Ask();
  h.ReplyVersions(V(1));
  h.ReplyShared("not an entry");
  h.ReplyPage(V(1));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(1), AnswerSource::kStore));
  EXPECT_EQ(h.counters().corrupt, 1u);
  EXPECT_THAT(h.corrupt_entries, ElementsAre(StatusIs(absl::StatusCode::kDataLoss, "company 7: ")));
}

TEST(LookUp, AnEntryOfAnotherVersionUnderTheKeyIsACountedMiss) {
  Harness h;
  const RequestId request = h.Ask();
  h.ReplyVersions(V(2));
  EntryKey old = h.lookups[0].key;
  old.version = V(1);
  h.ReplyShared(EncodeEntry(old, *Harness::PageOf(V(1))));
  h.ReplyPage(V(2));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(2), AnswerSource::kStore));
  EXPECT_EQ(h.counters().corrupt, 1u);
}

TEST(LookUp, AnUnavailableSharedCacheIsAMiss) {
  Harness h;
  const RequestId request = h.Ask();
  h.ReplyVersions(V(1));
  h.ReplyShared(absl::UnavailableError("refused"));
  h.ReplyPage(V(1));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(1), AnswerSource::kStore));
  EXPECT_EQ(h.counters().shared_unavailable, 1u);
}

TEST(LookUp, IsSkippedWhileThePageIsOnTheWay) {
  Harness h;
  h.Ask();
  h.ReplyVersions(V(1));
  h.ReplySharedMiss();
  const RequestId joiner = h.Ask();
  EXPECT_TRUE(h.lookups.empty());
  h.ReplyVersions(V(1));
  EXPECT_TRUE(h.lookups.empty());
  h.ReplyPage(V(1));
  EXPECT_THAT(h.AnswerOf(joiner), IsPageOf(V(1), AnswerSource::kStore));
}

TEST(Hint, ImprovesTheGuess) {
  Harness h;
  h.Warm(V(1));
  h.Hint(V(2));
  h.Ask();
  ASSERT_EQ(h.lookups.size(), 1u);
  EXPECT_EQ(h.lookups[0].key.version, V(2));
}

TEST(Hint, OfAnOlderVersionChangesNothing) {
  Harness h;
  h.Warm(V(2));
  h.Hint(V(1));
  h.Ask();
  EXPECT_TRUE(h.lookups.empty()) << "version 2 is in the in-process cache";
}

TEST(Hint, ThatNeverArrivesCostsALookUpAndNoFreshness) {
  Harness h;
  h.Warm(V(1));
  const RequestId request = h.Ask();  // version 2 was committed, its message was dropped
  h.ReplyVersions(V(2));
  EXPECT_FALSE(h.Answered(request));
  h.ReplySharedMiss();
  h.ReplyPage(V(2));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(2), AnswerSource::kStore));
}

TEST(Hint, OfACompanyNobodyAskedForIsDropped) {
  Harness h;
  h.Hint(V(9), CompanyId(8));
  h.Ask({.query = {.company = CompanyId(8)}});
  EXPECT_TRUE(h.lookups.empty());
}

TEST(Hint, ThatLiesDecidesNothingAndIsForgotten) {
  Harness h;
  h.Warm(V(1));
  h.Hint(V(999));
  const RequestId request = h.Ask();
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(1), AnswerSource::kLocalCache));
  h.ReplySharedMiss();
  h.Ask();
  EXPECT_TRUE(h.lookups.empty()) << "the store's word replaced the lie";
}

TEST(TimeToLive, IsTheCompanysOwnWithTenPercentOfJitter) {
  Harness h;
  for (int i = 0; i < 100; ++i) {
    h.Ask({.query = {.offset = i}});
    h.ReplyVersions(V(1), 1000, /*ttl_seconds=*/100);
    h.ReplySharedMiss();
    const command::LoadPage load = h.loads[0];
    h.loads.clear();
    h.ReplyPage(load.flight, LoadedPage{Harness::CompanyVersion(V(1), 1000, 100), Harness::PageOf(V(1))});
    ASSERT_EQ(h.puts.size(), static_cast<size_t>(i) + 1);
    EXPECT_THAT(h.puts.back().ttl, AllOf(Ge(absl::Seconds(90)), Le(absl::Seconds(110))));
  }
  EXPECT_NE(h.puts[0].ttl, h.puts[1].ttl);
}

TEST(TimeToLive, EndsInProcessEntries) {
  Harness h({.default_ttl = absl::Seconds(10)});
  h.Warm(V(1));
  h.Advance(absl::Seconds(11));
  const RequestId request = h.Ask();
  h.ReplyVersions(V(1));
  EXPECT_FALSE(h.Answered(request));
  EXPECT_EQ(h.lookups.size(), 1u);
}

}  // namespace
}  // namespace cp::cache
