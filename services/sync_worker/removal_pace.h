// How many rows a piece of housekeeping has, and how long the store rests behind it.
#pragma once

#include <algorithm>

#include "absl/time/time.h"
#include "libs/progress/housekeeping.h"

namespace cp::worker {

// Not thread-safe. Pieces get larger while they are quick and smaller when they are slow: a transaction holds SQLite's
// one write lock, which the services' own writes wait for, or the row lock of a company. The rests leave readers most
// of the disk and of the processor.
class RemovalPace {
 public:
  static constexpr absl::Duration kQuick = absl::Milliseconds(10);
  static constexpr absl::Duration kSlow = absl::Milliseconds(40);
  static constexpr int kFewestRows = 50;
  static constexpr int kRestShare = 4;  // a rest for each piece's time
  static constexpr absl::Duration kShortestRest = absl::Milliseconds(5);
  static constexpr absl::Duration kLongestRest = absl::Seconds(2);

  // kFewestRows..kMaxRowsPerRemoval
  int rows() const { return rows_; }

  // A piece of `removed` rows took so long; returns how long to rest.
  absl::Duration After(int64_t removed, absl::Duration took) {
    if (took > kSlow) {
      Slower();
    } else if (took < kQuick && removed >= rows_) {
      rows_ = std::min(2 * rows_, progress::kMaxRowsPerRemoval);
    }
    return std::clamp(took * kRestShare, kShortestRest, kLongestRest);
  }

  void Slower() { rows_ = std::max(rows_ / 2, kFewestRows); }

 private:
  int rows_ = 500;
};

}  // namespace cp::worker
