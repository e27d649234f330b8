// What a row of Moodle's standard log tells to be derived again. Pure.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "libs/sync/change_feed.h"

namespace cp::moodle {

// Of logstore_standard_log, as Moodle 4.1 and IOMAD 4.1 fill it; NULL is 0.
struct LogRow {
  absl::string_view eventname;  // "\core\event\course_completed"
  int64_t courseid = 0;
  int64_t relateduserid = 0;
  int64_t userid = 0;
  int64_t objectid = 0;
};

// kNothing for events that change no row of ours, and for those that are not known.
sync::Touched TouchedBy(const LogRow& row);

}  // namespace cp::moodle
