#include <string>

#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "libs/base/status.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/text.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::AdminService;
using courseprogress::v1::RevokeTokenRequest;
using courseprogress::v1::RevokeTokenResponse;

class TokenRevoke final : public Command {
 public:
  explicit TokenRevoke(runtime::ConfigParser* parser) {
    parser->AddPositional(
        {.name = "token-id", .help = "The token's id: column token-id of `token list`.", .required = true}, &token_id_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl token revoke --token-id=k3v9x2m7q4ab", "ends one token");
    parser->AddExample("progressctl token revoke k3v9x2m7q4ab", "the same");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer service, QueryService(context.connection));
    RevokeTokenRequest request;
    request.set_token_id(token_id_);
    RevokeTokenResponse response;
    CP_RETURN_IF_ERROR(Call(service, timeout_, &AdminService::Stub::RevokeToken, request, &response));
    context.out << "token " << Printable(token_id_) << " is revoked: refused from the next call on\n";
    return ExitCode::kOk;
  }

 private:
  std::string token_id_;
  absl::Duration timeout_ = kDefaultTimeout;
};

}  // namespace

void AddTokenRevoke(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("token revoke", std::make_unique<TokenRevoke>(parser->AddCommand(
                                    "revoke", "Ends a token, on every instance, from the next call on.")));
}

}  // namespace cp::ctl
