#include "libs/rpc/server.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "courseprogress/v1/sync_service.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "libs/base/reasons.h"
#include "libs/rpc/client.h"
#include "libs/rpc/status.h"
#include "libs/rpc/test_certificates.h"
#include "libs/testing/status_matchers.h"

namespace cp::rpc {
namespace {

using ::courseprogress::v1::RunSyncRequest;
using ::courseprogress::v1::RunSyncResponse;
using ::courseprogress::v1::SyncService;
using ::grpc::health::v1::Health;
using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::StatusIs;

constexpr char kName[] = "courseprogress.v1.SyncService";
constexpr absl::Duration kLong = absl::Minutes(5);  // of a grace that must not be waited for

// Holds its only call until Release(), or until it is cancelled.
class SlowService final : public SyncService::CallbackService {
 public:
  grpc::ServerUnaryReactor* RunSync(grpc::CallbackServerContext*, const RunSyncRequest*,
                                    RunSyncResponse* response) override {
    response->set_success(true);
    reactor_ = new Reactor(&cancelled_);
    arrived_.Notify();
    return reactor_;
  }

  void WaitForCall() { arrived_.WaitForNotification(); }
  void Release() { reactor_->Finish(grpc::Status::OK); }
  bool cancelled() const { return cancelled_.HasBeenNotified(); }

 private:
  class Reactor final : public grpc::ServerUnaryReactor {
   public:
    explicit Reactor(absl::Notification* cancelled) : cancelled_(cancelled) {}
    void OnCancel() override {
      cancelled_->Notify();
      Finish(grpc::Status::CANCELLED);
    }
    void OnDone() override { delete this; }

   private:
    absl::Notification* const cancelled_;
  };

  absl::Notification arrived_;
  absl::Notification cancelled_;
  Reactor* reactor_ = nullptr;
};

class ServerTest : public ::testing::Test {
 protected:
  ~ServerTest() override {
    for (const std::string& file : files_) std::remove(file.c_str());
  }

  void Start(const ServerOptions& options = {}) {
    CP_ASSERT_OK_AND_ASSIGN(server_, RpcServer::Start(options, {&service_}, {kName}));
    channel_ = Channel({.address = server_->address()});
  }

  static std::shared_ptr<grpc::Channel> Channel(const ChannelOptions& options) {
    auto channel = MakeChannel(options);
    EXPECT_THAT(channel, testing::IsOk());
    return *std::move(channel);
  }

  absl::StatusOr<HealthCheckResponse::ServingStatus> Check(const std::string& name) { return Check(name, channel_); }
  static absl::StatusOr<HealthCheckResponse::ServingStatus> Check(const std::string& name,
                                                                  const std::shared_ptr<grpc::Channel>& channel) {
    grpc::ClientContext context;
    PrepareCall(context, absl::Seconds(20), "");
    HealthCheckRequest request;
    request.set_service(name);
    HealthCheckResponse response;
    const grpc::Status status = Health::NewStub(channel)->Check(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response.status();
  }

  std::string File(const std::string& content) {
    std::string path = ::testing::TempDir() + "server_test_XXXXXX";
    close(mkstemp(path.data()));
    std::ofstream(path) << content;
    files_.push_back(path);
    return path;
  }

  SlowService service_;
  std::unique_ptr<RpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::vector<std::string> files_;
};

// A call of SlowService on a thread of its own.
class CallInFlight {
 public:
  explicit CallInFlight(const std::shared_ptr<grpc::Channel>& channel)
      : thread_([this, channel] {
          grpc::ClientContext context;
          PrepareCall(context, kLong, "");
          status_ = SyncService::NewStub(channel)->RunSync(&context, {}, &response_);
        }) {}
  grpc::Status Wait() {
    thread_.join();
    return status_;
  }
  const RunSyncResponse& response() const { return response_; }

