// R2 and R4: who shares a version batch, and what the validated version alone decides.
#include <gtest/gtest.h>

#include "libs/base/reasons.h"
#include "libs/cache/read_path_harness.h"

namespace cp::cache {
namespace {

using ::cp::testing::HasReason;
using ::cp::testing::IsOk;
using ::cp::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

ReadRequest OfCompany(int64_t company) { return {.query = {.company = CompanyId(company)}}; }

TEST(VersionBatch, IsSentAtOnceWhenNoneIsInFlight) {
  Harness h;
  h.Ask();
  ASSERT_EQ(h.batches.size(), 1u);
  EXPECT_THAT(h.batches[0].companies, ElementsAre(kAcme));
  EXPECT_EQ(h.batches[0].deadline, h.In(absl::Milliseconds(300)));
}

TEST(VersionBatch, IsNotJoinedAfterItWasSent) {
  Harness h;
  h.Warm(V(1));
  const RequestId early = h.Ask();
  const RequestId late = h.Ask();
  ASSERT_EQ(h.batches.size(), 1u);
  h.ReplyVersions(V(1));
  EXPECT_TRUE(h.Answered(early));
  EXPECT_FALSE(h.Answered(late)) << "its version was read before it arrived";
  h.ReplyVersions(V(1));
  EXPECT_TRUE(h.Answered(late));
}

TEST(VersionBatch, CollectsWhoArrivesMeanwhileAndNamesEachCompanyOnce) {
  Harness h;
  h.Ask();
  for (const int64_t company : {1, 2, 1, 3, 2}) h.Ask(OfCompany(company));
  EXPECT_EQ(h.batches.size(), 1u) << "one in flight";
  h.ReplyVersions(V(1));
  ASSERT_EQ(h.batches.size(), 1u);
  EXPECT_THAT(h.batches[0].companies, UnorderedElementsAre(CompanyId(1), CompanyId(2), CompanyId(3)));
}

TEST(VersionBatch, NamesNoMoreCompaniesThanAllowed) {
  Harness h({.max_batch_companies = 2});
  h.Ask();
  for (int64_t company = 1; company <= 5; ++company) h.Ask(OfCompany(company));
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.batches[0].companies, ElementsAre(CompanyId(1), CompanyId(2)));
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.batches[0].companies, ElementsAre(CompanyId(3), CompanyId(4)));
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.batches[0].companies, ElementsAre(CompanyId(5)));
  EXPECT_EQ(h.counters().version_batches, 4u);
}

TEST(VersionBatch, AFailureIsTriedAgainOnceAndThenUnavailable) {
  Harness h;
  const RequestId request = h.Ask();
  h.FailVersions();
  EXPECT_FALSE(h.Answered(request));
  h.FailVersions();
  EXPECT_THAT(h.AnswerOf(request),
              AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kStoreUnavailable)));
  EXPECT_TRUE(h.batches.empty());
}

TEST(VersionBatch, NeverAnswersFromACacheWithoutTheStore) {
  Harness h;
  h.Warm(V(1));
  const RequestId request = h.Ask();
  h.FailVersions();
  h.FailVersions();
  EXPECT_THAT(h.AnswerOf(request), HasReason(reason::kStoreUnavailable));
}

TEST(VersionBatch, OverdueIsGivenUpAndItsLateReplyIgnored) {
  Harness h;
  h.Warm(V(1));
  const RequestId request = h.Ask();
  const uint64_t abandoned = h.batches[0].batch;
  h.batches.clear();
  EXPECT_EQ(h.Advance(absl::Milliseconds(300)), absl::Hours(1) + absl::Milliseconds(600));
  ASSERT_EQ(h.batches.size(), 1u) << "the second attempt";
  progress::VersionBatch late{.epoch = kEpoch, .auth_version = 5, .companies = {}};
  late.companies[kAcme] = Harness::CompanyVersion(V(1), 1000, 0);
  h.ReplyVersions(abandoned, late);
  EXPECT_FALSE(h.Answered(request));
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(1), AnswerSource::kLocalCache));
}

TEST(VersionBatch, ASilentStoreIsUnavailableAfterTwoTimeouts) {
  Harness h;
  const RequestId request = h.Ask();
  h.Advance(absl::Milliseconds(300));
  EXPECT_FALSE(h.Answered(request));
  h.Advance(absl::Milliseconds(300));
  EXPECT_THAT(h.AnswerOf(request), HasReason(reason::kStoreUnavailable));
}

