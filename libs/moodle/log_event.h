// The rows that Moodle's standard log store (logstore_standard_log) gets for an event, as SQL: for everything that
// plays Moodle's part. Stateless: thread-safe.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace cp::moodle {

// Moodle's context levels.
inline constexpr int kSystemLevel = 10;
inline constexpr int kUserLevel = 30;
inline constexpr int kCategoryLevel = 40;
inline constexpr int kCourseLevel = 50;
inline constexpr int kModuleLevel = 70;

// Of one log row; each an SQL expression but for the level.
struct LogFields {
  std::string objectid = "NULL";
  int contextlevel = kSystemLevel;
  std::string contextinstanceid = "0";
  std::string userid = "2";  // who did it; the administrator
  std::string courseid = "0";
  std::string relateduserid = "NULL";  // to whom it was done
  std::string other = "'null'";        // JSON
  std::string timecreated;             // unix seconds
};

// One INSERT for event `name` ("course_completed"): a row for every row of `from` ("FROM .. WHERE .."); one row without
// it. Texts are written with a plain backslash: MariaDB needs NO_BACKSLASH_ESCAPES. The context is the system's when it
// has no row. REQUIRES: the event is one of those in log_event.cc.
std::string LogInsert(absl::string_view name, const LogFields& fields, absl::string_view from = "");

// "\core\event\course_completed", as the column eventname has it.
std::string LogEventName(absl::string_view name);

}  // namespace cp::moodle
