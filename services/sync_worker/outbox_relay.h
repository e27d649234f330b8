// Publishes again what a run could not: the store's outbox rows, oldest first, until Redis has taken them.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/progress/sync_store.h"
#include "libs/sync/invalidation.h"
#include "services/sync_worker/stop_signal.h"

namespace cp::worker {

inline constexpr absl::Duration kRelayInterval = absl::Seconds(5);

// Messages are hints: a repeated one does no harm, so several workers may relay the same row. Not thread-safe.
class OutboxRelay {
 public:
  // All three outlive the relay.
  OutboxRelay(progress::Outbox* outbox, sync::CacheInvalidator* invalidator, const Clock* clock)
      : outbox_(*outbox), invalidator_(*invalidator), clock_(*clock) {}

  // Publishes what waits, one message a company (its newest version supersedes the others), in the order of each
  // company's oldest row, and confirms each. Returns how many messages were published and confirmed. Stops at the first
  // failure: the rest stays for the next call.
  absl::StatusOr<int64_t> RelayOnce();

  // RelayOnce() now and every kRelayInterval until `stop`.
  void Run(const StopSignal& stop);

 private:
  progress::Outbox& outbox_;
  sync::CacheInvalidator& invalidator_;
  const Clock& clock_;
};

}  // namespace cp::worker
