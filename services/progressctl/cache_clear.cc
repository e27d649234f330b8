#include <cstdint>
#include <limits>

#include "courseprogress/v1/admin_service.grpc.pb.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/text.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::AdminService;
using courseprogress::v1::ClearCacheRequest;
using courseprogress::v1::ClearCacheResponse;
using courseprogress::v1::GetCompanySettingsRequest;
using courseprogress::v1::GetCompanySettingsResponse;

class CacheClear final : public Command {
 public:
  explicit CacheClear(runtime::ConfigParser* parser) {
    parser->AddInt({.name = "company", .help = "Whose answers to remove.", .unit = "company id"},
                   {1, std::numeric_limits<int32_t>::max()}, &company_);
    AddTimeout(parser, &timeout_);
    parser->AddRule([this] {
      return company_ != 0 ? absl::OkStatus()
                           : MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                                       "--company must be set: the company whose answers to remove");
    });
    parser->AddExample("progressctl cache clear --company=3", "the next reads of company 3 go to the store");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer service, QueryService(context.connection));
    ClearCacheRequest request;
    request.set_company_id(static_cast<int32_t>(company_));
    ClearCacheResponse response;
    CP_RETURN_IF_ERROR(Call(service, timeout_, &AdminService::Stub::ClearCache, request, &response));
    if (response.cleared_count() == 0 && IsUnknown(service)) {
      context.err << "company " << company_ << " is not known to the reporting store\n";
    }
    context.out << Count(response.cleared_count(), "cache entry", "cache entries") << " cleared\n";
    for (const std::string& warning : response.warnings()) context.err << "warning: " << Printable(warning) << "\n";
    return ExitCode::kOk;
  }

 private:
  // The answer to ClearCache is the same for a company without entries and for one that does not exist.
  bool IsUnknown(const Peer& service) const {
    GetCompanySettingsRequest request;
    request.set_company_id(static_cast<int32_t>(company_));
    GetCompanySettingsResponse response;
    return absl::IsNotFound(Call(service, timeout_, &AdminService::Stub::GetCompanySettings, request, &response));
  }

  int64_t company_ = 0;
  absl::Duration timeout_ = kDefaultTimeout;
};

}  // namespace

void AddCacheClear(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("cache clear", std::make_unique<CacheClear>(parser->AddCommand(
                                   "clear", "Supersedes and removes every cached answer of a company.")));
}

}  // namespace cp::ctl
