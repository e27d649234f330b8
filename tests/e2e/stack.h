// The product as an operator runs it: real binaries as processes, a real Redis, a store, a Moodle; and clients for
// them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "courseprogress/v1/course_progress_service.grpc.pb.h"
#include "courseprogress/v1/sync_service.grpc.pb.h"
#include "libs/testing/process.h"
#include "libs/testing/redis_server.h"
#include "libs/testing/temp_dir.h"

namespace cp::e2e {

// What a finished command said.
struct CommandResult {
  int exit_code = -1;  // -1: killed by a signal or by the time-out
  std::string out;
  std::string err;
  int64_t peak_rss_bytes = 0;
};

// Where one of our binaries lies.
std::string BinaryPath(const std::string& binary);

// Runs one of our binaries ("progressctl", "sync-worker", "query-service") to its end.
CommandResult RunCommand(const std::string& binary, const std::vector<std::string>& arguments,
                         absl::Duration timeout = absl::Minutes(2), const std::vector<std::string>& environment = {});

struct StackOptions {
  std::string moodle_dsn;  // required
  std::string store_dsn;   // empty: SQLite in the stack's own folder
  bool with_redis = true;
  std::string change_interval = "0s";  // of the worker
  std::vector<std::string> worker_arguments;
  std::vector<std::string> query_arguments;
  std::string query_stderr;  // file or named pipe; empty: query.log in the stack's own folder
  bool start_worker = true;
  bool start_query = true;
};

// Not thread-safe, but the stubs are. Everything is stopped by the destructor.
class Stack {
 public:
  // Returns when the started services answer calls. The interval sync is off unless worker_arguments say otherwise; the
  // start-up population runs as in production.
  static absl::StatusOr<std::unique_ptr<Stack>> Start(const StackOptions& options);

  using Query = courseprogress::v1::CourseProgressService::Stub;
  using Sync = courseprogress::v1::SyncService::Stub;
  using Admin = courseprogress::v1::AdminService::Stub;
  Query& query() { return *query_; }
  Sync& sync() { return *sync_; }
  Admin& admin() { return *admin_; }

  const std::string& admin_token() const { return admin_token_; }
  // Made directly in the store; the company must have been synced.
  absl::StatusOr<std::string> ReadToken(int company);

  const std::string& store_dsn() const { return options_.store_dsn; }
  const std::string& folder() const { return directory_.path(); }
  testing::RedisServer& redis() { return *redis_; }
  const testing::Process& worker() const { return *worker_; }
  const testing::Process& query_process() const { return *query_process_; }
  const std::string& worker_address() const { return worker_address_; }
  const std::string& query_address() const { return query_address_; }
  const std::string& worker_metrics() const { return worker_metrics_; }
  const std::string& query_metrics() const { return query_metrics_; }

  absl::Status StartWorker();
  absl::Status StartQuery();

 private:
  Stack() = default;

  StackOptions options_;
  testing::TempDir directory_;
  std::unique_ptr<testing::RedisServer> redis_;
  std::string worker_address_, query_address_, worker_metrics_, query_metrics_;
  std::unique_ptr<testing::Process> worker_, query_process_;
  std::unique_ptr<Query> query_;
  std::unique_ptr<Sync> sync_;
  std::unique_ptr<Admin> admin_;
  std::string admin_token_;
};

// A call's context: bearer token and a deadline.
std::unique_ptr<grpc::ClientContext> Call(const std::string& token, absl::Duration deadline = absl::Seconds(30));

using Response = courseprogress::v1::GetCourseProgressResponse;
using SyncResult = courseprogress::v1::RunSyncResponse;

// One page; the error is "<code> <reason>: <text>".
absl::StatusOr<Response> Read(Stack& stack, const std::string& token, int limit = 100, int offset = 0);
// Every row, page by page, to the empty page.
absl::StatusOr<std::vector<courseprogress::v1::CourseProgress>> ReadAll(Stack& stack, const std::string& token,
                                                                        int limit);
absl::StatusOr<SyncResult> RunSync(Stack& stack, const std::vector<int>& companies = {}, bool force = false);

// The reason in the call's only google.rpc.ErrorInfo; a test failure when there is not exactly one.
std::string ErrorReason(const grpc::Status& status);

// Body of an HTTP GET on 127.0.0.1, "host:port" + path.
absl::StatusOr<std::string> HttpGet(const std::string& address, const std::string& path);

}  // namespace cp::e2e
