// A whole query service in the test's process, over a store and a cache in memory, called through gRPC.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "courseprogress/v1/course_progress_service.grpc.pb.h"
#include "libs/cache/memory_cache.h"
#include "libs/progress/memory_store.h"
#include "libs/runtime/system_clock.h"
#include "services/query/query_server.h"

namespace cp::query {

// What a test sets while the server's threads call it. Thread-safe.
class Hook {
 public:
  Hook& operator=(std::function<absl::Status()> function);
  absl::Status operator()() const;  // OK when nothing was set

 private:
  mutable absl::Mutex mutex_;
  std::function<absl::Status()> function_ ABSL_GUARDED_BY(mutex_);
};

// Passes calls on to a store, counts them, and lets a test step in between.
class GatedReader final : public progress::ProgressReader {
 public:
  explicit GatedReader(progress::ProgressReader* reader) : reader_(reader) {}

  absl::StatusOr<progress::VersionBatch> ReadVersions(absl::Span<const CompanyId> companies,
                                                      Deadline deadline) override;
  absl::StatusOr<progress::PageSnapshot> ReadPage(const progress::PageQuery& query, Deadline deadline) override;

  Hook before_versions;
  Hook before_page;
  Hook after_page;  // the snapshot was read, nobody has it yet
  std::atomic<int> versions{0};
  std::atomic<int> pages{0};

 private:
  progress::ProgressReader* const reader_;
};

// What the calls of all methods ended with, by "Method".
class CallRecorder {
 public:
  QueryServer::ObserverFactory Factory();
  std::vector<grpc::StatusCode> Codes(const std::string& method) const;
  // Blocks until `count` calls of the method have ended.
  void WaitFor(const std::string& method, size_t count) const;

 private:
  class Observer;
  mutable absl::Mutex mutex_;
  std::map<std::string, std::vector<grpc::StatusCode>> codes_ ABSL_GUARDED_BY(mutex_);
};

// A connection limit of 4, two companies 1 and 2 without rows, no tokens.
class TestService {
 public:
  using Request = courseprogress::v1::GetCourseProgressRequest;
  using Response = courseprogress::v1::GetCourseProgressResponse;
  struct Reply {
    grpc::Status status;
    absl::Status error;  // the same with reason and metadata
    Response response;
  };

  // Members are changed before the first call, which starts the server.
  TestService();
  ~TestService();

  QueryServer& server();

  // Secrets of new tokens, made in the store behind the service's back.
  std::string NewReadToken(int64_t company, std::string* id = nullptr);
  std::string NewAdminToken();

  // What a sync of `company` commits: these rows inserted or updated.
  DataVersion Sync(int64_t company, std::vector<progress::CourseProgress> upserts,
                   std::vector<progress::RowKey> tombstones = {});

  Reply Get(const std::string& token, const Request& request = {});
  Reply GetWith(grpc::ClientContext* context, const Request& request = {});
  static void Authorize(grpc::ClientContext* context, const std::string& token);
  courseprogress::v1::AdminService::Stub& admin();

  runtime::SystemClock clock;
  progress::MemoryStore store{clock};
  GatedReader reader{&store};
  cache::MemoryCache cache{clock};
  cache::VersionedCache* shared = &cache;
  CallRecorder recorder;
  QueryServer::Options options;
  sync::CacheInvalidator* invalidator = nullptr;
  std::vector<std::string> LogLines() const;

 private:
  void Start();
  Deadline Soon() const { return Deadline::After(clock, absl::Seconds(10)); }

  mutable absl::Mutex log_mutex_;
  std::vector<std::string> log_lines_ ABSL_GUARDED_BY(log_mutex_);
  runtime::Logger logger_;
  std::once_flag started_;  // not Abseil's, whose waiting the thread sanitizer does not see
  std::unique_ptr<QueryServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<courseprogress::v1::CourseProgressService::Stub> stub_;
  std::unique_ptr<courseprogress::v1::AdminService::Stub> admin_stub_;
};

TestService::Request Page(int32_t limit, int32_t offset);

}  // namespace cp::query
