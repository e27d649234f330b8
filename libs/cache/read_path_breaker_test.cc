// R2a: a store that does not say which data is current, and how reads get on with it again.
#include <gtest/gtest.h>

#include "libs/base/reasons.h"
#include "libs/cache/read_path_harness.h"

namespace cp::cache {
namespace {

using ::cp::testing::HasReason;
using ::cp::testing::StatusIs;
using ::testing::AllOf;
using ::testing::IsEmpty;

constexpr absl::Duration kTimeout = absl::Milliseconds(300);
constexpr absl::Duration kProbeInterval = absl::Milliseconds(250);

class BreakerTest : public ::testing::Test {
 protected:
  void ExpectRefused(RequestId request) {
    EXPECT_THAT(h.AnswerOf(request),
                AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kStoreUnavailable)));
  }
  // Three batches in a row fail: the first two under one request, the third under another.
  void Open() {
    const RequestId first = h.Ask();
    h.FailVersions();
    h.FailVersions();
    ExpectRefused(first);
    const RequestId second = h.Ask();
    h.FailVersions();
    ExpectRefused(second);
    EXPECT_EQ(h.counters().breaker_opened, 1u);
  }

  Harness h;
};

TEST_F(BreakerTest, OneHungReadCostsItsRequestsOneTimeoutAndOthersNothing) {
  h.Warm(V(1));
  const RequestId early = h.Ask();
  const RequestId meanwhile = h.Ask();
  h.batches.clear();  // the store hangs
  h.Advance(kTimeout);
  ASSERT_EQ(h.batches.size(), 1u) << "the second way to the store";
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.AnswerOf(early), IsPageOf(V(1), AnswerSource::kLocalCache));
  EXPECT_THAT(h.AnswerOf(meanwhile), IsPageOf(V(1), AnswerSource::kLocalCache));
  const RequestId late = h.Ask();
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.AnswerOf(late), IsPageOf(V(1), AnswerSource::kLocalCache));
}

TEST_F(BreakerTest, OpensAfterThreeFailuresInARowAndRefusesAtOnce) {
  h.Warm(V(1));
  Open();
  const uint64_t batches = h.counters().version_batches;
  for (int i = 0; i < 10; ++i) ExpectRefused(h.Ask());
  EXPECT_THAT(h.batches, IsEmpty());
  EXPECT_THAT(h.lookups, IsEmpty());
  EXPECT_EQ(h.counters().version_batches, batches);
}

TEST_F(BreakerTest, WhoeverWaitsForTheNextBatchIsRefusedWhenItOpens) {
  h.Ask();
  h.FailVersions();
  h.FailVersions();
  const RequestId sent = h.Ask();
  const RequestId waiting = h.Ask();
  h.FailVersions();
  ExpectRefused(sent);
  ExpectRefused(waiting);
  EXPECT_THAT(h.batches, IsEmpty());
}

TEST_F(BreakerTest, ASuccessInBetweenStartsTheCountAnew) {
  h.Warm(V(1));
  for (int i = 0; i < 5; ++i) {
    h.Ask();
    h.FailVersions();
    h.FailVersions();
    h.Ask();
    h.ReplyVersions(V(1));
  }
  const RequestId request = h.Ask();
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(1), AnswerSource::kLocalCache));
}

TEST_F(BreakerTest, ProbesUntilTheStoreAnswersAndThenRecovers) {
  h.Warm(V(1));
  Open();
  EXPECT_GT(h.Advance(kProbeInterval / 2), absl::ZeroDuration());
  EXPECT_THAT(h.batches, IsEmpty());
  h.Advance(kProbeInterval / 2);
  ASSERT_EQ(h.batches.size(), 1u);
  EXPECT_THAT(h.batches[0].companies, IsEmpty()) << "nobody waits for it";
  ExpectRefused(h.Ask());
  h.FailVersions();
  EXPECT_THAT(h.batches, IsEmpty());
  h.Advance(kProbeInterval);
  h.batches.clear();  // this probe hangs
  h.Advance(kTimeout);
  ExpectRefused(h.Ask());
  h.Advance(kProbeInterval);
  ASSERT_EQ(h.batches.size(), 1u);
  h.ReplyVersions(V(1));
  const RequestId request = h.Ask();
  ASSERT_EQ(h.batches.size(), 1u) << "the probe's answer is of before the request";
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(1), AnswerSource::kLocalCache)) << "recovers";
  EXPECT_EQ(h.Advance(absl::Minutes(1)), absl::InfiniteDuration()) << "no more probes";
  EXPECT_EQ(h.counters().breaker_opened, 1u) << "a failed probe does not count";
}

TEST_F(BreakerTest, ALateAnswerDoesNotCloseIt) {
  Open();
  h.Advance(kProbeInterval);
  const uint64_t probe = h.batches.at(0).batch;
  h.batches.clear();
  h.Advance(kTimeout);
  h.ReplyVersions(probe, progress::VersionBatch{.epoch = kEpoch, .auth_version = 5, .companies = {}});
  ExpectRefused(h.Ask());
}

TEST_F(BreakerTest, AnOpenOneStillAnswersPassedDeadlinesAsSuch) {
  Open();
  EXPECT_THAT(h.AnswerOf(h.Ask({.deadline = h.In(absl::ZeroDuration())})), HasReason(reason::kDeadlineExceeded));
}

}  // namespace
}  // namespace cp::cache
