// AdminService over gRPC: who may call, where the work runs, what is logged and counted. The work is AdminCommands'.
#pragma once

#include <memory>

#include "absl/strings/string_view.h"
#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "libs/base/clock.h"
#include "libs/base/executor.h"
#include "libs/rpc/authenticator.h"
#include "libs/rpc/call_metrics.h"
#include "libs/rpc/handler.h"
#include "libs/runtime/logging.h"
#include "services/query/admin_commands.h"

namespace cp::query {

// Thread-safe; handlers never block. Everything it is made of must outlive the gRPC server.
class AdminService final : public courseprogress::v1::AdminService::CallbackService {
 public:
  // What counts the calls of one method, by its short name ("ListTokens").
  using ObserverFactory = std::function<std::unique_ptr<rpc::CallObserver>(const std::string& method)>;

  struct Parts {
    const AdminCommands* commands = nullptr;
    rpc::Authenticator* authenticator = nullptr;
    Executor* executor = nullptr;
    const Clock* clock = nullptr;
    const runtime::Logger* logger = nullptr;
    ObserverFactory observers;
  };

  explicit AdminService(const Parts& parts);

  grpc::ServerUnaryReactor* ListCompanies(grpc::CallbackServerContext* context,
                                          const courseprogress::v1::ListCompaniesRequest* request,
                                          courseprogress::v1::ListCompaniesResponse* response) override;
  grpc::ServerUnaryReactor* GetCompanySettings(grpc::CallbackServerContext* context,
                                               const courseprogress::v1::GetCompanySettingsRequest* request,
                                               courseprogress::v1::GetCompanySettingsResponse* response) override;
  grpc::ServerUnaryReactor* ClearCache(grpc::CallbackServerContext* context,
                                       const courseprogress::v1::ClearCacheRequest* request,
                                       courseprogress::v1::ClearCacheResponse* response) override;
  grpc::ServerUnaryReactor* CreateToken(grpc::CallbackServerContext* context,
                                        const courseprogress::v1::CreateTokenRequest* request,
                                        courseprogress::v1::CreateTokenResponse* response) override;
  grpc::ServerUnaryReactor* ListTokens(grpc::CallbackServerContext* context,
                                       const courseprogress::v1::ListTokensRequest* request,
                                       courseprogress::v1::ListTokensResponse* response) override;
  grpc::ServerUnaryReactor* RevokeToken(grpc::CallbackServerContext* context,
                                        const courseprogress::v1::RevokeTokenRequest* request,
                                        courseprogress::v1::RevokeTokenResponse* response) override;

 private:
  // One RPC: its counters and the gate that names it in the log.
  struct Method {
    Method(const Parts& parts, absl::string_view name);
    std::unique_ptr<rpc::CallObserver> observer;
    rpc::UnaryGate gate;
  };

  const AdminCommands* const commands_;
  const Method list_companies_;
  const Method get_company_settings_;
  const Method clear_cache_;
  const Method create_token_;
  const Method list_tokens_;
  const Method revoke_token_;
};

}  // namespace cp::query
