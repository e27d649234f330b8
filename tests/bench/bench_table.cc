#include "tests/bench/bench_table.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "absl/strings/str_format.h"

namespace cp::bench {
namespace {

struct Spread {
  double median = 0;
  double low = 0;
  double high = 0;
};

Spread SpreadOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {values[values.size() / 2], values.front(), values.back()};
}

std::string Text(const Spread& rate) { return absl::StrFormat("%9.0f (%.0f-%.0f)", rate.median, rate.low, rate.high); }

double RateOf(const Measure& measure) {
  const Sample sample = measure();
  return sample.rows / sample.seconds;
}

}  // namespace

void Compare(const std::string& name, int rounds, const std::string& aim, const Measure& reference,
             const Measure& ours) {
  RateOf(reference);
  RateOf(ours);
  std::vector<double> reference_rates, our_rates, shares;
  for (int i = 0; i < rounds; ++i) {
    reference_rates.push_back(RateOf(reference));
    our_rates.push_back(RateOf(ours));
    shares.push_back(our_rates.back() / reference_rates.back());
  }
  const Spread share = SpreadOf(shares);
  absl::PrintF("%-44s | %-28s | %-28s | %.2f (%.2f-%.2f) | %s\n", name, Text(SpreadOf(reference_rates)),
               Text(SpreadOf(our_rates)), share.median, share.low, share.high, aim);
}

void PrintHeader() {
  absl::PrintF("%-44s | %-28s | %-28s | %-16s | %s\n", "rows/s: median (lowest-highest round)", "reference", "ours",
               "ours/reference", "aim");
}

double Seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace cp::bench
