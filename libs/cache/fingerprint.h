// What distinguishes two requests to the same version of the same company.
#pragma once

#include <cstdint>
#include <string>

#include "libs/progress/progress_reader.h"

namespace cp::cache {

// 128 bits. For GetCourseProgress it is an exact encoding of (kind, limit, offset), so two different requests can not
// collide. Settings are not part of it: a change of settings makes a new version.
struct Fingerprint {
  uint64_t high = 0;
  uint64_t low = 0;

  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const Fingerprint& fp) {
    return H::combine(std::move(state), fp.high, fp.low);
  }
};

// Bumped whenever the bytes of a payload change meaning (golden test); part of every key, so old payloads are misses.
inline constexpr int kPayloadSchema = 1;

Fingerprint FingerprintOf(const progress::PageQuery& query);

// 32 lower-case hex digits.
std::string ToHex(const Fingerprint& fingerprint);

}  // namespace cp::cache
