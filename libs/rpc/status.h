// absl::Status <-> what goes over the wire. The only place that knows how an error is sent.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace cp::rpc {

inline constexpr char kErrorDomain[] = "courseprogress";

// Same canonical code; grpc-status-details-bin holds a google.rpc.Status with exactly one ErrorInfo (reason, domain
// "courseprogress", metadata). A status that was not made by cp::MakeError() has a text nobody wrote for clients: it
// becomes INTERNAL (reason INTERNAL) with a fixed text. Invalid UTF-8 becomes U+FFFD.
grpc::Status ToGrpcStatus(const absl::Status& status);

// For clients: restores code, text, reason and metadata. Without our ErrorInfo (the library's own errors, such as
// "failed to connect") code and text only.
absl::Status FromGrpcStatus(const grpc::Status& status);

// UNAVAILABLE, OVERLOADED: a queue is full.
absl::Status Overloaded();

}  // namespace cp::rpc
