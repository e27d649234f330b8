// Runs over gRPC: started without waiting, watched, listed, cancelled; and what is refused.
#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/worker_server_fixture.h"

namespace cp::worker {
namespace {

using ::cp::testing::HasReason;
using ::cp::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class WorkerRunsTest : public WorkerServerTest {
 protected:
  void StartSynced() {
    SyncBefore();
    Start();
    AwaitServing();
    stub_ = v1::SyncService::NewStub(channel_);
  }

  template <typename Request, typename Response>
  absl::Status Ask(grpc::Status (v1::SyncService::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const Request& request, Response* response) {
    grpc::ClientContext context;
    rpc::PrepareCall(context, absl::Seconds(20), token_);
    return rpc::FromGrpcStatus((stub_.get()->*method)(&context, request, response));
  }

  std::string StartRun(v1::RunSyncRequest request = {}) {
    request.set_wait(false);
    v1::RunSyncResponse response;
    CP_EXPECT_OK(Call(request, &response));
    EXPECT_EQ(response.state(), v1::RUN_STATE_WAITING);
    return response.run_id();
  }

  // Reads the stream to its end.
  absl::Status Watch(const std::string& run_id, std::vector<v1::WatchRunResponse>* messages) {
    grpc::ClientContext context;
    rpc::PrepareCall(context, absl::Seconds(20), token_);
    v1::WatchRunRequest request;
    request.set_run_id(run_id);
    const auto reader = stub_->WatchRun(&context, request);
    for (v1::WatchRunResponse message; reader->Read(&message);) messages->push_back(message);
    return rpc::FromGrpcStatus(reader->Finish());
  }

  v1::Run Get(const std::string& run_id) {
    v1::GetRunRequest request;
    request.set_run_id(run_id);
    v1::GetRunResponse response;
    CP_EXPECT_OK(Ask(&v1::SyncService::Stub::GetRun, request, &response));
    return response.run();
  }

  absl::Status Cancel(const std::string& run_id) {
    v1::CancelRunRequest request;
    request.set_run_id(run_id);
    v1::CancelRunResponse response;
    return Ask(&v1::SyncService::Stub::CancelRun, request, &response);
  }

  // The next run stops inside its first fetch until it is let go.
  struct Gate {
    absl::Notification inside, leave;
  };
  void StopInside() {
    source_.before_next = [this](CompanyId) {
      source_.before_next = nullptr;
      gate_.inside.Notify();
      gate_.leave.WaitForNotification();
    };
  }

  // No run is under way any more when the gate goes.
  void TearDown() override { server_->Stop(absl::Seconds(10)); }

  std::unique_ptr<v1::SyncService::Stub> stub_;
  Gate gate_;
};

TEST_F(WorkerRunsTest, ARunThatNobodyWaitsForIsWatchedToItsEnd) {
  source_.Fill(kOne, 3, 4);
  source_.Fill(kTwo, 1, 1);
  StartSynced();
  source_.Add(kOne, testing::Facts(1, 2, 4));
  StopInside();
  const std::string run = StartRun();
  gate_.inside.WaitForNotification();
  EXPECT_EQ(Get(run).state(), v1::RUN_STATE_RUNNING);
  EXPECT_EQ(Get(run).companies(0).state(), v1::RUN_STATE_RUNNING);
  std::vector<v1::WatchRunResponse> messages;
  std::thread letter([this] { gate_.leave.Notify(); });
  CP_EXPECT_OK(Watch(run, &messages));
  letter.join();
  ASSERT_THAT(messages, ::testing::Not(IsEmpty()));
  const v1::WatchRunResponse& last = messages.back();
  EXPECT_EQ(last.run().state(), v1::RUN_STATE_SUCCEEDED);
  EXPECT_EQ(last.run().companies_done(), 2);
  EXPECT_EQ(last.percent(), 100);
  EXPECT_EQ(last.result().records_updated(), 1);
  EXPECT_EQ(last.result().companies(0).affected_users_size(), 1);
  for (size_t i = 0; i + 1 < messages.size(); ++i) EXPECT_FALSE(messages[i].has_result());
}

TEST_F(WorkerRunsTest, ARunIsCancelledAtABatchBorder) {
  source_.Fill(kOne, 1, 1);
  StartSynced();
  source_.Fill(kOne, 35, 1);
  StopInside();
  const std::string run = StartRun();
  gate_.inside.WaitForNotification();
  CP_EXPECT_OK(Cancel(run));
  EXPECT_TRUE(Get(run).cancel_requested());
  gate_.leave.Notify();
  std::vector<v1::WatchRunResponse> messages;
  CP_EXPECT_OK(Watch(run, &messages));
  EXPECT_EQ(messages.back().run().state(), v1::RUN_STATE_CANCELLED);
  EXPECT_FALSE(messages.back().result().success());
  EXPECT_THAT(messages.back().result().errors(), IsEmpty());
  EXPECT_THAT((std::vector<size_t>{1, 11, 21, 31, 35}), Contains(LiveRows(kOne))) << "no batch was cut";
  CP_EXPECT_OK(Cancel(run)) << "again, too late";
}

// As if another worker on the store made it: this one knows it from the store alone.
TEST_F(WorkerRunsTest, RunsOfAnotherWorkerAreSeenAndCancelledThroughTheStore) {
  source_.Fill(kOne, 1, 1);
  StartSynced();
  progress::RunRecord record;
  record.run_id = "OTHER";
  record.kind = "interval";
  record.started_at = absl::ToUnixSeconds(clock_.Now());
  record.owner = "other:9";
  record.companies_planned = 2;
  CP_ASSERT_OK(store_.BeginRun(record, Soon()));
  EXPECT_EQ(Get("OTHER").state(), v1::RUN_STATE_RUNNING);
  CP_EXPECT_OK(Cancel("OTHER"));
  EXPECT_TRUE(store_.GetRun("OTHER", Soon())->run.cancel_requested);

  grpc::ClientContext context;
  rpc::PrepareCall(context, absl::Seconds(20), token_);
  v1::WatchRunRequest request;
  request.set_run_id("OTHER");
  const auto reader = stub_->WatchRun(&context, request);
  v1::WatchRunResponse now;
  ASSERT_TRUE(reader->Read(&now));
  EXPECT_EQ(now.run().state(), v1::RUN_STATE_RUNNING);
  EXPECT_EQ(now.run().companies_planned(), 2);
  progress::CompanyRunRecord result;
  result.company = kOne;
  result.state = progress::RunState::kSucceeded;
  result.rows_read = 7;
  record.state = progress::RunState::kCancelled;
  CP_ASSERT_OK(store_.FinishRun(record, {result}, Soon()));
  ASSERT_TRUE(reader->Read(&now));
  EXPECT_EQ(now.run().state(), v1::RUN_STATE_CANCELLED);
  EXPECT_EQ(now.run().companies(0).company_name(), "Company 1");
  EXPECT_EQ(now.result().rows_read(), 7);
  EXPECT_FALSE(reader->Read(&now));
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(WorkerRunsTest, AWatcherThatDoesNotReadKeepsNobodyBack) {
  source_.Fill(kOne, 1, 1);
  StartSynced();
  source_.Fill(kOne, 2000, 2);
  StopInside();
  const std::string run = StartRun();
  gate_.inside.WaitForNotification();
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::WatchRunResponse>>> readers;
  v1::WatchRunRequest request;
  request.set_run_id(run);
  for (int i = 0; i < 20; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    rpc::PrepareCall(*contexts.back(), absl::Seconds(60), token_);
    readers.push_back(stub_->WatchRun(contexts.back().get(), request));
  }
  contexts.front()->TryCancel();
  gate_.leave.Notify();
  std::vector<v1::WatchRunResponse> messages;
  CP_EXPECT_OK(Watch(run, &messages));
  EXPECT_EQ(messages.back().run().state(), v1::RUN_STATE_SUCCEEDED);
  EXPECT_EQ(LiveRows(kOne), 4000U);
  for (auto& context : contexts) context->TryCancel();
  for (auto& reader : readers) (void)reader->Finish();
}

TEST_F(WorkerRunsTest, TheStreamOfARefusedRunEndsWithItsError) {
  source_.Fill(kOne, 1, 1);
  StartSynced();
  v1::RunSyncRequest request;
  request.add_company_ids(77);
  const std::string run = StartRun(request);
  std::vector<v1::WatchRunResponse> messages;
  EXPECT_THAT(Watch(run, &messages), StatusIs(absl::StatusCode::kNotFound, "company 77"));
  EXPECT_EQ(Get(run).state(), v1::RUN_STATE_FAILED);
  EXPECT_THAT(Get(run).errors(), ElementsAre(HasSubstr("company 77")));
}

TEST_F(WorkerRunsTest, StreamsEndWhenTheWorkerStops) {
  source_.Fill(kOne, 1, 1);
  StartSynced();
  progress::RunRecord record;
  record.run_id = "OTHER";
  CP_ASSERT_OK(store_.BeginRun(record, Soon()));
  grpc::ClientContext context;
  rpc::PrepareCall(context, absl::Seconds(60), token_);
  v1::WatchRunRequest request;
  request.set_run_id("OTHER");
  const auto reader = stub_->WatchRun(&context, request);
  v1::WatchRunResponse now;
  ASSERT_TRUE(reader->Read(&now));
  server_->Stop(absl::Seconds(30));
  EXPECT_FALSE(reader->Read(&now));
  EXPECT_THAT(rpc::FromGrpcStatus(reader->Finish()), HasReason(reason::kCancelled));
}

TEST_F(WorkerRunsTest, ARepeatedRequestIsAnsweredFromTheStore) {
  source_.Fill(kOne, 3, 4);
  StartSynced();
  source_.Add(kOne, testing::Facts(1, 2, 4));
  v1::RunSyncRequest request;
  request.set_request_id("nightly");
  v1::RunSyncResponse first, again;
  CP_ASSERT_OK(Call(request, &first));
  EXPECT_FALSE(first.replayed());
  CP_ASSERT_OK(Call(request, &again));
  EXPECT_TRUE(again.replayed());
  EXPECT_EQ(again.run_id(), first.run_id());
  EXPECT_EQ(again.records_updated(), 1);
  EXPECT_TRUE(again.success());
  EXPECT_EQ(again.companies(0).company_name(), "Company 1");
  EXPECT_THAT(again.companies(0).affected_users(), IsEmpty());
}

TEST_F(WorkerRunsTest, ARequestUnderWayNamesItsRun) {
  source_.Fill(kOne, 1, 1);
  StartSynced();
  StopInside();
  v1::RunSyncRequest request;
  request.set_request_id("nightly");
  const std::string run = StartRun(request);
  gate_.inside.WaitForNotification();
  v1::RunSyncResponse response;
  const absl::Status status = Call(request, &response);
  gate_.leave.Notify();
  EXPECT_THAT(status, HasReason(reason::kAlreadyRunning));
  EXPECT_EQ(MetadataOf(status)["run_id"], run);
}

TEST_F(WorkerRunsTest, ADryRunWritesNothing) {
  source_.Fill(kOne, 1, 1);
  StartSynced();
  source_.Fill(kOne, 5, 1);
  v1::RunSyncRequest request;
  request.set_dry_run(true);
  v1::RunSyncResponse response;
  CP_ASSERT_OK(Call(request, &response));
  EXPECT_TRUE(response.dry_run());
  EXPECT_EQ(response.records_created(), 4);
  EXPECT_EQ(response.mode(), v1::RUN_MODE_FULL);
  EXPECT_EQ(LiveRows(kOne), 1U);
}

TEST_F(WorkerRunsTest, ListsRunsPageByPage) {
  source_.Fill(kOne, 1, 1);
  StartSynced();
  v1::RunSyncResponse run;
  for (int i = 0; i < 3; ++i) CP_ASSERT_OK(CallFor(1, &run));
  v1::ListRunsRequest request;
  request.set_page_size(2);
  request.set_company_id(1);
  std::vector<std::string> seen;
  do {
    v1::ListRunsResponse page;
    CP_ASSERT_OK(Ask(&v1::SyncService::Stub::ListRuns, request, &page));
    for (const v1::Run& listed : page.runs()) seen.push_back(listed.run_id());
    EXPECT_LE(page.runs_size(), 2);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  // Runs of the same millisecond come in the order of their ids, which is none.
  EXPECT_THAT(seen, ::testing::Contains(run.run_id()));
  EXPECT_TRUE(std::is_sorted(seen.rbegin(), seen.rend()));
  EXPECT_GE(seen.size(), 3U);
}

TEST_F(WorkerRunsTest, BadQuestionsNameTheFieldAndTheRule) {
  source_.Fill(kOne, 1, 1);
  StartSynced();
  using Stub = v1::SyncService::Stub;
  const auto list = [this](const std::function<void(v1::ListRunsRequest*)>& spoil) {
    v1::ListRunsRequest request;
    spoil(&request);
    v1::ListRunsResponse response;
    return Ask(&Stub::ListRuns, request, &response);
  };
  const auto get = [this](const std::string& id) {
    v1::GetRunRequest request;
    request.set_run_id(id);
    v1::GetRunResponse response;
    return Ask(&Stub::GetRun, request, &response);
  };
  std::vector<v1::WatchRunResponse> none;
  const struct {
    absl::Status status;
    const char* field;
    const char* rule;
  } cases[] = {
      {list([](auto* r) { r->set_page_size(-1); }), "page_size", "0 to 1000"},
      {list([](auto* r) { r->set_page_size(1001); }), "page_size", "0 to 1000"},
      {list([](auto* r) { r->set_company_id(-3); }), "company_id", "1 or more"},
      {list([](auto* r) { r->set_page_token("garbage!"); }), "page_token", "none that this service has given"},
      {get(""), "run_id", "must be set"},
      {get("a b"), "run_id", "letters, digits"},
      {get(std::string(65, 'x')), "run_id", "at most 64"},
      {Cancel(""), "run_id", "must be set"},
      {Watch("", &none), "run_id", "must be set"},
  };
  for (const auto& bad : cases) {
    EXPECT_THAT(bad.status, StatusIs(absl::StatusCode::kInvalidArgument, bad.rule));
    EXPECT_EQ(MetadataOf(bad.status)["field"], bad.field);
  }
  EXPECT_THAT(none, IsEmpty());
  EXPECT_THAT(get("NOBODY"), StatusIs(absl::StatusCode::kNotFound, "NOBODY"));
  EXPECT_THAT(Cancel("NOBODY"), StatusIs(absl::StatusCode::kNotFound, "NOBODY"));
  EXPECT_THAT(Watch("NOBODY", &none), StatusIs(absl::StatusCode::kNotFound, "NOBODY"));
}

TEST_F(WorkerRunsTest, APageTokenBelongsToItsFilter) {
  source_.Fill(kOne, 1, 1);
  StartSynced();
  v1::RunSyncResponse run;
  for (int i = 0; i < 2; ++i) CP_ASSERT_OK(CallFor(1, &run));
  v1::ListRunsRequest request;
  request.set_page_size(1);
  v1::ListRunsResponse page;
  CP_ASSERT_OK(Ask(&v1::SyncService::Stub::ListRuns, request, &page));
  request.set_page_token(page.next_page_token());
  request.set_company_id(1);
  EXPECT_THAT(Ask(&v1::SyncService::Stub::ListRuns, request, &page),
              StatusIs(absl::StatusCode::kInvalidArgument, "another company_id"));
}

TEST_F(WorkerRunsTest, EveryCallNeedsAnAdminToken) {
  source_.Fill(kOne, 1, 1);
  StartSynced();
  using Stub = v1::SyncService::Stub;
  const std::string read_token = MakeToken(progress::TokenScope::kRead, kOne);
  for (const auto& [token, why] : {std::pair<std::string, const char*>(read_token, reason::kScopeMissing),
                                   {"cpt_garbage", reason::kTokenInvalid}}) {
    token_ = token;
    v1::GetRunResponse got;
    EXPECT_THAT(Ask(&Stub::GetRun, v1::GetRunRequest(), &got), HasReason(why));
    v1::ListRunsResponse listed;
    EXPECT_THAT(Ask(&Stub::ListRuns, v1::ListRunsRequest(), &listed), HasReason(why));
    EXPECT_THAT(Cancel("X"), HasReason(why));
    v1::GetSourceStatusResponse source;
    EXPECT_THAT(Ask(&Stub::GetSourceStatus, v1::GetSourceStatusRequest(), &source), HasReason(why));
    std::vector<v1::WatchRunResponse> none;
    EXPECT_THAT(Watch("", &none), HasReason(why)) << "before it learns what is wrong with the request";
  }
}

TEST_F(WorkerRunsTest, SaysWhatMoodleIsAndWhyItIsAway) {
  source_.Fill(kOne, 1, 1);
  source_.skew_seconds = -3;
  StartSynced();
  v1::GetSourceStatusResponse status;
  CP_ASSERT_OK(Ask(&v1::SyncService::Stub::GetSourceStatus, v1::GetSourceStatusRequest(), &status));
  EXPECT_TRUE(status.reachable());
  EXPECT_EQ(status.kind(), "fake");
  EXPECT_TRUE(status.iomad());
  EXPECT_EQ(status.clock_skew_seconds(), -3);
  source_.probe_error = MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away");
  CP_ASSERT_OK(Ask(&v1::SyncService::Stub::GetSourceStatus, v1::GetSourceStatusRequest(), &status));
  EXPECT_FALSE(status.reachable());
  EXPECT_EQ(status.error_reason(), reason::kSourceUnavailable);
  EXPECT_EQ(status.error_message(), "Moodle is away");
}

}  // namespace
}  // namespace cp::worker
