#include "libs/runtime/nearest_name.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace cp::runtime {
namespace {

// Levenshtein's: row by row, costs[j] = edits from the part of `a` seen so far to b's first j characters.
size_t Edits(absl::string_view a, absl::string_view b) {
  std::vector<size_t> costs(b.size() + 1);
  std::iota(costs.begin(), costs.end(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = std::exchange(costs[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = costs[j + 1];
      costs[j + 1] = std::min({replaced, costs[j] + 1, costs[j + 1] + 1});
    }
  }
  return costs.back();
}

}  // namespace

std::string NearestName(absl::string_view name, const std::set<std::string>& known) {
  size_t fewest = name.size() < 8 ? 2 : 3;  // the first number of edits that is too many
  std::string nearest;
  for (const std::string& candidate : known) {
    if (const size_t edits = Edits(name, candidate); edits < fewest) {
      fewest = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace cp::runtime
