#include "libs/rpc/handler.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/rpc/client.h"
#include "libs/rpc/fake_token_store.h"
#include "libs/rpc/server.h"
#include "libs/rpc/status.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/manual_executor.h"
#include "libs/testing/status_matchers.h"

namespace cp::rpc {
namespace {

using ::courseprogress::v1::AdminService;
using ::courseprogress::v1::RevokeTokenRequest;
using ::courseprogress::v1::RevokeTokenResponse;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::StatusIs;

class RecordingObserver final : public CallObserver {
 public:
  void Started() override {
    absl::MutexLock lock(&mutex_);
    ++started_;
  }
  void Handled(grpc::StatusCode code, absl::Duration) override {
    absl::MutexLock lock(&mutex_);
    codes_.push_back(code);
  }
  int started() const {
    absl::MutexLock lock(&mutex_);
    return started_;
  }
  std::vector<grpc::StatusCode> codes() const {
    absl::MutexLock lock(&mutex_);
    return codes_;
  }

 private:
  mutable absl::Mutex mutex_;
  int started_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<grpc::StatusCode> codes_ ABSL_GUARDED_BY(mutex_);
};

class RevokeService final : public AdminService::CallbackService {
 public:
  using Work = std::function<absl::Status(const Call&, const RevokeTokenRequest&)>;
  RevokeService(const UnaryGate* gate, CallObserver* observer) : gate_(gate), observer_(observer) {}
  void set_work(Work work) { work_ = std::move(work); }

  grpc::ServerUnaryReactor* RevokeToken(grpc::CallbackServerContext* context, const RevokeTokenRequest* request,
                                        RevokeTokenResponse*) override {
    return HandleUnary(
        *gate_, *observer_, context, [=, this](const Call& call) { return work_(call, *request); }, "RevokeToken");
  }

 private:
  const UnaryGate* const gate_;
  CallObserver* const observer_;
  Work work_ = [](const Call&, const RevokeTokenRequest&) { return absl::OkStatus(); };
};

struct LoggedEnd {
  std::string method;
  std::string token_id;
  std::optional<Refusal> refusal;
  absl::Status status;
};

class HandlerTest : public ::testing::Test {
 protected:
  HandlerTest() {
    store_.Add("admin", progress::TokenScope::kAdmin);
    store_.Add("reader", progress::TokenScope::kRead, CompanyId(7));
    gate_.authenticator = &authenticator_;
    gate_.executor = executor_.get();
    gate_.clock = &clock_;
    gate_.on_end = [this](grpc::CallbackServerContext&, const CallEnd& end) {
      absl::MutexLock lock(&mutex_);
      ends_.push_back({std::string(end.method), std::string(end.token_id), end.refusal, end.status});
    };
  }
  ~HandlerTest() override {
    server_.reset();
    executor_->Shutdown();
  }

  void Start() { CP_ASSERT_OK_AND_ASSIGN(server_, RpcServer::Start({}, {&service_}, {})); }

  absl::Status Revoke(const std::string& token, absl::Duration timeout = absl::Seconds(60)) {
    if (server_ == nullptr) Start();
    auto channel = MakeChannel({.address = server_->address()});
    if (!channel.ok()) return channel.status();
    grpc::ClientContext context;
    PrepareCall(context, timeout, token);
    RevokeTokenRequest request;
    request.set_token_id("abc");
    RevokeTokenResponse response;
    return FromGrpcStatus(AdminService::NewStub(*channel)->RevokeToken(&context, request, &response));
  }

  LoggedEnd LastEnd() {
    absl::MutexLock lock(&mutex_);
    return ends_.empty() ? LoggedEnd{} : ends_.back();
  }

