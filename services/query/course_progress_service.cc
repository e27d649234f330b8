#include "services/query/course_progress_service.h"

#include <optional>
#include <utility>

#include "libs/rpc/handler.h"
#include "libs/rpc/status.h"
#include "services/query/progress_messages.h"

namespace cp::query {
namespace {

using rpc::LookupResult;

// One call, from its arrival to its status; deletes itself. Its steps run one after the other, each on the thread that
// learned what the step waited for; only OnCancel() may run beside them.
class ProgressCall final : public grpc::ServerUnaryReactor, public ReadWaiter {
 public:
  ProgressCall(const CourseProgressService::Parts& parts, grpc::CallbackServerContext* context,
               const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : parts_(parts),
        context_(context),
        request_bytes_(request),
        response_(response),
        scope_(parts.observer, parts.clock),
        credential_(rpc::Credential::FromMetadata(context->client_metadata())),
        id_(parts.engine->NextId()) {}

  void Begin() {
    const LookupResult found = parts_.authenticator->Lookup(credential_, parts_.clock->Now());
    if (found.kind != LookupResult::Kind::kUnknown) return OnLookup(found);
    // It may have been made a moment ago.
    parts_.authenticator->RefreshAsync([this](const absl::Status& refreshed) {
      if (!refreshed.ok()) return End(refreshed);
      OnLookup(parts_.authenticator->Lookup(credential_, parts_.clock->Now()));
    });
  }

 private:
  void OnLookup(const LookupResult& found) {
    if (found.kind != LookupResult::Kind::kKnown) return Refuse(found);
    token_id_ = found.principal.token_id;
    if (absl::Status permitted = rpc::RequireCompany(found.principal); !permitted.ok()) return End(permitted);
    absl::StatusOr<cache::ReadRequest> read = ParseRequest(*request_bytes_);
    if (!read.ok()) return End(read.status());
    read->query.company = found.principal.company;
    read->deadline = rpc::DeadlineOf(*context_, *parts_.clock, parts_.max_duration);
    query_ = read->query;
    parts_.engine->Start(id_, *read, this);
  }

  void OnAnswer(absl::StatusOr<cache::ReadAnswer> answer) override {
    if (!answer.ok()) return End(answer.status());
    answer_ = *std::move(answer);
    if (parts_.authenticator->Confirm(answer_.auth_version, scope_.arrived())) return Send();
    // A token was made, changed or revoked since the table in memory was read: perhaps this one.
    parts_.authenticator->RefreshAsync([this](const absl::Status& refreshed) {
      if (!refreshed.ok()) return End(refreshed);
      const LookupResult found = parts_.authenticator->Lookup(credential_, parts_.clock->Now());
      if (found.kind != LookupResult::Kind::kKnown) return Refuse(found);
      Send();
    });
  }

  void Send() {
    *response_ = AssembleAnswer(answer_, EncodeCallPart(answer_, query_, parts_.clock->Now()));
    scope_.Finish(grpc::StatusCode::OK);
    Finish(grpc::Status::OK);
  }

  void Refuse(const LookupResult& found) {
    parts_.logger->Info("call_refused", {{"method", "GetCourseProgress"}, {"why", rpc::ToString(found.refusal)}});
    End(rpc::TokenInvalid());
  }

  void End(const absl::Status& status) {
    const grpc::Status sent = rpc::ToGrpcStatus(status);
    Log(status);
    scope_.Finish(sent.error_code());
    Finish(sent);
  }

  // What the client did wrong is its own business; what went wrong here is not.
  void Log(const absl::Status& status) const {
    const bool ours = status.code() == absl::StatusCode::kUnavailable || status.code() == absl::StatusCode::kInternal ||
                      status.code() == absl::StatusCode::kDeadlineExceeded ||
                      status.code() == absl::StatusCode::kUnknown || status.code() == absl::StatusCode::kDataLoss;
    parts_.logger->Log(ours ? runtime::LogLevel::kWarning : runtime::LogLevel::kDebug, "call_failed",
                       {{"method", "GetCourseProgress"}, {"token", token_id_}, {"status", status}});
  }

  void OnCancel() override {
    if (!parts_.engine->Abandon(id_)) return;  // not waiting for the engine, or about to be answered
    scope_.Finish(grpc::StatusCode::CANCELLED);
    Finish(grpc::Status::CANCELLED);
  }

  void OnDone() override { delete this; }

  // Runs the two reactions above where gRPC notices them instead of on a thread of its own executor, which costs a
  // wake-up a call. They may: neither blocks, and nobody holds a lock that they take.
  bool InternalInlineable() override { return true; }

  const CourseProgressService::Parts& parts_;
  grpc::CallbackServerContext* const context_;
  const grpc::ByteBuffer* const request_bytes_;
  grpc::ByteBuffer* const response_;
  rpc::CallScope scope_;
  const rpc::Credential credential_;
  const cache::RequestId id_;
  std::string token_id_;  // public id
  progress::PageQuery query_;
  cache::ReadAnswer answer_;
};

}  // namespace

grpc::ServerUnaryReactor* CourseProgressService::GetCourseProgress(grpc::CallbackServerContext* context,
                                                                   const grpc::ByteBuffer* request,
                                                                   grpc::ByteBuffer* response) {
  auto* call = new ProgressCall(parts_, context, request, response);
  call->Begin();
  return call;
}

}  // namespace cp::query
