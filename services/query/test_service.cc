#include "services/query/test_service.h"

#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <utility>

#include "libs/base/status.h"
#include "libs/rpc/secret.h"
#include "libs/rpc/status.h"
#include "libs/testing/builders.h"

namespace cp::query {
namespace {

namespace v1 = courseprogress::v1;

template <typename T>
T Must(absl::StatusOr<T> result) {
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : T();
}

void Must(const absl::Status& status) { EXPECT_TRUE(status.ok()) << status; }

}  // namespace

Hook& Hook::operator=(std::function<absl::Status()> function) {
  absl::MutexLock lock(&mutex_);
  function_ = std::move(function);
  return *this;
}

absl::Status Hook::operator()() const {
  std::function<absl::Status()> function;
  {
    absl::MutexLock lock(&mutex_);
    function = function_;
  }
  return function ? function() : absl::OkStatus();
}

absl::StatusOr<progress::VersionBatch> GatedReader::ReadVersions(absl::Span<const CompanyId> companies,
                                                                 Deadline deadline) {
  ++versions;
  CP_RETURN_IF_ERROR(before_versions());
  return reader_->ReadVersions(companies, deadline);
}

absl::StatusOr<progress::PageSnapshot> GatedReader::ReadPage(const progress::PageQuery& query, Deadline deadline) {
  ++pages;
  CP_RETURN_IF_ERROR(before_page());
  auto page = reader_->ReadPage(query, deadline);
  CP_RETURN_IF_ERROR(after_page());
  return page;
}

class CallRecorder::Observer final : public rpc::CallObserver {
 public:
  Observer(CallRecorder* recorder, std::string method) : recorder_(recorder), method_(std::move(method)) {}
  void Started() override {}
  void Handled(grpc::StatusCode code, absl::Duration) override {
    absl::MutexLock lock(&recorder_->mutex_);
    recorder_->codes_[method_].push_back(code);
  }

 private:
  CallRecorder* const recorder_;
  const std::string method_;
};

QueryServer::ObserverFactory CallRecorder::Factory() {
  return [this](const std::string&, const std::string& method) { return std::make_unique<Observer>(this, method); };
}

std::vector<grpc::StatusCode> CallRecorder::Codes(const std::string& method) const {
  absl::MutexLock lock(&mutex_);
  const auto codes = codes_.find(method);
  return codes == codes_.end() ? std::vector<grpc::StatusCode>() : codes->second;
}

void CallRecorder::WaitFor(const std::string& method, size_t count) const {
  absl::MutexLock lock(&mutex_);
  const auto enough = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    const auto codes = codes_.find(method);
    return codes != codes_.end() && codes->second.size() >= count;
  };
  mutex_.Await(absl::Condition(&enough));
}

TestService::TestService()
    : logger_(runtime::LogLevel::kDebug, &clock, [this](absl::string_view line) {
        absl::MutexLock lock(&log_mutex_);
        log_lines_.emplace_back(line);
      }) {
  Must(store.UpsertCompanies({testing::MakeCompany(1), testing::MakeCompany(2)}, Soon()));
}

TestService::~TestService() = default;

QueryServer& TestService::server() {
  std::call_once(started_, [this] { Start(); });
  return *server_;
}

void TestService::Start() {
  server_ = Must(QueryServer::Start({.clock = &clock,
                                     .reader = &reader,
                                     .store = &store,
                                     .shared = shared,
                                     .invalidator = invalidator,
                                     .logger = &logger_,
                                     .observers = recorder.Factory()},
                                    options));
  // Over TCP: the in-process transport ends calls in flight when the server drains.
  channel_ = grpc::CreateChannel(server_->server().address(), grpc::InsecureChannelCredentials());
  stub_ = v1::CourseProgressService::NewStub(channel_);
  admin_stub_ = v1::AdminService::NewStub(channel_);
}

std::string TestService::NewReadToken(int64_t company, std::string* id) {
  const rpc::NewToken made = Must(rpc::MakeToken());
  progress::ApiToken token = testing::ReadToken(made.id, company);
  token.sha256 = made.sha256;
  Must(store.CreateToken(token, Soon()));
  if (id != nullptr) *id = made.id;
  return made.secret;
}

std::string TestService::NewAdminToken() {
  const rpc::NewToken made = Must(rpc::MakeToken());
  progress::ApiToken token = testing::AdminToken(made.id);
  token.sha256 = made.sha256;
  Must(store.CreateToken(token, Soon()));
  return made.secret;
}

DataVersion TestService::Sync(int64_t company, std::vector<progress::CourseProgress> upserts,
                              std::vector<progress::RowKey> tombstones) {
  progress::Batch batch;
  batch.lease = Must(store.AcquireLease(CompanyId(company), "test", absl::Minutes(1), Soon()));
  batch.run_id = "run";
  batch.upserts = std::move(upserts);
  batch.tombstones = std::move(tombstones);
  batch.written_at = absl::ToUnixSeconds(clock.Now());
  progress::CompanyRunRecord& finish = batch.finish.emplace();
  finish.run_id = batch.run_id;
  finish.company = CompanyId(company);
  finish.state = progress::RunState::kSucceeded;
  finish.source_read_at = batch.written_at;
  const DataVersion version = Must(store.CommitBatch(batch, Soon()));
  Must(store.ReleaseLease(batch.lease, Soon()));
  return version;
}

TestService::Reply TestService::Get(const std::string& token, const Request& request) {
  grpc::ClientContext context;
  Authorize(&context, token);
  return GetWith(&context, request);
}

TestService::Reply TestService::GetWith(grpc::ClientContext* context, const Request& request) {
  server();
  Reply reply;
  reply.status = stub_->GetCourseProgress(context, request, &reply.response);
  reply.error = rpc::FromGrpcStatus(reply.status);
  return reply;
}

void TestService::Authorize(grpc::ClientContext* context, const std::string& token) {
  context->AddMetadata("authorization", "Bearer " + token);
}

v1::AdminService::Stub& TestService::admin() {
  server();
  return *admin_stub_;
}

std::vector<std::string> TestService::LogLines() const {
  absl::MutexLock lock(&log_mutex_);
  return log_lines_;
}

TestService::Request Page(int32_t limit, int32_t offset) {
  TestService::Request request;
  request.set_limit(limit);
  request.set_offset(offset);
  return request;
}

}  // namespace cp::query
