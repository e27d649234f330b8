// What query-service shows at /metrics beside its calls: the caches, the statements on the store, the age of the data.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "libs/cache/read_path.h"
#include "libs/runtime/metrics.h"
#include "services/query/read_engine.h"
#include "services/query/store_monitor.h"

namespace cp::query {

// Thread-safe. Numbers of the read path are taken from it at each scrape, so that counting costs a call nothing.
class ServiceMetrics {
 public:
  // Adds the families. Call once, before the rest; `metrics` goes before this object, which its scrapes read.
  void Register(runtime::Metrics* metrics, const StoreMonitor* monitor);

  // From now on the engine is read at scrapes; null: it is about to go, the last numbers stay.
  void Watch(const ReadEngine* engine);

  void CountStatement(absl::string_view kind);  // store_statements_total{kind}

 private:
  cache::ReadPathCounters Counters() const;

  mutable absl::Mutex mutex_;
  runtime::Metrics* metrics_ ABSL_GUARDED_BY(mutex_) = nullptr;
  const ReadEngine* engine_ ABSL_GUARDED_BY(mutex_) = nullptr;
  cache::ReadPathCounters last_ ABSL_GUARDED_BY(mutex_);  // of an engine that has gone
  absl::flat_hash_map<std::string, prometheus::Counter*> statements_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cp::query
