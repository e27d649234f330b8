// The engine with the real read path, and a store whose version reads hang or fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/runtime/system_clock.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/query/read_engine.h"

namespace cp::query {
namespace {

using testing::HasReason;
using testing::IsOk;

constexpr CompanyId kAcme(7);
constexpr absl::Duration kPatience = absl::Seconds(20);

// One company with one row. Version reads may hang, longer than any deadline, or fail.
class TroubledStore final : public progress::ProgressReader {
 public:
  enum class Mood { kWell, kHangs, kFails };

  absl::StatusOr<progress::VersionBatch> ReadVersions(absl::Span<const CompanyId> companies, Deadline) override {
    {
      absl::MutexLock lock(&mutex_);
      ++reads_;
      const Mood mood = mood_;
      if (mood == Mood::kHangs && hang_only_one_) mood_ = Mood::kWell;
      if (mood == Mood::kFails) return absl::UnavailableError("connection refused");
      if (mood == Mood::kHangs) {
        ++hanging_;
        mutex_.Await(absl::Condition(&released_));
        return absl::UnavailableError("the connection was lost");
      }
    }
    progress::VersionBatch batch{.epoch = 1, .auth_version = 1, .companies = {}};
    for (const CompanyId company : companies) batch.companies[company].version = {1, 1};
    return batch;
  }
  absl::StatusOr<progress::PageSnapshot> ReadPage(const progress::PageQuery& query, Deadline) override {
    progress::PageSnapshot page;
    page.version.version = {1, 1};
    page.rows.push_back(testing::Row(query.company.value(), 2));
    return page;
  }

  void SetMood(Mood mood, bool only_once = false) {
    absl::MutexLock lock(&mutex_);
    mood_ = mood;
    hang_only_one_ = only_once;
  }
  void Release() {
    absl::MutexLock lock(&mutex_);
    released_ = true;
  }
  int reads() const {
    absl::MutexLock lock(&mutex_);
    return reads_;
  }
  int hanging() const {
    absl::MutexLock lock(&mutex_);
    return hanging_;
  }

 private:
  mutable absl::Mutex mutex_;
  Mood mood_ ABSL_GUARDED_BY(mutex_) = Mood::kWell;
  bool hang_only_one_ ABSL_GUARDED_BY(mutex_) = false;
  bool released_ ABSL_GUARDED_BY(mutex_) = false;
  int reads_ ABSL_GUARDED_BY(mutex_) = 0;
  int hanging_ ABSL_GUARDED_BY(mutex_) = 0;
};

class Waiter final : public ReadWaiter {
 public:
  void OnAnswer(absl::StatusOr<cache::ReadAnswer> answer) override {
    answer_ = std::move(answer);
    done_.Notify();
  }
  const absl::StatusOr<cache::ReadAnswer>& Wait() {
    done_.WaitForNotification();
    return answer_;
  }

 private:
  absl::Notification done_;
  absl::StatusOr<cache::ReadAnswer> answer_;
};

class TroubledStoreTest : public ::testing::Test {
 protected:
  ~TroubledStoreTest() override {
    store_.Release();
    validation_->Shutdown();
    loads_->Shutdown();
  }

  absl::StatusOr<cache::ReadAnswer> Read() {
    Waiter waiter;
    engine_.Start(engine_.NextId(), {.query = {.company = kAcme}, .deadline = Deadline::After(clock_, kPatience)},
                  &waiter);
    return waiter.Wait();
  }
  bool ReadsAgain() {
    for (const absl::Duration end = clock_.Monotonic() + kPatience; clock_.Monotonic() < end;) {
      if (Read().ok()) return true;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return false;
  }

  runtime::SystemClock clock_;
  const runtime::Logger logger_{runtime::LogLevel::kError, &clock_, [](absl::string_view) {}};
  FailureLog failures_{"store_read_failed", &logger_, &clock_};
  FailureLog corrupt_entries_{"cache_entry_corrupt", &logger_, &clock_};
  TroubledStore store_;
  std::unique_ptr<Executor> validation_ = MakeExecutor("validation", 2, 16);
  std::unique_ptr<Executor> loads_ = MakeExecutor("loads", 2, 16);
  ReadEngine engine_{
      {&clock_, &store_, nullptr, validation_.get(), loads_.get(), &failures_, &corrupt_entries_, nullptr},
      cache::MakeReadPath({})};
};

TEST_F(TroubledStoreTest, AReadThatHangsForEverStopsNobody) {
  store_.SetMood(TroubledStore::Mood::kHangs, /*only_once=*/true);
  const absl::Duration began = clock_.Monotonic();
  EXPECT_THAT(Read(), IsOk());
  EXPECT_GE(clock_.Monotonic() - began, absl::Milliseconds(290)) << "the first read had its time";
  EXPECT_EQ(store_.hanging(), 1);
  for (int i = 0; i < 20; ++i) EXPECT_THAT(Read(), IsOk());
  EXPECT_EQ(store_.hanging(), 1) << "it hangs to the end";
}

TEST_F(TroubledStoreTest, ReadsAreRefusedAtOnceWhileItFailsAndRecover) {
  ASSERT_THAT(Read(), IsOk());
  store_.SetMood(TroubledStore::Mood::kFails);
  EXPECT_THAT(Read(), HasReason(reason::kStoreUnavailable));
  EXPECT_THAT(Read(), HasReason(reason::kStoreUnavailable));
  const int before = store_.reads();
  const absl::Duration began = clock_.Monotonic();
  for (int i = 0; i < 1000; ++i) EXPECT_THAT(Read(), HasReason(reason::kStoreUnavailable));
  const int64_t probes = (clock_.Monotonic() - began) / absl::Milliseconds(250);
  EXPECT_LE(store_.reads() - before, probes + 1) << "only probes ask it";
  store_.SetMood(TroubledStore::Mood::kWell);
  EXPECT_TRUE(ReadsAgain()) << "recovers";
}

TEST_F(TroubledStoreTest, AStoreInWhichEveryReadHangsIsUnavailableAndBounded) {
  store_.SetMood(TroubledStore::Mood::kHangs);
  for (int i = 0; i < 10; ++i) EXPECT_THAT(Read(), HasReason(reason::kStoreUnavailable));
  EXPECT_EQ(store_.hanging(), 2) << "no more threads are lost";
  store_.SetMood(TroubledStore::Mood::kWell);
  store_.Release();
  EXPECT_TRUE(ReadsAgain()) << "recovers";
}

}  // namespace
}  // namespace cp::query
