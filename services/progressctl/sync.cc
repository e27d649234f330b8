#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "courseprogress/v1/sync_service.grpc.pb.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/json.h"
#include "services/progressctl/sync_report.h"

namespace cp::ctl {
namespace {

using courseprogress::v1::RunSyncRequest;
using courseprogress::v1::RunSyncResponse;
using courseprogress::v1::SyncService;

class Sync final : public Command {
 public:
  explicit Sync(runtime::ConfigParser* parser) {
    parser->AddBool({.name = "all", .help = "Every company of Moodle; the same as naming none."}, &all_);
    parser->AddIntList({.name = "company", .help = "This company; may be given several times.", .unit = "company id"},
                       {1, std::numeric_limits<int32_t>::max()}, &companies_);
    parser->AddBool({.name = "force",
                     .help = "Goes on although Moodle looks broken (SOURCE_IMPLAUSIBLE): what is missing is deleted."},
                    &force_);
    parser->AddBool({.name = "verbose", .help = "Lists the changed rows."}, &verbose_);
    parser->AddChoice({.name = "output", .help = "json: the service's answer."}, {"text", "json"}, &output_);
    AddTimeout(parser, &timeout_);
    parser->AddRule([this] {
      if (!all_ || companies_.empty()) return absl::OkStatus();
      return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                       "--all and --company exclude each other: keep one");
    });
    parser->AddExample("progressctl sync", "all companies");
    parser->AddExample("progressctl sync --company=3 --verbose", "one company, and who changed");
    parser->AddExample("progressctl sync --company=3,7 --output=json", "two companies, for a program");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_ASSIGN_OR_RETURN(const Peer worker, SyncWorker(context.connection));
    RunSyncRequest request;
    request.mutable_company_ids()->Assign(companies_.begin(), companies_.end());
    request.set_force(force_);
    RunSyncResponse response;
    CP_RETURN_IF_ERROR(Call(worker, timeout_, &SyncService::Stub::RunSync, request, &response));
    if (output_ == "json") {
      CP_ASSIGN_OR_RETURN(const std::string json, ToJson(response));
      context.out << json << "\n";
    } else {
      WriteSyncReport(response, verbose_, context.out, context.err);
    }
    return ExitCodeOf(response);
  }

 private:
  bool all_ = false;
  std::vector<int64_t> companies_;
  bool force_ = false;
  bool verbose_ = false;
  std::string output_ = "text";
  absl::Duration timeout_ = absl::Minutes(10);
};

}  // namespace

void AddSync(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("sync", std::make_unique<Sync>(parser->AddCommand(
                            "sync", "Compares Moodle with the reporting store and writes what differs.")));
}

}  // namespace cp::ctl
