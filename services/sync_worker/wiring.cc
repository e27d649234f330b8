#include "services/sync_worker/wiring.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/moodle/open_source.h"
#include "libs/redis/redis_client.h"
#include "libs/redis/redis_invalidator.h"
#include "libs/rpc/grpc_log.h"
#include "libs/runtime/log_writer.h"
#include "libs/runtime/logging.h"
#include "libs/runtime/metrics.h"
#include "libs/runtime/system_clock.h"
#include "libs/sql/open_store.h"
#include "services/common/connections.h"
#include "services/common/stop_limit.h"
#include "services/sync_worker/no_cache.h"
#include "services/sync_worker/once.h"
#include "services/sync_worker/source_probe.h"
#include "services/sync_worker/worker_server.h"

namespace cp::worker {
namespace {

constexpr absl::Duration kSeedTimeout = absl::Seconds(30);

std::string Owner() {
  char host[256] = "";
  gethostname(host, sizeof(host) - 1);
  return absl::StrCat(host, ":", getpid());
}

class Process {
 public:
  Process(const WorkerConfig& config, runtime::TerminationSignals& signals)
      : config_(config),
        signals_(signals),
        log_(runtime::ParseLogLevel(config.log_level).value_or(runtime::LogLevel::kInfo), &clock_, log_writer_.Sink()),
        grpc_log_(rpc::GrpcSinkOf(&log_)),
        run_metrics_(&metrics_, &clock_) {
    log_writer_.Register(&metrics_);
  }

  // Returns the exit code; an error is written for people.
  int Run(std::ostream& out, std::ostream& err) {
    absl::Status status = ConnectUnlessStopped();
    if (status.ok() && config_.once) return Once(out, err);
    if (status.ok()) status = Serve();
    if (status.ok() || (absl::IsCancelled(status) && !config_.once)) return 0;
    log_writer_.WriteLast(absl::StrCat("sync-worker: ", status.message(), "\n"));
    return ExitCodeOfRefusal(status);
  }

 private:
  // Connect(), whose end is limited as soon as a signal comes; CANCELLED when one came.
  absl::Status ConnectUnlessStopped();
  absl::Status Connect() {
    CP_RETURN_IF_ERROR(OpenSource());
    CP_RETURN_IF_ERROR(OpenStore());
    CP_RETURN_IF_ERROR(ConnectRedis());
    return ServeMetrics();
  }

  // From the signal on: the process ends in time, whatever hangs. What was under way is as after a crash, which the
  // next run puts right.
  void LimitTheEnd();

  int Once(std::ostream& out, std::ostream& err);
  absl::Status Serve();

  absl::Status OpenSource();
  absl::Status OpenStore();
  absl::Status ConnectRedis();
  absl::Status ServeMetrics();

  WorkerPorts Ports();
  RunManagerOptions RunOptions() const;
  sync::DetectorOptions LaneOptions() const;
  Retention RetentionOptions() const;
  WorkerServerOptions ServerOptions() const;

