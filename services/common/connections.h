// What both services' wiring does alike with the store and Redis.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/redis/redis_client.h"
#include "libs/runtime/logging.h"
#include "libs/runtime/metrics.h"
#include "libs/sql/open_store.h"
#include "services/common/settings.h"

namespace cp::service {

// Null without --redis-url. A Redis that can not be used, be it for a wrong password, is a warning in the log: it never
// stops a service. `clock` outlives the client.
absl::StatusOr<std::unique_ptr<redis::RedisClient>> ConnectRedis(const Settings& settings, const Clock& clock,
                                                                 const runtime::Logger& logger);

// dsn, pool_size, clock and on_driver_error. `clock` and `logger` outlive the store.
sql::StoreOptions StoreOptionsOf(const Settings& settings, const Clock& clock, const runtime::Logger& logger);

// One line in the log when the store's file can be opened by every user of the machine.
void WarnOfStoreFile(const Settings& settings, const runtime::Logger& logger);

// Shows the store's pool at /metrics. `store` outlives `metrics`.
void AddStorePool(const sql::DatabaseStore* store, runtime::Metrics* metrics);

// Serves /metrics on --metrics-listen, if it is set.
absl::Status ServeMetrics(const Settings& settings, const runtime::Logger& logger, runtime::Metrics* metrics);

}  // namespace cp::service
