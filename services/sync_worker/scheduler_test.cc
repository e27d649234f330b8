#include "services/sync_worker/scheduler.h"

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"

namespace cp::worker {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FakeDirectory final : public progress::CompanyDirectory {
 public:
  absl::StatusOr<std::vector<progress::CompanyState>> states;

  void Add(int64_t id, int64_t synced_at, int64_t live_rows = 1) {
    progress::CompanyState state;
    state.company = testing::MakeCompany(id);
    state.source_synced_at = synced_at;
    state.live_rows = live_rows;
    states->push_back(state);
  }

  absl::Status UpsertCompanies(const std::vector<progress::Company>&, Deadline) override { return absl::OkStatus(); }
  absl::Status MarkGone(absl::Span<const CompanyId>, Deadline) override { return absl::OkStatus(); }
  absl::StatusOr<std::vector<progress::CompanyState>> ListCompanies(Deadline) override { return states; }
  absl::Status MarkServed(CompanyId, Deadline) override { return absl::OkStatus(); }
  absl::StatusOr<std::vector<progress::Company>> OldestServedFirst(Deadline) override {
    return std::vector<progress::Company>();
  }
  absl::StatusOr<progress::CompanySettings> ReadSettings(CompanyId, Deadline) override {
    return progress::CompanySettings();
  }

  FakeDirectory() : states(std::vector<progress::CompanyState>()) {}
};

// Plays a schedule in no time: waiting turns the clock, and the end of the play is a stop request during a wait.
class SchedulerTest : public ::testing::Test {
 protected:
  static int64_t Ago(absl::Duration age) { return testing::FakeClock::kStart - absl::ToInt64Seconds(age); }

  // Runs until `max_runs` runs were made and the next wait began. Returns "<minutes since start> <kind>" of each.
  std::vector<std::string> Play(absl::Duration interval, size_t max_runs) {
    std::vector<std::string> runs;
    const absl::Duration start = clock_.Monotonic();
    Scheduler scheduler(
        {.interval = interval}, &directory_, &clock_,
        [&](const std::string& kind) {
          runs.push_back(std::to_string(absl::ToInt64Minutes(clock_.Monotonic() - start)) + " " + kind);
          clock_.Advance(run_takes_);
          if (outcomes_.empty()) return ScheduledOutcome::kDone;
          const ScheduledOutcome outcome = outcomes_.front();
          outcomes_.pop_front();
          return outcome;
        },
        [&](absl::Duration wait) {
          if (runs.size() >= max_runs) return true;
          clock_.Advance(wait);
          return false;
        });
    scheduler.Loop();
    return runs;
  }

  testing::FakeClock clock_;
  FakeDirectory directory_;
  absl::Duration run_takes_ = absl::ZeroDuration();
  std::deque<ScheduledOutcome> outcomes_;
};

TEST_F(SchedulerTest, FillsAnEmptyStoreAtOnceThenKeepsTheInterval) {
  EXPECT_THAT(Play(absl::Hours(1), 3), ElementsAre("0 startup", "60 interval", "120 interval"));
}

TEST_F(SchedulerTest, FillsACompanyThatWasNeverSynced) {
  directory_.Add(1, Ago(absl::Minutes(1)));
  directory_.Add(2, 0, 0);
  EXPECT_THAT(Play(absl::Hours(1), 1), ElementsAre("0 startup"));
}

TEST_F(SchedulerTest, WaitsForTheRestOfTheIntervalAfterARestart) {
  directory_.Add(1, Ago(absl::Minutes(20)));
  directory_.Add(2, Ago(absl::Minutes(45)));
  EXPECT_THAT(Play(absl::Hours(1), 2), ElementsAre("15 interval", "75 interval"));
}

TEST_F(SchedulerTest, CatchesUpAtOnceAfterAnOutage) {
  directory_.Add(1, Ago(absl::Hours(5)));
  EXPECT_THAT(Play(absl::Hours(1), 1), ElementsAre("0 interval"));
}

TEST_F(SchedulerTest, NeverWaitsLongerThanAnIntervalForATimeInTheFuture) {
  directory_.Add(1, Ago(-absl::Hours(100)));
  EXPECT_THAT(Play(absl::Hours(1), 1), ElementsAre("60 interval"));
}

TEST_F(SchedulerTest, IgnoresTheAgeOfACompanyWithoutRows) {
  directory_.Add(1, Ago(absl::Hours(500)), 0);
  directory_.Add(2, Ago(absl::Minutes(10)));
  EXPECT_THAT(Play(absl::Hours(1), 1), ElementsAre("50 interval"));
}

TEST_F(SchedulerTest, CountsTheIntervalFromStartToStart) {
  run_takes_ = absl::Minutes(10);
  EXPECT_THAT(Play(absl::Hours(1), 3), ElementsAre("0 startup", "60 interval", "120 interval"));
}

TEST_F(SchedulerTest, FollowsARunLongerThanTheIntervalWithTheNext) {
  run_takes_ = absl::Minutes(90);
  EXPECT_THAT(Play(absl::Hours(1), 2), ElementsAre("0 startup", "90 interval"));
}

TEST_F(SchedulerTest, RetriesAFailedRunSoonerAndSlowsDown) {
  outcomes_ = {ScheduledOutcome::kFailed, ScheduledOutcome::kFailed, ScheduledOutcome::kFailed};
  // 30 s, 1 min, 2 min after the start of the failed one; then the interval again.
  EXPECT_THAT(Play(absl::Hours(1), 5), ElementsAre("0 startup", "0 startup", "1 startup", "3 startup", "63 interval"));
}

TEST_F(SchedulerTest, ReturnsToTheIntervalWhenFailuresDoNotPass) {
  outcomes_ = std::deque<ScheduledOutcome>(8, ScheduledOutcome::kFailed);
  // Retries 30 s, 1, 2, 4 and 8 min apart, then hourly.
  EXPECT_THAT(Play(absl::Hours(1), 8), ElementsAre("0 startup", "0 startup", "1 startup", "3 startup", "7 startup",
                                                   "15 startup", "75 startup", "135 startup"));
}

TEST_F(SchedulerTest, WithIntervalZeroOnlyFillsTheStore) {
  EXPECT_THAT(Play(absl::ZeroDuration(), 9), ElementsAre("0 startup"));
}

TEST_F(SchedulerTest, WithIntervalZeroRetriesUntilTheStoreIsFilled) {
  outcomes_ = {ScheduledOutcome::kFailed};
  EXPECT_THAT(Play(absl::ZeroDuration(), 9), ElementsAre("0 startup", "0 startup"));
}

TEST_F(SchedulerTest, WithIntervalZeroDoesNothingOnAFilledStore) {
  directory_.Add(1, Ago(absl::Hours(500)));
  EXPECT_THAT(Play(absl::ZeroDuration(), 9), IsEmpty());
}

TEST_F(SchedulerTest, RunsAlthoughTheStoreCanNotBeListedNow) {
  directory_.states = MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "away");
  EXPECT_THAT(Play(absl::Hours(1), 1), ElementsAre("0 startup"));
}

TEST_F(SchedulerTest, StopsDuringAWaitWithoutAnotherRun) {
  directory_.Add(1, Ago(absl::Minutes(1)));
  EXPECT_THAT(Play(absl::Hours(1), 0), IsEmpty());
}

}  // namespace
}  // namespace cp::worker
