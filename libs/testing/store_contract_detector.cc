// Who detects, what an idle detection costs, and freshness that comes with it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "libs/base/reasons.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/store_contract.h"

namespace cp::testing {
namespace {

using ::testing::IsEmpty;

constexpr absl::Duration kHold = absl::Minutes(10);

progress::Detection By(const std::string& detector, int64_t detected_at, absl::Duration hold = kHold) {
  progress::Detection detection;
  detection.detected_at = detected_at;
  detection.detector = detector;
  detection.hold = hold;
  return detection;
}

absl::StatusOr<int64_t> TryDetect(StoreCase& t, progress::Store& store, progress::Detection detection) {
  const auto lane = store.ReadLane(t.Soon());
  if (!lane.ok()) return lane.status();
  detection.expected_sequence = lane->sequence;
  return store.CommitDetection(detection, t.Soon());
}

std::string DetectorOf(StoreCase& t) {
  const auto lane = t.other().ReadLane(t.Soon());
  EXPECT_THAT(lane, IsOk());
  return lane.ok() ? lane->detector : "";
}

void IdleDetectionMovesNoSequence(StoreCase& t) {
  t.AddCompanies(1);
  progress::Detection first = By("a", 100);
  first.watermarks = {{"log", 5}};
  EXPECT_EQ(t.Detect(first), 1);
  EXPECT_EQ(t.Detect(By("a", 200)), 1);
  progress::Detection nobody;
  nobody.detected_at = 300;
  EXPECT_EQ(t.Detect(nobody), 1);
  CP_ASSERT_OK_AND_ASSIGN(const auto lane, t.other().ReadLane(t.Soon()));
  EXPECT_EQ(lane.sequence, 1);
  EXPECT_EQ(lane.detected_at, 300);
  progress::Detection late = By("a", 400);
  late.expected_sequence = 0;
  EXPECT_THAT(t.store().CommitDetection(late, t.Soon()), HasReason(reason::kStoreConflict));
}

void OneWorkerDetectsAtATime(StoreCase& t) {
  t.AddCompanies(1);
  t.Detect(By("a", 100));
  EXPECT_EQ(DetectorOf(t), "a");
  progress::Detection other = By("b", 200);
  other.candidates = {{CompanyId(1), 5, "log"}};
  other.watermarks = {{"log", 7}};
  other.fresh_at = 200;
  EXPECT_THAT(TryDetect(t, t.other(), other), HasReason(reason::kStoreConflict));
  CP_ASSERT_OK_AND_ASSIGN(const auto lane, t.store().ReadLane(t.Soon()));
  EXPECT_EQ(lane.sequence, 0);
  EXPECT_EQ(lane.detected_at, 100);
  EXPECT_EQ(lane.fresh_at, 0);
  EXPECT_THAT(lane.watermarks, IsEmpty());
  EXPECT_THAT(t.CandidatesOf(1).users, IsEmpty());
  EXPECT_EQ(t.Detect(By("a", 300)), 0) << "it goes on";
  EXPECT_EQ(DetectorOf(t), "a");
}

void SilentDetectorIsFollowedByAnother(StoreCase& t) {
  t.AddCompanies(1);
  t.Detect(By("a", 100));
  t.harness().ExpireDetector(kHold);
  EXPECT_EQ(DetectorOf(t), "");
  EXPECT_THAT(TryDetect(t, t.other(), By("b", 200)), IsOk());
  EXPECT_EQ(DetectorOf(t), "b");
  EXPECT_THAT(TryDetect(t, t.store(), By("a", 300)), HasReason(reason::kStoreConflict));
}

void DetectorThatIsSilentAndAloneGoesOn(StoreCase& t) {
  t.Detect(By("a", 100));
  t.harness().ExpireDetector(kHold);
  EXPECT_THAT(TryDetect(t, t.store(), By("a", 200)), IsOk());
  EXPECT_EQ(DetectorOf(t), "a");
}

void DetectorMayLeave(StoreCase& t) {
  t.Detect(By("a", 100));
  t.Detect(By("a", 200, absl::ZeroDuration()));
  EXPECT_EQ(DetectorOf(t), "");
  EXPECT_THAT(TryDetect(t, t.other(), By("b", 300)), IsOk());
}

void DetectionMayBeTakenOver(StoreCase& t) {
  t.Detect(By("a", 100));
  progress::Detection other = By("b", 200);
  other.takes_over = true;
  EXPECT_THAT(TryDetect(t, t.other(), other), IsOk());
  EXPECT_EQ(DetectorOf(t), "b");
  EXPECT_THAT(TryDetect(t, t.store(), By("a", 300)), HasReason(reason::kStoreConflict));
}

void CandidatesMayBeAddedBesideTheDetector(StoreCase& t) {
  t.AddCompanies(1);
  t.Detect(By("a", 100));
  progress::Detection asked;
  asked.detected_at = 100;
  asked.candidates = {{CompanyId(1), 0, "daily"}};
  EXPECT_EQ(t.Detect(asked), 1);
  EXPECT_TRUE(t.CandidatesOf(1).full);
  EXPECT_EQ(DetectorOf(t), "a");
}

void OneOfManyBecomesTheDetector(StoreCase& t) {
  constexpr int kThreads = 6;
  std::atomic<int> won{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      progress::Store& store = i % 2 == 0 ? t.store() : t.other();
      if (store.CommitDetection(By("worker " + std::to_string(i), 100), t.Soon()).ok()) ++won;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(won, 1);
  EXPECT_NE(DetectorOf(t), "");
}

void DetectionMarksWhoHasNoCandidate(StoreCase& t) {
  t.AddCompanies(3);
  for (const int64_t company : {1, 2}) {
    progress::Batch batch = StoreCase::BatchOf(t.Hold(company));
    batch.finish = progress::CompanyRunRecord{};
    batch.finish->run_id = "run";
    batch.finish->company = CompanyId(company);
    batch.finish->state = progress::RunState::kSucceeded;
    batch.finish->source_read_at = 1000;
    t.Commit(batch);
    CP_EXPECT_OK(t.store().ReleaseLease(batch.lease, t.Soon()));
  }
  progress::Detection detection = By("a", 2000);
  detection.candidates = {{CompanyId(2), 5, "log"}};
  detection.fresh_at = 2000;
  t.Detect(detection);
  EXPECT_EQ(t.VersionOf(1).source_synced_at, 2000);
  EXPECT_EQ(t.VersionOf(2).source_synced_at, 1000) << "found by this very detection";
  EXPECT_EQ(t.VersionOf(3).source_synced_at, 0) << "never compared in full";
  progress::Detection silent = By("a", 3000);
  t.Detect(silent);
  CP_ASSERT_OK_AND_ASSIGN(const auto lane, t.other().ReadLane(t.Soon()));
  EXPECT_EQ(lane.fresh_at, 2000) << "of the last detection that said it";
  EXPECT_EQ(t.VersionOf(1).source_synced_at, 2000);
}

// A row a company at every tick would be most of what an idle worker writes.
void FreshnessMovesInSteps(StoreCase& t) {
  t.AddCompanies(1);
  progress::Batch batch = StoreCase::BatchOf(t.Hold(1));
  batch.finish = progress::CompanyRunRecord{};
  batch.finish->run_id = "run";
  batch.finish->company = CompanyId(1);
  batch.finish->state = progress::RunState::kSucceeded;
  batch.finish->source_read_at = 1000;
  t.Commit(batch);
  CP_EXPECT_OK(t.store().ReleaseLease(batch.lease, t.Soon()));
  int moves = 0;
  for (int64_t now = 1000, shown = 1000; now <= 1000 + 4 * progress::kFreshStepSeconds; ++now) {
    progress::Detection tick = By("a", now);
    tick.fresh_at = now;
    t.Detect(tick);
    const int64_t fresh = t.VersionOf(1).source_synced_at;
    EXPECT_LE(fresh, now);
    EXPECT_GT(fresh, now - progress::kFreshStepSeconds);
    moves += fresh != std::exchange(shown, fresh);
  }
  EXPECT_EQ(moves, 4);
}

}  // namespace

std::vector<ContractCase> DetectorContract() {
  return {CP_CONTRACT_CASE(IdleDetectionMovesNoSequence),
          CP_CONTRACT_CASE(OneWorkerDetectsAtATime),
          CP_CONTRACT_CASE(SilentDetectorIsFollowedByAnother),
          CP_CONTRACT_CASE(DetectorThatIsSilentAndAloneGoesOn),
          CP_CONTRACT_CASE(DetectorMayLeave),
          CP_CONTRACT_CASE(DetectionMayBeTakenOver),
          CP_CONTRACT_CASE(CandidatesMayBeAddedBesideTheDetector),
          CP_CONTRACT_CASE(OneOfManyBecomesTheDetector),
          CP_CONTRACT_CASE(DetectionMarksWhoHasNoCandidate),
          CP_CONTRACT_CASE(FreshnessMovesInSteps)};
}

}  // namespace cp::testing
