// Random histories: operation after operation on a small site, each on a random target of those it can be played on.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/moodle/player/moodle_player.h"
#include "libs/moodle/player/operations.h"

namespace cp::moodle {

struct Step {
  const Operation* operation = nullptr;
  std::vector<int64_t> target;
  int64_t at = 0;  // unix seconds

  std::string ToString() const;  // "enrol.new(5, 17) at 1795176001"
};

// Depends on the seed and on what is in the database alone, so that it can be played again. Not thread-safe.
class RandomHistory {
 public:
  // `db` must outlive it. Time goes on from `now`, a minute or less at each step, or to the next edge of an enrolment.
  // `allowed`: which operations are drawn; all of them when empty.
  RandomHistory(SiteDb* db, int64_t now, uint64_t seed, std::function<bool(const Operation&)> allowed = {});

  // Plays one operation that has a target. INTERNAL with the database's text, or when nothing can be played.
  absl::StatusOr<Step> Next();
  // The same at a time that somebody else's clock says; Next() goes on from there.
  absl::StatusOr<Step> NextAt(int64_t now);

  int64_t now() const { return player_.now(); }
  // With the history's clock: what is played on it comes between two steps.
  MoodlePlayer& player() { return player_; }

 private:
  SiteDb& db_;
  MoodlePlayer player_;
  std::mt19937_64 random_;
  std::vector<Operation> operations_;
};

}  // namespace cp::moodle
