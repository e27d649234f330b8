// For tests: the whole worker behind a real gRPC connection; store, Moodle and cache are in memory.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "libs/progress/memory_store.h"
#include "libs/rpc/client.h"
#include "libs/rpc/secret.h"
#include "libs/rpc/status.h"
#include "libs/runtime/system_clock.h"
#include "libs/testing/status_matchers.h"
#include "services/sync_worker/fake_moodle.h"
#include "services/sync_worker/worker_server.h"

namespace cp::worker {

namespace v1 = courseprogress::v1;

inline constexpr CompanyId kOne(1), kTwo(2);

class WorkerServerTest : public ::testing::Test {
 protected:
  void Start() {
    WorkerServerOptions options;
    options.server.listen = "127.0.0.1:0";
    options.run.owner = "test:1";
    options.run.batch_rows = 10;
    options.run.first_retry_wait = absl::Milliseconds(1);
    options.schedule.interval = interval_;
    options.on_source_refused = on_source_refused_;
    absl::StatusOr<std::unique_ptr<WorkerServer>> server =
        WorkerServer::Start({.clock = &clock_,
                             .store = &store_,
                             .source = &source_,
                             .invalidator = &cache_,
                             .log = &log_,
                             .metrics = &run_metrics_},
                            options, [this](const std::string& service, const std::string& method) {
                              return rpc::ObserverOf(metrics_.ForMethod(service, method));
                            });
    ASSERT_THAT(server, testing::IsOk());
    server_ = *std::move(server);
    CP_ASSERT_OK_AND_ASSIGN(channel_, rpc::MakeChannel({.address = server_->server().address()}));
    token_ = MakeToken(progress::TokenScope::kAdmin, CompanyId());
  }

  std::string MakeToken(progress::TokenScope scope, CompanyId company) {
    const absl::StatusOr<rpc::NewToken> made = rpc::MakeToken();
    CP_EXPECT_OK(made);
    progress::ApiToken token;
    token.id = made->id;
    token.sha256 = made->sha256;
    token.scope = scope;
    token.company = company;
    CP_EXPECT_OK(store_.CreateToken(token, Soon()));
    return made->secret;
  }

  // As if every company had been synced, so that the schedule has nothing to do.
  void SyncBefore() {
    Start();
    AwaitServing();
    v1::RunSyncResponse response;
    while (!Call({}, &response).ok() || store_.ListCompanies(Soon())->empty()) std::this_thread::yield();
    server_->Stop(absl::Seconds(5));
    server_.reset();
    source_.Revive();
  }

  absl::Status Call(const v1::RunSyncRequest& request, v1::RunSyncResponse* response,
                    absl::Duration timeout = absl::Seconds(20)) {
    grpc::ClientContext context;
    rpc::PrepareCall(context, timeout, token_);
    return rpc::FromGrpcStatus(v1::SyncService::NewStub(channel_)->RunSync(&context, request, response));
  }
  absl::Status CallFor(int32_t company, v1::RunSyncResponse* response) {
    v1::RunSyncRequest request;
    request.add_company_ids(company);
    return Call(request, response);
  }

  grpc::health::v1::HealthCheckResponse::ServingStatus Health(const std::string& service) {
    grpc::ClientContext context;
    rpc::PrepareCall(context, absl::Seconds(10), "");
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    const grpc::Status status = grpc::health::v1::Health::NewStub(channel_)->Check(&context, request, &response);
    return status.ok() ? response.status() : grpc::health::v1::HealthCheckResponse::UNKNOWN;
  }
  void AwaitServing() {
    while (Health("") != grpc::health::v1::HealthCheckResponse::SERVING) std::this_thread::yield();
  }

  size_t LiveRows(CompanyId company) {
    const auto page = store_.ReadPage({.company = company, .limit = 10000, .offset = 0}, Soon());
    return page.ok() ? page->rows.size() : 0;
  }
  Deadline Soon() const { return Deadline::After(clock_, absl::Seconds(10)); }

  const runtime::SystemClock clock_;
  absl::Duration interval_ = absl::ZeroDuration();
  std::function<void(const absl::Status&)> on_source_refused_;
  progress::MemoryStore store_{clock_};
  FakeSource source_;
  FakeInvalidator cache_;
  const runtime::Logger log_{runtime::LogLevel::kError, &clock_, [](absl::string_view) {}};
  runtime::Metrics metrics_;
  RunMetrics run_metrics_{&metrics_, &clock_};
  std::unique_ptr<WorkerServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string token_;
};

}  // namespace cp::worker
