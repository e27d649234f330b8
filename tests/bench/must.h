// For programs that have nobody to return an error to.
#pragma once

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/status/statusor.h"

namespace cp::bench {

// Ends the program with the status in its last line.
inline void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << "bench: " << status << "\n";
  std::exit(1);
}

template <typename T>
T Must(absl::StatusOr<T> value) {
  Must(value.status());
  return *std::move(value);
}

}  // namespace cp::bench
