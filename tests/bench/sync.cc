// What a sync costs. Usage: sync [--only=ratios|changes|full] [--pairs=1000000] [--rounds=5]
// [--engine=mariadb|postgres]   (build the preset release)
//   ratios    its two halves beside COPY and the native client (sync_ratios.h)
//   changes   change runs, idle ticks and looks as a site grows to `pairs` (lane_cost.h)
//   full      a comparison of `pairs` that finds nothing (full_comparison.h)
#include <cstdint>
#include <iostream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tests/bench/full_comparison.h"
#include "tests/bench/lane_cost.h"
#include "tests/bench/sync_ratios.h"

namespace cp::bench {
namespace {

constexpr int64_t kStep = 10'000;  // pairs of the smallest site

struct Options {
  std::string only;    // empty: all
  std::string engine;  // empty: both
  int64_t pairs = 1'000'000;
  int rounds = 5;
};

bool Parse(int argc, char** argv, Options* options) {
  for (int i = 1; i < argc; ++i) {
    absl::string_view value = argv[i];
    bool good = false;
    if (absl::ConsumePrefix(&value, "--only=")) {
      options->only = std::string(value);
      good = value == "ratios" || value == "changes" || value == "full";
    } else if (absl::ConsumePrefix(&value, "--engine=")) {
      options->engine = std::string(value);
      good = value == "mariadb" || value == "postgres";
    } else if (absl::ConsumePrefix(&value, "--pairs=")) {
      good = absl::SimpleAtoi(value, &options->pairs) && options->pairs >= kStep && options->pairs % kStep == 0;
    } else if (absl::ConsumePrefix(&value, "--rounds=")) {
      good = absl::SimpleAtoi(value, &options->rounds) && options->rounds > 0;
    }
    if (!good) {
      std::cerr << "sync: not understood: " << argv[i] << "; pairs must be a multiple of " << kStep << "\n";
      return false;
    }
  }
  return true;
}

void Run(const Options& options) {
  const auto wanted = [&](absl::string_view part) { return options.only.empty() || options.only == part; };
  if (wanted("ratios")) PrintRatios(options.rounds);
  if (wanted("changes")) {
    if (options.engine != "postgres") PrintLaneCost("mariadb", options.pairs);
    if (options.engine != "mariadb") PrintLaneCost("postgres", options.pairs);
  }
  if (wanted("full")) PrintFullComparison(options.pairs);
}

}  // namespace
}  // namespace cp::bench

int main(int argc, char** argv) {
  cp::bench::Options options;
  if (!cp::bench::Parse(argc, argv, &options)) return 2;
  cp::bench::Run(options);
  return 0;
}
