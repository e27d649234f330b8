// For programs that compare two ways of doing the same: alternated rounds, medians, one table.
#pragma once

#include <functional>
#include <string>

namespace cp::bench {

// What one way took in one round.
struct Sample {
  double seconds = 0;
  double rows = 0;
};
using Measure = std::function<Sample()>;

// Runs the reference and our way in turn, `rounds` times each after one round that does not count, and prints a line:
// rows per second of both (median, and the range), ours as a share of the reference, and `aim`.
void Compare(const std::string& name, int rounds, const std::string& aim, const Measure& reference,
             const Measure& ours);

void PrintHeader();

// Seconds of CLOCK_MONOTONIC that `work` took.
double Seconds(const std::function<void()>& work);

}  // namespace cp::bench
