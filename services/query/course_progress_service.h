// The public read service. GetCourseProgress takes and gives raw bytes: a cached answer leaves as the bytes that are in
// the cache, with a small slice of per-call fields behind them.
#pragma once

#include "absl/time/time.h"
#include "courseprogress/v1/course_progress_service.grpc.pb.h"
#include "libs/base/clock.h"
#include "libs/rpc/authenticator.h"
#include "libs/rpc/call_metrics.h"
#include "libs/runtime/logging.h"
#include "services/query/read_engine.h"

namespace cp::query {

// Thread-safe; handlers never block. Everything it is made of must outlive the gRPC server, not only this object.
class CourseProgressService final
    : public courseprogress::v1::CourseProgressService::WithRawCallbackMethod_GetCourseProgress<
          courseprogress::v1::CourseProgressService::Service> {
 public:
  struct Parts {
    rpc::Authenticator* authenticator = nullptr;
    ReadEngine* engine = nullptr;
    const Clock* clock = nullptr;
    const runtime::Logger* logger = nullptr;
    rpc::CallObserver* observer = nullptr;            // of GetCourseProgress; may be null
    absl::Duration max_duration = absl::Seconds(30);  // bound of a call's deadline, whatever the client asked
  };

  explicit CourseProgressService(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* GetCourseProgress(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                              grpc::ByteBuffer* response) override;

 private:
  const Parts parts_;
};

}  // namespace cp::query
