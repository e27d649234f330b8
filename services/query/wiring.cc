#include "services/query/wiring.h"

#include <unistd.h>

#include <memory>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/redis/invalidation_subscriber.h"
#include "libs/redis/redis_client.h"
#include "libs/redis/redis_invalidator.h"
#include "libs/redis/redis_versioned_cache.h"
#include "libs/rpc/grpc_log.h"
#include "libs/runtime/log_writer.h"
#include "libs/runtime/logging.h"
#include "libs/runtime/metrics.h"
#include "libs/runtime/system_clock.h"
#include "libs/sql/open_store.h"
#include "services/query/late_store.h"
#include "services/query/query_server.h"
#include "services/query/service_metrics.h"
#include "services/query/startup.h"
#include "services/query/store_monitor.h"

namespace cp::query {
namespace {

constexpr absl::Duration kStoreCheckTimeout = absl::Seconds(5);
constexpr absl::Duration kRedisCheckTimeout = absl::Milliseconds(500);
constexpr absl::Duration kMonitorPeriod = absl::Seconds(15);

// The shared cache, when there is one.
struct SharedCache {
  std::unique_ptr<redis::RedisClient> client;
  std::unique_ptr<redis::RedisVersionedCache> cache;
  std::unique_ptr<redis::RedisInvalidator> invalidator;
};

class Service {
 public:
  Service(const Config& config, runtime::TerminationSignals& signals)
      : config_(config),
        signals_(signals),
        logger_(runtime::ParseLogLevel(config.log_level).value_or(runtime::LogLevel::kInfo), &clock_,
                log_writer_.Sink()),
        grpc_log_(rpc::GrpcSinkOf(&logger_)) {
    service_metrics_.Register(&metrics_, &monitor_);
    log_writer_.Register(&metrics_);
  }

  ~Service() {
    subscriber_.reset();
    service_metrics_.Watch(nullptr);
  }

  // Returns when the process is to end; OK after a drain. An error is written for people, too.
  absl::Status Run() {
    absl::Status ended = RunUntilStopped();
    if (!ended.ok()) log_writer_.WriteLast(absl::StrCat("query-service: ", ended.message(), "\n"));
    return ended;
  }

 private:
  absl::Status RunUntilStopped() {
    CP_RETURN_IF_ERROR(StartMetrics());
    CP_RETURN_IF_ERROR(ConnectRedis());
    CP_RETURN_IF_ERROR(StartServer());
    if (const absl::Status ready = BecomeReady(); !ready.ok()) {
      if (!absl::IsCancelled(ready)) return ready;
    } else {
      Serve();
    }
    Drain();
    return absl::OkStatus();
  }

  absl::Status StartMetrics() {
    if (config_.metrics_listen.empty()) return absl::OkStatus();
    CP_ASSIGN_OR_RETURN(const int port, metrics_.Serve(config_.metrics_listen));
    logger_.Info("metrics_listening", {{"port", port}});
    return absl::OkStatus();
  }

  // A Redis that does not answer never stops the service; one that answers "wrong password" does.
  absl::Status ConnectRedis() {
    if (config_.redis_url.empty()) return absl::OkStatus();
    CP_ASSIGN_OR_RETURN(const redis::RedisAddress address, redis::ParseRedisUrl(config_.redis_url));
    redis::RedisClientOptions options;
    options.address = address;
    shared_.client = redis::RedisClient::Make(options, clock_);
    const absl::Status reachable = shared_.client->CheckEndpoint(Deadline::After(clock_, kRedisCheckTimeout));
    if (absl::IsFailedPrecondition(reachable)) return reachable;
    if (!reachable.ok()) {
      logger_.Warning("redis_unreachable", {{"redis", redis::RedactedUrl(address)}, {"status", reachable}});
    }
    shared_.cache = std::make_unique<redis::RedisVersionedCache>(*shared_.client, clock_);
    shared_.invalidator = std::make_unique<redis::RedisInvalidator>(*shared_.client, clock_);
    return absl::OkStatus();
  }

