#include <string>

#include "absl/strings/str_cat.h"
#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "libs/base/status.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/json.h"
#include "services/progressctl/table.h"
#include "services/progressctl/text.h"
#include "services/progressctl/token_text.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::AdminService;
using courseprogress::v1::ListTokensRequest;
using courseprogress::v1::ListTokensResponse;
using courseprogress::v1::Token;

class TokenList final : public Command {
 public:
  explicit TokenList(runtime::ConfigParser* parser) {
    parser->AddChoice({.name = "output", .help = "json: the service's answer."}, {"table", "json"}, &output_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl token list", "who may ask, and until when");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer service, QueryService(context.connection));
    ListTokensResponse response;
    CP_RETURN_IF_ERROR(Call(service, timeout_, &AdminService::Stub::ListTokens, ListTokensRequest(), &response));
    if (output_ == "json") {
      CP_ASSIGN_OR_RETURN(const std::string json, ToJson(response));
      context.out << json << "\n";
      return ExitCode::kOk;
    }
    std::vector<TableRow> rows;
    for (const Token& token : response.tokens()) {
      rows.push_back({token.token_id(), ScopeText(token.scope()),
                      token.company_id() == 0 ? "-" : absl::StrCat(token.company_id()), TimeText(token.create_time()),
                      token.has_expire_time() ? TimeText(token.expire_time()) : "never",
                      StateText(token, context.clock.Now()), token.label()});
    }
    TableWriter(&context.out, {"token-id", "scope", "company", "created", "expires", "state", "label"})
        .Write(std::move(rows));
    return ExitCode::kOk;
  }

 private:
  std::string output_ = "table";
  absl::Duration timeout_ = kDefaultTimeout;
};

}  // namespace

void AddTokenList(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("token list", std::make_unique<TokenList>(parser->AddCommand(
                                  "list", "Lists all tokens, ended ones included; never a secret.")));
}

}  // namespace cp::ctl
