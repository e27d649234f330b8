#include "services/query/service_metrics.h"

namespace cp::query {
namespace {

using Sample = runtime::Metrics::Sample;

std::vector<Sample> CacheRequests(const cache::ReadPathCounters& counters) {
  const std::pair<const char*, uint64_t> results[] = {
      {"local_hit", counters.local_hits}, {"shared_hit", counters.shared_hits}, {"miss", counters.misses},
      {"joined", counters.joined},        {"bypass", counters.bypassed},        {"corrupt", counters.corrupt}};
  std::vector<Sample> samples;
  for (const auto& [result, count] : results) samples.push_back({{{"result", result}}, static_cast<double>(count)});
  return samples;
}

std::vector<Sample> One(uint64_t value) { return {{{}, static_cast<double>(value)}}; }

}  // namespace

void ServiceMetrics::Register(runtime::Metrics* metrics, const StoreMonitor* monitor) {
  {
    absl::MutexLock lock(&mutex_);
    metrics_ = metrics;
  }
  metrics->AddCallback("cache_requests_total", "Reads by how the caches answered; corrupt entries count beside it.",
                       [this] { return CacheRequests(Counters()); });
  metrics->AddCallback("cache_unavailable_total", "Look-ups that the shared cache did not answer.",
                       [this] { return One(Counters().shared_unavailable); });
  metrics->AddCallback("cache_local_evictions_total", "Entries that left the in-process cache for lack of room.",
                       [this] { return One(Counters().local_evictions); });
  metrics->AddCallback("store_version_batches_total", "Reads of current versions; each serves all calls that wait.",
                       [this] { return One(Counters().version_batches); });
  metrics->AddCallback("store_page_loads_total", "Pages read from the store.",
                       [this] { return One(Counters().page_loads); });
  metrics->AddCallback("store_breaker_opened_total",
                       "Times that reads began to be refused at once, because the store did not answer.",
                       [this] { return One(Counters().breaker_opened); });
  metrics->AddDataAge([monitor] { return monitor->OldestDataAge(); });
}

void ServiceMetrics::Watch(const ReadEngine* engine) {
  absl::MutexLock lock(&mutex_);
  if (engine == nullptr && engine_ != nullptr) last_ = engine_->counters();
  engine_ = engine;
}

cache::ReadPathCounters ServiceMetrics::Counters() const {
  absl::MutexLock lock(&mutex_);
  return engine_ != nullptr ? engine_->counters() : last_;
}

void ServiceMetrics::CountStatement(absl::string_view kind) {
  absl::MutexLock lock(&mutex_);
  prometheus::Counter*& counter = statements_[kind];
  if (counter == nullptr) counter = &metrics_->StoreStatements(std::string(kind));
  counter->Increment();
}

}  // namespace cp::query
