// The change lane: detections, what waits for a company, and when it is fresh.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

progress::Candidate Of(int64_t company, int64_t user, const std::string& found_by = "log") {
  return {CompanyId(company), user, found_by};
}

progress::Detection At(int64_t detected_at, std::vector<progress::Candidate> candidates = {}) {
  progress::Detection detection;
  detection.detected_at = detected_at;
  detection.candidates = std::move(candidates);
  return detection;
}

// Ends the company's run with these candidates dealt with.
void Finish(StoreCase& t, int64_t company, const progress::CandidatesDone& done, int64_t source_read_at) {
  progress::Batch batch = StoreCase::BatchOf(t.Hold(company));
  batch.finish = progress::CompanyRunRecord{};
  batch.finish->run_id = "run";
  batch.finish->company = CompanyId(company);
  batch.finish->state = progress::RunState::kSucceeded;
  batch.finish->source_read_at = source_read_at;
  batch.candidates = done;
  t.Commit(batch);
  CP_EXPECT_OK(t.store().ReleaseLease(batch.lease, t.Soon()));
}

// A company that was compared in full at `at`, with nothing waiting.
void CompareInFull(StoreCase& t, int64_t company, int64_t at) {
  Finish(t, company, {.through = t.CandidatesOf(company).through}, at);
}

void EmptyLaneHasReadNothing(StoreCase& t) {
  t.AddCompanies(1);
  CP_ASSERT_OK_AND_ASSIGN(const auto lane, t.store().ReadLane(t.Soon()));
  EXPECT_EQ(lane.sequence, 0);
  EXPECT_EQ(lane.detected_at, 0);
  EXPECT_EQ(lane.fresh_at, 0);
  EXPECT_EQ(lane.detector, "");
  EXPECT_THAT(lane.watermarks, IsEmpty());
  EXPECT_THAT(t.store().Waiting(t.Soon()), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(t.CandidatesOf(1).users, IsEmpty());
  EXPECT_FALSE(t.CandidatesOf(1).full);
}

void DetectionMovesTheLane(StoreCase& t) {
  progress::Detection first = At(100);
  first.watermarks = {{"log", 5000000000}, {"course", 7}};
  EXPECT_EQ(t.Detect(first), 1);
  progress::Detection second = At(200);
  second.watermarks = {{"log", 4999999999}, {"enrol", -1}};  // a source that was set back
  EXPECT_EQ(t.Detect(second), 2);
  CP_ASSERT_OK_AND_ASSIGN(const auto lane, t.other().ReadLane(t.Soon()));
  EXPECT_EQ(lane.sequence, 2);
  EXPECT_EQ(lane.detected_at, 200);
  EXPECT_THAT(lane.watermarks, ElementsAre(Pair("course", 7), Pair("enrol", -1), Pair("log", 4999999999)));
}

void RefusedDetectionWritesNothing(StoreCase& t) {
  t.AddCompanies(2);
  progress::Batch batch = StoreCase::BatchOf(t.Hold(1));
  batch.edges = progress::EdgeReplacement{.users = {5}, .edges = {{5, 90}}};
  t.Commit(batch);
  progress::Detection first = At(100);
  first.watermarks = {{"course", 1}};
  t.Detect(first);
  progress::Detection late = At(200, {Of(1, 5)});
  late.everything = true;
  late.watermarks = {{"log", 5}};
  late.digests = {{"course", 1, "a"}};
  late.edges_consumed = {{CompanyId(1), 5}};
  for (const int64_t expected : {0, 2}) {
    late.expected_sequence = expected;
    const auto refused = t.other().CommitDetection(late, t.Soon());
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAborted));
    EXPECT_THAT(refused, HasReason(reason::kStoreConflict));
  }
  CP_ASSERT_OK_AND_ASSIGN(const auto lane, t.store().ReadLane(t.Soon()));
  EXPECT_EQ(lane.sequence, 1);
  EXPECT_EQ(lane.detected_at, 100);
  EXPECT_THAT(lane.watermarks, ElementsAre(Pair("course", 1)));
  EXPECT_THAT(t.store().Waiting(t.Soon()), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(t.store().ReadDigests("course", 0, 10, t.Soon()), IsOkAndHolds(IsEmpty()));
  EXPECT_EQ(t.harness().InspectEdge({CompanyId(1), 5}), 90);
}

