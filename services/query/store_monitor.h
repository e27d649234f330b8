// How old the companies' data is, for metrics: asked of the store now and then, never at a scrape.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/clock.h"
#include "libs/progress/store.h"
#include "libs/runtime/metrics.h"

namespace cp::query {

// Thread-safe.
class StoreMonitor {
 public:
  // Both outlive it.
  StoreMonitor(progress::Store* store, const Clock* clock) : store_(store), clock_(clock) {}

  // Blocks: two small reads.
  absl::Status Sample(Deadline deadline);

  // Age of the company in Moodle that was synced longest ago, as of the last sample; nothing before the first sample or
  // while no company was ever synced. One number whatever the number of companies: labels would grow with them.
  std::vector<runtime::Metrics::Sample> OldestDataAge() const;

 private:
  progress::Store* const store_;
  const Clock* const clock_;
  mutable absl::Mutex mutex_;
  int64_t oldest_synced_at_ ABSL_GUARDED_BY(mutex_) = 0;  // unix seconds, 0 = none
};

}  // namespace cp::query
