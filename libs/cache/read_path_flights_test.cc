// R6, R7 and R8: who shares a read of a page, what its version may be, and what its failure means for whom.
#include <gtest/gtest.h>

#include "libs/base/reasons.h"
#include "libs/cache/read_path_harness.h"

namespace cp::cache {
namespace {

using ::cp::testing::HasReason;
using ::cp::testing::IsOk;
using ::cp::testing::StatusIs;
using ::testing::AllOf;

// A request that has validated `version` and found no payload.
RequestId AskAndMiss(Harness& h, const DataVersion& version, const ReadRequest& request = {}) {
  const RequestId id = h.Ask(request);
  h.ReplyVersions(version);
  while (!h.lookups.empty()) h.ReplySharedMiss();
  return id;
}

TEST(Flight, FiftyParallelMissesReadThePageOnce) {
  Harness h;
  std::vector<RequestId> requests;
  for (int i = 0; i < 50; ++i) requests.push_back(h.Ask());
  while (!h.batches.empty()) h.ReplyVersions(V(1));
  while (!h.lookups.empty()) h.ReplySharedMiss();
  ASSERT_EQ(h.loads.size(), 1u);
  h.ReplyPage(V(1));
  for (const RequestId id : requests) EXPECT_THAT(h.AnswerOf(id), IsPageOf(V(1), AnswerSource::kStore));
  EXPECT_EQ(h.counters().page_loads, 1u);
  EXPECT_EQ(h.counters().misses, 1u);
  EXPECT_EQ(h.counters().joined, 49u);
}

TEST(Flight, IsNotJoinedByARequestThatValidatedANewerVersion) {
  Harness h;
  const RequestId before = AskAndMiss(h, V(1));
  const RequestId after = AskAndMiss(h, V(2));
  ASSERT_EQ(h.loads.size(), 2u);
  h.ReplyPage(V(1));
  EXPECT_THAT(h.AnswerOf(before), IsPageOf(V(1), AnswerSource::kStore));
  EXPECT_FALSE(h.Answered(after));
  h.ReplyPage(V(2));
  EXPECT_THAT(h.AnswerOf(after), IsPageOf(V(2), AnswerSource::kStore));
}

TEST(Flight, IsNotSharedBetweenPagesOrCompanies) {
  Harness h;
  AskAndMiss(h, V(1));
  AskAndMiss(h, V(1), {.query = {.limit = 50}});
  AskAndMiss(h, V(1), {.query = {.offset = 100}});
  AskAndMiss(h, V(1), {.query = {.company = CompanyId(8)}});
  EXPECT_EQ(h.loads.size(), 4u);
}

TEST(Flight, AnswersAndFillsUnderItsOwnNewerVersion) {
  Harness h;
  const RequestId request = AskAndMiss(h, V(1));
  h.ReplyPage(V(3));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(3), AnswerSource::kStore));
  ASSERT_EQ(h.puts.size(), 1u);
  EXPECT_EQ(h.puts[0].key, (EntryKey{kAcme, V(3), FingerprintOf({})}));
  const RequestId next = h.Ask();
  h.ReplyVersions(V(3));
  EXPECT_THAT(h.AnswerOf(next), IsPageOf(V(3), AnswerSource::kLocalCache));
}

TEST(Flight, RefusesAPageOlderThanTheValidatedVersion) {
  Harness h;
  const RequestId request = AskAndMiss(h, V(2));
  h.ReplyPage(V(1));
  EXPECT_THAT(h.AnswerOf(request), HasReason(reason::kStoreUnavailable));
  EXPECT_TRUE(h.puts.empty());
}

TEST(Flight, RefusesAPageWhoseTagIsNotItsSnapshots) {
  Harness h;
  const RequestId request = AskAndMiss(h, V(1));
  h.ReplyPage(h.loads[0].flight, LoadedPage{Harness::CompanyVersion(V(2), 1000, 0), Harness::PageOf(V(1))});
  EXPECT_THAT(h.AnswerOf(request), HasReason(reason::kStoreUnavailable));
}

TEST(Flight, ChecksTheEpochOfThePageAgain) {
  Harness h;
  const RequestId request = AskAndMiss(h, V(2), {.min_data_version = V(2)});
  h.ReplyPage({.epoch = kEpoch + 1, .version = 1});
  EXPECT_THAT(h.AnswerOf(request), HasReason(reason::kEpochChanged));
}

TEST(Flight, GetsTheDeadlineOfItsLeader) {
  Harness h;
  AskAndMiss(h, V(1), {.deadline = h.In(absl::Seconds(2))});
  EXPECT_EQ(h.loads[0].deadline, h.In(absl::Seconds(2)));
}

TEST(Flight, WhoseRequestsAreGoneIsNotFlownAgain) {
  Harness h;
  AskAndMiss(h, V(1), {.deadline = h.In(absl::Milliseconds(5))});
  AskAndMiss(h, V(1), {.deadline = h.In(absl::Milliseconds(5))});
  h.Advance(absl::Milliseconds(5));
  EXPECT_EQ(h.loads.size(), 1u);
  h.ReplyPage(V(1));
  EXPECT_TRUE(h.puts.empty()) << "given up with its leader";
}

