// Where random tests get their seed from, so that a failure can be played again.
#pragma once

#include <cstdint>

namespace cp::testing {

// The environment variable CP_SEED if it is set, otherwise a fresh seed. Prints it.
uint64_t RandomSeed();

}  // namespace cp::testing
