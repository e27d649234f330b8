#include "libs/runtime/nearest_name.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace cp::runtime {
namespace {

// Levenshtein's distance, with a swap of neighbours as one edit, row by row: costs[j] = edits from the part of `a` seen
// so far to b's first j characters.
size_t Edits(absl::string_view a, absl::string_view b) {
  std::vector<size_t> costs(b.size() + 1);
  std::iota(costs.begin(), costs.end(), 0);
  std::vector<size_t> last;         // costs of the row before
  std::vector<size_t> before_last;  // of the row before that one
  for (size_t i = 0; i < a.size(); ++i) {
    before_last = std::exchange(last, costs);
    costs[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = last[j] + (a[i] == b[j] ? 0 : 1);
      costs[j + 1] = std::min({replaced, costs[j] + 1, last[j + 1] + 1});
      const bool swapped = i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j];
      if (swapped) costs[j + 1] = std::min(costs[j + 1], before_last[j - 1] + 1);
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

std::string DidYouMean(absl::string_view name, const std::set<std::string>& known, absl::string_view before) {
  const std::string nearest = NearestName(name, known);
  return nearest.empty() ? ";" : absl::StrCat("; did you mean ", before, nearest, "?");
}

}  // namespace cp::runtime
