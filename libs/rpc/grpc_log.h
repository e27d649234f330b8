// What the gRPC library itself has to say, as lines of our log. Left alone it writes to standard error on the thread
// that serves a call, and waits for whoever reads there.
#pragma once

#include <functional>
#include <string>

#include "absl/strings/string_view.h"

namespace cp::rpc {

struct GrpcLine {
  bool error = false;  // gRPC's severity ERROR; else INFO or DEBUG, which GRPC_VERBOSITY must ask for
  std::string where;   // gRPC's file and line
  absl::string_view text;
};

// As long as it lives, gRPC's lines go to `sink`: called on any thread, must be quick and must not call gRPC. One per
// process at a time (gRPC has one hook, a bare function); make it before gRPC is used.
class GrpcLog {
 public:
  using Sink = std::function<void(const GrpcLine& line)>;
  explicit GrpcLog(Sink sink);
  ~GrpcLog();
  GrpcLog(const GrpcLog&) = delete;
  GrpcLog& operator=(const GrpcLog&) = delete;

 private:
  const Sink sink_;
};

// A sink over anything with Error(event, fields) and Info(event, fields); `log` outlives it.
template <typename Log>
GrpcLog::Sink GrpcSinkOf(const Log* log) {
  return [log](const GrpcLine& line) {
    if (line.error) {
      log->Error("grpc", {{"text", line.text}, {"where", line.where}});
    } else {
      log->Info("grpc", {{"text", line.text}, {"where", line.where}});
    }
  };
}

}  // namespace cp::rpc
