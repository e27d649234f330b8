#include "services/query/config.h"

#include "libs/rpc/server.h"
#include "services/common/setting_names.h"
#include "services/common/version.h"

namespace cp::query {
namespace {

using runtime::ConfigParser;

void AddStores(ConfigParser& parser, Config* config) {
  service::AddStoreSettings(
      {.data_dir = "Folder of the embedded store.",
       .store_dsn = "Reporting store; sync-worker makes its tables. Empty: courseprogress.db in --data-dir.",
       .store_pool_size =
           "Connections to the reporting store. Two are for the question which data is current, the others read pages.",
       .redis_url = "Cache shared by all instances. Empty: none. Answers never depend on it, only their speed."},
      &parser, config);
  parser.AddChoice({.name = "app-env",
                    .help = "Profile that chooses how long cached answers are kept: development 10 s, testing 5 s, "
                            "production 300 s; 3600 s when it is not set. A company's own setting wins.",
                    .other_env = "APP_ENV"},
                   {"", "development", "testing", "production"}, &config->app_env);
  parser.AddInt({.name = "local-cache-mb", .help = "Memory for cached answers in this process. 0: none.", .unit = "MB"},
                {0, 65536}, &config->local_cache_mb);
}

}  // namespace

std::optional<int> ParseConfig(int argc, const char* const* argv, const runtime::Environment& environment,
                               std::ostream& out, std::ostream& err, Config* config) {
  ConfigParser parser("query-service", "Answers companies' questions about their people's course progress.");
  parser.SetVersion(service::VersionText("query-service"));
  AddStores(parser, config);
  service::AddServingSettings(
      {.listen = "Where gRPC listens.",
       .drain_timeout = "After SIGTERM, how long calls in flight may take to end. 3 s later the process is gone, "
                        "whatever hangs."},
      &parser, config);
  parser.AddRule([config] { return rpc::CheckServerOptions(service::ServerOptionsOf(*config)); });
  parser.AddExample("query-service --store-dsn=sqlite3://data/courseprogress.db",
                    "serves the store that a sync-worker on this machine fills");
  parser.AddExample(
      "query-service --store-dsn='postgresql://host=db dbname=progress user=reader' --redis-url=redis://cache:6379/0 "
      "--listen=0.0.0.0:7070 --tls-cert=cert.pem --tls-key=key.pem",
      "one of several instances; the store's DSN with its password may come from CP_STORE_DSN_FILE");
  parser.AllowSettingsOfOthers(service::AllSettingNames());
  if (const std::optional<int> exit = parser.Parse(argc, argv, environment, out, err)) return exit;
  service::ResolveStore(config);
  return std::nullopt;
}

absl::Duration CacheTtlOf(absl::string_view app_env) {
  if (app_env == "development") return absl::Seconds(10);
  if (app_env == "testing") return absl::Seconds(5);
  if (app_env == "production") return absl::Seconds(300);
  return absl::Seconds(3600);
}

}  // namespace cp::query
