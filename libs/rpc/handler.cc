#include "libs/rpc/handler.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/rpc/status.h"

namespace cp::rpc {
namespace {

// A call from its arrival to its status; kept alive by whoever has the next step.
class UnaryCall : public std::enable_shared_from_this<UnaryCall> {
 public:
  UnaryCall(const UnaryGate& gate, CallObserver& observer, grpc::CallbackServerContext* context, UnaryWork work,
            absl::string_view method)
      : gate_(gate),
        scope_(&observer, gate.clock),
        context_(context),
        reactor_(context->DefaultReactor()),
        deadline_(DeadlineOf(*context, *gate.clock, gate.max_duration)),
        work_(std::move(work)),
        method_(method) {}

  grpc::ServerUnaryReactor* Start() {
    grpc::ServerUnaryReactor* const reactor = reactor_;
    gate_.authenticator->AuthenticateAsync(
        Credential::FromMetadata(context_->client_metadata()),
        [self = shared_from_this()](absl::StatusOr<Principal> principal, std::optional<Refusal> why) {
          self->OnAuthenticated(std::move(principal), why);
        });
    return reactor;
  }

 private:
  void OnAuthenticated(absl::StatusOr<Principal> principal, std::optional<Refusal> why) {
    refusal_ = why;
    if (!principal.ok()) return End(principal.status());
    principal_ = *std::move(principal);
    if (absl::Status permitted = gate_.permit(principal_); !permitted.ok()) return End(permitted);
    if (!gate_.executor->Submit([self = shared_from_this()] { self->End(self->Run()); })) {
      End(Overloaded());
    }
  }

  absl::Status Run() {
    if (context_->IsCancelled()) {
      return MakeError(absl::StatusCode::kCancelled, reason::kCancelled, "The caller gave up.");
    }
    if (deadline_.Passed(*gate_.clock)) {
      return MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded,
                       "The call's time was over before it could start.");
    }
    return work_(Call{principal_, deadline_, *context_});
  }

  // Recorded before it is sent: who has the answer finds it counted.
  void End(const absl::Status& status) {
    const grpc::Status sent = ToGrpcStatus(status);
    if (gate_.on_end) {
      gate_.on_end(*context_,
                   {method_, principal_.token_id, refusal_, status, gate_.clock->Monotonic() - scope_.arrived()});
    }
    scope_.Finish(sent.error_code());
    reactor_->Finish(sent);
  }

  const UnaryGate& gate_;
  CallScope scope_;
  grpc::CallbackServerContext* const context_;
  grpc::ServerUnaryReactor* const reactor_;
  const Deadline deadline_;
  UnaryWork work_;
  const absl::string_view method_;
  Principal principal_;
  std::optional<Refusal> refusal_;
};

}  // namespace

grpc::ServerUnaryReactor* HandleUnary(const UnaryGate& gate, CallObserver& observer,
                                      grpc::CallbackServerContext* context, UnaryWork work, absl::string_view method) {
  return std::make_shared<UnaryCall>(gate, observer, context, std::move(work), method)->Start();
}

Deadline DeadlineOf(const grpc::ServerContextBase& context, const Clock& clock, absl::Duration max_duration) {
  // gRPC counts in the system's clock, we in ours: only the time left is common to both.
  const auto left = context.deadline() - std::chrono::system_clock::now();
  return Deadline::After(clock, std::min(absl::FromChrono(left), max_duration));
}

}  // namespace cp::rpc