void OneOfManyDetectionsWins(StoreCase& t) {
  t.AddCompanies(1);
  constexpr int kThreads = 6;
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  std::vector<int64_t> sequences(kThreads, 0);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      progress::Store& store = i % 2 == 0 ? t.store() : t.other();
      progress::Detection detection = At(100 + i, {Of(1, i + 1)});
      detection.watermarks = {{"log", i}};
      const auto sequence = store.CommitDetection(detection, t.Soon());
      if (sequence.ok()) sequences[static_cast<size_t>(i)] = *sequence;
      if (ReasonOf(sequence.status()) == reason::kStoreConflict) ++refused;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, kThreads - 1);
  const auto winner = std::find(sequences.begin(), sequences.end(), 1);
  ASSERT_NE(winner, sequences.end());
  const int64_t i = winner - sequences.begin();
  CP_ASSERT_OK_AND_ASSIGN(const auto lane, t.store().ReadLane(t.Soon()));
  EXPECT_EQ(lane.sequence, 1);
  EXPECT_EQ(lane.detected_at, 100 + i);
  EXPECT_THAT(lane.watermarks, ElementsAre(Pair("log", i)));
  EXPECT_THAT(t.CandidatesOf(1).users, ElementsAre(i + 1));
}

void DigestsAreKeptByKindAndId(StoreCase& t) {
  progress::Detection first = At(100);
  first.digests = {{"course", 3, "a"},
                   {"course", 1, "b"},
                   {"Course", 2, "other kind"},
                   {"site", 0, "{\"x\",'y'}"},
                   {"course", 9000000000, "big"}};
  t.Detect(first);
  EXPECT_THAT(t.other().ReadDigests("course", -1, 10, t.Soon()),
              IsOkAndHolds(ElementsAre(progress::Digest{"course", 1, "b"}, progress::Digest{"course", 3, "a"},
                                       progress::Digest{"course", 9000000000, "big"})));
  EXPECT_THAT(t.store().ReadDigests("course", 1, 1, t.Soon()),
              IsOkAndHolds(ElementsAre(progress::Digest{"course", 3, "a"})));
  EXPECT_THAT(t.store().ReadDigests("course", 9000000000, 10, t.Soon()), IsOkAndHolds(IsEmpty()));
  progress::Detection second = At(200);
  second.digests = {{"course", 3, "changed"}, {"course", 1, ""}, {"course", 77, ""}, {"course", 4, "new"}};
  t.Detect(second);
  EXPECT_THAT(
      t.store().ReadDigests("course", 0, 2, t.Soon()),
      IsOkAndHolds(ElementsAre(progress::Digest{"course", 3, "changed"}, progress::Digest{"course", 4, "new"})));
  EXPECT_THAT(t.store().ReadDigests("site", -1, 10, t.Soon()),
              IsOkAndHolds(ElementsAre(progress::Digest{"site", 0, "{\"x\",'y'}"})));
}

void CandidatesWaitForTheirCompany(StoreCase& t) {
  t.AddCompanies(3);
  EXPECT_EQ(t.Detect(At(100, {Of(2, 9), Of(2, 4, "edge"), Of(2, 9, "edge"), Of(3, 0, "count")})), 1);
  const progress::CompanyCandidates two = t.CandidatesOf(2);
  EXPECT_EQ(two.company, CompanyId(2));
  EXPECT_FALSE(two.full);
  EXPECT_THAT(two.users, ElementsAre(4, 9));
  EXPECT_FALSE(two.more);
  EXPECT_EQ(two.through, 1);
  EXPECT_EQ(two.oldest_at, 100);
  EXPECT_THAT(two.found_by, ElementsAre(Pair("edge", 1), Pair("log", 1)));
  const progress::CompanyCandidates three = t.CandidatesOf(3);
  EXPECT_TRUE(three.full);
  EXPECT_THAT(three.users, IsEmpty());
  EXPECT_THAT(three.found_by, ElementsAre(Pair("count", 1)));
  EXPECT_THAT(t.CandidatesOf(1).found_by, IsEmpty());
}

