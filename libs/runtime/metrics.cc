#include "libs/runtime/metrics.h"

#include <prometheus/exposer.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::runtime {
namespace {

// grpc-status names as the usual grpc_server_handled_total label spells them (go-grpc-prometheus).
constexpr std::array<const char*, 17> kCodeNames = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};

// From a cache hit's fraction of a millisecond to an export.
const prometheus::Histogram::BucketBoundaries kSeconds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                          0.25,   0.5,   1,      2.5,   5,    10,    60,   300};

constexpr char kDataAge[] = "data_age_seconds";
constexpr char kDataAgeHelp[] = "Seconds since the source was last read completely.";

double ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  double total = 0, resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double CpuSeconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

absl::Status ListenError(const std::string& listen, absl::string_view problem) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   absl::StrCat("--metrics-listen is \"", listen, "\": ", problem), {{"setting", "metrics-listen"}});
}

}  // namespace

void RpcMethodMetrics::Handled(int code, absl::Duration elapsed) {
  const bool known = code >= 0 && code < static_cast<int>(handled_.size());
  handled_[static_cast<size_t>(known ? code : 2)]->Increment();
  seconds_->Observe(absl::ToDoubleSeconds(elapsed));
}

class Metrics::Impl {
 public:
  // Families computed at each scrape.
  class Callbacks final : public prometheus::Collectable {
   public:
    void Add(const std::string& name, const std::string& help, std::function<std::vector<Metrics::Sample>()> read) {
      absl::MutexLock lock(&mutex_);
      families_.push_back({name, help, std::move(read)});
    }

    std::vector<prometheus::MetricFamily> Collect() const override {
      absl::MutexLock lock(&mutex_);
      std::vector<prometheus::MetricFamily> collected;
      for (const Family& family : families_) collected.push_back(family.Collect());
      return collected;
    }

   private:
    struct Family {
      std::string name;
      std::string help;
      std::function<std::vector<Metrics::Sample>()> read;

      prometheus::MetricFamily Collect() const {
        const bool counter = absl::EndsWith(name, "_total");
        prometheus::MetricFamily out{
            name, help, counter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge, {}};
        for (const Metrics::Sample& sample : read()) {
          prometheus::ClientMetric& metric = out.metric.emplace_back();
          for (const auto& [label, value] : sample.labels) metric.label.push_back({label, value});
          (counter ? metric.counter.value : metric.gauge.value) = sample.value;
        }
        return out;
      }
    };

    mutable absl::Mutex mutex_;
    std::vector<Family> families_ ABSL_GUARDED_BY(mutex_);
  };

  Impl() : registry_(std::make_shared<prometheus::Registry>()), callbacks_(std::make_shared<Callbacks>()) {}

  prometheus::Counter& Counter(const std::string& name, const std::string& help, const Labels& labels) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(*registry_).Add(labels);
  }
  prometheus::Gauge& Gauge(const std::string& name, const std::string& help, const Labels& labels) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add(labels);
  }
  prometheus::Histogram& Histogram(const std::string& name, const std::string& help, const Labels& labels) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(*registry_).Add(labels, kSeconds);
  }

  const std::shared_ptr<prometheus::Registry> registry_;
  const std::shared_ptr<Callbacks> callbacks_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {
  AddCallback("process_resident_memory_bytes", "Resident memory size in bytes.", [] {
    return std::vector<Sample>{{{}, ResidentBytes()}};
  });
  AddCallback("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", [] {
    return std::vector<Sample>{{{}, CpuSeconds()}};
  });
}

Metrics::~Metrics() = default;

RpcMethodMetrics Metrics::ForMethod(const std::string& service, const std::string& method, const std::string& type) {
  const Labels labels = {{"grpc_service", service}, {"grpc_method", method}, {"grpc_type", type}};
  RpcMethodMetrics handles;
  handles.started_ = &impl_->Counter("grpc_server_started_total", "Calls that have arrived at the server.", labels);
  for (size_t code = 0; code < kCodeNames.size(); ++code) {
    Labels with_code = labels;
    with_code["grpc_code"] = kCodeNames[code];
    handles.handled_[code] =
        &impl_->Counter("grpc_server_handled_total", "Calls that have ended, by status code.", with_code);
  }
  handles.seconds_ = &impl_->Histogram("grpc_server_handling_seconds",
                                       "Time from a call's arrival to its status, in seconds.", labels);
  return handles;
}

