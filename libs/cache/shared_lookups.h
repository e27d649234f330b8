// R3: requests that wait for the same key of the shared cache share one look-up. Private to the read path.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/cache/request_table.h"

namespace cp::cache {

// Joining at any time is sound: entries are immutable, and what is found decides nothing about what is current.
class SharedLookups {
 public:
  struct Lookup {
    EntryKey key;
    std::vector<RequestRef> waiters;
  };

  // Returns the look-up's number, and true when it is new and must be sent.
  std::pair<uint64_t, bool> Join(const EntryKey& key, RequestRef request) {
    const auto [pending, is_new] = by_key_.try_emplace(key, last_ + 1);
    if (is_new) lookups_[++last_].key = key;
    lookups_[pending->second].waiters.push_back(request);
    return {pending->second, is_new};
  }

  // Nullopt for a look-up that has ended before.
  std::optional<Lookup> Finish(uint64_t id) {
    const auto found = lookups_.find(id);
    if (found == lookups_.end()) return std::nullopt;
    Lookup lookup = std::move(found->second);
    lookups_.erase(found);
    by_key_.erase(lookup.key);
    return lookup;
  }

 private:
  uint64_t last_ = 0;
  absl::flat_hash_map<EntryKey, uint64_t> by_key_;
  absl::flat_hash_map<uint64_t, Lookup> lookups_;
};

}  // namespace cp::cache
