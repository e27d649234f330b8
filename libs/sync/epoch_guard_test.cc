#include "libs/sync/epoch_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/progress/memory_store.h"
#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace cp::sync {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr CompanyId kOne(1);
constexpr CompanyId kNew(9);  // the store does not know it

class HintsOnly final : public CacheInvalidator {
 public:
  absl::Status Publish(const Invalidation&, Deadline) override { return absl::OkStatus(); }
  Cleared ClearSuperseded(CompanyId, const DataVersion&, Deadline) override { return {}; }
  absl::StatusOr<absl::flat_hash_map<CompanyId, DataVersion>> ReadHints(absl::Span<const CompanyId> companies,
                                                                        Deadline) override {
    absl::MutexLock lock(&mutex_);
    ++reads;
    if (away) return MakeError(absl::StatusCode::kUnavailable, reason::kCacheUnavailable, "away");
    absl::flat_hash_map<CompanyId, DataVersion> asked;
    for (const CompanyId company : companies) {
      if (const auto it = hints.find(company); it != hints.end()) asked.insert(*it);
    }
    return asked;
  }

  absl::Mutex mutex_;
  absl::flat_hash_map<CompanyId, DataVersion> hints;
  bool away = false;
  int reads = 0;
};

class EpochGuardTest : public ::testing::Test {
 protected:
  EpochGuardTest() {
    CP_EXPECT_OK(store_.UpsertCompanies({testing::MakeCompany(1), testing::MakeCompany(2)}, Soon()));
    CP_EXPECT_OK(store_.BumpVersion(kOne, Soon()).status());
    clock_.Advance(absl::Hours(1));
    epoch_ = Epoch();
  }

  Deadline Soon() const { return Deadline::After(clock_, absl::Seconds(5)); }
  uint64_t Epoch() { return store_.ReadVersions({}, Soon())->epoch; }
  EpochGuard::Parts Parts() {
    return {.reader = &store_,
            .writer = &store_,
            .cache = &cache_,
            .clock = &clock_,
            .on_raise = [this](const EpochRaise& raise) { raises_.push_back(raise); }};
  }
  absl::Status Start() { return EpochGuard(Parts()).ExamineAll(store_, Soon()); }

  testing::FakeClock clock_;
  progress::MemoryStore store_{clock_};
  HintsOnly cache_;
  uint64_t epoch_ = 0;
  std::vector<EpochRaise> raises_;
};

TEST_F(EpochGuardTest, LeavesAStoreAloneThatHasWhatTheCacheKnows) {
  cache_.hints = {{kOne, {epoch_, 1}}};
  CP_ASSERT_OK(Start());
  cache_.hints = {{kOne, {epoch_ - 1, 900}}};
  CP_ASSERT_OK(Start());
  EXPECT_EQ(Epoch(), epoch_);
  EXPECT_THAT(raises_, IsEmpty());
}

TEST_F(EpochGuardTest, RaisesOnceWhenTheCacheKnowsAHigherVersion) {
  cache_.hints = {{kOne, {epoch_, 2}}, {CompanyId(2), {epoch_, 1}}};
  CP_ASSERT_OK(Start());
  const uint64_t raised = Epoch();
  EXPECT_GT(raised, epoch_);
  CP_ASSERT_OK(Start());
  EXPECT_EQ(Epoch(), raised) << "the hints are below the new epoch";
  ASSERT_THAT(raises_, SizeIs(1));
  EXPECT_EQ(raises_[0].company, kOne);
  EXPECT_EQ(raises_[0].known, (DataVersion{epoch_, 2}));
  EXPECT_EQ(raises_[0].epoch, raised);
}

TEST_F(EpochGuardTest, GoesAboveAHintOfAHigherEpoch) {
  cache_.hints = {{kOne, {epoch_ + 10'000'000'000'000, 1}}};  // a clock that ran four months ahead
  CP_ASSERT_OK(Start());
  EXPECT_EQ(Epoch(), epoch_ + 10'000'000'000'001);
}

TEST_F(EpochGuardTest, IgnoresHintsThatNoStoreCanHaveMade) {
  cache_.hints = {{kOne, {~uint64_t{0}, 1}}, {CompanyId(2), {epoch_, ~uint64_t{0}}}};
  CP_ASSERT_OK(Start());
  EXPECT_EQ(Epoch(), epoch_);
}