prometheus::Counter& Metrics::CacheRequests(const std::string& result) {
  return AddCounter("cache_requests_total", "Reads of a page, by where the cache had it.", {{"result", result}});
}

prometheus::Counter& Metrics::SyncRuns(const std::string& result) {
  return AddCounter("sync_runs_total", "Sync runs that have ended, by result.", {{"result", result}});
}

prometheus::Counter& Metrics::StoreStatements(const std::string& kind) {
  return AddCounter("store_statements_total", "Statements sent to the reporting store, by kind.", {{"kind", kind}});
}

prometheus::Counter& Metrics::AddCounter(const std::string& name, const std::string& help, const Labels& labels) {
  return impl_->Counter(name, help, labels);
}

prometheus::Gauge& Metrics::AddGauge(const std::string& name, const std::string& help, const Labels& labels) {
  return impl_->Gauge(name, help, labels);
}

void Metrics::AddCallback(const std::string& name, const std::string& help, std::function<std::vector<Sample>()> read) {
  impl_->callbacks_->Add(name, help, std::move(read));
}

void Metrics::AddDataAge(std::function<std::vector<Sample>()> read) {
  AddCallback(kDataAge, kDataAgeHelp, std::move(read));
}

void Metrics::AddStorePool(std::function<PoolSample()> read) {
  const auto add = [&](const char* name, const char* help, double PoolSample::*member) {
    AddCallback(name, help, [read, member] { return std::vector<Sample>{{{}, read().*member}}; });
  };
  add("store_pool_max_connections", "Connections to the reporting store that may be open.", &PoolSample::limit);
  add("store_pool_in_use_connections", "Connections to the reporting store that work for a call.", &PoolSample::in_use);
  add("store_pool_idle_connections", "Open connections to the reporting store without work.", &PoolSample::idle);
  add("store_pool_waits_total", "Calls that had to wait for a connection to the reporting store.", &PoolSample::waits);
  add("store_pool_wait_seconds_total", "Time that calls waited for a connection to the reporting store, in seconds.",
      &PoolSample::wait_seconds);
}

// CivetWeb takes more: a port alone means every address, "s" behind it TLS, "," another one.
absl::Status Metrics::CheckListen(absl::string_view listen) {
  const size_t colon = listen.rfind(':');
  absl::string_view host = listen.substr(0, colon == absl::string_view::npos ? 0 : colon);
  const bool bracketed = absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]");
  const absl::string_view port = listen.substr(host.empty() ? 0 : colon + 1);
  int number = -1;
  const bool is_port = std::all_of(port.begin(), port.end(),
                                   [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }) &&
                       absl::SimpleAtoi(port, &number) && number <= 65535;
  if (!host.empty() && host.find_first_of("[]/, ") == absl::string_view::npos &&
      absl::StrContains(host, ':') == bracketed && is_port) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   "must be host:port, for example 127.0.0.1:9090", {{"setting", "metrics-listen"}});
}

absl::StatusOr<int> Metrics::Serve(const std::string& listen) {
  if (const absl::Status form = CheckListen(listen); !form.ok()) return ListenError(listen, form.message());
  if (impl_->exposer_ != nullptr) return absl::FailedPreconditionError("the metrics are served already");
  try {
    // CivetWeb binds with SO_REUSEADDR only, so a port in use is an error.
    auto exposer = std::make_unique<prometheus::Exposer>(listen, 1);
    exposer->RegisterCollectable(impl_->registry_);
    exposer->RegisterCollectable(impl_->callbacks_);
    const std::vector<int> ports = exposer->GetListeningPorts();
    if (ports.size() != 1) return ListenError(listen, "must be one host:port, for example 127.0.0.1:9090");
    impl_->exposer_ = std::move(exposer);
    return ports.front();
  } catch (const std::exception&) {
    return ListenError(listen, "can not listen there; must be host:port, for example 127.0.0.1:9090, and free");
  }
}

std::string Metrics::Text() const {
  std::vector<prometheus::MetricFamily> families = impl_->registry_->Collect();
  for (prometheus::MetricFamily& family : impl_->callbacks_->Collect()) families.push_back(std::move(family));
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families);
  return out.str();
}

}  // namespace cp::runtime
