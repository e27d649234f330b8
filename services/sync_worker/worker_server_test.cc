#include <atomic>
#include <thread>

#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/worker_server_fixture.h"

namespace cp::worker {
namespace {

using ::cp::testing::HasReason;
using ::cp::testing::StatusIs;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST_F(WorkerServerTest, RemovesWhatIsOldFromTheStore) {
  store_.AddLogRow(progress::OldRows::kRequestLog, absl::ToUnixSeconds(clock_.Now() - absl::Hours(24 * 91)));
  store_.AddLogRow(progress::OldRows::kRequestLog, absl::ToUnixSeconds(clock_.Now()));
  Start();
  while (store_.Count(progress::OldRows::kRequestLog) > 1) std::this_thread::yield();
  server_->Stop(absl::Seconds(5));
  EXPECT_EQ(store_.Count(progress::OldRows::kRequestLog), 1);
}

TEST_F(WorkerServerTest, FillsAnEmptyStoreByItself) {
  source_.Fill(kOne, 3, 4);
  Start();
  while (LiveRows(kOne) < 12) std::this_thread::yield();
  EXPECT_EQ(Health("courseprogress.v1.SyncService"), grpc::health::v1::HealthCheckResponse::SERVING);
}

TEST_F(WorkerServerTest, AnswersARunWithItsCounts) {
  source_.Fill(kOne, 3, 4);
  SyncBefore();
  Start();
  AwaitServing();
  source_.Add(kOne, testing::Facts(1, 2, 4));
  source_.Add(kOne, testing::Facts(9, 2));
  v1::RunSyncResponse response;
  CP_ASSERT_OK(CallFor(1, &response));
  EXPECT_TRUE(response.success());
  EXPECT_EQ(response.records_created(), 1);
  EXPECT_EQ(response.records_updated(), 1);
  EXPECT_EQ(response.total_processed(), 2);
  ASSERT_EQ(response.companies_size(), 1);
  EXPECT_EQ(response.companies(0).affected_users_size(), 2);
  EXPECT_THAT(response.run_id(), SizeIs(26));
}

TEST_F(WorkerServerTest, NamesAnUnknownCompany) {
  source_.Fill(kOne, 1, 1);
  Start();
  v1::RunSyncResponse response;
  const absl::Status status = CallFor(77, &response);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(MetadataOf(status)["company"], "77");
}

TEST_F(WorkerServerTest, NeedsAnAdminToken) {
  source_.Fill(kOne, 1, 1);
  SyncBefore();
  Start();
  v1::RunSyncResponse response;
  token_ = MakeToken(progress::TokenScope::kRead, kOne);
  EXPECT_THAT(Call({}, &response), HasReason(reason::kScopeMissing));
  token_ = "cpt_garbage";
  EXPECT_THAT(Call({}, &response), HasReason(reason::kTokenInvalid));
  token_ = "";
  EXPECT_THAT(Call({}, &response), HasReason(reason::kTokenInvalid));
}

TEST_F(WorkerServerTest, RefusesTheSecondOfTwoRunsOfOneCompany) {
  source_.Fill(kOne, 1, 1);
  SyncBefore();
  Start();
  AwaitServing();
  absl::Notification inside, leave;
  std::atomic<bool> first{true};
  source_.before_next = [&](CompanyId) {
    if (!first.exchange(false)) return;
    inside.Notify();
    leave.WaitForNotification();
  };
  std::thread running([&] {
    v1::RunSyncResponse response;
    CP_EXPECT_OK(CallFor(1, &response));
  });
  inside.WaitForNotification();
  v1::RunSyncResponse response;
  const absl::Status second = CallFor(1, &response);
  leave.Notify();
  running.join();
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(second, HasReason(reason::kAlreadyRunning));
  EXPECT_THAT(MetadataOf(second)["owner"], HasSubstr("test:1 run "));
}

TEST_F(WorkerServerTest, FinishesItsBatchWhenTheCallerGoesAway) {
  source_.Fill(kOne, 1, 1);
  SyncBefore();
  Start();
  AwaitServing();
  source_.Fill(kOne, 35, 1);
  absl::Notification inside, leave;
  source_.before_next = [&](CompanyId) {
    source_.before_next = nullptr;
    inside.Notify();
    leave.WaitForNotification();
  };
  std::thread caller([&] {
    v1::RunSyncResponse response;
    EXPECT_THAT(Call({}, &response, absl::Milliseconds(300)), StatusIs(absl::StatusCode::kDeadlineExceeded));
  });
  inside.WaitForNotification();
  caller.join();
  leave.Notify();
  server_->Stop(absl::Seconds(10));
  const auto runs = store_.ListRuns({.limit = 1}, Soon());
  EXPECT_EQ(runs->at(0).state, progress::RunState::kTruncated);
  // One that was there, and batches of ten.
  EXPECT_THAT((std::set<size_t>{1, 11, 21, 31, 35}), Contains(LiveRows(kOne))) << "no batch was cut";
}

TEST_F(WorkerServerTest, IsNotServingUntilMoodleIsThere) {
  source_.probe_error = MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away");
  source_.companies_error = source_.probe_error;
  Start();
  EXPECT_EQ(Health(""), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Health("courseprogress.v1.SyncService"), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  v1::RunSyncResponse response;
  EXPECT_THAT(Call({}, &response), HasReason(reason::kSourceUnavailable)) << "calls are answered all the same";
}

TEST_F(WorkerServerTest, RelaysWhatAnEarlierProcessLeftInTheOutbox) {
  source_.Fill(kOne, 1, 1);
  cache_.SetAway(true);
  SyncBefore();
  ASSERT_THAT(*store_.ReadOutbox(10, Soon()), ::testing::Not(::testing::IsEmpty()));
  cache_.SetAway(false);
  Start();
  while (!store_.ReadOutbox(10, Soon())->empty()) std::this_thread::yield();
  EXPECT_EQ(cache_.Published().back().reason, "republish");
}

TEST_F(WorkerServerTest, StopsAtOnceWhileItWaitsForTheNextInterval) {
  interval_ = absl::Hours(100);
  source_.Fill(kOne, 1, 1);
  SyncBefore();
  Start();
  AwaitServing();
  const absl::Duration before = clock_.Monotonic();
  server_->Stop(absl::Seconds(60));
  EXPECT_LT(clock_.Monotonic() - before, absl::Seconds(30));
}

TEST_F(WorkerServerTest, DoesNotWaitForAMoodleThatHangsWhenItStops) {
  source_.Fill(kOne, 1, 1);
  SyncBefore();
  Start();
  AwaitServing();
  absl::Notification inside;
  source_.before_next = [&](CompanyId) {
    source_.before_next = nullptr;
    inside.Notify();
    source_.interrupted->WaitForNotification();
  };
  v1::RunSyncResponse response;
  absl::Status status;
  std::thread caller([&] { status = Call({}, &response); });
  inside.WaitForNotification();
  server_->Stop(absl::Seconds(30));
  caller.join();
  CP_EXPECT_OK(status);
  EXPECT_THAT(response.errors(), ::testing::IsEmpty());
  EXPECT_EQ(LiveRows(kOne), 1U) << "nothing is deleted because it was not read";
  EXPECT_EQ(store_.ListRuns({.limit = 1}, Soon())->at(0).state, progress::RunState::kTruncated);
}

TEST_F(WorkerServerTest, TellsThatMoodleRefusesTheSettings) {
  source_.probe_error = MakeError(absl::StatusCode::kFailedPrecondition, reason::kConfigInvalid, "wrong password");
  absl::Notification told;
  on_source_refused_ = [&](const absl::Status& status) {
    EXPECT_THAT(status, HasReason(reason::kConfigInvalid));
    told.Notify();
  };
  Start();
  told.WaitForNotification();
  EXPECT_EQ(Health(""), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
}

TEST_F(WorkerServerTest, EndsARunAtABatchBorderWhenItStops) {
  source_.Fill(kOne, 1, 1);
  SyncBefore();
  Start();
  AwaitServing();
  source_.Fill(kOne, 35, 1);
  source_.Fill(kTwo, 5, 1);
  absl::Notification inside, leave;
  source_.before_next = [&](CompanyId) {
    source_.before_next = nullptr;
    inside.Notify();
    leave.WaitForNotification();
  };
  v1::RunSyncResponse response;
  absl::Status status;
  std::thread caller([&] { status = Call({}, &response); });
  inside.WaitForNotification();
  std::thread stopper([&] { server_->Stop(absl::Seconds(30)); });
  while (Health("") == grpc::health::v1::HealthCheckResponse::SERVING) std::this_thread::yield();
  leave.Notify();
  stopper.join();
  caller.join();
  CP_EXPECT_OK(status);
  EXPECT_THAT(response.warnings(), Contains(HasSubstr("stopping")));
  EXPECT_EQ(store_.ListRuns({.limit = 1}, Soon())->at(0).state, progress::RunState::kTruncated);
}

}  // namespace
}  // namespace cp::worker