void CandidateFoundAgainKeepsItsAge(StoreCase& t) {
  t.AddCompanies(1);
  t.Detect(At(100, {Of(1, 5), Of(1, 6)}));
  t.Detect(At(200, {Of(1, 5, "count"), Of(1, 7, "count")}));
  const progress::CompanyCandidates found = t.CandidatesOf(1);
  EXPECT_THAT(found.users, ElementsAre(5, 6, 7));
  EXPECT_EQ(found.through, 2);
  EXPECT_EQ(found.oldest_at, 100);
  EXPECT_THAT(found.found_by, ElementsAre(Pair("count", 1), Pair("log", 2)));
}

void PrevailingDetectorNamesTheCandidate(StoreCase& t) {
  t.AddCompanies(1);
  const auto detect = [&t](int64_t at, std::vector<progress::Candidate> candidates) {
    progress::Detection detection = At(at, std::move(candidates));
    detection.prevailing = {"count", "again"};
    t.Detect(detection);
  };
  detect(100, {Of(1, 5), Of(1, 6), Of(1, 7), Of(1, 7, "count"), Of(1, 8, "count"), Of(1, 8)});
  EXPECT_THAT(t.CandidatesOf(1).found_by, ElementsAre(Pair("count", 2), Pair("log", 2))) << "in one detection";
  detect(200, {Of(1, 5, "again"), Of(1, 6, "edge"), Of(1, 9, "edge")});
  EXPECT_THAT(t.CandidatesOf(1).found_by,
              ElementsAre(Pair("again", 1), Pair("count", 2), Pair("edge", 1), Pair("log", 1)));
  EXPECT_EQ(t.CandidatesOf(1).oldest_at, 100) << "of its first finding";
  detect(300, {Of(1, 5), Of(1, 7, "edge")});
  EXPECT_THAT(t.CandidatesOf(1).found_by,
              ElementsAre(Pair("again", 1), Pair("count", 2), Pair("edge", 1), Pair("log", 1)))
      << "the others take no candidate back";
  EXPECT_EQ(t.CandidatesOf(1).through, 3);
}

void UnknownCompanyHasNoCandidates(StoreCase& t) {
  t.AddCompanies(1);
  t.Detect(At(100, {Of(1, 5), Of(77, 5)}));
  CP_ASSERT_OK_AND_ASSIGN(const auto waiting, t.store().Waiting(t.Soon()));
  ASSERT_THAT(waiting, SizeIs(1));
  EXPECT_EQ(waiting[0].company, CompanyId(1));
  EXPECT_THAT(t.store().ReadCandidates(CompanyId(77), 10, t.Soon()), StatusIs(absl::StatusCode::kNotFound));
}

void EverythingIsAFullCandidateForEachCompanyInMoodle(StoreCase& t) {
  t.AddCompanies(3);
  const CompanyId gone(2);
  CP_ASSERT_OK(t.store().MarkGone({&gone, 1}, t.Soon()));
  t.Detect(At(100, {Of(1, 0, "log"), Of(1, 5)}));
  progress::Detection everything = At(200);
  everything.everything = true;
  everything.everything_found_by = "log truncated";
  t.Detect(everything);
  EXPECT_TRUE(t.CandidatesOf(1).full);
  EXPECT_EQ(t.CandidatesOf(1).through, 2);
  EXPECT_EQ(t.CandidatesOf(1).oldest_at, 100);
  EXPECT_THAT(t.CandidatesOf(1).users, ElementsAre(5));
  EXPECT_FALSE(t.CandidatesOf(2).full);
  EXPECT_TRUE(t.CandidatesOf(3).full);
  EXPECT_THAT(t.CandidatesOf(3).found_by, ElementsAre(Pair("log truncated", 1)));
}

