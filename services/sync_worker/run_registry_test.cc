#include "services/sync_worker/run_registry.h"

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/fake_clock.h"
#include "services/sync_worker/run_messages.h"

namespace cp::worker {
namespace {

namespace v1 = courseprogress::v1;
using ::testing::IsEmpty;
using ::testing::IsNull;
using ::testing::NotNull;
using ::testing::SizeIs;

constexpr CompanyId kOne(1), kTwo(2);

progress::RunRecord Record(const std::string& id) {
  progress::RunRecord record;
  record.run_id = id;
  record.kind = "call";
  return record;
}

CompanyProgress Waiting(CompanyId company, int64_t expected_rows = 0) {
  return {.company = {.id = company, .name = "Company", .shortname = {}}, .expected_rows = expected_rows};
}

sync::CompanyResult Result(CompanyId company, int64_t rows_read) {
  sync::CompanyResult result;
  result.company.id = company;
  result.outcome = sync::CompanyOutcome::kSucceeded;
  result.record.rows_read = rows_read;
  result.record.created = 2;
  return result;
}

v1::WatchRunResponse Message(const LiveRun& run) {
  v1::WatchRunResponse message;
  ToProto(run.View(), &message);
  return message;
}

class LiveRunTest : public ::testing::Test {
 protected:
  testing::FakeClock clock_;
  LiveRun run_{Record("RUN"), &clock_};
};

TEST_F(LiveRunTest, WaitsUntilItBegins) {
  EXPECT_EQ(Message(run_).run().state(), v1::RUN_STATE_WAITING);
  run_.Began();
  EXPECT_EQ(Message(run_).run().state(), v1::RUN_STATE_RUNNING);
}

TEST_F(LiveRunTest, CountsCompaniesAndRows) {
  run_.Began();
  run_.Planned({Waiting(kOne), Waiting(kTwo)});
  run_.CompanyBegan(kOne);
  run_.CompanyMoved(kOne, {.rows_read = 40, .created = 3, .updated = 2, .deleted = 1});
  const v1::Run now = Message(run_).run();
  EXPECT_EQ(now.companies_planned(), 2);
  EXPECT_EQ(now.companies_done(), 0);
  ASSERT_THAT(now.companies(), SizeIs(2));
  EXPECT_EQ(now.companies(0).state(), v1::RUN_STATE_RUNNING);
  EXPECT_EQ(now.companies(0).rows_read(), 40);
  EXPECT_EQ(now.companies(0).records_created(), 3);
  EXPECT_EQ(now.companies(0).records_updated(), 2);
  EXPECT_EQ(now.companies(0).records_deleted(), 1);
  EXPECT_EQ(now.companies(1).state(), v1::RUN_STATE_WAITING);
  run_.CompanyEnded(Result(kOne, 50));
  EXPECT_EQ(Message(run_).run().companies_done(), 1);
  EXPECT_EQ(Message(run_).run().companies(0).state(), v1::RUN_STATE_SUCCEEDED);
  EXPECT_EQ(Message(run_).run().companies(0).percent(), 100);
}

TEST_F(LiveRunTest, KnowsShareRateAndTimeLeftWhereTheRowsAreKnown) {
  run_.Began();
  run_.Planned({Waiting(kOne, 100), Waiting(kTwo, 300)});
  run_.CompanyBegan(kOne);
  run_.CompanyMoved(kOne, {.rows_read = 40});
  clock_.Advance(absl::Seconds(4));
  const v1::WatchRunResponse now = Message(run_);
  EXPECT_EQ(now.percent(), 10);
  EXPECT_EQ(now.run().companies(0).percent(), 40);
  EXPECT_EQ(now.rows_per_second(), 10);
  EXPECT_EQ(now.eta_seconds(), 36);
}

TEST_F(LiveRunTest, SaysNoShareWhereTheRowsOfACompanyAreNotKnown) {
  run_.Began();
  run_.Planned({Waiting(kOne, 100), Waiting(kTwo)});
  run_.CompanyBegan(kOne);
  run_.CompanyMoved(kOne, {.rows_read = 40});
  EXPECT_FALSE(Message(run_).has_percent());
  EXPECT_FALSE(Message(run_).has_eta_seconds());
  EXPECT_TRUE(Message(run_).run().companies(0).has_percent());
  EXPECT_FALSE(Message(run_).run().companies(1).has_percent());
}

TEST_F(LiveRunTest, NeverSaysMoreThanAll) {
  run_.Began();
  run_.Planned({Waiting(kOne, 10)});
  run_.CompanyBegan(kOne);
  run_.CompanyMoved(kOne, {.rows_read = 40});
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Message(run_).percent(), 100);
  EXPECT_EQ(Message(run_).eta_seconds(), 0);
}

TEST_F(LiveRunTest, AddsUpTheTurnsOfACompany) {
  run_.Began();
  run_.Planned({Waiting(kOne)});
  run_.CompanyBegan(kOne);
  run_.CompanyEnded(Result(kOne, 50));
  run_.CompanyBegan(kOne);
  run_.CompanyMoved(kOne, {.rows_read = 7});
  EXPECT_EQ(Message(run_).run().companies(0).rows_read(), 57);
  EXPECT_EQ(Message(run_).run().companies_done(), 0);
  run_.CompanyEnded(Result(kOne, 8));
  EXPECT_EQ(Message(run_).run().companies(0).rows_read(), 58);
  EXPECT_EQ(Message(run_).run().companies(0).records_created(), 4);
  EXPECT_EQ(Message(run_).run().companies_done(), 1);
}

TEST_F(LiveRunTest, EndsWithItsResult) {
  run_.Began();
  clock_.Advance(absl::Seconds(3));
  EXPECT_FALSE(Message(run_).has_result());
  auto result = std::make_shared<RunResult>();
  result->record = Record("RUN");
  result->record.state = progress::RunState::kTruncated;
  run_.Ended(result);
  clock_.Advance(absl::Seconds(30));
  EXPECT_EQ(run_.View().elapsed, absl::Seconds(3)) << "its time stands still";
  EXPECT_EQ(Message(run_).result().state(), v1::RUN_STATE_TRUNCATED);
  EXPECT_FALSE(Message(run_).result().success() && !result->errors.empty());
}

TEST_F(LiveRunTest, EndsWithTheReasonWhyItWasRefused) {
  progress::RunRecord record = Record("RUN");
  record.state = progress::RunState::kFailed;
  record.errors = {"Moodle is away"};
  run_.Refused(record, MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away"));
  EXPECT_TRUE(run_.View().ended());
  EXPECT_EQ(Message(run_).result().errors(0), "Moodle is away");
  EXPECT_FALSE(Message(run_).result().success());
}

TEST_F(LiveRunTest, IsCancelledOnce) {
  EXPECT_FALSE(run_.cancelled());
  run_.RequestCancel();
  const uint64_t revision = run_.revision();
  run_.RequestCancel();
  EXPECT_TRUE(run_.cancelled());
  EXPECT_EQ(run_.revision(), revision);
  EXPECT_TRUE(Message(run_).run().cancel_requested());
}

TEST_F(LiveRunTest, RevisionGrowsWithEachChangeAlone) {
  run_.Began();
  run_.Planned({Waiting(kOne)});
  const uint64_t before = run_.revision();
  EXPECT_EQ(run_.revision(), before);
  run_.CompanyBegan(kOne);
  EXPECT_GT(run_.revision(), before);
}

TEST(RunRegistry, FindsRunsWhileTheyGoOnAndForAWhileAfter) {
  testing::FakeClock clock;
  RunRegistry runs(&clock);
  EXPECT_THAT(runs.Find("RUN"), IsNull());
  runs.Add(Record("RUN"));
  EXPECT_THAT(runs.Active(), SizeIs(1));
  runs.Retire("RUN");
  EXPECT_THAT(runs.Active(), IsEmpty());
  EXPECT_THAT(runs.Find("RUN"), NotNull());
  for (size_t i = 0; i < RunRegistry::kRemembered; ++i) {
    runs.Add(Record(absl::StrCat("RUN-", i)));
    runs.Retire(absl::StrCat("RUN-", i));
  }
  EXPECT_THAT(runs.Find("RUN"), IsNull());
  EXPECT_THAT(runs.Find("RUN-0"), NotNull());
}

TEST(RunRegistry, RemembersTheRowsOfACompany) {
  testing::FakeClock clock;
  RunRegistry runs(&clock);
  EXPECT_EQ(runs.ExpectedRows(kOne), 0);
  runs.SetExpectedRows(kOne, 12);
  EXPECT_EQ(runs.ExpectedRows(kOne), 12);
}

TEST(RunRegistry, IsReadWhileRunsMove) {
  testing::FakeClock clock;
  RunRegistry runs(&clock);
  const std::shared_ptr<LiveRun> run = runs.Add(Record("RUN"));
  run->Began();
  run->Planned({Waiting(kOne)});
  run->CompanyBegan(kOne);
  std::thread mover([&] {
    for (int64_t rows = 1; rows <= 1000; ++rows) run->CompanyMoved(kOne, {.rows_read = rows});
    run->Ended(std::make_shared<RunResult>());
  });
  int64_t last = 0;
  while (true) {
    const RunView view = runs.Find("RUN")->View();
    EXPECT_GE(view.companies[0].counts.rows_read, last);
    last = view.companies[0].counts.rows_read;
    if (view.ended()) break;
  }
  mover.join();
  EXPECT_EQ(last, 1000);
}

}  // namespace
}  // namespace cp::worker
