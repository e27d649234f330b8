#include "libs/testing/random_seed.h"

#include <cstdlib>
#include <iostream>
#include <random>

#include "absl/strings/numbers.h"

namespace cp::testing {

uint64_t RandomSeed() {
  uint64_t seed = 0;
  const char* const given = std::getenv("CP_SEED");
  if (given == nullptr || !absl::SimpleAtoi(given, &seed)) {
    std::random_device device;
    seed = (uint64_t{device()} << 32) | device();
  }
  std::cout << "CP_SEED=" << seed << std::endl;
  return seed;
}

}  // namespace cp::testing
