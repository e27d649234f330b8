// What a company has switched on: which fields and courses its readers see, and the limits of its calls.
#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "libs/base/ids.h"

namespace cp::progress {

// The 12 public fields, in their order in the answer. Values index FieldMask and are not stored.
enum class Field {
  kUserId,
  kFirstname,
  kLastname,
  kEmail,
  kCourseId,
  kCoursename,
  kTimecompleted,
  kTimecompletedUnix,
  kTimestarted,
  kTimestartedUnix,
  kPercentage,
  kStatus
};
inline constexpr int kFieldCount = 12;
using FieldMask = std::bitset<kFieldCount>;

// The setting's key, e.g. "field_email" (names of the original plugin).
absl::string_view SettingKeyOf(Field field);

// One company's settings with the defaults filled in.
struct CompanySettings {
  FieldMask visible_fields = FieldMask().set();  // default: all
  absl::flat_hash_set<CourseId> hidden_courses;  // course switches; absent = shown
  int32_t max_records = 1000;                    // 1..10000; upper bound of `limit`
  int32_t cache_ttl_seconds = 0;                 // 0: the process default (APP_ENV profile)
  bool cache_enabled = true;
};

// Reads `key`=`value` pairs as the store holds them: field_<name>, course_<id> and cache_enabled are "0" or "1";
// max_records and cache_ttl_seconds (0..86400) are decimal. Unknown keys and unparsable values are ignored (a newer
// binary may have written them): the default stays. Numbers out of range are clamped to the nearest bound.
CompanySettings SettingsFrom(const std::map<std::string, std::string>& stored);

// Limit of GetCourseProgress when the caller names none.
inline constexpr int32_t kDefaultLimit = 100;

}  // namespace cp::progress
