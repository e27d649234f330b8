// Unary handlers whose work blocks: authenticated, run on an executor, counted, answered. The callback thread only
// starts it.
//
//   grpc::ServerUnaryReactor* ListTokens(grpc::CallbackServerContext* context, const ListTokensRequest* request,
//                                        ListTokensResponse* response) override {
//     return rpc::HandleUnary(gate_, *list_tokens_observer_, context, [=, this](const rpc::Call& call) {
//       return commands_.ListTokens(*request, call.deadline, response);
//     });
//   }
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <optional>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/executor.h"
#include "libs/rpc/authenticator.h"
#include "libs/rpc/call_metrics.h"

namespace cp::rpc {

// What a finished call was, for the log. `status` is the full one, with text that clients do not get.
struct CallEnd {
  absl::string_view method;        // as given to HandleUnary()
  absl::string_view token_id;      // "" when not authenticated
  std::optional<Refusal> refusal;  // set for UNAUTHENTICATED
  const absl::Status& status;
  absl::Duration elapsed;
};

// What the handlers of one service share. It and all it points to outlive the server.
struct UnaryGate {
  Authenticator* authenticator = nullptr;
  Executor* executor = nullptr;  // runs the work; a full one answers UNAVAILABLE
  const Clock* clock = nullptr;
  absl::Status (*permit)(const Principal&) = &RequireAdmin;
  absl::Duration max_duration = absl::Seconds(30);  // bound of a call's deadline, whatever the client asked
  // Optional; called once per call, on any thread, before the answer is sent. Must not block.
  std::function<void(grpc::CallbackServerContext& context, const CallEnd& end)> on_end;
};

// A call that is let in.
struct Call {
  const Principal& principal;
  Deadline deadline;                     // the client's, at most max_duration from arrival
  grpc::CallbackServerContext& context;  // IsCancelled() for long work
};

using UnaryWork = absl::AnyInvocable<absl::Status(const Call&)>;

// Authenticates, permits, runs `work` on the executor, sends its status. Request and response of the call stay valid
// until `work` returned. `method` is for the log and outlives the call. Work of a call that was cancelled or is too
// late meanwhile is not started.
grpc::ServerUnaryReactor* HandleUnary(const UnaryGate& gate, CallObserver& observer,
                                      grpc::CallbackServerContext* context, UnaryWork work,
                                      absl::string_view method = "");

// The call's deadline on `clock`, at most `max_duration` from now.
Deadline DeadlineOf(const grpc::ServerContextBase& context, const Clock& clock, absl::Duration max_duration);

}  // namespace cp::rpc