  testing::FakeClock clock_;
  FakeTokenStore store_;
  std::unique_ptr<Executor> executor_ = MakeExecutor("work", 8, 10);
  Authenticator authenticator_{&store_, &store_, &clock_, executor_.get()};
  UnaryGate gate_;
  RecordingObserver observer_;
  RevokeService service_{&gate_, &observer_};
  absl::Mutex mutex_;
  std::vector<LoggedEnd> ends_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<RpcServer> server_;
};

TEST_F(HandlerTest, RunsTheWorkForATokenThatIsLetIn) {
  std::string seen;
  service_.set_work([&](const Call& call, const RevokeTokenRequest& request) {
    seen = call.principal.token_id + " " + request.token_id();
    return absl::OkStatus();
  });
  CP_EXPECT_OK(Revoke("admin"));
  EXPECT_EQ(seen, "admin abc");
  EXPECT_EQ(observer_.started(), 1);
  EXPECT_THAT(observer_.codes(), ElementsAre(grpc::StatusCode::OK));
  EXPECT_EQ(LastEnd().method, "RevokeToken");
  EXPECT_EQ(LastEnd().token_id, "admin");
}

TEST_F(HandlerTest, SendsTheWorksErrorAndLogsItWhole) {
  service_.set_work([](const Call&, const RevokeTokenRequest&) {
    return MakeError(absl::StatusCode::kNotFound, reason::kNotFound, "No such token.", {{"resource", "abc"}});
  });
  const absl::Status known = Revoke("admin");
  EXPECT_THAT(known, StatusIs(absl::StatusCode::kNotFound, "No such token."));
  EXPECT_EQ(MetadataOf(known).at("resource"), "abc");

  service_.set_work([](const Call&, const RevokeTokenRequest&) { return absl::AbortedError("driver text"); });
  const absl::Status hidden = Revoke("admin");
  EXPECT_THAT(hidden, StatusIs(absl::StatusCode::kInternal));
  EXPECT_EQ(hidden.message().find("driver"), absl::string_view::npos);
  EXPECT_THAT(LastEnd().status, StatusIs(absl::StatusCode::kAborted, "driver text"));
  EXPECT_THAT(observer_.codes(), ElementsAre(grpc::StatusCode::NOT_FOUND, grpc::StatusCode::INTERNAL));
}

TEST_F(HandlerTest, DoesNotRunTheWorkForAnybodyElse) {
  bool ran = false;
  service_.set_work([&](const Call&, const RevokeTokenRequest&) {
    ran = true;
    return absl::OkStatus();
  });
  EXPECT_THAT(Revoke(""), HasReason(reason::kTokenInvalid));
  EXPECT_EQ(LastEnd().refusal, Refusal::kMissing);
  EXPECT_THAT(Revoke("stranger"), HasReason(reason::kTokenInvalid));
  EXPECT_EQ(LastEnd().refusal, Refusal::kUnknown);
  EXPECT_THAT(Revoke("reader"), HasReason(reason::kScopeMissing));
  EXPECT_EQ(LastEnd().refusal, std::nullopt);
  EXPECT_FALSE(ran);
  EXPECT_THAT(observer_.codes(), ElementsAre(grpc::StatusCode::UNAUTHENTICATED, grpc::StatusCode::UNAUTHENTICATED,
                                             grpc::StatusCode::PERMISSION_DENIED));
}

TEST_F(HandlerTest, RefusesWhenTheExecutorIsFull) {
  testing::ManualExecutor full(0);
  gate_.executor = &full;
  EXPECT_THAT(Revoke("admin"), StatusIs(absl::StatusCode::kUnavailable, "overloaded"));
  EXPECT_THAT(LastEnd().status, HasReason(reason::kOverloaded));
}

TEST_F(HandlerTest, GivesTheWorkTheSmallerOfBothDeadlines) {
  std::vector<absl::Duration> left;
  service_.set_work([&](const Call& call, const RevokeTokenRequest&) {
    left.push_back(call.deadline.Remaining(clock_));
    return absl::OkStatus();
  });
  CP_EXPECT_OK(Revoke("admin", absl::Hours(1)));
  CP_EXPECT_OK(Revoke("admin", absl::Seconds(20)));
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0], absl::Seconds(30));
  EXPECT_LE(left[1], absl::Seconds(21));  // gRPC rounds the time it sends up
  EXPECT_GT(left[1], absl::ZeroDuration());
}

TEST_F(HandlerTest, DoesNotStartWorkThatIsTooLate) {
  testing::ManualExecutor manual;
  gate_.executor = &manual;
  bool ran = false;
  service_.set_work([&](const Call&, const RevokeTokenRequest&) {
    ran = true;
    return absl::OkStatus();
  });
  Start();
  absl::Status answer;
  std::thread client([&] { answer = Revoke("admin"); });
  manual.WaitForTask();
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(manual.RunAll(), 1);
  client.join();
  EXPECT_FALSE(ran);
  EXPECT_THAT(answer, HasReason(reason::kDeadlineExceeded));
}

TEST_F(HandlerTest, KeepsTheCallbackThreadsFreeWhileWorkBlocks) {
  absl::Notification go_on;
  std::atomic<int> blocked = 0;
  service_.set_work([&](const Call&, const RevokeTokenRequest& request) {
    ++blocked;
    go_on.WaitForNotification();
    return request.token_id() == "abc" ? absl::OkStatus() : absl::InternalError("");
  });
  Start();
  std::vector<std::thread> clients;
  for (int i = 0; i < 6; ++i) clients.emplace_back([&] { CP_EXPECT_OK(Revoke("admin")); });
  // Refused on a callback thread: answered although more calls than there are such threads are blocked in work.
  EXPECT_THAT(Revoke(""), HasReason(reason::kTokenInvalid));
  while (blocked < 6) std::this_thread::yield();
  EXPECT_THAT(Revoke(""), HasReason(reason::kTokenInvalid));
  go_on.Notify();
  for (std::thread& client : clients) client.join();
}

TEST(CallScope, RecordsExactlyOneEnd) {
  testing::FakeClock clock;
  RecordingObserver observer;
  {
    CallScope scope(&observer, &clock);
    CallScope moved = std::move(scope);
    EXPECT_THAT(observer.codes(), IsEmpty());
    moved.Finish(grpc::StatusCode::OK);
    moved.Finish(grpc::StatusCode::INTERNAL);
  }
  { CallScope dropped(&observer, &clock); }
  { CallScope unobserved(nullptr, &clock); }
  EXPECT_EQ(observer.started(), 2);
  EXPECT_THAT(observer.codes(), ElementsAre(grpc::StatusCode::OK, grpc::StatusCode::CANCELLED));
}

TEST(ObserverOf, PassesCodeAndTimeOn) {
  struct Handles {
    std::vector<std::pair<int, absl::Duration>>* ends;
    void Started() {}
    void Handled(int code, absl::Duration elapsed) { ends->emplace_back(code, elapsed); }
  };
  testing::FakeClock clock;
  std::vector<std::pair<int, absl::Duration>> ends;
  const std::unique_ptr<CallObserver> observer = ObserverOf(Handles{&ends});
  CallScope scope(observer.get(), &clock);
  clock.Advance(absl::Seconds(2));
  scope.Finish(grpc::StatusCode::ABORTED);
  EXPECT_THAT(ends, ElementsAre(std::pair(10, absl::Seconds(2))));
}

}  // namespace
}  // namespace cp::rpc
