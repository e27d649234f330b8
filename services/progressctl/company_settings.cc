#include <cstdint>
#include <limits>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "libs/base/status.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/json.h"
#include "services/progressctl/text.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::AdminService;
using courseprogress::v1::GetCompanySettingsRequest;
using courseprogress::v1::GetCompanySettingsResponse;

class CompanySettings final : public Command {
 public:
  explicit CompanySettings(runtime::ConfigParser* parser) {
    parser->AddInt({.name = "company", .help = "Whose settings; 0 shows the defaults.", .unit = "company id"},
                   {0, std::numeric_limits<int32_t>::max()}, &company_);
    parser->AddChoice({.name = "output", .help = "json: the service's answer."}, {"text", "json"}, &output_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl company settings --company=3", "what company 3 has switched on");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer service, QueryService(context.connection));
    GetCompanySettingsRequest request;
    request.set_company_id(static_cast<int32_t>(company_));
    GetCompanySettingsResponse response;
    CP_RETURN_IF_ERROR(Call(service, timeout_, &AdminService::Stub::GetCompanySettings, request, &response));
    if (output_ == "json") {
      CP_ASSIGN_OR_RETURN(const std::string json, ToJson(response));
      context.out << json << "\n";
      return ExitCode::kOk;
    }
    const std::map<std::string, std::string> sorted(response.settings().begin(), response.settings().end());
    for (const auto& [key, value] : sorted) {
      const bool is_unset_ttl = key == "cache_ttl_seconds" && value == "0";
      context.out << Printable(absl::StrCat(key, " = ", value))
                  << (is_unset_ttl ? "  (as long as query-service keeps entries by default: its --app-env)" : "")
                  << "\n";
    }
    context.out << "hidden courses: "
                << (response.hidden_course_ids().empty() ? "none" : absl::StrJoin(response.hidden_course_ids(), ", "))
                << "\n";
    return ExitCode::kOk;
  }

 private:
  int64_t company_ = 0;
  std::string output_ = "text";
  absl::Duration timeout_ = kDefaultTimeout;
};

}  // namespace

void AddCompanySettings(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("company settings",
                std::make_unique<CompanySettings>(parser->AddCommand("settings", "Shows the settings in force.")));
}

}  // namespace cp::ctl