TEST(VersionBatch, OneWithoutLivingRequestsIsNotSent) {
  Harness h;
  h.Ask();
  h.Ask({.deadline = h.In(absl::Milliseconds(10))});
  h.Advance(absl::Milliseconds(10));
  h.ReplyVersions(V(1));
  EXPECT_TRUE(h.batches.empty());
}

TEST(Demands, UnknownCompanyIsRefused) {
  Harness h;
  const RequestId request = h.Ask();
  h.ReplyVersions(h.batches[0].batch, progress::VersionBatch{.epoch = kEpoch, .auth_version = 1, .companies = {}});
  EXPECT_THAT(h.AnswerOf(request), AllOf(StatusIs(absl::StatusCode::kPermissionDenied), HasReason(reason::kNoCompany)));
}

TEST(Demands, LimitAboveTheCompanysMaximumIsRefusedByName) {
  Harness h;
  const RequestId request = h.Ask({.query = {.limit = 201}});
  h.ReplyVersions(V(1), /*max_records=*/200);
  EXPECT_THAT(h.AnswerOf(request),
              AllOf(StatusIs(absl::StatusCode::kInvalidArgument, "200"), HasReason(reason::kLimitTooLarge)));
  EXPECT_THAT(MetadataOf(h.AnswerOf(request).status()),
              UnorderedElementsAre(Pair("field", "limit"), Pair("maximum", "200")));
  EXPECT_TRUE(h.loads.empty());
}

TEST(Demands, LimitAtTheCompanysMaximumIsServed) {
  Harness h;
  h.Ask({.query = {.limit = 200}});
  h.ReplyVersions(V(1), /*max_records=*/200);
  h.ReplySharedMiss();
  EXPECT_EQ(h.loads.size(), 1u);
}

TEST(Demands, LimitLoweredBetweenValidationAndSnapshotIsRefused) {
  Harness h;
  const RequestId request = h.Ask({.query = {.limit = 200}});
  h.ReplyVersions(V(1), /*max_records=*/200);
  h.ReplySharedMiss();
  h.ReplyPage(V(2), /*max_records=*/100);
  EXPECT_THAT(h.AnswerOf(request), HasReason(reason::kLimitTooLarge));
}

TEST(Demands, MinDataVersionAheadOfTheStoreIsAborted) {
  Harness h;
  h.Warm(V(1));
  const RequestId request = h.Ask({.min_data_version = V(2)});
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.AnswerOf(request), AllOf(StatusIs(absl::StatusCode::kAborted), HasReason(reason::kDataVersionAhead)));
}

TEST(Demands, MinDataVersionOfAnotherEpochIsRefused) {
  Harness h;
  for (const uint64_t epoch : {kEpoch - 1, kEpoch + 1}) {
    const RequestId request = h.Ask({.min_data_version = DataVersion{.epoch = epoch, .version = 1}});
    h.ReplyVersions(V(1));
    EXPECT_THAT(h.AnswerOf(request),
                AllOf(StatusIs(absl::StatusCode::kFailedPrecondition), HasReason(reason::kEpochChanged)));
  }
}

TEST(Demands, MinDataVersionThatIsReachedIsServed) {
  Harness h;
  h.Warm(V(2));
  for (const DataVersion& demanded : {V(2), V(1), DataVersion()}) {
    const RequestId request = h.Ask({.min_data_version = demanded});
    h.ReplyVersions(V(2));
    EXPECT_THAT(h.AnswerOf(request), IsOk());
  }
}

TEST(Deadlines, APassedOneIsAnsweredAtOnceWithoutAskingAnybody) {
  Harness h;
  const RequestId request = h.Ask({.deadline = h.In(absl::ZeroDuration())});
  EXPECT_THAT(h.AnswerOf(request),
              AllOf(StatusIs(absl::StatusCode::kDeadlineExceeded), HasReason(reason::kDeadlineExceeded)));
  EXPECT_TRUE(h.batches.empty());
}

TEST(Deadlines, EndARequestInEveryStage) {
  Harness h;
  const ReadRequest request = {.deadline = h.In(absl::Milliseconds(100))};
  const RequestId loading = h.Ask(request);
  h.ReplyVersions(V(1));
  h.ReplySharedMiss();
  ASSERT_EQ(h.loads.size(), 1u);
  const RequestId looking_up = h.Ask({.query = {.offset = 100}, .deadline = request.deadline});
  h.ReplyVersions(V(1));
  ASSERT_EQ(h.lookups.size(), 1u);
  const RequestId validating = h.Ask(request);
  EXPECT_EQ(h.Advance(absl::Milliseconds(99)), absl::Hours(1) + absl::Milliseconds(100));
  EXPECT_FALSE(h.Answered(loading) || h.Answered(looking_up) || h.Answered(validating));
  h.Advance(absl::Milliseconds(1));
  for (const RequestId id : {loading, looking_up, validating}) {
    EXPECT_THAT(h.AnswerOf(id), StatusIs(absl::StatusCode::kDeadlineExceeded));
  }
  // What still arrives for them is nobody's.
  h.ReplySharedMiss();
  h.ReplyPage(V(1));
  h.ReplyVersions(V(1));
}

