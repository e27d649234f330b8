#include <string>

#include "absl/strings/str_cat.h"
#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "libs/base/status.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/company_table.h"
#include "services/progressctl/json.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::AdminService;
using courseprogress::v1::ListCompaniesRequest;
using courseprogress::v1::ListCompaniesResponse;

class CompanyList final : public Command {
 public:
  explicit CompanyList(runtime::ConfigParser* parser) {
    parser->AddChoice({.name = "output", .help = "json: the service's answer."}, {"table", "json"}, &output_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl company list", "every company with its rows and the age of its data");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer service, QueryService(context.connection));
    ListCompaniesResponse response;
    CP_RETURN_IF_ERROR(Call(service, timeout_, &AdminService::Stub::ListCompanies, ListCompaniesRequest(), &response));
    if (output_ == "json") {
      CP_ASSIGN_OR_RETURN(const std::string json, ToJson(response));
      context.out << json << "\n";
    } else {
      WriteCompanies(response, context.clock.Now(), context.out);
    }
    return ExitCode::kOk;
  }

 private:
  std::string output_ = "table";
  absl::Duration timeout_ = kDefaultTimeout;
};

}  // namespace

void AddCompanyList(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("company list", std::make_unique<CompanyList>(parser->AddCommand("list", "Lists the companies.")));
}

}  // namespace cp::ctl
