#include "libs/cache/local_cache.h"

#include <utility>

namespace cp::cache {
namespace {

// List node, index slot at its usual load, shared_ptr control block, string header; measured, rounded up.
constexpr size_t kOverheadBytes = 320;

}  // namespace

size_t LocalCache::ChargeOf(const Payload& payload) { return kOverheadBytes + payload.bytes.capacity(); }

PayloadPtr LocalCache::Get(const EntryKey& key, absl::Duration now) {
  const auto found = index_.find(key);
  if (found == index_.end()) return nullptr;
  const Entries::iterator entry = found->second;
  if (entry->expires_at <= now) {
    Remove(entry);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->payload;
}

void LocalCache::Put(const EntryKey& key, PayloadPtr payload, absl::Duration now, absl::Duration ttl) {
  const size_t charge = ChargeOf(*payload);
  if (charge > capacity_) return;
  if (const auto found = index_.find(key); found != index_.end()) Remove(found->second);
  while (used_ + charge > capacity_) {
    Remove(std::prev(entries_.end()));
    ++evictions_;
  }
  entries_.push_front({key, std::move(payload), now + ttl});
  index_.emplace(key, entries_.begin());
  used_ += charge;
}

void LocalCache::Remove(Entries::iterator entry) {
  used_ -= ChargeOf(*entry->payload);
  index_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace cp::cache