void LongestWaitingCompanyComesFirst(StoreCase& t) {
  t.AddCompanies(4);
  t.Detect(At(100, {Of(3, 5)}));
  t.Detect(At(150, {Of(2, 1), Of(1, 1), Of(1, 0)}));
  t.Detect(At(200, {Of(3, 6), Of(3, 7, "edge")}));
  CP_ASSERT_OK_AND_ASSIGN(const auto waiting, t.store().Waiting(t.Soon()));
  ASSERT_THAT(waiting, SizeIs(3));
  EXPECT_EQ(waiting[0].company, CompanyId(3));
  EXPECT_EQ(waiting[0].oldest_at, 100);
  EXPECT_EQ(waiting[0].through, 3);
  EXPECT_THAT(waiting[0].found_by, ElementsAre(Pair("edge", 1), Pair("log", 2)));
  EXPECT_THAT(waiting[0].users, IsEmpty());
  EXPECT_EQ(waiting[1].company, CompanyId(1));
  EXPECT_TRUE(waiting[1].full);
  EXPECT_EQ(waiting[2].company, CompanyId(2));
}

void BatchRemovesTheCandidatesItDealtWith(StoreCase& t) {
  t.AddCompanies(2);
  t.Detect(At(100, {Of(1, 0), Of(1, 5), Of(1, 6), Of(1, 7), Of(2, 5)}));
  progress::Batch batch = StoreCase::BatchOf(t.Hold(1));
  batch.candidates = progress::CandidatesDone{.through = 1, .users = {5, 7, 99}};
  const DataVersion version = t.Commit(batch);
  EXPECT_EQ(version.version, 0u) << "a batch without rows makes no version";
  EXPECT_THAT(t.store().ReadOutbox(10, t.Soon()), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(t.CandidatesOf(1).users, ElementsAre(6));
  EXPECT_TRUE(t.CandidatesOf(1).full);
  batch.candidates = progress::CandidatesDone{.through = 1};
  t.Commit(batch);
  EXPECT_THAT(t.CandidatesOf(1).found_by, IsEmpty());
  EXPECT_THAT(t.CandidatesOf(2).users, ElementsAre(5));
}

void CandidateFoundSinceItWasReadSurvives(StoreCase& t) {
  t.AddCompanies(1);
  t.Detect(At(100, {Of(1, 5), Of(1, 6), Of(1, 0)}));
  const progress::CompanyCandidates read = t.CandidatesOf(1);
  t.Detect(At(110, {Of(1, 6), Of(1, 7)}));
  progress::Batch batch = StoreCase::BatchOf(t.Hold(1));
  batch.upserts = {Row(5, 2), Row(6, 2)};
  batch.candidates = progress::CandidatesDone{.through = read.through, .users = read.users};
  t.Commit(batch);
  EXPECT_THAT(t.CandidatesOf(1).users, ElementsAre(6, 7));
  EXPECT_TRUE(t.CandidatesOf(1).full) << "not of the users";
  EXPECT_EQ(t.CandidatesOf(1).oldest_at, 100);
  batch.candidates = progress::CandidatesDone{.through = read.through};
  t.Commit(batch);
  EXPECT_THAT(t.CandidatesOf(1).users, ElementsAre(6, 7));
  EXPECT_FALSE(t.CandidatesOf(1).full);
}

void LostLeaseRemovesNoCandidate(StoreCase& t) {
  t.AddCompanies(1);
  t.Detect(At(100, {Of(1, 5)}));
  progress::Batch batch = StoreCase::BatchOf(t.Hold(1, absl::Seconds(1)));
  t.harness().ExpireLease(CompanyId(1), absl::Seconds(1));
  t.Hold(1);
  batch.candidates = progress::CandidatesDone{.through = 1};
  batch.edges = progress::EdgeReplacement{.users = {5}, .edges = {{5, 500}}};
  EXPECT_THAT(t.TryCommit(t.store(), batch), HasReason(reason::kLeaseLost));
  EXPECT_THAT(t.CandidatesOf(1).users, ElementsAre(5));
  EXPECT_EQ(t.harness().InspectEdge({CompanyId(1), 5}), std::nullopt);
}

// Detections and batches at the same time: what is found after the read is never lost.
void NoCandidateIsLostBetweenDetectionsAndBatches(StoreCase& t) {
  t.AddCompanies(1);
  constexpr int64_t kRounds = 40;
  std::thread detector([&] {
    for (int64_t i = 1; i <= kRounds; ++i) {
      progress::Detection detection = At(100 + i, {Of(1, i % 5 + 1), Of(1, 100 + i)});
      detection.expected_sequence = i - 1;
      absl::StatusOr<int64_t> sequence = absl::UnknownError("not asked");
      do {
        sequence = t.other().CommitDetection(detection, t.Soon());
      } while (ReasonOf(sequence.status()) == reason::kStoreConflict);
      CP_EXPECT_OK(sequence);
    }
  });
  std::set<int64_t> dealt_with;
  progress::Batch batch = StoreCase::BatchOf(t.Hold(1));
  for (int64_t sequence = 0; sequence < kRounds || !t.CandidatesOf(1).users.empty();) {
    const progress::CompanyCandidates read = t.CandidatesOf(1, 3);
    sequence = std::max(sequence, read.through);
    if (read.users.empty()) continue;
    batch.candidates = progress::CandidatesDone{.through = read.through, .users = read.users};
    t.Commit(batch);
    dealt_with.insert(read.users.begin(), read.users.end());
  }
  detector.join();
  EXPECT_EQ(dealt_with.size(), static_cast<size_t>(kRounds + 5));
}

void ManyCandidatesComeInPieces(StoreCase& t) {
  t.AddCompanies(1);
  constexpr int64_t kMany = 50'000;
  constexpr int kPiece = 5000;
  std::vector<progress::Candidate> candidates;
  for (int64_t user = 1; user <= kMany; ++user) candidates.push_back(Of(1, user));
  t.Detect(At(100, std::move(candidates)));
  progress::Batch batch = StoreCase::BatchOf(t.Hold(1));
  int64_t next = 1;
  while (true) {
    const progress::CompanyCandidates read = t.CandidatesOf(1, kPiece);
    if (read.users.empty()) break;
    ASSERT_THAT(read.users, SizeIs(kPiece));
    EXPECT_EQ(read.users.front(), next);
    next = read.users.back() + 1;
    EXPECT_EQ(read.more, next <= kMany);
    EXPECT_EQ(read.found_by.at("log"), kMany - next + 1 + kPiece);
    batch.candidates = progress::CandidatesDone{.through = read.through, .users = read.users};
    t.Commit(batch);
  }
  EXPECT_EQ(next, kMany + 1);
}

void FreshIsWhoWasComparedAndWaitsForNothing(StoreCase& t) {
  t.AddCompanies(6);
  for (const int64_t company : {2, 3, 4, 6}) CompareInFull(t, company, 1000);
  CompareInFull(t, 5, 3000);
  const CompanyId gone(3);
  CP_ASSERT_OK(t.store().MarkGone({&gone, 1}, t.Soon()));
  t.Detect(At(100, {Of(4, 17), Of(6, 0)}));
  CP_ASSERT_OK(t.store().MarkFresh(2000, t.Soon()));
  EXPECT_EQ(t.VersionOf(1).source_synced_at, 0) << "never compared in full";
  EXPECT_EQ(t.VersionOf(2).source_synced_at, 2000);
  EXPECT_EQ(t.VersionOf(3).source_synced_at, 1000) << "gone from Moodle";
  EXPECT_EQ(t.VersionOf(4).source_synced_at, 1000) << "a user waits";
  EXPECT_EQ(t.VersionOf(5).source_synced_at, 3000) << "read later than that";
  EXPECT_EQ(t.VersionOf(6).source_synced_at, 1000) << "a comparison waits";
  EXPECT_EQ(t.VersionOf(2).version.version, 0u) << "nothing that a client may see has changed";
  CompareInFull(t, 4, 1500);
  CP_ASSERT_OK(t.store().MarkFresh(2001, t.Soon()));
  EXPECT_EQ(t.VersionOf(4).source_synced_at, 2001);
}

// A comparison of everything that began before, and ends after, the lane has found nothing.
void FreshNeverGoesBack(StoreCase& t) {
  t.AddCompanies(1);
  CompareInFull(t, 1, 1000);
  CP_ASSERT_OK(t.store().MarkFresh(2000, t.Soon()));
  CompareInFull(t, 1, 1500);
  EXPECT_EQ(t.VersionOf(1).source_synced_at, 2000);
  CP_ASSERT_OK(t.store().MarkFresh(1900, t.Soon()));
  EXPECT_EQ(t.VersionOf(1).source_synced_at, 2000);
  CompareInFull(t, 1, 2100);
  EXPECT_EQ(t.VersionOf(1).source_synced_at, 2100);
}

// The success of a run over some users says nothing about the others.
void RunOfSomeUsersDoesNotMoveSourceSyncedAt(StoreCase& t) {
  t.AddCompanies(1);
  t.Detect(At(100, {Of(1, 5), Of(1, 6)}));
  Finish(t, 1, {.through = 1, .users = {5}}, 1000);
  EXPECT_EQ(t.VersionOf(1).source_synced_at, 0);
  EXPECT_TRUE(t.harness().InspectResult("run", CompanyId(1)).has_value());
  Finish(t, 1, {.through = 1}, 1100);
  EXPECT_EQ(t.VersionOf(1).source_synced_at, 1100);
}

}  // namespace

