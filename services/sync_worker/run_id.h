// Names of runs.
#pragma once

#include <cstdint>
#include <string>

#include "absl/random/bit_gen_ref.h"
#include "absl/time/time.h"

namespace cp::worker {

// A ULID: 26 characters of Crockford's base 32, 48 bits of unix milliseconds, then 80 random bits. Sorted as text, runs
// are in order of time. A time before 1970 counts as 1970.
std::string MakeRunId(absl::Time now, absl::BitGenRef random);

}  // namespace cp::worker
