// How long to wait before a call is made again.
#pragma once

#include <algorithm>
#include <cstdint>

#include "absl/time/time.h"

namespace cp {

// `first` before the first retry, twice as long before each further one, and by `jitter`, in [0, 1), up to a quarter
// more, so that those who failed together do not come back together. REQUIRES: retry >= 1.
inline absl::Duration WaitBeforeRetry(int retry, absl::Duration first, double jitter) {
  return first * (int64_t{1} << std::min(retry - 1, 20)) * (1 + jitter / 4);
}

}  // namespace cp
