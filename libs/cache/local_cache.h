// The in-process cache of one service instance: immutable payloads under versioned keys, bounded in bytes and in age.
// What it holds is never stale (the version is part of the key); the age only frees memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "libs/cache/read_path.h"

namespace cp::cache {

// Least recently used out first. Every operation is O(1); Get() allocates nothing. Not thread-safe.
class LocalCache {
 public:
  // `capacity_bytes` bounds the sum of ChargeOf() of all entries; 0 keeps nothing.
  explicit LocalCache(size_t capacity_bytes) : capacity_(capacity_bytes) {}

  // Null when there is none, or it has expired. `now` is Clock::Monotonic() here and below.
  PayloadPtr Get(const EntryKey& key, absl::Duration now);

  // Replaces what is there. A payload that could never fit is not kept. REQUIRES: payload != null, ttl > 0.
  void Put(const EntryKey& key, PayloadPtr payload, absl::Duration now, absl::Duration ttl);

  // Bytes that count against the capacity: what the payload occupies (not only what it holds) and what keeping it
  // costs.
  static size_t ChargeOf(const Payload& payload);

  size_t used_bytes() const { return used_; }
  size_t size() const { return index_.size(); }
  // Entries dropped for room (not for age) so far.
  uint64_t evictions() const { return evictions_; }

 private:
  struct Entry {
    EntryKey key;
    PayloadPtr payload;
    absl::Duration expires_at;
  };
  using Entries = std::list<Entry>;

  void Remove(Entries::iterator entry);

  const size_t capacity_;
  size_t used_ = 0;
  uint64_t evictions_ = 0;
  Entries entries_;  // most recently used first
  absl::flat_hash_map<EntryKey, Entries::iterator> index_;
};

}  // namespace cp::cache
