#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "services/progressctl/commands.h"

namespace cp::ctl {
namespace {

class StoreRestored final : public Command {
 public:
  explicit StoreRestored(runtime::ConfigParser* parser) {
    parser->AddDsn({.name = "store-dsn", .help = "The reporting store that was restored.", .required = true},
                   &store_dsn_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl store restored --store-dsn=sqlite3:///var/lib/cp/progress.db",
                       "after the file was copied back and before the services start");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    const Deadline deadline = Deadline::After(context.clock, timeout_);
    CP_ASSIGN_OR_RETURN(const std::shared_ptr<progress::Store> store,
                        OpenStore(context, store_dsn_, MissingStore::kRefuse, deadline));
    CP_ASSIGN_OR_RETURN(const progress::VersionBatch now, store->ReadVersions({}, deadline));
    CP_ASSIGN_OR_RETURN(const uint64_t epoch, store->RaiseEpoch(now.epoch, progress::EpochCause::kSetBack, deadline));
    context.out << "the store's epoch is " << epoch << " now; no answer that was cached before is used again\n";
    return ExitCode::kOk;
  }

 private:
  std::string store_dsn_;
  absl::Duration timeout_ = absl::Minutes(1);
};

}  // namespace

void AddStoreRestored(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("store restored",
                std::make_unique<StoreRestored>(parser->AddCommand(
                    "restored", "Says that the store was restored: what caches hold of its versions is void.")));
}

}  // namespace cp::ctl
