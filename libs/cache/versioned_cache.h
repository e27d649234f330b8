// Port: a shared cache of immutable payloads, in practice Redis. It may lose, keep, delay or repeat anything at any
// time: what is read from it is checked, and it never decides which version is current.
#pragma once

#include <optional>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/data_version.h"
#include "libs/base/ids.h"
#include "libs/cache/fingerprint.h"

namespace cp::cache {

// Names one immutable entry.
struct EntryKey {
  CompanyId company;
  DataVersion version;
  Fingerprint fingerprint;

  friend bool operator==(const EntryKey&, const EntryKey&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const EntryKey& key) {
    return H::combine(std::move(state), key.company, key.version, key.fingerprint);
  }
};

// Thread-safe, asynchronous. Callbacks run on the cache's own thread (or the caller's when it fails at once), exactly
// once each, within the cache's operation time-out; they must not block.
class VersionedCache {
 public:
  using GetCallback = absl::AnyInvocable<void(absl::StatusOr<std::optional<std::string>>) &&>;

  virtual ~VersionedCache() = default;

  // The stored bytes, nullopt when there is none, UNAVAILABLE (CACHE_UNAVAILABLE) when the cache did not answer in
  // time.
  virtual void Get(const EntryKey& key, GetCallback callback) = 0;

  // Best effort; errors are counted and forgotten. Every key gets a time to live. REQUIRES: ttl > 0.
  virtual void Put(const EntryKey& key, std::string value, absl::Duration ttl) = 0;
};

}  // namespace cp::cache
