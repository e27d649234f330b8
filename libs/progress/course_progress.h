// The row this product exists for: how far one person of a company is in one course.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "libs/base/ids.h"

namespace cp::progress {

enum class ProgressStatus { kNotStarted = 0, kInProgress = 1, kCompleted = 2 };

// "not_started", "in_progress", "completed": the words of the public API and of the store's column.
absl::string_view ToString(ProgressStatus status);

// Identifies a row inside one company. Ordered by user, then course: the order of every full read and of every
// comparison.
struct RowKey {
  UserId user;
  CourseId course;

  friend auto operator<=>(const RowKey&, const RowKey&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const RowKey& key) {
    return H::combine(std::move(state), key.user, key.course);
  }
};

// One live row. Times are unix seconds UTC, 0 = none. Text is valid UTF-8 without NUL.
struct CourseProgress {
  RowKey key;
  std::string firstname;
  std::string lastname;
  std::string email;
  std::string username;
  std::string coursename;
  int64_t timecompleted = 0;
  int64_t timestarted = 0;
  double percentage = 0;         // exact: 100.0 * done / total, 100 when completed; rounded only at the edge
  int32_t activities_done = 0;   // 0..activities_total
  int32_t activities_total = 0;  // tracked activities of the course
  ProgressStatus status = ProgressStatus::kNotStarted;
  int64_t last_activity = 0;  // time of the last completed tracked activity

  friend bool operator==(const CourseProgress&, const CourseProgress&) = default;
};

// 32 lower-case hex digits over every field but the key, prefixed by the hash's own version ("1:"): two rows with equal
// keys are the same row iff their hashes are equal. Stored beside the row so that a comparison reads 50 bytes, not 500.
std::string ContentHash(const CourseProgress& row);

// Percentage in hundredths (0..10000), rounded half up in integers: floating point is wrong in 162 cases up to 400
// activities.
int32_t PercentageHundredths(const CourseProgress& row);

}  // namespace cp::progress
