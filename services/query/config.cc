#include "services/query/config.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::query {
namespace {

using runtime::ConfigParser;

absl::Status CheckRedisUrl(absl::string_view url) {
  if (url.empty() || absl::StartsWith(url, "redis://")) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   absl::StartsWith(url, "rediss://")
                       ? "rediss:// is not supported: terminate TLS beside the service"
                       : "must be redis://[:password@]host:port/db, or empty for no shared cache",
                   {{"setting", "redis-url"}});
}

void AddStores(ConfigParser& parser, Config* config) {
  parser.AddString({.name = "data-dir", .help = "Folder of the embedded store."}, &config->data_dir);
  parser.AddDsn({.name = "store-dsn",
                 .help = "Reporting store; sync-worker makes its tables. Empty: courseprogress.db in --data-dir.",
                 .allowed = "sqlite3://path, postgresql://host=... dbname=... user=... password=..."},
                &config->store_dsn);
  parser.AddInt({.name = "store-pool-size",
                 .help = "Connections to the reporting store. One asks which data is current, the others read pages.",
                 .unit = "connections"},
                {2, 256}, &config->store_pool_size);
  parser.AddDsn({.name = "redis-url",
                 .help = "Cache shared by all instances. Empty: none. Answers never depend on it, only their speed.",
                 .allowed = "redis://[:password@]host:port/db"},
                &config->redis_url, CheckRedisUrl);
  parser.AddChoice({.name = "app-env",
                    .help = "Profile that chooses how long cached answers are kept: development 10 s, testing 5 s, "
                            "production 300 s; 3600 s when it is not set. A company's own setting wins.",
                    .env = "APP_ENV"},
                   {"", "development", "testing", "production"}, &config->app_env);
  parser.AddInt({.name = "local-cache-mb", .help = "Memory for cached answers in this process. 0: none.", .unit = "MB"},
                {0, 65536}, &config->local_cache_mb);
}

void AddServing(ConfigParser& parser, Config* config) {
  parser.AddString({.name = "listen",
                    .help = "Where gRPC listens. Another address than loopback needs TLS or --insecure-plaintext. "
                            "Port 0: any free one.",
                    .allowed = "host:port"},
                   &config->listen);
  parser.AddString({.name = "tls-cert", .help = "Certificate chain, a PEM file."}, &config->tls_cert);
  parser.AddString({.name = "tls-key", .help = "Private key of --tls-cert, a PEM file."}, &config->tls_key);
  parser.AddString({.name = "tls-client-ca", .help = "CA that clients' certificates must come from, a PEM file."},
                   &config->tls_client_ca);
  parser.AddBool({.name = "insecure-plaintext", .help = "Allow plaintext on an address that is not loopback."},
                 &config->insecure_plaintext);
  parser.AddString(
      {.name = "metrics-listen", .help = "Where /metrics is served. Empty: nowhere.", .allowed = "host:port"},
      &config->metrics_listen);
  parser.AddChoice({.name = "log-level", .help = "The least severe lines to write."},
                   {"debug", "info", "warning", "error"}, &config->log_level);
  parser.AddDuration({.name = "drain-timeout", .help = "After SIGTERM, how long calls in flight may take to end."},
                     {absl::ZeroDuration(), absl::Minutes(10)}, &config->drain_timeout);
}

}  // namespace

std::optional<int> ParseConfig(int argc, const char* const* argv, const runtime::Environment& environment,
                               std::ostream& out, std::ostream& err, Config* config) {
  ConfigParser parser("query-service", "Answers companies' questions about their people's course progress.");
  AddStores(parser, config);
  AddServing(parser, config);
  parser.AddRule([config] { return rpc::CheckServerOptions(ServerOptionsOf(*config)); });
  parser.AddExample("query-service --store-dsn=sqlite3://data/courseprogress.db",
                    "serves the store that a sync-worker on this machine fills");
  parser.AddExample(
      "query-service --store-dsn='postgresql://host=db dbname=progress user=reader' --redis-url=redis://cache:6379/0 "
      "--listen=0.0.0.0:7070 --tls-cert=cert.pem --tls-key=key.pem",
      "one of several instances; the store's DSN with its password may come from CP_STORE_DSN_FILE");
  if (const std::optional<int> exit = parser.Parse(argc, argv, environment, out, err)) return exit;
  if (config->store_dsn.empty()) config->store_dsn = absl::StrCat("sqlite3://", config->data_dir, "/courseprogress.db");
  return std::nullopt;
}

absl::Duration CacheTtlOf(absl::string_view app_env) {
  if (app_env == "development") return absl::Seconds(10);
  if (app_env == "testing") return absl::Seconds(5);
  if (app_env == "production") return absl::Seconds(300);
  return absl::Seconds(3600);
}

rpc::ServerOptions ServerOptionsOf(const Config& config) {
  rpc::ServerOptions options;
  options.listen = config.listen;
  options.tls_cert = config.tls_cert;
  options.tls_key = config.tls_key;
  options.tls_client_ca = config.tls_client_ca;
  options.insecure_plaintext = config.insecure_plaintext;
  return options;
}

}  // namespace cp::query
