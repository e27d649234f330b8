#include "services/query/wiring.h"

#include <unistd.h>

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

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
#include "services/common/connections.h"
#include "services/common/stop_limit.h"
#include "services/query/query_server.h"
#include "services/query/service_metrics.h"
#include "services/query/startup.h"
#include "services/query/store_monitor.h"

namespace cp::query {
namespace {

constexpr absl::Duration kStoreCheckTimeout = absl::Seconds(5);
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
    CP_RETURN_IF_ERROR(MakeStore());
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

  // Not open yet: the server listens, and says so, while the store is being waited for.
  absl::Status MakeStore() {
    sql::StoreOptions options = service::StoreOptionsOf(config_, clock_, logger_);
    options.migrate_timeout = kStoreCheckTimeout;  // it migrates nothing, and looks again when it was too short
    options.on_statement = [this](absl::string_view kind) { service_metrics_.CountStatement(kind); };
    CP_ASSIGN_OR_RETURN(store_, sql::MakeStore(options));
    monitor_.emplace(store_.get(), &clock_);
    return absl::OkStatus();
  }

  absl::Status StartMetrics() {
    service_metrics_.Register(&metrics_, &*monitor_);
    service::AddStorePool(store_.get(), &metrics_);
    return service::ServeMetrics(config_, logger_, &metrics_);
  }

  absl::Status ConnectRedis() {
    CP_ASSIGN_OR_RETURN(shared_.client, service::ConnectRedis(config_, clock_, logger_));
    if (shared_.client == nullptr) return absl::OkStatus();
    shared_.cache = std::make_unique<redis::RedisVersionedCache>(*shared_.client, clock_);
    metrics_.AddCallback("cache_put_failures_total", "Entries that the shared cache did not take.",
                         [failed = shared_.cache->failed_puts()] {
                           return std::vector<runtime::Metrics::Sample>{{{}, static_cast<double>(*failed)}};
                         });
    shared_.invalidator = std::make_unique<redis::RedisInvalidator>(*shared_.client, clock_);
    return absl::OkStatus();
  }

  absl::Status StartServer() {
    const auto observers = [this](const std::string& service, const std::string& method) {
      return rpc::ObserverOf(metrics_.ForMethod(service, method));
    };
    CP_ASSIGN_OR_RETURN(server_, QueryServer::Start({.clock = &clock_,
                                                     .reader = store_.get(),
                                                     .store = store_.get(),
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
    options.server = service::ServerOptionsOf(config_);
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
    service::WarnOfStoreFile(config_, logger_);
    server_->SetServing(true);
    logger_.Info("serving", {{"address", server_->server().address()}});
    return absl::OkStatus();
  }

  absl::Status TryStore() {
    CP_RETURN_IF_ERROR(store_->Open());
    CP_RETURN_IF_ERROR(server_->CheckStore(Deadline::After(clock_, kStoreCheckTimeout)));
    // No reason not to serve: nothing is stale before somebody writes, and every writer looks for itself.
    const absl::Status examined = server_->ExamineEpoch(*store_, Deadline::After(clock_, kStoreCheckTimeout));
    if (!examined.ok()) logger_.Warning("epoch_not_examined", {{"status", examined}});
    return absl::OkStatus();
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
      const absl::Status sampled = monitor_->Sample(Deadline::After(clock_, kStoreCheckTimeout));
      if (!sampled.ok()) logger_.Debug("store_not_sampled", {{"status", sampled}});
    });
    if (!queued) logger_.Debug("store_not_sampled", {{"status", "the queue is full"}});
  }

  void Drain() {
    logger_.Info("draining", {{"timeout_seconds", config_.drain_timeout}});
    stop_limit_ = service::LimitProcessEnd("query-service", config_.drain_timeout,
                                           "the reporting store does not answer", &log_writer_);
    server_->Drain(config_.drain_timeout);
    logger_.Info("drained");
  }

  const Config& config_;
  runtime::TerminationSignals& signals_;
  const runtime::SystemClock clock_;
  runtime::LogWriter log_writer_{STDERR_FILENO, &clock_};
  const runtime::Logger logger_;
  const rpc::GrpcLog grpc_log_;
  std::unique_ptr<service::StopLimit> stop_limit_;  // over the end of everything below
  std::unique_ptr<sql::DatabaseStore> store_;
  std::optional<StoreMonitor> monitor_;  // of the store
  ServiceMetrics service_metrics_;
  runtime::Metrics metrics_;  // its scrapes read the three above
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
