// Test helper: both services in this process, with answers that a test sets.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "courseprogress/v1/course_progress_service.grpc.pb.h"
#include "courseprogress/v1/sync_service.grpc.pb.h"

namespace cp::ctl {

// One method of a fake: what it answers, and what it was asked. Set `answer` before the call.
template <typename Request, typename Response>
struct FakeMethod {
  std::function<grpc::Status(const Request&, Response*)> answer = [](const Request&, Response*) {
    return grpc::Status::OK;
  };
  std::vector<Request> requests;
  std::string authorization;

  grpc::Status Handle(const grpc::ServerContext& context, const Request& request, Response* response) {
    requests.push_back(request);
    const auto found = context.client_metadata().find("authorization");
    if (found != context.client_metadata().end()) {
      authorization = std::string(found->second.data(), found->second.size());
    }
    return answer(request, response);
  }
};

#define CP_FAKE_METHOD(Name)                                                                        \
  FakeMethod<courseprogress::v1::Name##Request, courseprogress::v1::Name##Response> Name##_;        \
  grpc::Status Name(grpc::ServerContext* context, const courseprogress::v1::Name##Request* request, \
                    courseprogress::v1::Name##Response* response) override {                        \
    return Name##_.Handle(*context, *request, response);                                            \
  }

struct FakeProgress final : courseprogress::v1::CourseProgressService::Service {
  CP_FAKE_METHOD(GetCourseProgress)
};
struct FakeSync final : courseprogress::v1::SyncService::Service {
  FakeMethod<courseprogress::v1::RunSyncRequest, courseprogress::v1::RunSyncResponse> RunSync_;
  std::function<void(grpc::ServerContext*)> run_sync_context;  // called before the answer
  grpc::Status RunSync(grpc::ServerContext* context, const courseprogress::v1::RunSyncRequest* request,
                       courseprogress::v1::RunSyncResponse* response) override {
    if (run_sync_context) run_sync_context(context);
    return RunSync_.Handle(*context, *request, response);
  }
  CP_FAKE_METHOD(GetRun)
  CP_FAKE_METHOD(ListRuns)
  CP_FAKE_METHOD(CancelRun)
  CP_FAKE_METHOD(GetSourceStatus)

  using WatchWriter = grpc::ServerWriter<courseprogress::v1::WatchRunResponse>;
  std::function<grpc::Status(const courseprogress::v1::WatchRunRequest&, WatchWriter*)> watch_run;
  grpc::Status WatchRun(grpc::ServerContext*, const courseprogress::v1::WatchRunRequest* request,
                        WatchWriter* writer) override {
    return watch_run(*request, writer);
  }
};
struct FakeAdmin final : courseprogress::v1::AdminService::Service {
  CP_FAKE_METHOD(ListCompanies)
  CP_FAKE_METHOD(GetCompanySettings)
  CP_FAKE_METHOD(ClearCache)
  CP_FAKE_METHOD(CreateToken)
  CP_FAKE_METHOD(ListTokens)
  CP_FAKE_METHOD(RevokeToken)
};
#undef CP_FAKE_METHOD

// All services on one free port of the loopback, healthy. Calls come one after the other.
class FakeServices {
 public:
  explicit FakeServices(
      const std::shared_ptr<grpc::ServerCredentials>& credentials = grpc::InsecureServerCredentials()) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", credentials, &port_);
    builder.RegisterService(&progress);
    builder.RegisterService(&sync);
    builder.RegisterService(&admin);
    server_ = builder.BuildAndStart();
  }
  ~FakeServices() { server_->Shutdown(); }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }
  void SetServing(bool serving) { server_->GetHealthCheckService()->SetServingStatus(serving); }

  FakeProgress progress;
  FakeSync sync;
  FakeAdmin admin;

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace cp::ctl
