// The version of one company's data, as every answer and every acknowledgement carries it.
#pragma once

#include <compare>
#include <cstdint>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cp {

// Ordered first by epoch, then by version. Within an epoch the version of a company only grows. The epoch grows when
// the store was restored from an older state, so that (epoch, version) is never used for two different contents. {0, 0}
// is older than everything and means "none".
struct DataVersion {
  uint64_t epoch = 0;    // unix microseconds at which the store began this history
  uint64_t version = 0;  // 0: the company has no data yet

  friend auto operator<=>(const DataVersion&, const DataVersion&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const DataVersion& v) {
    return H::combine(std::move(state), v.epoch, v.version);
  }
};

// Above every epoch that a store may have: what is not below it was not made by one.
inline constexpr uint64_t kMaxEpoch = uint64_t{1} << 62;

// 32 lower-case hex digits, fixed width: string order equals version order. This is the form on the wire
// (`data_version`) and in Redis keys; clients treat it as opaque.
std::string ToStamp(const DataVersion& version);

// INVALID_ARGUMENT (reason DATA_VERSION_INVALID) unless `stamp` is exactly what ToStamp() makes.
absl::StatusOr<DataVersion> ParseStamp(absl::string_view stamp);

std::ostream& operator<<(std::ostream& out, const DataVersion& version);

}  // namespace cp
