// The bare echo that bench/serve compares with: answers GetCourseProgress with the bytes of a file, whatever comes.
// Same server, same raw callback method, same size; no token, no store, no cache.
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/synchronization/mutex.h"
#include "courseprogress/v1/course_progress_service.grpc.pb.h"
#include "libs/rpc/server.h"
#include "libs/runtime/config.h"
#include "libs/runtime/log_writer.h"
#include "libs/runtime/logging.h"
#include "libs/runtime/signals.h"
#include "libs/runtime/system_clock.h"

namespace {

using courseprogress::v1::CourseProgressService;

class Echo final
    : public CourseProgressService::WithRawCallbackMethod_GetCourseProgress<CourseProgressService::Service> {
 public:
  explicit Echo(const std::string& bytes) : slice_(bytes) {}

  grpc::ServerUnaryReactor* GetCourseProgress(grpc::CallbackServerContext* context, const grpc::ByteBuffer* /*request*/,
                                              grpc::ByteBuffer* response) override {
    *response = grpc::ByteBuffer(&slice_, 1);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const grpc::Slice slice_;
};

}  // namespace

int main(int argc, char** argv) {
#ifdef NDEBUG
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as query-service
#endif
  cp::runtime::TerminationSignals signals;
  std::string payload;
  cp::runtime::ConfigParser parser("serve_echo", "Answers every GetCourseProgress with the same bytes.");
  parser.AddString({.name = "payload", .help = "File with the answer.", .required = true}, &payload);
  if (const auto exit = parser.Parse(argc, argv, cp::runtime::ProcessEnvironment(), std::cout, std::cerr)) return *exit;
  std::ostringstream bytes;
  bytes << std::ifstream(payload).rdbuf();
  Echo echo(bytes.str());
  auto server = cp::rpc::RpcServer::Start({}, {&echo}, {CourseProgressService::service_full_name()});
  if (!server.ok()) {
    std::cerr << server.status().message() << std::endl;
    return 1;
  }
  const cp::runtime::SystemClock clock;
  cp::runtime::LogWriter log_writer(STDERR_FILENO, &clock);
  const cp::runtime::Logger logger(cp::runtime::LogLevel::kInfo, &clock, log_writer.Sink());
  logger.Info("serving", {{"address", (*server)->address()}});
  signals.Wait();
  return 0;
}
