#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/rpc/secret.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/json.h"
#include "services/progressctl/text.h"
#include "services/progressctl/token_text.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::AdminService;
using courseprogress::v1::CreateTokenRequest;
using courseprogress::v1::CreateTokenResponse;

constexpr size_t kMaxLabel = 100;

absl::Status WrongUse(absl::string_view text) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid, text);
}

class TokenCreate final : public Command {
 public:
  explicit TokenCreate(runtime::ConfigParser* parser) {
    parser->AddInt(
        {.name = "company", .help = "Makes a token that reads this company's progress.", .unit = "company id"},
        {1, std::numeric_limits<int32_t>::max()}, &company_);
    parser->AddBool({.name = "admin", .help = "Makes a token that operates the services; it reads no progress."},
                    &admin_);
    parser->AddString({.name = "label", .help = "Says for people what the token is for, at most 100 characters."},
                      &label_, [](absl::string_view value) {
                        return DisplayWidth(value) <= kMaxLabel ? absl::OkStatus() : WrongUse("at most 100 characters");
                      });
    parser->AddString({.name = "expires",
                       .help = "When it ends: a date (its midnight UTC), a time, or a number of days. Without: never.",
                       .allowed = "2027-01-31, 2027-01-31T12:00:00Z or 90d"},
                      &expires_);
    parser->AddDsn(
        {.name = "store-dsn",
         .help = "Writes the token into this reporting store, without any service: for the first admin token. "
                 "Brings the store's schema up to date."},
        &store_dsn_);
    parser->AddChoice({.name = "output", .help = "secret: the secret alone, for scripts."}, {"text", "secret", "json"},
                      &output_);
    AddTimeout(parser, &timeout_);
    parser->AddRule(
        [this] { return admin_ == (company_ != 0) ? WrongUse("give either --company or --admin") : absl::OkStatus(); });
    parser->AddExample("progressctl token create --admin --store-dsn=sqlite3:///var/lib/cp/progress.db",
                       "the first admin token");
    parser->AddExample("progressctl token create --company=3 --label='Power BI' --expires=90d", "a company's token");
    parser->AddExample("CP_TOKEN=$(progressctl token create --company=3 --output=secret)", "in a script");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const CreateTokenRequest request, MakeRequest(context));
    CP_ASSIGN_OR_RETURN(const CreateTokenResponse created,
                        store_dsn_.empty() ? CreateByService(request, context) : CreateInStore(request, context));
    if (output_ == "secret") {
      context.out << created.secret() << "\n";
    } else if (output_ == "json") {
      CP_ASSIGN_OR_RETURN(const std::string json, ToJson(created));
      context.out << json << "\n";
    } else {
      WriteText(created, context);
    }
    return ExitCode::kOk;
  }

 private:
  absl::StatusOr<CreateTokenRequest> MakeRequest(const CommandContext& context) const {
    CreateTokenRequest request;
    request.set_scope(admin_ ? courseprogress::v1::TOKEN_SCOPE_ADMIN : courseprogress::v1::TOKEN_SCOPE_READ);
    request.set_company_id(static_cast<int32_t>(company_));
    request.set_label(label_);
    CP_ASSIGN_OR_RETURN(const absl::Time expiry, ParseExpiry(expires_, context.clock.Now()));
    if (expiry != absl::InfiniteFuture()) request.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(expiry));
    return request;
  }

  absl::StatusOr<CreateTokenResponse> CreateByService(const CreateTokenRequest& request,
                                                      const CommandContext& context) const {
    CP_ASSIGN_OR_RETURN(const Peer service, QueryService(context.connection));
    CreateTokenResponse response;
    CP_RETURN_IF_ERROR(Call(service, timeout_, &AdminService::Stub::CreateToken, request, &response));
    return response;
  }

  absl::StatusOr<CreateTokenResponse> CreateInStore(const CreateTokenRequest& request,
                                                    const CommandContext& context) const {
    const Deadline deadline = Deadline::After(context.clock, timeout_);
    CP_ASSIGN_OR_RETURN(const std::shared_ptr<progress::Store> store,
                        OpenStore(context, store_dsn_, MissingStore::kMake, deadline));
    CP_ASSIGN_OR_RETURN(rpc::NewToken made, rpc::MakeToken());
    progress::ApiToken token;
    token.id = made.id;
    token.sha256 = made.sha256;
    token.scope = admin_ ? progress::TokenScope::kAdmin : progress::TokenScope::kRead;
    token.company = CompanyId(company_);
    token.label = label_;
    token.created_at = absl::ToUnixSeconds(context.clock.Now());
    token.expires_at = request.expire_time().seconds();
    CP_RETURN_IF_ERROR(store->CreateToken(token, deadline));
    CreateTokenResponse response;
    response.set_secret(made.secret);
    courseprogress::v1::Token& shown = *response.mutable_token();
    shown.set_token_id(token.id);
    shown.set_scope(request.scope());
    shown.set_company_id(request.company_id());
    shown.set_label(label_);
    shown.mutable_create_time()->set_seconds(token.created_at);
    if (request.has_expire_time()) *shown.mutable_expire_time() = request.expire_time();
    return response;
  }

  void WriteText(const CreateTokenResponse& created, const CommandContext& context) const {
    const courseprogress::v1::Token& token = created.token();
    context.out << "token " << token.token_id() << ", scope " << ScopeText(token.scope());
    if (token.company_id() != 0) context.out << ", company " << token.company_id();
    if (!token.label().empty()) context.out << ", label " << Printable(token.label());
    context.out << ", expires " << (token.has_expire_time() ? TimeText(token.expire_time()) : "never") << "\n"
                << created.secret() << "\n";
    context.err << "This is the only time the secret is shown; only its hash is stored.\n";
  }

  int64_t company_ = 0;
  bool admin_ = false;
  std::string label_;
  std::string expires_;
  std::string store_dsn_;
  std::string output_ = "text";
  absl::Duration timeout_ = kDefaultTimeout;
};

}  // namespace

void AddTokenCreate(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("token create", std::make_unique<TokenCreate>(
                                    parser->AddCommand("create", "Makes a token and shows its secret, once.")));
}

}  // namespace cp::ctl
