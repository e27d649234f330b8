// Waiting for the reporting store at start: it may come up after this service, and sync-worker makes its tables.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/runtime/logging.h"

namespace cp::query {

struct StoreWait {
  // Tries the store once.
  std::function<absl::Status()> check;
  // Waits; false when the process is to end.
  std::function<bool(absl::Duration)> nap;
  const runtime::Logger* logger = nullptr;
  absl::Duration first_nap = absl::Milliseconds(100);  // doubles up to longest_nap
  absl::Duration longest_nap = absl::Seconds(5);
};

// Whether trying again can help: not when the configuration is wrong or the store was made by a newer release.
bool MayPass(const absl::Status& status);

// OK when a check succeeded; CANCELLED when `nap` said so; an error that can not pass by itself. Each new cause is
// logged once, not each attempt.
absl::Status WaitForStore(const StoreWait& wait);

}  // namespace cp::query
