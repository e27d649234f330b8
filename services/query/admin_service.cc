#include "services/query/admin_service.h"

#include <string>
#include <utility>

namespace cp::query {
namespace {

namespace v1 = courseprogress::v1;

// Every admin call leaves a line: who did what, and how it ended. Refused ones say why, which the client is not told.
void LogCall(const runtime::Logger& logger, absl::string_view method, const rpc::CallEnd& end) {
  if (end.refusal.has_value()) {
    logger.Info("call_refused", {{"method", method}, {"why", rpc::ToString(*end.refusal)}});
  } else if (end.status.ok()) {
    logger.Info("admin_call", {{"method", method}, {"token", end.token_id}, {"elapsed_seconds", end.elapsed}});
  } else {
    logger.Warning("admin_call_failed", {{"method", method}, {"token", end.token_id}, {"status", end.status}});
  }
}

}  // namespace

AdminService::Method::Method(const Parts& parts, absl::string_view name)
    : observer(parts.observers(std::string(name))),
      gate{.authenticator = parts.authenticator,
           .executor = parts.executor,
           .clock = parts.clock,
           .permit = &rpc::RequireAdmin,
           .on_end = [logger = parts.logger, method = std::string(name)](
                         grpc::CallbackServerContext&, const rpc::CallEnd& end) { LogCall(*logger, method, end); }} {}

AdminService::AdminService(const Parts& parts)
    : commands_(parts.commands),
      list_companies_(parts, "ListCompanies"),
      get_company_settings_(parts, "GetCompanySettings"),
      clear_cache_(parts, "ClearCache"),
      create_token_(parts, "CreateToken"),
      list_tokens_(parts, "ListTokens"),
      revoke_token_(parts, "RevokeToken") {}

grpc::ServerUnaryReactor* AdminService::ListCompanies(grpc::CallbackServerContext* context,
                                                      const v1::ListCompaniesRequest* /*request*/,
                                                      v1::ListCompaniesResponse* response) {
  return rpc::HandleUnary(
      list_companies_.gate, *list_companies_.observer, context,
      [this, response](const rpc::Call& call) { return commands_->ListCompanies(call.deadline, response); });
}

grpc::ServerUnaryReactor* AdminService::GetCompanySettings(grpc::CallbackServerContext* context,
                                                           const v1::GetCompanySettingsRequest* request,
                                                           v1::GetCompanySettingsResponse* response) {
  return rpc::HandleUnary(get_company_settings_.gate, *get_company_settings_.observer, context,
                          [this, request, response](const rpc::Call& call) {
                            return commands_->GetCompanySettings(*request, call.deadline, response);
                          });
}

grpc::ServerUnaryReactor* AdminService::ClearCache(grpc::CallbackServerContext* context,
                                                   const v1::ClearCacheRequest* request,
                                                   v1::ClearCacheResponse* response) {
  return rpc::HandleUnary(clear_cache_.gate, *clear_cache_.observer, context,
                          [this, request, response](const rpc::Call& call) {
                            return commands_->ClearCache(*request, call.deadline, response);
                          });
}

grpc::ServerUnaryReactor* AdminService::CreateToken(grpc::CallbackServerContext* context,
                                                    const v1::CreateTokenRequest* request,
                                                    v1::CreateTokenResponse* response) {
  return rpc::HandleUnary(create_token_.gate, *create_token_.observer, context,
                          [this, request, response](const rpc::Call& call) {
                            return commands_->CreateToken(*request, call.deadline, response);
                          });
}

grpc::ServerUnaryReactor* AdminService::ListTokens(grpc::CallbackServerContext* context,
                                                   const v1::ListTokensRequest* /*request*/,
                                                   v1::ListTokensResponse* response) {
  return rpc::HandleUnary(list_tokens_.gate, *list_tokens_.observer, context, [this, response](const rpc::Call& call) {
    return commands_->ListTokens(call.deadline, response);
  });
}

grpc::ServerUnaryReactor* AdminService::RevokeToken(grpc::CallbackServerContext* context,
                                                    const v1::RevokeTokenRequest* request,
                                                    v1::RevokeTokenResponse* /*response*/) {
  return rpc::HandleUnary(revoke_token_.gate, *revoke_token_.observer, context, [this, request](const rpc::Call& call) {
    return commands_->RevokeToken(*request, call.deadline);
  });
}

}  // namespace cp::query