std::vector<ContractCase> LaneContract() {
  return {CP_CONTRACT_CASE(EmptyLaneHasReadNothing),
          CP_CONTRACT_CASE(DetectionMovesTheLane),
          CP_CONTRACT_CASE(RefusedDetectionWritesNothing),
          CP_CONTRACT_CASE(OneOfManyDetectionsWins),
          CP_CONTRACT_CASE(DigestsAreKeptByKindAndId),
          CP_CONTRACT_CASE(CandidatesWaitForTheirCompany),
          CP_CONTRACT_CASE(CandidateFoundAgainKeepsItsAge),
          CP_CONTRACT_CASE(PrevailingDetectorNamesTheCandidate),
          CP_CONTRACT_CASE(UnknownCompanyHasNoCandidates),
          CP_CONTRACT_CASE(EverythingIsAFullCandidateForEachCompanyInMoodle),
          CP_CONTRACT_CASE(LongestWaitingCompanyComesFirst),
          CP_CONTRACT_CASE(BatchRemovesTheCandidatesItDealtWith),
          CP_CONTRACT_CASE(CandidateFoundSinceItWasReadSurvives),
          CP_CONTRACT_CASE(LostLeaseRemovesNoCandidate),
          CP_CONTRACT_CASE(NoCandidateIsLostBetweenDetectionsAndBatches),
          CP_CONTRACT_CASE(ManyCandidatesComeInPieces),
          CP_CONTRACT_CASE(FreshIsWhoWasComparedAndWaitsForNothing),
          CP_CONTRACT_CASE(FreshNeverGoesBack),
          CP_CONTRACT_CASE(RunOfSomeUsersDoesNotMoveSourceSyncedAt)};
}

}  // namespace cp::testing
