// Prometheus metrics of one process: the families of this product, resolved to handles once, and the endpoint that
// serves them.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace cp::runtime {

// The handles of one RPC method; recording is lock-free but for the histogram. Copyable; lives no longer than Metrics.
class RpcMethodMetrics {
 public:
  void Started() { started_->Increment(); }
  // `code` is the canonical number 0..16; anything else counts as UNKNOWN (2).
  void Handled(int code, absl::Duration elapsed);

 private:
  friend class Metrics;
  RpcMethodMetrics() = default;
  prometheus::Counter* started_ = nullptr;
  std::array<prometheus::Counter*, 17> handled_{};
  prometheus::Histogram* seconds_ = nullptr;
};

// Thread-safe. Get handles at start-up, keep them as long as the Metrics lives: getting one takes a lock. Label values
// come from small fixed sets; never a token, a name or an e-mail address.
class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;
  struct Sample {
    Labels labels;
    double value = 0;
  };

  Metrics();  // with process_resident_memory_bytes and process_cpu_seconds_total
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // grpc_server_started_total, grpc_server_handled_total, grpc_server_handling_seconds of one method. `service` is the
  // full name ("courseprogress.v1.AdminService"); `type` is "unary" or "server_stream". All codes exist from the start.
  RpcMethodMetrics ForMethod(const std::string& service, const std::string& method, const std::string& type = "unary");

  prometheus::Counter& CacheRequests(const std::string& result);  // cache_requests_total{result}
  prometheus::Counter& SyncRuns(const std::string& result);       // sync_runs_total{result}
  prometheus::Counter& StoreStatements(const std::string& kind);  // store_statements_total{kind}

  // Others. REQUIRES: a name that promtool accepts; the same help text for the same name.
  prometheus::Counter& AddCounter(const std::string& name, const std::string& help, const Labels& labels = {});
  prometheus::Gauge& AddGauge(const std::string& name, const std::string& help, const Labels& labels = {});
  // A gauge (or counter, if the name ends in _total) that is computed at each scrape: for ages and sizes. `read` is
  // called on the endpoint's thread, must not block, and must stay callable as long as the Metrics lives.
  void AddCallback(const std::string& name, const std::string& help, std::function<std::vector<Sample>()> read);
  // data_age_seconds: seconds since the source was last read completely, computed by `read` at each scrape.
  void AddDataAge(std::function<std::vector<Sample>()> read);

  // What a pool of connections to the reporting store is doing.
  struct PoolSample {
    double limit = 0;
    double in_use = 0;
    double idle = 0;
    double waits = 0;         // since the start
    double wait_seconds = 0;  // since the start
  };
  // store_pool_max_connections, store_pool_in_use_connections, store_pool_idle_connections, store_pool_waits_total,
  // store_pool_wait_seconds_total. `read` as in AddCallback().
  void AddStorePool(std::function<PoolSample()> read);

  // INVALID_ARGUMENT for anything but host:port or [ipv6]:port; the text says so and no more.
  static absl::Status CheckListen(absl::string_view listen);

  // Serves /metrics on `listen` ("127.0.0.1:9090"; port 0: any free one) until destruction; returns the port.
  // INVALID_ARGUMENT (CONFIG_INVALID, setting metrics-listen) for a malformed or busy address. At most once.
  absl::StatusOr<int> Serve(const std::string& listen);

  // What /metrics answers.
  std::string Text() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cp::runtime