TEST(NoCompany, IsAnsweredForOneThatIsGoneFromMoodle) {
  Harness h;
  h.Warm(V(2));
  const RequestId request = h.Ask();
  progress::CompanyVersion gone = Harness::CompanyVersion(V(2), 1000, 0);
  gone.gone = true;
  h.ReplyVersions(h.batches.front().batch,
                  progress::VersionBatch{.epoch = kEpoch, .auth_version = 5, .companies = {{kAcme, gone}}});
  EXPECT_THAT(h.AnswerOf(request), AllOf(StatusIs(absl::StatusCode::kPermissionDenied), HasReason(reason::kNoCompany)));
  EXPECT_TRUE(h.raises.empty());
}

// R7a: a store that was set back to version 1 and goes on from there.
TEST(SetBack, NoCacheIsAskedOrFilledUntilTheEpochIsRaised) {
  Harness h;
  h.Warm(V(2));
  h.Ask();
  h.ReplyVersions(V(1));
  ASSERT_EQ(h.raises.size(), 1u);
  EXPECT_EQ(h.raises[0].beyond, kEpoch);
  h.ReplyPage(V(1));
  // The other version 2: its rows are not those in the cache.
  const RequestId other = h.Ask();
  h.ReplyVersions(V(2));
  ASSERT_EQ(h.loads.size(), 1u) << "what the cache holds as version 2 is of the lost history";
  h.ReplyPage(V(2));
  EXPECT_THAT(h.AnswerOf(other), IsPageOf(V(2), AnswerSource::kStore));
  EXPECT_TRUE(h.puts.empty());
  const DataVersion raised = {kEpoch + 50, 2};
  h.Ask();
  h.ReplyVersions(raised);
  while (!h.lookups.empty()) h.ReplySharedMiss();
  h.ReplyPage(raised);
  EXPECT_EQ(h.puts.size(), 1u);
  const RequestId hit = h.Ask();
  h.ReplyVersions(raised);
  EXPECT_THAT(h.AnswerOf(hit), IsPageOf(raised, AnswerSource::kLocalCache));
}

TEST(SetBack, ConcernsEveryCompanyOfTheStore) {
  Harness h;
  constexpr CompanyId kOther = CompanyId(8);
  h.Warm(V(5), {.query = {.company = kOther}});
  h.Warm(V(2));
  h.Ask();
  h.ReplyVersions(V(1));
  h.ReplyPage(V(1));
  h.Ask({.query = {.company = kOther}});
  h.ReplyVersions(V(5));
  EXPECT_EQ(h.loads.size(), 1u);
}

TEST(SetBack, ACompanyThatIsGoneIsASign) {
  Harness h;
  h.Warm(V(2));
  h.Ask();
  h.ReplyVersions(h.batches.front().batch, progress::VersionBatch{.epoch = kEpoch, .auth_version = 5, .companies = {}});
  EXPECT_EQ(h.raises.size(), 1u);
}

TEST(SetBack, IsSaidOnceASecond) {
  Harness h;
  h.Warm(V(2));
  for (int i = 0; i < 3; ++i) {
    h.Ask();
    h.ReplyVersions(V(1));
    h.ReplyPage(V(1));
  }
  EXPECT_EQ(h.raises.size(), 1u);
  h.Advance(absl::Seconds(1));
  h.Ask();
  h.ReplyVersions(V(1));
  EXPECT_EQ(h.raises.size(), 2u);
}

TEST(SetBack, AReplyThatAPageHasOvertakenIsNone) {
  Harness h;
  h.Ask();
  h.ReplyVersions(V(1));
  while (!h.lookups.empty()) h.ReplySharedMiss();
  h.Ask();  // its batch is sent while version 1 is the highest
  h.ReplyPage(V(2));
  h.ReplyVersions(V(1));
  EXPECT_TRUE(h.raises.empty());
}

TEST(Deadlines, NothingDueMeansNoTimer) {
  Harness h;
  h.Warm(V(1));
  EXPECT_EQ(h.Advance(absl::Seconds(1)), absl::InfiniteDuration());
}

}  // namespace
}  // namespace cp::cache