TEST(FailedFlight, IsItsLeadersErrorAndOneNewFlightForTheOthers) {
  Harness h;
  const RequestId leader = AskAndMiss(h, V(1));
  const RequestId second = AskAndMiss(h, V(1));
  const RequestId third = AskAndMiss(h, V(1));
  h.FailPage();
  EXPECT_THAT(h.AnswerOf(leader), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_EQ(h.loads.size(), 1u);
  h.ReplyPage(V(1));
  EXPECT_THAT(h.AnswerOf(second), IsPageOf(V(1), AnswerSource::kStore));
  EXPECT_THAT(h.AnswerOf(third), IsPageOf(V(1), AnswerSource::kStore));
}

TEST(FailedFlight, TwiceIsEverybodysError) {
  Harness h;
  for (int i = 0; i < 50; ++i) AskAndMiss(h, V(1));
  h.FailPage();
  h.FailPage();
  for (RequestId id = 1; id <= 50; ++id) EXPECT_THAT(h.AnswerOf(id), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_TRUE(h.loads.empty()) << "no chain of fifty queries against a store that fails";
}

TEST(FailedFlight, IsNotRemembered) {
  Harness h;
  AskAndMiss(h, V(1));
  h.FailPage();
  EXPECT_TRUE(h.puts.empty());
  const RequestId next = AskAndMiss(h, V(1));
  h.ReplyPage(V(1));
  EXPECT_THAT(h.AnswerOf(next), IsOk());
}

TEST(FailedFlight, OverdueIsGivenUpForThoseWithTimeLeft) {
  Harness h;
  const RequestId hasty = AskAndMiss(h, V(1), {.deadline = h.In(absl::Milliseconds(50))});
  const RequestId patient = AskAndMiss(h, V(1), {.deadline = h.In(absl::Seconds(5))});
  const command::LoadPage overdue = h.loads[0];
  h.loads.clear();
  h.Advance(absl::Milliseconds(50));
  EXPECT_THAT(h.AnswerOf(hasty), StatusIs(absl::StatusCode::kDeadlineExceeded));
  ASSERT_EQ(h.loads.size(), 1u) << "the patient one leads a new flight";
  h.ReplyPage(overdue.flight, LoadedPage{Harness::CompanyVersion(V(1), 1000, 0), Harness::PageOf(V(1))});
  EXPECT_FALSE(h.Answered(patient)) << "a late reply is nobody's";
  h.ReplyPage(V(1));
  EXPECT_THAT(h.AnswerOf(patient), IsOk());
}

TEST(FailedFlight, SomebodyElsesDeadlineIsNotMine) {
  Harness h;
  AskAndMiss(h, V(1), {.deadline = h.In(absl::Milliseconds(50))});
  const RequestId second = AskAndMiss(h, V(1), {.deadline = h.In(absl::Milliseconds(60))});
  const RequestId third = AskAndMiss(h, V(1), {.deadline = h.In(absl::Seconds(9))});
  h.FailPage(absl::DeadlineExceededError("query cancelled"));
  h.FailPage(absl::DeadlineExceededError("query cancelled"));
  EXPECT_THAT(h.AnswerOf(second), StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(h.AnswerOf(third), AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kStoreUnavailable)));
}

TEST(FailedFlight, OfAVanishedCompanyIsNoCompany) {
  Harness h;
  const RequestId request = AskAndMiss(h, V(1));
  h.FailPage(absl::NotFoundError("company 7"));
  EXPECT_THAT(h.AnswerOf(request), AllOf(StatusIs(absl::StatusCode::kPermissionDenied), HasReason(reason::kNoCompany)));
}

TEST(Bypass, ReadsTheStoreAndFillsNothing) {
  Harness h;
  h.Warm(V(1));
  const RequestId request = h.Ask({.bypass_cache = true});
  h.ReplyVersions(V(1));
  EXPECT_TRUE(h.lookups.empty());
  h.ReplyPage(V(1));
  EXPECT_THAT(h.AnswerOf(request), IsPageOf(V(1), AnswerSource::kStore));
  EXPECT_TRUE(h.puts.empty());
  EXPECT_EQ(h.counters().bypassed, 1u);
}

TEST(Bypass, SharesAFlightOnlyWithItsLike) {
  Harness h;
  AskAndMiss(h, V(1));
  h.Ask({.bypass_cache = true});
  h.ReplyVersions(V(1));
  h.Ask({.bypass_cache = true});
  h.ReplyVersions(V(1));
  EXPECT_EQ(h.loads.size(), 2u);
  h.Ask({.bypass_cache = true});
  h.ReplyVersions(V(2));
  EXPECT_EQ(h.loads.size(), 3u) << "validated another version";
}

TEST(Bypass, IsValidatedLikeEverybody) {
  Harness h;
  const RequestId request = h.Ask({.min_data_version = V(9), .bypass_cache = true});
  h.ReplyVersions(V(1));
  EXPECT_THAT(h.AnswerOf(request), HasReason(reason::kDataVersionAhead));
}

}  // namespace
}  // namespace cp::cache