TEST_F(EpochGuardTest, AsksForCompaniesThatTheStoreHasLost) {
  cache_.hints = {{kNew, {epoch_, 1}}};
  CP_ASSERT_OK(Start());
  EXPECT_EQ(Epoch(), epoch_) << "nobody writes it";
  EpochGuard guard(Parts());
  CP_ASSERT_OK(guard.BeforeVersion(kNew, Soon()));
  EXPECT_GT(Epoch(), epoch_);
}

TEST_F(EpochGuardTest, AsksOnceACompany) {
  EpochGuard guard(Parts());
  CP_ASSERT_OK(guard.ExamineAll(store_, Soon()));
  CP_ASSERT_OK(guard.BeforeVersion(kOne, Soon()));
  CP_ASSERT_OK(guard.BeforeVersion(CompanyId(2), Soon()));
  EXPECT_EQ(cache_.reads, 1);
  EXPECT_EQ(Epoch(), epoch_);
}

TEST_F(EpochGuardTest, ACacheThatIsAwayStopsNobodyAndRaisesOnlyBeforeTheFirstVersion) {
  cache_.away = true;
  EpochGuard guard(Parts());
  CP_ASSERT_OK(guard.ExamineAll(store_, Soon()));
  EXPECT_EQ(Epoch(), epoch_);
  CP_ASSERT_OK(guard.BeforeVersion(kOne, Soon()));
  const uint64_t raised = Epoch();
  EXPECT_GT(raised, epoch_);
  CP_ASSERT_OK(guard.BeforeVersion(CompanyId(2), Soon()));
  EXPECT_EQ(Epoch(), raised) << "once a process";
}

TEST_F(EpochGuardTest, ACacheThatCameBackIsAskedBeforeTheFirstVersion) {
  cache_.away = true;
  EpochGuard guard(Parts());
  CP_ASSERT_OK(guard.ExamineAll(store_, Soon()));
  cache_.away = false;
  cache_.hints = {{kOne, {epoch_, 1}}};
  CP_ASSERT_OK(guard.BeforeVersion(kOne, Soon()));
  EXPECT_EQ(Epoch(), epoch_);
}

TEST_F(EpochGuardTest, RaisesNothingForACompanyThatNobodyKnows) {
  cache_.away = true;
  EpochGuard guard(Parts());
  CP_ASSERT_OK(guard.BeforeVersion(kNew, Soon()));
  EXPECT_EQ(Epoch(), epoch_);
}

TEST_F(EpochGuardTest, HasNothingToDoWithoutACache) {
  EpochGuard::Parts parts = Parts();
  parts.cache = nullptr;
  EpochGuard guard(parts);
  CP_ASSERT_OK(guard.ExamineAll(store_, Soon()));
  CP_ASSERT_OK(guard.BeforeVersion(kOne, Soon()));
  EXPECT_EQ(Epoch(), epoch_);
}

TEST_F(EpochGuardTest, RaisesForAStoreThatWasSeenToGoBack) {
  EpochGuard guard(Parts());
  CP_ASSERT_OK(guard.WentBackFrom(epoch_, Soon()));
  const uint64_t raised = Epoch();
  EXPECT_GT(raised, epoch_);
  CP_ASSERT_OK(guard.WentBackFrom(epoch_, Soon()));
  EXPECT_EQ(Epoch(), raised);
}

TEST_F(EpochGuardTest, WorkersThatStartAtOnceRaiseOnce) {
  cache_.hints = {{kOne, {epoch_, 7}}};
  std::vector<std::thread> workers;
  for (int i = 0; i < 8; ++i) {
    workers.emplace_back([this] {
      EpochGuard::Parts parts = Parts();
      parts.on_raise = nullptr;
      CP_EXPECT_OK(EpochGuard(parts).ExamineAll(store_, Soon()));
    });
  }
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(Epoch(), static_cast<uint64_t>(absl::ToUnixMicros(clock_.Now()))) << "not one more";
}

}  // namespace
}  // namespace cp::sync