 private:
  RunSyncResponse response_;
  grpc::Status status_;
  std::thread thread_;
};

class HealthWatch {
 public:
  HealthWatch(const std::shared_ptr<grpc::Channel>& channel, const std::string& name)
      : stub_(Health::NewStub(channel)) {
    PrepareCall(context_, kLong, "");
    HealthCheckRequest request;
    request.set_service(name);
    reader_ = stub_->Watch(&context_, request);
  }
  HealthCheckResponse::ServingStatus Next() {
    HealthCheckResponse response;
    EXPECT_TRUE(reader_->Read(&response));
    return response.status();
  }
  grpc::Status End() {
    HealthCheckResponse response;
    EXPECT_FALSE(reader_->Read(&response)) << response.DebugString();
    return reader_->Finish();
  }
  void Cancel() { context_.TryCancel(); }

 private:
  std::unique_ptr<Health::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<HealthCheckResponse>> reader_;
};

TEST_F(ServerTest, ListensOnAFreePortAndIsNotServingAtFirst) {
  Start();
  EXPECT_GT(server_->port(), 0);
  EXPECT_EQ(server_->address(), absl::StrCat("127.0.0.1:", server_->port()));
  for (const std::string& name : {std::string(), std::string(kName)}) {
    EXPECT_THAT(Check(name), testing::IsOkAndHolds(HealthCheckResponse::NOT_SERVING));
  }
  server_->SetServing(true);
  for (const std::string& name : {std::string(), std::string(kName)}) {
    EXPECT_THAT(Check(name), testing::IsOkAndHolds(HealthCheckResponse::SERVING));
  }
  EXPECT_THAT(Check("courseprogress.v1.Other"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ServerTest, WatchSeesEveryChangeAndDoesNotHoldUpAStop) {
  Start();
  HealthWatch watch(channel_, kName);
  HealthWatch unknown(channel_, "courseprogress.v1.Other");
  HealthWatch cancelled(channel_, "");
  EXPECT_EQ(watch.Next(), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(unknown.Next(), HealthCheckResponse::SERVICE_UNKNOWN);
  EXPECT_EQ(cancelled.Next(), HealthCheckResponse::NOT_SERVING);
  cancelled.Cancel();
  server_->SetServing(true);
  EXPECT_EQ(watch.Next(), HealthCheckResponse::SERVING);
  const absl::Time before = absl::Now();
  std::thread stop([&] { server_->Stop(kLong); });
  EXPECT_EQ(watch.Next(), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(watch.End().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(unknown.End().error_code(), grpc::StatusCode::UNAVAILABLE);
  stop.join();
  EXPECT_LT(absl::Now() - before, kLong / 2);
}

TEST_F(ServerTest, StopTurnsReadinessOffAndFinishesTheCallInFlight) {
  Start();
  server_->SetServing(true);
  HealthWatch watch(channel_, "");
  EXPECT_EQ(watch.Next(), HealthCheckResponse::SERVING);
  CallInFlight call(channel_);
  service_.WaitForCall();
  std::thread stop([&] { server_->Stop(kLong); });
  EXPECT_EQ(watch.Next(), HealthCheckResponse::NOT_SERVING);
  EXPECT_FALSE(service_.cancelled());
  service_.Release();
  EXPECT_TRUE(call.Wait().ok());
  EXPECT_TRUE(call.response().success());
  stop.join();
  EXPECT_THAT(Check("", Channel({.address = server_->address()})), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ServerTest, StopCancelsWhatOutlastsTheGrace) {
  Start();
  CallInFlight call(channel_);
  service_.WaitForCall();
  server_->Stop(absl::Milliseconds(20));
  EXPECT_TRUE(service_.cancelled());
  EXPECT_EQ(call.Wait().error_code(), grpc::StatusCode::UNAVAILABLE) << "its connection was closed";
  server_->Stop(kLong);  // idempotent
}

// Serialized ServerReflectionResponse to one serialized ServerReflectionRequest; no package ships the protocol's proto.
std::string AskReflection(const std::shared_ptr<grpc::Channel>& channel, const std::string& request) {
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  PrepareCall(context, absl::Seconds(20), "");
  auto stream = stub.PrepareCall(&context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  const auto wait = [&] {
    void* tag = nullptr;
    bool ok = false;
    EXPECT_TRUE(queue.Next(&tag, &ok) && ok);
  };
  stream->StartCall(nullptr);
  wait();
  const grpc::Slice asked(request);
  stream->Write(grpc::ByteBuffer(&asked, 1), nullptr);
  wait();
  grpc::ByteBuffer answer;
  stream->Read(&answer, nullptr);
  wait();
  grpc::Slice bytes;
  EXPECT_TRUE(answer.DumpToSingleSlice(&bytes).ok());
  context.TryCancel();
  return std::string(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
}

TEST_F(ServerTest, ShowsItsServicesByReflection) {
  Start();
  const std::string services = AskReflection(channel_, std::string("\x3a\x00", 2));  // list_services = 7: ""
  EXPECT_THAT(services, HasSubstr(kName));
  EXPECT_THAT(services, HasSubstr("grpc.health.v1.Health"));
}

// Without this a client that has no protos of its own shows an error's details as bytes.
TEST_F(ServerTest, ShowsTheTypeOfErrorDetailsByReflection) {
  Start();
  const std::string name = "google.rpc.ErrorInfo";
  const std::string symbol = absl::StrCat("\x22", std::string(1, static_cast<char>(name.size())), name);
  const std::string answer = AskReflection(channel_, symbol);  // file_containing_symbol = 4
  EXPECT_THAT(answer, HasSubstr("google/rpc/error_details.proto"));
  EXPECT_THAT(answer, HasSubstr("MetadataEntry")) << "the file itself, not a word about it";
}

TEST_F(ServerTest, NamesTheSettingWhenThePortIsTaken) {
  Start();
  SlowService other;
  const absl::Status status = RpcServer::Start({.listen = server_->address()}, {&other}, {}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, server_->address()));
  EXPECT_THAT(status, HasReason(reason::kConfigInvalid));
}

TEST_F(ServerTest, ListensOnAUnixSocket) {
  const std::string path = File("");
  std::remove(path.c_str());
  Start({.listen = "unix:" + path});
  EXPECT_EQ(server_->port(), 0);
  EXPECT_THAT(Check(""), testing::IsOkAndHolds(HealthCheckResponse::NOT_SERVING));
}

TEST_F(ServerTest, TalksTlsOnly) {
  const TestCertificate pair = MakeTestCertificate();
  const std::string certificate = File(pair.certificate);
  Start({.tls_cert = certificate, .tls_key = File(pair.key)});
  EXPECT_THAT(Check("", Channel({.address = server_->address(), .tls_ca = certificate})), testing::IsOk());
  EXPECT_THAT(Check(""), StatusIs(absl::StatusCode::kUnavailable)) << "plaintext";
  const std::string stranger = File(MakeTestCertificate().certificate);
  EXPECT_THAT(Check("", Channel({.address = server_->address(), .tls_ca = stranger})),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ServerTest, AsksClientsForACertificate) {
  const TestCertificate server = MakeTestCertificate();
  const TestCertificate client = MakeTestCertificate();
  const std::string ca = File(server.certificate);
  const std::string client_ca = File(client.certificate);
  Start({.tls_cert = ca, .tls_key = File(server.key), .tls_client_ca = client_ca});
  const ChannelOptions with{
      .address = server_->address(), .tls_ca = ca, .tls_cert = client_ca, .tls_key = File(client.key)};
  EXPECT_THAT(Check("", Channel(with)), testing::IsOk());
  EXPECT_THAT(Check("", Channel({.address = server_->address(), .tls_ca = ca})),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ServerTest, NamesTheKeyFileThatIsWrong) {
  const TestCertificate pair = MakeTestCertificate();
  const std::string certificate = File(pair.certificate);
  const std::string key = File(pair.key);
  const std::string other_key = File(MakeTestCertificate().key);
  const auto start = [&](const ServerOptions& options) { return RpcServer::Start(options, {}, {}).status(); };
  EXPECT_THAT(start({.tls_cert = "/nowhere/c.pem", .tls_key = key}),
              StatusIs(absl::StatusCode::kInvalidArgument, "--tls-cert is \"/nowhere/c.pem\": can not be read"));
  EXPECT_THAT(start({.tls_cert = "/tmp", .tls_key = key}),
              StatusIs(absl::StatusCode::kInvalidArgument, "--tls-cert is \"/tmp\": can not be read: it is a folder"));
  EXPECT_THAT(start({.tls_cert = key, .tls_key = key}),
              StatusIs(absl::StatusCode::kInvalidArgument, "holds no certificate"));
  EXPECT_THAT(start({.tls_cert = certificate, .tls_key = certificate}),
              StatusIs(absl::StatusCode::kInvalidArgument, "holds no private key"));
  EXPECT_THAT(start({.tls_cert = certificate, .tls_key = other_key}),
              StatusIs(absl::StatusCode::kInvalidArgument, "is not the key of the certificate"));
}

TEST(CheckServerOptions, LetsOthersInOnlyWithTlsOrByWord) {
  for (const char* local : {"127.0.0.1:50051", "127.9.9.9:1", "localhost:0", "[::1]:50051", "unix:/run/cp.sock"}) {
    CP_EXPECT_OK(CheckServerOptions({.listen = local}));
  }
  for (const char* open : {"0.0.0.0:50051", "[::]:50051", "10.0.0.1:1", "example.org:1", "127.example.org:1"}) {
    EXPECT_THAT(CheckServerOptions({.listen = open}),
                StatusIs(absl::StatusCode::kInvalidArgument, "--insecure-plaintext"))
        << open;
    CP_EXPECT_OK(CheckServerOptions({.listen = open, .insecure_plaintext = true}));
    CP_EXPECT_OK(CheckServerOptions({.listen = open, .tls_cert = "c", .tls_key = "k"}));
  }
}

TEST(CheckServerOptions, NamesWhatIsMalformedOrHalfSet) {
  for (const char* listen :
       {"", "50051", ":50051", "host:", "host:x", "host:65536", "host:-1", "::1:50051", "[::1]", "unix:"}) {
    EXPECT_THAT(CheckServerOptions({.listen = listen}),
                StatusIs(absl::StatusCode::kInvalidArgument, "must be host:port"))
        << listen;
  }
  EXPECT_THAT(CheckServerOptions({.tls_cert = "c"}), StatusIs(absl::StatusCode::kInvalidArgument, "--tls-key"));
  EXPECT_THAT(CheckServerOptions({.tls_key = "k"}), StatusIs(absl::StatusCode::kInvalidArgument, "--tls-cert"));
  EXPECT_THAT(CheckServerOptions({.tls_client_ca = "a"}),
              StatusIs(absl::StatusCode::kInvalidArgument, "--tls-client-ca"));
}

TEST(MakeChannel, SendsNoTokenInPlaintextToAnotherMachine) {
  EXPECT_THAT(MakeChannel({.address = "db.example.org:443"}),
              StatusIs(absl::StatusCode::kInvalidArgument, "--insecure-plaintext"));
  CP_EXPECT_OK(MakeChannel({.address = "db.example.org:443", .tls = true}));
  CP_EXPECT_OK(MakeChannel({.address = "db.example.org:443", .insecure_plaintext = true}));
  EXPECT_THAT(MakeChannel({.address = "127.0.0.1:1", .tls_ca = "/tmp"}),
              StatusIs(absl::StatusCode::kInvalidArgument, "--tls-ca is \"/tmp\": can not be read: it is a folder"));
  EXPECT_THAT(MakeChannel({.address = "", .setting = "worker-address"}),
              StatusIs(absl::StatusCode::kInvalidArgument, "--worker-address"));
}

}  // namespace
}  // namespace cp::rpc
