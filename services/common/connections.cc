#include "services/common/connections.h"

#include "libs/base/status.h"
#include "libs/redis/redis_url.h"
#include "libs/sql/store_file.h"

namespace cp::service {
namespace {

constexpr absl::Duration kRedisCheckTimeout = absl::Milliseconds(500);

}  // namespace

absl::StatusOr<std::unique_ptr<redis::RedisClient>> ConnectRedis(const Settings& settings, const Clock& clock,
                                                                 const runtime::Logger& logger) {
  if (settings.redis_url.empty()) return nullptr;
  redis::RedisClientOptions options;
  CP_ASSIGN_OR_RETURN(options.address, redis::ParseRedisUrl(settings.redis_url));
  std::unique_ptr<redis::RedisClient> client = redis::RedisClient::Make(options, clock);
  const absl::Status reachable = client->CheckEndpoint(Deadline::After(clock, kRedisCheckTimeout));
  if (!reachable.ok()) {
    logger.Warning("redis_unusable",
                   {{"setting", "--redis-url"},
                    {"redis", redis::RedactedUrl(options.address)},
                    {"status", reachable},
                    {"advice", "start Redis or correct --redis-url; until then reads are slower and syncs warn"}});
  }
  return client;
}

sql::StoreOptions StoreOptionsOf(const Settings& settings, const Clock& clock, const runtime::Logger& logger) {
  sql::StoreOptions options;
  options.dsn = settings.store_dsn;
  options.pool_size = static_cast<size_t>(settings.store_pool_size);
  options.clock = &clock;
  options.on_driver_error = [&logger](absl::string_view detail) {
    logger.Debug("store_driver_error", {{"detail", detail}});
  };
  return options;
}

void WarnOfStoreFile(const Settings& settings, const runtime::Logger& logger) {
  const std::string warning = sql::StoreFileWarning(settings.store_dsn);
  if (!warning.empty()) logger.Warning("store_file_open_to_all", {{"setting", "--store-dsn"}, {"warning", warning}});
}

void AddStorePool(const sql::DatabaseStore* store, runtime::Metrics* metrics) {
  metrics->AddStorePool([store] {
    const sql::PoolUse use = store->pool_use();
    return runtime::Metrics::PoolSample{.limit = static_cast<double>(use.limit),
                                        .in_use = static_cast<double>(use.in_use),
                                        .idle = static_cast<double>(use.idle),
                                        .waits = static_cast<double>(use.waits),
                                        .wait_seconds = absl::ToDoubleSeconds(use.waited)};
  });
}

absl::Status ServeMetrics(const Settings& settings, const runtime::Logger& logger, runtime::Metrics* metrics) {
  if (settings.metrics_listen.empty()) return absl::OkStatus();
  CP_ASSIGN_OR_RETURN(const int port, metrics->Serve(settings.metrics_listen));
  logger.Info("metrics_listening", {{"port", port}});
  return absl::OkStatus();
}

}  // namespace cp::service
