// From what Moodle's tables say about a pair (user, course) to the row we serve. The only place where status, times and
// percentage are decided, for sync and for live answers alike. Rules: Moodle 4.1 completionlib.php, completion/classes/
// progress.php; the choices among them are in libs/progress/README.md.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "libs/progress/course_progress.h"

namespace cp::progress {

// Facts of one pair that is to be reported: an active enrolment of a tracked, live member in a visible course of the
// company. Everything as Moodle stores it; NULL becomes 0. Text has been cleaned at the source border (NUL and invalid
// UTF-8 are U+FFFD). Reused as a buffer by the streaming source: no field is optional.
struct PairFacts {
  int64_t user_id = 0;  // not yet range checked
  int64_t course_id = 0;
  std::string firstname;
  std::string lastname;
  std::string email;
  std::string username;
  std::string coursename;           // course.fullname, raw
  bool completion_enabled = false;  // course.enablecompletion and the site's config enablecompletion
  int64_t timecompleted = 0;        // course_completions.timecompleted
  int64_t timestarted = 0;          // course_completions.timestarted
  int64_t first_enrolled = 0;       // MIN(user_enrolments.timecreated) over the active enrolments
  int64_t activities_done = 0;      // tracked activities in state 1 or 2
  int64_t activities_total = 0;     // tracked activities of the course
  int64_t last_activity = 0;        // MAX(timemodified) of the done ones
};

// Choices an operator may make; the defaults are Moodle's own answers.
struct DeriveSwitches {
  // For a course that Moodle does not call complete although all its tracked activities are done: report the time of
  // the last one as timecompleted (the original plugin's rule) instead of none. Status and percentage are unaffected.
  bool time_completed_fallback = false;
};

// INVALID_ARGUMENT with reason ROW_UNDERIVABLE and metadata user, course, field when a fact can not be represented: an
// id outside 1..2^31-1, a time before 0 or after 9999-12-31T23:59:59Z, more activities done than there are. Such a row
// is reported and left alone; it never stops the others.
absl::StatusOr<CourseProgress> Derive(const PairFacts& facts, const DeriveSwitches& switches);

}  // namespace cp::progress
