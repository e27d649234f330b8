// How long the worker waits for one call of the reporting store.
#pragma once

#include "absl/time/time.h"

namespace cp::worker {

inline constexpr absl::Duration kQuickStoreCall = absl::Seconds(5);     // a row or two
inline constexpr absl::Duration kStoreCall = absl::Seconds(10);         // anything else
inline constexpr absl::Duration kListingStoreCall = absl::Seconds(30);  // all companies

}  // namespace cp::worker
