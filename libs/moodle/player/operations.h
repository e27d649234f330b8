// Every operation of Moodle and IOMAD that may change a learner's row, with the trace that was measured for it, and
// what it can be played on: for tests that walk through all of them and for random histories.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "libs/moodle/player/moodle_player.h"

namespace cp::moodle {

// The cheapest look that is sure to find it.
enum class FoundBy {
  kNewRow,   // a higher primary key in one of the tables that are read by id
  kLog,      // an event
  kStamp,    // a time column of a row that was there
  kDigest,   // the state of a course, a company or the site
  kCount,    // rows are gone
  kClock,    // nothing was written: a window opened or closed
  kNothing,  // no row of ours depends on it
};

struct Operation {
  std::string name;      // "completion.tick"
  std::string measured;  // what it was called in the measurement
  FoundBy found_by = FoundBy::kLog;
  // Tables (without prefix) with what happened to their rows, as "user.update, course.update?"; with '?' it depends on
  // the target. `stamped`: a time column of the row became the time of the call or later. `changed`: none did, or the
  // row is gone. `logged`: events.
  std::string stamped;
  std::string changed;
  std::string logged;
  // SELECT of what it can be played on, without ORDER BY; $0 is the time. No row: not now.
  std::string targets;
  absl::Status (*play)(MoodlePlayer& player, const std::vector<int64_t>& target) = nullptr;
  // How often a random history draws it, against others: what takes away comes less often than what brings back, so
  // that a long history does not run dry.
  int weight = 3;
};

// All of them. Names are distinct.
std::vector<Operation> AllOperations();

// In a fixed order; throws as SiteDb does.
std::vector<std::vector<int64_t>> TargetsOf(const Operation& operation, SiteDb& db, int64_t now);

// Parts of AllOperations().
std::vector<Operation> CompletionOperations();
std::vector<Operation> CourseOperations();
std::vector<Operation> EnrolmentOperations();
std::vector<Operation> PeopleOperations();

}  // namespace cp::moodle