  absl::Status StartServer() {
    const auto observers = [this](const std::string& service, const std::string& method) {
      return rpc::ObserverOf(metrics_.ForMethod(service, method));
    };
    CP_ASSIGN_OR_RETURN(server_, QueryServer::Start({.clock = &clock_,
                                                     .reader = &store_,
                                                     .store = &store_,
                                                     .shared = shared_.cache.get(),
                                                     .invalidator = shared_.invalidator.get(),
                                                     .logger = &logger_,
                                                     .observers = observers},
                                                    ServerOptions()));
    service_metrics_.Watch(&server_->engine());
    logger_.Info("listening", {{"address", server_->server().address()}});
    return absl::OkStatus();
  }

  QueryServer::Options ServerOptions() const {
    QueryServer::Options options;
    options.server = ServerOptionsOf(config_);
    options.store_connections = config_.store_pool_size;
    options.read_path.default_ttl = CacheTtlOf(config_.app_env);
    options.read_path.local_cache_bytes = static_cast<size_t>(config_.local_cache_mb) << 20;
    options.read_path.jitter_seed = std::random_device{}();
    return options;
  }

  absl::Status BecomeReady() {
    CP_RETURN_IF_ERROR(WaitForStore({.check = [this] { return TryStore(); },
                                     .nap = [this](absl::Duration nap) { return !signals_.WaitFor(nap).has_value(); },
                                     .logger = &logger_}));
    server_->SetServing(true);
    logger_.Info("serving", {{"address", server_->server().address()}});
    return absl::OkStatus();
  }

  absl::Status TryStore() {
    if (!store_is_open_) {
      sql::StoreOptions options;
      options.dsn = config_.store_dsn;
      options.pool_size = static_cast<size_t>(config_.store_pool_size);
      options.clock = &clock_;
      options.on_statement = [this](absl::string_view kind) { service_metrics_.CountStatement(kind); };
      options.on_driver_error = [this](absl::string_view detail) {
        logger_.Debug("store_driver_error", {{"detail", detail}});
      };
      CP_ASSIGN_OR_RETURN(std::unique_ptr<progress::Store> store, sql::OpenStore(options));
      store_.Open(std::move(store));
      store_is_open_ = true;
    }
    return server_->CheckStore(Deadline::After(clock_, kStoreCheckTimeout));
  }

  void Serve() {
    if (shared_.client != nullptr) {
      redis::InvalidationSubscriberOptions options;
      options.address = shared_.client->options().address;
      subscriber_ = redis::InvalidationSubscriber::Start(
          options,
          [this](CompanyId company, const DataVersion& version) { server_->engine().OnHint(company, version); });
    }
    do {
      SampleStore();
    } while (!signals_.WaitFor(kMonitorPeriod).has_value());
  }

  void SampleStore() {
    const bool queued = server_->store_executor().Submit([this] {
      const absl::Status sampled = monitor_.Sample(Deadline::After(clock_, kStoreCheckTimeout));
      if (!sampled.ok()) logger_.Debug("store_not_sampled", {{"status", sampled}});
    });
    if (!queued) logger_.Debug("store_not_sampled", {{"status", "the queue is full"}});
  }

  void Drain() {
    logger_.Info("draining", {{"timeout_seconds", config_.drain_timeout}});
    server_->Drain(config_.drain_timeout);
    logger_.Info("drained");
  }

  const Config& config_;
  runtime::TerminationSignals& signals_;
  const runtime::SystemClock clock_;
  runtime::LogWriter log_writer_{STDERR_FILENO, &clock_};
  const runtime::Logger logger_;
  const rpc::GrpcLog grpc_log_;
  StoreMonitor monitor_{&store_, &clock_};
  ServiceMetrics service_metrics_;
  runtime::Metrics metrics_;  // its scrapes read the two above
  LateStore store_;
  bool store_is_open_ = false;
  SharedCache shared_;
  std::unique_ptr<QueryServer> server_;                        // uses all of the above
  std::unique_ptr<redis::InvalidationSubscriber> subscriber_;  // calls the server
};

}  // namespace

int RunService(const Config& config, runtime::TerminationSignals& signals) {
  Service service(config, signals);
  const absl::Status ended = service.Run();
  if (ended.ok()) return 0;
  return ReasonOf(ended) == reason::kConfigInvalid ? runtime::kExitConfigInvalid : kExitCannotStart;
}

}  // namespace cp::query
