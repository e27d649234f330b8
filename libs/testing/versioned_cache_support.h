// Short forms for tests of a shared cache.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "absl/synchronization/notification.h"
#include "libs/cache/versioned_cache.h"

namespace cp::testing {

// The answer of Get(), waited for.
inline absl::StatusOr<std::optional<std::string>> GetNow(cache::VersionedCache& cache, const cache::EntryKey& key) {
  absl::Notification done;
  absl::StatusOr<std::optional<std::string>> result;
  cache.Get(key, [&](absl::StatusOr<std::optional<std::string>> answer) {
    result = std::move(answer);
    done.Notify();
  });
  done.WaitForNotification();
  return result;
}

inline cache::EntryKey EntryKeyOf(int64_t company, uint64_t version, int64_t offset = 0) {
  return {CompanyId(company),
          {.epoch = 1'795'000'000'000'000, .version = version},
          cache::FingerprintOf({.offset = offset})};
}

}  // namespace cp::testing
