// The settings that query-service and sync-worker share: where the store and Redis are, where to listen, how to stop.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "libs/rpc/server.h"
#include "libs/runtime/config.h"

namespace cp::service {

// A service's Config derives from it and sets the defaults that are its own.
struct Settings {
  // Reporting store and shared cache
  std::string data_dir = "./data";
  std::string store_dsn;       // never empty after ResolveStore(): sqlite3://<data_dir>/courseprogress.db
  bool uses_data_dir = false;  // store_dsn came from data_dir
  int store_pool_size = 4;
  std::string redis_url;  // empty: no Redis

  // Serving
  std::string listen;
  std::string tls_cert;
  std::string tls_key;
  std::string tls_client_ca;
  bool insecure_plaintext = false;
  std::string metrics_listen;  // empty: none
  std::string log_level = "info";
  absl::Duration drain_timeout;
};

// What --help says where the services differ: whole sentences.
struct StoreTexts {
  std::string data_dir;
  std::string store_dsn;
  std::string store_pool_size;
  std::string redis_url;
};
struct ServingTexts {
  std::string listen;  // what listens, the rule follows
  std::string drain_timeout;
};

// Declare the settings; `settings` outlives the parser's Parse().
void AddStoreSettings(const StoreTexts& texts, runtime::ConfigParser* parser, Settings* settings);
void AddServingSettings(const ServingTexts& texts, runtime::ConfigParser* parser, Settings* settings);

// store_dsn, or the embedded store in data_dir when it is empty.
std::string StoreDsnOf(const Settings& settings);

// After Parse(): store_dsn becomes StoreDsnOf().
void ResolveStore(Settings* settings);

rpc::ServerOptions ServerOptionsOf(const Settings& settings);

}  // namespace cp::service
