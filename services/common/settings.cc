#include "services/common/settings.h"

#include "absl/strings/str_cat.h"
#include "libs/runtime/metrics.h"
#include "services/common/setting_checks.h"

namespace cp::service {

void AddStoreSettings(const StoreTexts& texts, runtime::ConfigParser* parser, Settings* settings) {
  parser->AddString({.name = "data-dir", .help = texts.data_dir}, &settings->data_dir);
  parser->AddDsn({.name = "store-dsn",
                  .help = texts.store_dsn,
                  .allowed = "sqlite3://path, postgresql://host=... dbname=... user=... password=..., "
                             "postgresql://user:password@host:port/dbname"},
                 &settings->store_dsn, CheckStoreDsn);
  parser->AddInt({.name = "store-pool-size", .help = texts.store_pool_size, .unit = "connections"}, {3, 256},
                 &settings->store_pool_size);
  parser->AddDsn({.name = "redis-url", .help = texts.redis_url, .allowed = "redis://[:password@]host:port/db"},
                 &settings->redis_url, CheckRedisUrl);
}

void AddServingSettings(const ServingTexts& texts, runtime::ConfigParser* parser, Settings* settings) {
  parser->AddString({.name = "listen",
                     .help = absl::StrCat(texts.listen,
                                          " Another address than loopback needs TLS or --insecure-plaintext. "
                                          "Port 0: any free one."),
                     .allowed = "host:port"},
                    &settings->listen, CheckListen);
  parser->AddString({.name = "tls-cert", .help = "Certificate chain, a PEM file."}, &settings->tls_cert);
  parser->AddString({.name = "tls-key", .help = "Private key of --tls-cert, a PEM file."}, &settings->tls_key);
  parser->AddString({.name = "tls-client-ca", .help = "CA that clients' certificates must come from, a PEM file."},
                    &settings->tls_client_ca);
  parser->AddBool({.name = "insecure-plaintext", .help = "Allow plaintext on an address that is not loopback."},
                  &settings->insecure_plaintext);
  parser->AddString(
      {.name = "metrics-listen", .help = "Where /metrics is served. Empty: nowhere.", .allowed = "host:port"},
      &settings->metrics_listen, runtime::Metrics::CheckListen);
  parser->AddChoice({.name = "log-level", .help = "The least severe lines to write."},
                    {"debug", "info", "warning", "error"}, &settings->log_level);
  parser->AddDuration({.name = "drain-timeout", .help = texts.drain_timeout}, {absl::ZeroDuration(), absl::Minutes(10)},
                      &settings->drain_timeout);
}

std::string StoreDsnOf(const Settings& settings) {
  if (!settings.store_dsn.empty()) return settings.store_dsn;
  return absl::StrCat("sqlite3://", settings.data_dir, "/courseprogress.db");
}

void ResolveStore(Settings* settings) {
  settings->uses_data_dir = settings->store_dsn.empty();
  settings->store_dsn = StoreDsnOf(*settings);
}

rpc::ServerOptions ServerOptionsOf(const Settings& settings) {
  rpc::ServerOptions options;
  options.listen = settings.listen;
  options.tls_cert = settings.tls_cert;
  options.tls_key = settings.tls_key;
  options.tls_client_ca = settings.tls_client_ca;
  options.insecure_plaintext = settings.insecure_plaintext;
  return options;
}

}  // namespace cp::service
