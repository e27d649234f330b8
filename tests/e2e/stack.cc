#include "tests/e2e/stack.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "courseprogress/internal/v1/error_details.pb.h"
#include "google/rpc/error_details.pb.h"
#include "libs/base/status.h"
#include "libs/testing/free_port.h"

namespace cp::e2e {
namespace {

namespace internal_pb = courseprogress::internal::v1;

constexpr absl::Duration kStartTimeout = absl::Seconds(60);

std::string LocalAddress() { return absl::StrCat("127.0.0.1:", testing::FreePort()); }

// Tries again every 100 ms, gRPC's least: services are started and restarted all the time here.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      absl::StrCat(ErrorReason(status), ": ", status.error_message()));
}

// Makes `call` until it is OK; `process` ending is a failure at once. The calls wait for the connection: a channel
// makes progress only while somebody polls it, and failing calls with pauses between them would leave that to gRPC's
// backup poller, which looks every 5 seconds.
template <typename MakeCall>
absl::Status Await(const testing::Process& process, const std::string& what, const std::string& token, MakeCall call) {
  const absl::Time give_up = absl::Now() + kStartTimeout;
  grpc::Status last;
  while (absl::Now() < give_up) {
    const std::unique_ptr<grpc::ClientContext> context = Call(token, absl::Seconds(1));
    context->set_wait_for_ready(true);
    last = call(*context);
    if (last.ok()) return absl::OkStatus();
    if (!process.Running()) break;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return absl::UnavailableError(
      absl::StrCat(what, " did not answer: ", last.error_message(), "\nits stderr:\n", process.Stderr()));
}

}  // namespace

std::string BinaryPath(const std::string& binary) {
  const char* folder = std::getenv("CP_BIN_DIR");
  return absl::StrCat(folder != nullptr ? folder : "build/dev/bin", "/", binary);
}

CommandResult RunCommand(const std::string& binary, const std::vector<std::string>& arguments, absl::Duration timeout,
                         const std::vector<std::string>& environment) {
  testing::TempDir outputs;
  testing::ProcessOptions options;
  options.argv = {BinaryPath(binary)};
  options.argv.insert(options.argv.end(), arguments.begin(), arguments.end());
  options.env = environment;
  options.stdout_path = absl::StrCat(outputs.path(), "/out");
  options.stderr_path = absl::StrCat(outputs.path(), "/err");
  CommandResult result;
  const auto process = testing::Process::Start(options);
  if (!process.ok()) {
    result.err = process.status().ToString();
    return result;
  }
  const auto exit = (*process)->Wait(timeout);
  result.out = (*process)->Stdout();
  result.err = (*process)->Stderr();
  if (exit.has_value()) {
    result.exit_code = exit->signal == 0 ? exit->exit_code : -1;
    result.peak_rss_bytes = exit->peak_rss_bytes;
  }
  return result;
}

std::unique_ptr<grpc::ClientContext> Call(const std::string& token, absl::Duration deadline) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(absl::ToChronoTime(absl::Now() + deadline));
  context->AddMetadata("authorization", absl::StrCat("Bearer ", token));
  return context;
}

std::string ErrorReason(const grpc::Status& status) {
  if (status.error_details().empty()) return "(no details)";
  internal_pb::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), static_cast<int>(status.error_code()));
  std::string reason;
  int infos = 0;
  for (const internal_pb::Detail& detail : details.details()) {
    if (detail.type_url() != "type.googleapis.com/google.rpc.ErrorInfo") continue;
    google::rpc::ErrorInfo info;
    EXPECT_TRUE(info.ParseFromString(detail.value()));
    EXPECT_EQ(info.domain(), "courseprogress");
    reason = info.reason();
    ++infos;
  }
  EXPECT_EQ(infos, 1) << status.error_message();
  return reason;
}

absl::StatusOr<std::unique_ptr<Stack>> Stack::Start(const StackOptions& options) {
  std::unique_ptr<Stack> stack(new Stack);
  stack->options_ = options;
  if (stack->options_.store_dsn.empty()) {
    stack->options_.store_dsn = absl::StrCat("sqlite3://", stack->folder(), "/progress.db");
  }
  if (options.with_redis) {
    CP_ASSIGN_OR_RETURN(stack->redis_, testing::RedisServer::Start());
  }
  const CommandResult token = RunCommand("progressctl", {"token", "create", "--admin", "--label=e2e", "--output=secret",
                                                         absl::StrCat("--store-dsn=", stack->store_dsn())});
  if (token.exit_code != 0) return absl::InternalError(absl::StrCat("no admin token: ", token.err));
  stack->admin_token_ = std::string(absl::StripAsciiWhitespace(token.out));
  if (options.start_worker) CP_RETURN_IF_ERROR(stack->StartWorker());
  if (options.start_query) CP_RETURN_IF_ERROR(stack->StartQuery());
  return stack;
}

