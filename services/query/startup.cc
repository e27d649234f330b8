#include "services/query/startup.h"

#include <algorithm>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::query {

bool MayPass(const absl::Status& status) {
  const std::string why = ReasonOf(status);
  return why != reason::kConfigInvalid && why != reason::kStoreTooNew;
}

absl::Status WaitForStore(const StoreWait& wait) {
  absl::Status cause;
  for (absl::Duration nap = wait.first_nap;; nap = std::min(2 * nap, wait.longest_nap)) {
    absl::Status status = wait.check();
    if (status.ok() || !MayPass(status)) return status;
    if (status != cause) wait.logger->Warning("waiting_for_store", {{"status", status}});
    cause = std::move(status);
    if (!wait.nap(nap)) return absl::CancelledError("stopped while waiting for the reporting store");
  }
}

}  // namespace cp::query