  const WorkerConfig& config_;
  runtime::TerminationSignals& signals_;
  const runtime::SystemClock clock_;
  runtime::LogWriter log_writer_{STDERR_FILENO, &clock_};
  const runtime::Logger log_;
  const rpc::GrpcLog grpc_log_;
  std::unique_ptr<service::StopLimit> stop_limit_;  // over the end of everything below
  std::unique_ptr<sync::Source> source_;
  std::unique_ptr<sql::DatabaseStore> store_;
  runtime::Metrics metrics_;  // its scrapes read the store
  RunMetrics run_metrics_;
  std::unique_ptr<redis::RedisClient> redis_;
  std::unique_ptr<sync::CacheInvalidator> invalidator_;
};

absl::Status Process::ConnectUnlessStopped() {
  std::atomic<bool> stopped = false;
  std::thread stopper([this, &stopped] {
    if (signals_.Wait() == 0) return;
    stopped = true;
    LimitTheEnd();
  });
  absl::Status connected = Connect();
  signals_.Wake();
  stopper.join();
  if (!stopped) return connected;
  log_.Info("stopped", {{"cause", "a signal came before the start was over"}});
  return absl::CancelledError("stopped before the start was over");
}

absl::Status Process::OpenSource() {
  moodle::SourceOptions options;
  options.dsn = config_.moodle_dsn;
  options.prefix = config_.moodle_prefix;
  options.plain_company_name = config_.plain_company_name;
  options.include_untracked = config_.include_untracked;
  options.statement_timeout = config_.moodle_statement_timeout;
  CP_ASSIGN_OR_RETURN(source_, moodle::MakeSource(options, clock_));
  return absl::OkStatus();
}

absl::Status Process::OpenStore() {
  if (config_.uses_data_dir) {
    std::error_code error;
    std::filesystem::create_directories(config_.data_dir, error);
    if (error) {
      return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                       absl::StrCat("--data-dir=", config_.data_dir, " can not be made: ", error.message(),
                                    "; name a folder that this user may write to"),
                       {{"setting", "data-dir"}});
    }
  }
  sql::StoreOptions options = service::StoreOptionsOf(config_, clock_, log_);
  options.migrate = true;
  CP_ASSIGN_OR_RETURN(store_, sql::OpenStore(options));
  service::WarnOfStoreFile(config_, log_);
  const absl::StatusOr<std::vector<progress::CompanyState>> known =
      store_->ListCompanies(Deadline::After(clock_, kSeedTimeout));
  if (known.ok()) run_metrics_.SeedAges(*known);
  return absl::OkStatus();
}

absl::Status Process::ConnectRedis() {
  CP_ASSIGN_OR_RETURN(redis_, service::ConnectRedis(config_, clock_, log_));
  if (redis_ == nullptr) {
    invalidator_ = std::make_unique<NoCache>();
  } else {
    invalidator_ = std::make_unique<redis::RedisInvalidator>(*redis_, clock_);
  }
  return absl::OkStatus();
}

absl::Status Process::ServeMetrics() {
  service::AddStorePool(store_.get(), &metrics_);
  return service::ServeMetrics(config_, log_, &metrics_);
}

WorkerPorts Process::Ports() {
  return {.clock = &clock_,
          .store = store_.get(),
          .source = source_.get(),
          .invalidator = invalidator_.get(),
          .log = &log_,
          .metrics = &run_metrics_};
}

RunManagerOptions Process::RunOptions() const {
  return {.owner = Owner(),
          .max_sync_time = config_.max_sync_time,
          .batch_rows = static_cast<size_t>(config_.batch_size),
          .switches = {.time_completed_fallback = config_.time_completed_fallback},
          .as_of = config_.as_of_time,
          .source_timeout = config_.moodle_statement_timeout,
          .lane = LaneOptions()};
}

sync::DetectorOptions Process::LaneOptions() const {
  sync::DetectorOptions options;
  options.count_interval = config_.count_interval;
  options.owner = Owner();
  options.hold = std::max(options.hold, 3 * config_.change_interval);
  if (config_.sync_interval > absl::ZeroDuration()) options.full_interval = config_.sync_interval;
  return options;
}

Retention Process::RetentionOptions() const {
  return {.runs = config_.run_retention, .tombstones = config_.tombstone_retention};
}

WorkerServerOptions Process::ServerOptions() const {
  WorkerServerOptions options;
  options.server = service::ServerOptionsOf(config_);
  options.run = RunOptions();
  options.schedule.interval = config_.sync_interval;
  options.retention = RetentionOptions();
  // Another time than now knows no changes.
  if (!config_.as_of_time.has_value()) options.change_interval = config_.change_interval;
  // A run needs a connection for its batches, and one more for its lease.
  options.concurrent_runs = std::max(1, config_.store_pool_size / 2);
  return options;
}

void Process::LimitTheEnd() {
  stop_limit_ = service::LimitProcessEnd("sync-worker", config_.drain_timeout,
                                         "the reporting store or Moodle does not answer; what was under way is left to "
                                         "the next run",
                                         &log_writer_);
}

int Process::Once(std::ostream& out, std::ostream& err) {
  Worker worker(Ports(), RunOptions());
  std::thread stopper([this, &worker] {
    if (signals_.Wait() == 0) return;
    LimitTheEnd();
    worker.Stop();
  });
  const Deadline budget = config_.max_sync_time > absl::ZeroDuration() ? Deadline::After(clock_, config_.max_sync_time)
                                                                       : Deadline::At(absl::InfiniteDuration());
  RunRequest request;
  request.kind = "once";
  request.force = config_.force;
  const absl::Status probed = ProbeSource(*source_, clock_, log_);
  const absl::StatusOr<RunResult> run = probed.ok() ? worker.runner().Run(request) : probed;
  // Where nothing but --once runs, there is no other time for it.
  if (run.ok()) Housekeeper(HousekeeperPartsOf(Ports(), &worker.stopping()), RetentionOptions()).TidyIfDue(budget);
  signals_.Wake();
  stopper.join();
  return ReportOnce(run, out, err);
}

absl::Status Process::Serve() {
  absl::Status refused;  // read once the server has stopped
  WorkerServerOptions options = ServerOptions();
  options.on_source_refused = [this, &refused](const absl::Status& status) {
    refused = status;
    signals_.Wake();
  };
  CP_ASSIGN_OR_RETURN(
      const std::unique_ptr<WorkerServer> server,
      WorkerServer::Start(Ports(), options, [this](const std::string& service, const std::string& method) {
        return rpc::ObserverOf(metrics_.ForMethod(service, method));
      }));
  log_.Info("listening", {{"address", server->server().address()}});
  const int signal = signals_.Wait();
  log_.Info("stopping", {{"signal", signal}});
  LimitTheEnd();
  server->Stop(config_.drain_timeout);
  log_.Info("stopped");
  return refused;
}

}  // namespace

int RunWorker(const WorkerConfig& config, runtime::TerminationSignals& signals, std::ostream& out, std::ostream& err) {
  Process process(config, signals);
  return process.Run(out, err);
}

}  // namespace cp::worker