absl::Status Stack::StartWorker() {
  if (worker_address_.empty()) worker_address_ = LocalAddress();
  worker_metrics_ = LocalAddress();
  testing::ProcessOptions process;
  process.argv = {BinaryPath("sync-worker"),
                  absl::StrCat("--moodle-dsn=", options_.moodle_dsn),
                  absl::StrCat("--store-dsn=", store_dsn()),
                  absl::StrCat("--listen=", worker_address_),
                  absl::StrCat("--metrics-listen=", worker_metrics_),
                  absl::StrCat("--change-interval=", options_.change_interval),
                  "--sync-interval=0s"};
  if (redis_ != nullptr) process.argv.push_back(absl::StrCat("--redis-url=", redis_->Url()));
  process.argv.insert(process.argv.end(), options_.worker_arguments.begin(), options_.worker_arguments.end());
  process.stdout_path = absl::StrCat(folder(), "/worker.out");
  process.stderr_path = absl::StrCat(folder(), "/worker.log");
  CP_ASSIGN_OR_RETURN(worker_, testing::Process::Start(process));
  sync_ = courseprogress::v1::SyncService::NewStub(MakeChannel(worker_address_));
  // A company that can not exist: NOT_FOUND is the answer of a worker that serves.
  return Await(*worker_, "sync-worker", admin_token_, [this](grpc::ClientContext& context) {
    courseprogress::v1::RunSyncRequest request;
    request.add_company_ids(2147483647);
    SyncResult result;
    const grpc::Status status = sync_->RunSync(&context, request, &result);
    return status.error_code() == grpc::StatusCode::NOT_FOUND ? grpc::Status::OK : status;
  });
}

absl::Status Stack::StartQuery() {
  if (query_address_.empty()) query_address_ = LocalAddress();
  query_metrics_ = LocalAddress();
  testing::ProcessOptions process;
  process.argv = {BinaryPath("query-service"), absl::StrCat("--store-dsn=", store_dsn()),
                  absl::StrCat("--listen=", query_address_), absl::StrCat("--metrics-listen=", query_metrics_)};
  if (redis_ != nullptr) process.argv.push_back(absl::StrCat("--redis-url=", redis_->Url()));
  process.argv.insert(process.argv.end(), options_.query_arguments.begin(), options_.query_arguments.end());
  process.stdout_path = absl::StrCat(folder(), "/query.out");
  process.stderr_path = options_.query_stderr.empty() ? absl::StrCat(folder(), "/query.log") : options_.query_stderr;
  CP_ASSIGN_OR_RETURN(query_process_, testing::Process::Start(process));
  const std::shared_ptr<grpc::Channel> channel = MakeChannel(query_address_);
  query_ = courseprogress::v1::CourseProgressService::NewStub(channel);
  admin_ = courseprogress::v1::AdminService::NewStub(channel);
  return Await(*query_process_, "query-service", admin_token_, [this](grpc::ClientContext& context) {
    courseprogress::v1::ListCompaniesResponse companies;
    return admin_->ListCompanies(&context, {}, &companies);
  });
}

absl::StatusOr<std::string> Stack::ReadToken(int company) {
  const CommandResult made = RunCommand("progressctl", {"token", "create", absl::StrCat("--company=", company),
                                                        "--output=secret", absl::StrCat("--store-dsn=", store_dsn())});
  if (made.exit_code != 0) return absl::InternalError(absl::StrCat("no read token: ", made.err));
  return std::string(absl::StripAsciiWhitespace(made.out));
}

absl::StatusOr<Response> Read(Stack& stack, const std::string& token, int limit, int offset) {
  courseprogress::v1::GetCourseProgressRequest request;
  request.set_limit(limit);
  request.set_offset(offset);
  Response response;
  CP_RETURN_IF_ERROR(FromGrpc(stack.query().GetCourseProgress(Call(token).get(), request, &response)));
  return response;
}

absl::StatusOr<std::vector<courseprogress::v1::CourseProgress>> ReadAll(Stack& stack, const std::string& token,
                                                                        int limit) {
  std::vector<courseprogress::v1::CourseProgress> rows;
  for (;;) {
    CP_ASSIGN_OR_RETURN(Response page, Read(stack, token, limit, static_cast<int>(rows.size())));
    if (page.rows().empty()) return rows;
    for (auto& row : *page.mutable_rows()) rows.push_back(std::move(row));
  }
}

absl::StatusOr<SyncResult> RunSync(Stack& stack, const std::vector<int>& companies, bool force) {
  courseprogress::v1::RunSyncRequest request;
  for (const int company : companies) request.add_company_ids(company);
  request.set_force(force);
  SyncResult result;
  CP_RETURN_IF_ERROR(
      FromGrpc(stack.sync().RunSync(Call(stack.admin_token(), absl::Minutes(10)).get(), request, &result)));
  return result;
}

absl::StatusOr<std::string> HttpGet(const std::string& address, const std::string& path) {
  testing::ProcessOptions curl;
  curl.argv = {"curl", "--silent", "--show-error", "--fail", absl::StrCat("http://", address, path)};
  return testing::RunProcess(curl, absl::Seconds(20));
}

}  // namespace cp::e2e
