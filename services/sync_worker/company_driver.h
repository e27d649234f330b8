// Does what the sync of one company asks for: one blocking call of a port for each command of sync::CompanySync.
#pragma once

#include <functional>
#include <optional>

#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/progress/progress_writer.h"
#include "libs/progress/sync_store.h"
#include "libs/sync/company_sync.h"
#include "libs/sync/epoch_guard.h"
#include "libs/sync/invalidation.h"
#include "libs/sync/source.h"
#include "services/sync_worker/lease_keeper.h"
#include "services/sync_worker/run.h"

namespace cp::worker {

// Everything outlives the driver.
struct SyncPorts {
  sync::Source* source = nullptr;
  progress::ProgressWriter* writer = nullptr;
  progress::Outbox* outbox = nullptr;
  sync::CacheInvalidator* invalidator = nullptr;
  sync::EpochGuard* epoch = nullptr;
};

// Thread-safe: each call of Sync() has its own machine, snapshot and buffers.
class CompanyDriver {
 public:
  // `as_of`: the time that progress is derived for instead of now; leases and time stamps keep the real one.
  CompanyDriver(const SyncPorts& ports, LeaseKeeper* leases, const Clock* clock, std::optional<absl::Time> as_of)
      : ports_(ports), leases_(*leases), clock_(*clock), as_of_(as_of) {}

  // Blocks until the company has been compared, has failed, or `control` stopped it at a batch border. `held`: a lease
  // taken before for the company, given back when this returns. `on_progress`: called when a number has changed, must
  // not block.
  using OnProgress = std::function<void(const sync::CompanyCounts&)>;
  sync::CompanyResult Sync(sync::CompanyTask task, const sync::SyncOptions& options,
                           const std::optional<progress::Lease>& held, const RunControl& control,
                           const OnProgress& on_progress) const;

 private:
  const SyncPorts ports_;
  LeaseKeeper& leases_;
  const Clock& clock_;
  const std::optional<absl::Time> as_of_;
};

}  // namespace cp::worker
