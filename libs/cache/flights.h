// R6: which requests share one read of a page. Private to the read path.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "libs/cache/request_table.h"

namespace cp::cache {

// Made from a ValidatedVersion only: requests that validated different versions can not meet.
struct FlightKey {
  EntryKey entry;
  bool bypass = false;  // requests that leave the caches alone share nothing with the others

  static FlightKey Of(const Request& request, const ValidatedVersion& validated) {
    return {request.KeyAt(validated.version()), request.bypass};
  }

  friend bool operator==(const FlightKey&, const FlightKey&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const FlightKey& key) {
    return H::combine(std::move(state), key.entry, key.bypass);
  }
};

struct Flight {
  FlightKey key;
  ValidatedVersion validated;  // the leader's
  RequestRef leader;
  absl::Duration deadline;          // the leader's
  std::vector<RequestRef> waiters;  // the leader first; some may have been answered meanwhile
};

class Flights {
 public:
  // The flight to join under `key`; 0 when there is none, or only one that should have ended by now.
  uint64_t Find(const FlightKey& key, absl::Duration now) const {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return 0;
    return flights_.find(found->second)->second.deadline > now ? found->second : 0;
  }

  void Join(uint64_t id, RequestRef request) { flights_.find(id)->second.waiters.push_back(request); }

  uint64_t Start(Flight flight) {
    const uint64_t id = ++last_;
    by_key_[flight.key] = id;
    if (flight.deadline != absl::InfiniteDuration()) deadlines_.emplace(flight.deadline, id);
    flights_.emplace(id, std::move(flight));
    return id;
  }

  // Nullopt for a flight that has ended before.
  std::optional<Flight> Finish(uint64_t id) {
    const auto found = flights_.find(id);
    if (found == flights_.end()) return std::nullopt;
    Flight flight = std::move(found->second);
    flights_.erase(found);
    deadlines_.erase({flight.deadline, id});
    if (const auto key = by_key_.find(flight.key); key != by_key_.end() && key->second == id) by_key_.erase(key);
    return flight;
  }

  // The flight whose deadline comes first; {InfiniteDuration, 0} without one.
  std::pair<absl::Duration, uint64_t> First() const {
    return deadlines_.empty() ? std::pair<absl::Duration, uint64_t>(absl::InfiniteDuration(), 0) : *deadlines_.begin();
  }

 private:
  uint64_t last_ = 0;
  absl::flat_hash_map<FlightKey, uint64_t> by_key_;
  absl::flat_hash_map<uint64_t, Flight> flights_;
  absl::btree_set<std::pair<absl::Duration, uint64_t>> deadlines_;
};

}  // namespace cp::cache
