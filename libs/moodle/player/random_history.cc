#include "libs/moodle/player/random_history.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status.h"

namespace cp::moodle {

std::string Step::ToString() const {
  return absl::StrCat(operation->name, "(", absl::StrJoin(target, ", "), ") at ", at);
}

RandomHistory::RandomHistory(SiteDb* db, int64_t now, uint64_t seed, std::function<bool(const Operation&)> allowed)
    : db_(*db), player_(db, now), random_(seed) {
  for (Operation& operation : AllOperations()) {
    if (!allowed || allowed(operation)) operations_.push_back(std::move(operation));
  }
}

absl::StatusOr<Step> RandomHistory::Next() { return NextAt(player_.now() + 1 + static_cast<int64_t>(random_() % 60)); }

absl::StatusOr<Step> RandomHistory::NextAt(int64_t now) {
  player_.set_now(now);
  std::vector<const Operation*> left;
  for (const Operation& operation : operations_) left.insert(left.end(), operation.weight, &operation);
  while (!left.empty()) {
    const Operation& operation = *left[random_() % left.size()];
    left.erase(std::remove(left.begin(), left.end(), &operation), left.end());
    std::vector<std::vector<int64_t>> targets;
    try {
      targets = TargetsOf(operation, db_, player_.now());
    } catch (const std::exception& error) {
      return absl::InternalError(absl::StrCat(operation.name, ": ", error.what()));
    }
    if (targets.empty()) continue;
    Step step{&operation, targets[random_() % targets.size()], player_.now()};
    if (const absl::Status played = operation.play(player_, step.target); !played.ok()) {
      return absl::InternalError(absl::StrCat(step.ToString(), ": ", played.message()));
    }
    return step;
  }
  return absl::InternalError("no operation can be played");
}

}  // namespace cp::moodle
