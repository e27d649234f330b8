#include "services/progressctl/ctl.h"

#include "services/common/setting_names.h"
#include "services/progressctl/commands.h"
#include "services/progressctl/text.h"

namespace cp::ctl {
namespace {

void AddCommands(runtime::ConfigParser* parser, CommandSet* commands) {
  AddSync(parser, commands);
  runtime::ConfigParser* run = parser->AddCommand("run", "Shows, watches and cancels syncs.");
  run->AddExample("progressctl run list", "the last runs of every worker on the store");
  AddRunList(run, commands);
  AddRunGet(run, commands);
  AddRunWatch(run, commands);
  AddRunCancel(run, commands);
  AddGet(parser, commands);
  AddStatus(parser, commands);
  runtime::ConfigParser* token = parser->AddCommand("token", "Makes, lists and ends API tokens.");
  token->AddExample("progressctl token create --company=3 --label='Power BI'", "a company's token");
  token->AddExample("progressctl token list", "who may ask, and until when");
  AddTokenCreate(token, commands);
  AddTokenList(token, commands);
  AddTokenRevoke(token, commands);
  runtime::ConfigParser* company = parser->AddCommand("company", "Shows the companies and their settings.");
  company->AddExample("progressctl company list", "every company with its rows and the age of its data");
  AddCompanyList(company, commands);
  AddCompanySettings(company, commands);
  runtime::ConfigParser* cache = parser->AddCommand("cache", "Removes cached answers.");
  cache->AddExample("progressctl cache clear --company=3", "the next reads of company 3 go to the store");
  AddCacheClear(cache, commands);
  AddMigrate(parser, commands);
  runtime::ConfigParser* store = parser->AddCommand("store", "Looks after the reporting store.");
  store->AddExample("progressctl store restored --store-dsn=sqlite3:///var/lib/cp/progress.db",
                    "after a backup came back");
  AddStoreRestored(store, commands);
  runtime::ConfigParser* demo = parser->AddCommand("demo", "Makes a Moodle to try things on, and changes it.");
  demo->AddExample("progressctl demo create --path=moodle.db", "3 companies with 8 people in 4 courses");
  demo->AddExample("progressctl demo complete --path=moodle.db", "the two people of the story complete its course");
  AddDemoCreate(demo, commands);
  AddDemoComplete(demo, commands);
  AddDemoPlays(demo, commands);
}

}  // namespace

int RunProgressctl(int argc, const char* const* argv, const Surroundings& surroundings) {
  runtime::ConfigParser parser("progressctl",
                               "Operates courseprogress: syncs, reads, tokens, health, demo sites.\n"
                               "Exit codes: 0 done or nothing to do, 1 failed, 2 wrong command line or configuration, "
                               "3 sync truncated by its time "
                               "budget, 4 already running.");
  parser.SetVersion(surroundings.version);
  ConnectionSettings connection;
  AddConnectionSettings(&parser, &connection);
  CommandSet commands;
  AddCommands(&parser, &commands);
  parser.AddExample("progressctl sync --all", "compares Moodle with the reporting store and writes what differs");
  parser.AddExample("progressctl get --output=csv --all-pages > progress.csv", "reads a company's progress");
  parser.AllowSettingsOfOthers(service::AllSettingNames());
  if (const std::optional<int> exit =
          parser.Parse(argc, argv, surroundings.environment, surroundings.out, surroundings.err)) {
    return *exit;
  }
  connection.token_file = surroundings.environment("CP_TOKEN_FILE").value_or("");
  Command* command = commands.Find(parser.command());
  const CommandContext context{
      surroundings.clock,           surroundings.out,       surroundings.err, connection, surroundings.open_store,
      surroundings.err_is_terminal, surroundings.interrupts};
  const absl::StatusOr<ExitCode> result = command->Run(context);
  if (!result.ok()) {
    surroundings.err << "progressctl: " << ErrorText(result.status()) << "\n";
    return static_cast<int>(ExitCodeOf(result.status()));
  }
  // A full disk or a closed pipe: an answer that was not delivered is not a success.
  if (!surroundings.out.flush()) {
    surroundings.err << "progressctl: the output could not be written\n";
    return static_cast<int>(ExitCode::kFailed);
  }
  return static_cast<int>(*result);
}

}  // namespace cp::ctl
