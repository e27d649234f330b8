#include "services/sync_worker/housekeeper.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/progress/memory_store.h"
#include "libs/testing/builders.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/status_matchers.h"

namespace cp::worker {
namespace {

using progress::OldRows;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;

constexpr absl::Duration kDay = absl::Hours(24);

// A store that notes what is asked of it, takes its time and can fail.
class PlayedStore final : public progress::Housekeeping {
 public:
  explicit PlayedStore(testing::FakeClock& clock) : memory(clock), clock_(clock) {}

  absl::StatusOr<int64_t> RemoveOld(OldRows what, int64_t before, int max_rows, Deadline deadline) override {
    if (before_each) before_each();
    if (!failures.empty()) {
      const absl::Status failure = failures.front();
      failures.pop_front();
      if (!failure.ok()) return failure;
    }
    asked.push_back(max_rows);
    const absl::StatusOr<int64_t> removed = memory.RemoveOld(what, before, max_rows, deadline);
    clock_.Advance(takes_each * removed.value_or(0));
    slowest = std::max(slowest, takes_each * removed.value_or(0));
    return removed;
  }
  absl::StatusOr<progress::HousekeepingTurn> TakeTurn(int64_t now, int64_t until, Deadline deadline) override {
    if (away) return absl::UnavailableError("away");
    return memory.TakeTurn(now, until, deadline);
  }
  absl::Status ScheduleTurn(int64_t due_at, int64_t done_at, Deadline deadline) override {
    return memory.ScheduleTurn(due_at, done_at, deadline);
  }

  progress::MemoryStore memory;
  std::deque<absl::Status> failures;  // of the next removals
  bool away = false;
  std::function<void()> before_each;  // removal
  absl::Duration takes_each;          // row
  absl::Duration slowest;             // piece
  std::vector<int> asked;

 private:
  testing::FakeClock& clock_;
};

class HousekeeperTest : public ::testing::Test {
 protected:
  Housekeeper Make(const Retention& retention = {}) {
    return Housekeeper({.store = &store_,
                        .clock = &clock_,
                        .log = &log_,
                        .metrics = &metrics_,
                        .wait =
                            [this](absl::Duration duration) {
                              waits_.push_back(duration);
                              if (waits_left_.has_value() && (*waits_left_)-- == 0) return true;
                              clock_.Advance(duration);
                              return false;
                            }},
                       retention);
  }
  TidyOutcome Tidy(const Retention& retention = {}) {
    return Make(retention).TidyIfDue(Deadline::At(absl::InfiniteDuration()));
  }

  int64_t Ago(absl::Duration age) const { return absl::ToUnixSeconds(clock_.Now() - age); }
  Deadline Soon() const { return Deadline::After(clock_, absl::Seconds(10)); }

  void AddRequests(int64_t count, absl::Duration age) {
    for (int64_t i = 0; i < count; ++i) store_.memory.AddLogRow(OldRows::kRequestLog, Ago(age));
  }
  void AddRun(const std::string& id, absl::Duration age) {
    progress::RunRecord run;
    run.run_id = id;
    run.state = progress::RunState::kSucceeded;
    run.started_at = Ago(age);
    progress::CompanyRunRecord result;
    result.company = CompanyId(1);
    CP_ASSERT_OK(store_.memory.FinishRun(run, {result}, Soon()));
  }
  void AddTombstone(int64_t user, absl::Duration age) {
    progress::MemoryStore& store = store_.memory;
    CP_ASSERT_OK(store.UpsertCompanies({testing::MakeCompany(1)}, Soon()));
    CP_ASSERT_OK_AND_ASSIGN(const progress::Lease lease,
                            store.AcquireLease(CompanyId(1), absl::StrCat("w", user), absl::Minutes(1), Soon()));
    progress::Batch batch;
    batch.lease = lease;
    batch.written_at = Ago(age);
    batch.upserts = {testing::Row(user, 2)};
    CP_ASSERT_OK(store.CommitBatch(batch, Soon()).status());
    batch.upserts.clear();
    batch.tombstones = {testing::Key(user, 2)};
    CP_ASSERT_OK(store.CommitBatch(batch, Soon()).status());
    CP_ASSERT_OK(store.ReleaseLease(lease, Soon()));
  }
  int64_t Count(OldRows what) const { return store_.memory.Count(what); }
  int LinesWith(absl::string_view event) const {
    return static_cast<int>(std::count_if(lines_.begin(), lines_.end(), [event](const std::string& line) {
      return line.find(absl::StrCat("\"", event, "\"")) != std::string::npos;
    }));
  }

