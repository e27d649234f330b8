#include <memory>
#include <string>

#include "libs/base/status.h"
#include "services/progressctl/commands.h"

namespace cp::ctl {
namespace {

class Migrate final : public Command {
 public:
  explicit Migrate(runtime::ConfigParser* parser) {
    parser->AddDsn({.name = "store-dsn", .help = "The reporting store.", .required = true}, &store_dsn_);
    AddTimeout(parser, &timeout_);
    parser->AddExample("progressctl migrate --store-dsn=sqlite3:///var/lib/cp/progress.db", "an embedded store");
    parser->AddExample("CP_STORE_DSN_FILE=/run/secrets/dsn progressctl migrate",
                       "a PostgreSQL store, before an upgrade");
  }

  absl::StatusOr<ExitCode> Run(const CommandContext& context) override {
    CP_RETURN_IF_ERROR(
        OpenStore(context, store_dsn_, MissingStore::kMake, Deadline::After(context.clock, timeout_)).status());
    context.out << "the store's schema is up to date\n";
    return ExitCode::kOk;
  }

 private:
  std::string store_dsn_;
  absl::Duration timeout_ = absl::Minutes(10);
};

}  // namespace

void AddMigrate(runtime::ConfigParser* parser, CommandSet* commands) {
  commands->Add("migrate", std::make_unique<Migrate>(parser->AddCommand(
                               "migrate", "Makes the reporting store's tables, or brings them up to date.")));
}

}  // namespace cp::ctl
