#include "libs/rpc/grpc_log.h"

#include <grpc/support/log.h>

#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"

namespace cp::rpc {
namespace {

// gRPC's hook carries no context, and its threads may log while the GrpcLog goes: hence a place that never goes.
ABSL_CONST_INIT absl::Mutex hook_mutex(absl::kConstInit);
const GrpcLog::Sink* hook_sink ABSL_GUARDED_BY(hook_mutex) = nullptr;

absl::string_view FileName(absl::string_view path) { return path.substr(path.rfind('/') + 1); }

void Forward(gpr_log_func_args* args) {
  const GrpcLine line{args->severity == GPR_LOG_SEVERITY_ERROR, absl::StrCat(FileName(args->file), ":", args->line),
                      args->message};
  absl::MutexLock lock(&hook_mutex);
  if (hook_sink != nullptr) (*hook_sink)(line);
}

}  // namespace

GrpcLog::GrpcLog(Sink sink) : sink_(std::move(sink)) {
  absl::MutexLock lock(&hook_mutex);
  hook_sink = &sink_;
  gpr_set_log_function(&Forward);
}

GrpcLog::~GrpcLog() {
  absl::MutexLock lock(&hook_mutex);
  hook_sink = nullptr;  // what gRPC says while the process ends is of no use
}

}  // namespace cp::rpc
