// A shared cache in memory, for tests and models. It can be made as hostile as the protocol allows for: it loses,
// delays and repeats, and may return anything that was ever put under a key.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/clock.h"
#include "libs/cache/versioned_cache.h"

namespace cp::cache {

// What a hostile cache answers to a Get: `history` is everything ever put under the key, oldest first.
using Adversary = std::function<absl::StatusOr<std::optional<std::string>>(const EntryKey& key,
                                                                           const std::vector<std::string>& history)>;

// Thread-safe. Callbacks run on the caller's thread: at once, or inside ReleaseHeld().
class MemoryCache final : public VersionedCache {
 public:
  explicit MemoryCache(const Clock& clock) : clock_(clock) {}

  void Get(const EntryKey& key, GetCallback callback) override;
  void Put(const EntryKey& key, std::string value, absl::Duration ttl) override;

  // From now on `adversary` decides every answer; null ends it. Without one, the last value is returned until its time
  // to live has passed.
  void SetAdversary(Adversary adversary);
  // While on, Get()s wait for ReleaseHeld(); they are answered with what is there then.
  void SetHold(bool hold);
  // Answers the Get()s that wait, and returns how many did.
  size_t ReleaseHeld();
  // Forgets what is there, not the history.
  void Lose();

  size_t size() const;

 private:
  struct Stored {
    std::string value;
    absl::Duration expires_at;
  };
  struct Held {
    EntryKey key;
    GetCallback callback;
  };

  absl::StatusOr<std::optional<std::string>> Answer(const EntryKey& key) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const Clock& clock_;

  mutable absl::Mutex mutex_;
  bool hold_ ABSL_GUARDED_BY(mutex_) = false;
  Adversary adversary_ ABSL_GUARDED_BY(mutex_);
  std::vector<Held> held_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<EntryKey, Stored> entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<EntryKey, std::vector<std::string>> history_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cp::cache