  testing::FakeClock clock_;
  PlayedStore store_{clock_};
  std::vector<std::string> lines_;
  runtime::Logger log_{runtime::LogLevel::kDebug, &clock_,
                       [this](absl::string_view line) { lines_.emplace_back(line); }};
  runtime::Metrics registry_;
  RunMetrics metrics_{&registry_, &clock_};
  std::vector<absl::Duration> waits_;
  std::optional<int> waits_left_;  // then it is to stop
};

TEST_F(HousekeeperTest, OldRowsGoAndYoungerOnesStay) {
  for (const OldRows log : {OldRows::kRequestLog, OldRows::kAlerts, OldRows::kAudit}) {
    store_.memory.AddLogRow(log, Ago(91 * kDay));
    store_.memory.AddLogRow(log, Ago(89 * kDay));
  }
  AddRun("01A", 91 * kDay);
  AddRun("01B", 89 * kDay);
  AddTombstone(1, 31 * kDay);
  AddTombstone(2, 29 * kDay);
  EXPECT_EQ(Tidy(), TidyOutcome::kDone);
  for (const OldRows what :
       {OldRows::kRequestLog, OldRows::kAlerts, OldRows::kAudit, OldRows::kRuns, OldRows::kTombstones}) {
    EXPECT_EQ(Count(what), 1) << ToString(what);
  }
  EXPECT_EQ(store_.memory.PurgeFloor(CompanyId(1)), 2u);
  EXPECT_EQ(LinesWith("housekeeping_done"), 1);
  EXPECT_THAT(lines_.back(), HasSubstr("\"request_log\":1,\"alerts\":1,\"audit\":1,\"runs\":2,\"tombstones\":1"));
  EXPECT_THAT(registry_.Text(), HasSubstr("housekeeping_rows_removed_total{kind=\"runs\"} 2\n"));
  EXPECT_THAT(registry_.Text(), HasSubstr("housekeeping_rows_removed_total{kind=\"tombstones\"} 1\n"));
  EXPECT_THAT(registry_.Text(), HasSubstr("housekeeping_last_success_timestamp_seconds 1795176001\n"));
}

TEST_F(HousekeeperTest, RetentionZeroKeepsAll) {
  AddRequests(3, 10000 * kDay);
  AddRun("01A", 10000 * kDay);
  AddTombstone(1, 10000 * kDay);
  EXPECT_EQ(Tidy({.runs = absl::ZeroDuration(), .tombstones = absl::ZeroDuration()}), TidyOutcome::kDone);
  EXPECT_EQ(Count(OldRows::kRequestLog), 3);
  EXPECT_EQ(Count(OldRows::kRuns), 1);
  EXPECT_EQ(Count(OldRows::kTombstones), 1);
  EXPECT_EQ(store_.memory.PurgeFloor(CompanyId(1)), 0u);
  EXPECT_THAT(store_.asked, IsEmpty());
}

TEST_F(HousekeeperTest, TombstonesStayForTwiceTheLongestWindow) {
  AddTombstone(1, kLeastTombstoneRetention - absl::Hours(1));
  AddTombstone(2, kLeastTombstoneRetention + absl::Hours(1));
  EXPECT_EQ(Tidy({.tombstones = absl::Hours(1)}), TidyOutcome::kDone);
  EXPECT_EQ(Count(OldRows::kTombstones), 1);
  EXPECT_TRUE(store_.memory.Inspect(CompanyId(1), testing::Key(1, 2)).has_value());
}

TEST_F(HousekeeperTest, CompaniesGoneLongAgoLeaveNothing) {
  CP_ASSERT_OK(store_.memory.UpsertCompanies({testing::MakeCompany(1)}, Soon()));
  store_.memory.AddClient(CompanyId(1));
  CP_ASSERT_OK(store_.memory.MarkGone({CompanyId(1)}, Soon()));
  EXPECT_EQ(Tidy(), TidyOutcome::kDone);
  EXPECT_GT(Count(OldRows::kOrphans), 0);
  clock_.Advance(31 * kDay);
  EXPECT_EQ(Tidy(), TidyOutcome::kDone);
  EXPECT_EQ(Count(OldRows::kOrphans), 0);
}

TEST_F(HousekeeperTest, NoPieceIsLargerThanAllowed) {
  AddRequests(40'000, 100 * kDay);
  EXPECT_EQ(Tidy(), TidyOutcome::kDone);
  EXPECT_EQ(Count(OldRows::kRequestLog), 0);
  EXPECT_THAT(store_.asked, Each(Le(progress::kMaxRowsPerRemoval)));
  EXPECT_THAT(store_.asked, ::testing::Contains(progress::kMaxRowsPerRemoval));
}

TEST_F(HousekeeperTest, SlowStoreGetsSmallPiecesAndLongRests) {
  AddRequests(3000, 100 * kDay);
  store_.takes_each = absl::Microseconds(500);  // the first piece takes 250 ms
  EXPECT_EQ(Tidy(), TidyOutcome::kDone);
  EXPECT_EQ(Count(OldRows::kRequestLog), 0);
  EXPECT_EQ(store_.asked.back(), 62);
  EXPECT_EQ(store_.slowest, absl::Milliseconds(250));
  EXPECT_EQ(*std::max_element(waits_.begin(), waits_.end()), 4 * store_.slowest);
}

TEST_F(HousekeeperTest, IsDueAgainLessThanADayLater) {
  EXPECT_EQ(Tidy(), TidyOutcome::kDone);
  clock_.Advance(Housekeeper::kInterval - absl::Seconds(1));
  AddRequests(1, 100 * kDay);
  EXPECT_EQ(Tidy(), TidyOutcome::kNotDue);
  EXPECT_EQ(Count(OldRows::kRequestLog), 1);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Tidy(), TidyOutcome::kDone);
  EXPECT_EQ(Count(OldRows::kRequestLog), 0);
}

TEST_F(HousekeeperTest, AnotherWorkersTurnIsLeftAloneUntilItDies) {
  CP_ASSERT_OK(store_.memory.ScheduleTurn(0, 12345, Soon()));
  CP_ASSERT_OK(store_.memory.TakeTurn(Ago(absl::ZeroDuration()), Ago(-Housekeeper::kLook), Soon()).status());
  EXPECT_EQ(Tidy(), TidyOutcome::kNotDue);
  EXPECT_THAT(registry_.Text(), HasSubstr("housekeeping_last_success_timestamp_seconds 12345\n"));
  clock_.Advance(Housekeeper::kLook);
  EXPECT_EQ(Tidy(), TidyOutcome::kDone);
}

TEST_F(HousekeeperTest, LongTurnIsKept) {
  AddRequests(3000, 100 * kDay);
  store_.takes_each = absl::Seconds(1);
  store_.before_each = [this] {
    const auto other = store_.memory.TakeTurn(Ago(absl::ZeroDuration()), Ago(absl::ZeroDuration()), Soon());
    EXPECT_FALSE(other->taken);
  };
  waits_left_ = 20;
  EXPECT_EQ(Tidy(), TidyOutcome::kStopped);
  EXPECT_GT(clock_.Monotonic(), absl::Hours(1) + 2 * Housekeeper::kLook) << "longer than a turn lasts by itself";
  store_.takes_each = absl::ZeroDuration();
  waits_left_.reset();
  EXPECT_EQ(Tidy(), TidyOutcome::kDone) << "what was stopped is due at once";
}

TEST_F(HousekeeperTest, FailureIsSaidOnceAndTriedAgain) {
  AddRequests(1000, 100 * kDay);
  store_.failures.assign(3, absl::UnavailableError("the store is away"));
  Housekeeper housekeeper = Make();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(housekeeper.TidyIfDue(Deadline::At(absl::InfiniteDuration())), TidyOutcome::kFailed);
    EXPECT_EQ(housekeeper.TidyIfDue(Deadline::At(absl::InfiniteDuration())), TidyOutcome::kNotDue) << "later";
    clock_.Advance(Housekeeper::kLook);
  }
  EXPECT_EQ(Count(OldRows::kRequestLog), 1000);
  EXPECT_EQ(LinesWith("housekeeping_failed"), 1);
  EXPECT_EQ(housekeeper.TidyIfDue(Deadline::At(absl::InfiniteDuration())), TidyOutcome::kDone);
  EXPECT_EQ(Count(OldRows::kRequestLog), 0);
  store_.away = true;
  EXPECT_EQ(housekeeper.TidyIfDue(Deadline::At(absl::InfiniteDuration())), TidyOutcome::kFailed);
  EXPECT_EQ(LinesWith("housekeeping_failed"), 2) << "it had been well in between";
}

TEST_F(HousekeeperTest, FailureInTheMiddleKeepsWhatWasDone) {
  AddRequests(2000, 100 * kDay);
  store_.failures = {absl::OkStatus(), absl::UnavailableError("cut")};
  EXPECT_EQ(Tidy(), TidyOutcome::kFailed);
  EXPECT_EQ(Count(OldRows::kRequestLog), 1500);
  EXPECT_THAT(registry_.Text(), HasSubstr("housekeeping_rows_removed_total{kind=\"request_log\"} 500\n"));
  EXPECT_THAT(registry_.Text(), HasSubstr("housekeeping_last_success_timestamp_seconds 0\n"));
}

TEST_F(HousekeeperTest, StopsBetweenTwoPieces) {
  AddRequests(20'000, 100 * kDay);
  waits_left_ = 3;  // before the turn, and before each of two pieces
  EXPECT_EQ(Tidy(), TidyOutcome::kStopped);
  EXPECT_EQ(Count(OldRows::kRequestLog), 18'500);
  EXPECT_EQ(LinesWith("housekeeping_stopped"), 1);
  EXPECT_THAT(lines_, Not(IsEmpty()));
  waits_left_.reset();
  EXPECT_EQ(Tidy(), TidyOutcome::kDone);
  EXPECT_EQ(Count(OldRows::kRequestLog), 0);
}

TEST_F(HousekeeperTest, BudgetEndsATurn) {
  AddRequests(20'000, 100 * kDay);
  store_.takes_each = absl::Milliseconds(1);
  EXPECT_EQ(Make().TidyIfDue(Deadline::After(clock_, absl::Seconds(1))), TidyOutcome::kStopped);
  EXPECT_GT(Count(OldRows::kRequestLog), 10'000);
  EXPECT_LT(Count(OldRows::kRequestLog), 20'000);
  EXPECT_EQ(Make().TidyIfDue(Deadline::After(clock_, absl::ZeroDuration())), TidyOutcome::kStopped);
  EXPECT_EQ(LinesWith("housekeeping_stopped"), 1) << "the second did not begin";
}

TEST_F(HousekeeperTest, LooksEveryTenMinutesUntilItIsStopped) {
  AddRequests(1, 100 * kDay);
  waits_left_ = 30;
  Make().Run();
  EXPECT_EQ(Count(OldRows::kRequestLog), 0);
  EXPECT_EQ(waits_.back(), Housekeeper::kLook);
  EXPECT_EQ(LinesWith("housekeeping_done"), 1);
}

}  // namespace
}  // namespace cp::worker
