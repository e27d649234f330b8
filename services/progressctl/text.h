// Text for a terminal.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace cp::ctl {

// `text` with every control character (C0, DEL, C1) replaced by U+FFFD: what a person typed into Moodle can not move
// the cursor or colour the terminal. Always one line.
std::string Printable(absl::string_view text);

// Code points: what most terminals make of a line of Latin, Greek or Cyrillic text.
size_t DisplayWidth(absl::string_view text);

// "1 record", "2 records".
std::string Count(int64_t count, absl::string_view singular, absl::string_view plural);

// "2026-11-20 12:00:01 UTC".
std::string TimeText(const google::protobuf::Timestamp& time);

// "3 s", "5 min", "2 h", "4 days": the largest whole unit.
std::string AgeText(int64_t seconds);

// "UNAVAILABLE STORE_UNAVAILABLE: text": one line. A reason that says no more than the code is left out.
std::string ErrorText(const absl::Status& status);

}  // namespace cp::ctl
