#include "libs/progress/settings.h"

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace cp::progress {
namespace {

constexpr std::array<absl::string_view, kFieldCount> kFieldKeys = {
    "field_userid",      "field_firstname",        "field_lastname",      "field_email",
    "field_courseid",    "field_coursename",       "field_timecompleted", "field_timecompleted_unix",
    "field_timestarted", "field_timestarted_unix", "field_percentage",    "field_status"};
constexpr absl::string_view kCoursePrefix = "course_";
constexpr int32_t kMaxRecordsLimit = 10000;
constexpr int32_t kMaxTtlSeconds = 24 * 60 * 60;

std::optional<bool> ParseSwitch(absl::string_view value) {
  if (value == "1") return true;
  if (value == "0") return false;
  return std::nullopt;
}

// A whole number, clamped; also when it does not fit into 64 bits.
std::optional<int32_t> ParseClamped(absl::string_view value, int32_t minimum, int32_t maximum) {
  absl::string_view digits = value;
  const bool negative = absl::ConsumePrefix(&digits, "-");
  if (digits.empty() || digits.find_first_not_of("0123456789") != absl::string_view::npos) return std::nullopt;
  int64_t number = 0;
  if (!absl::SimpleAtoi(value, &number)) return negative ? minimum : maximum;
  return static_cast<int32_t>(std::clamp<int64_t>(number, minimum, maximum));
}

std::optional<CourseId> ParseCourseKey(absl::string_view key) {
  int32_t id = 0;
  if (!absl::ConsumePrefix(&key, kCoursePrefix) || !absl::SimpleAtoi(key, &id) || id < 1) return std::nullopt;
  if (absl::StrCat(id) != key) return std::nullopt;  // "+4", " 4", "04"
  return CourseId(id);
}

// Each leaves the settings as they are when it does not understand the pair.
void ApplyField(absl::string_view key, absl::string_view value, CompanySettings* settings) {
  const auto field = std::find(kFieldKeys.begin(), kFieldKeys.end(), key);
  const std::optional<bool> shown = ParseSwitch(value);
  if (field == kFieldKeys.end() || !shown.has_value()) return;
  settings->visible_fields.set(static_cast<size_t>(field - kFieldKeys.begin()), *shown);
}

void ApplyCourse(absl::string_view key, absl::string_view value, CompanySettings* settings) {
  const std::optional<CourseId> course = ParseCourseKey(key);
  if (course.has_value() && ParseSwitch(value) == false) settings->hidden_courses.insert(*course);
}

void ApplyNumber(absl::string_view value, int32_t minimum, int32_t maximum, int32_t* target) {
  *target = ParseClamped(value, minimum, maximum).value_or(*target);
}

void Apply(absl::string_view key, absl::string_view value, CompanySettings* settings) {
  if (key == "max_records") return ApplyNumber(value, 1, kMaxRecordsLimit, &settings->max_records);
  if (key == "cache_ttl_seconds") return ApplyNumber(value, 0, kMaxTtlSeconds, &settings->cache_ttl_seconds);
  if (absl::StartsWith(key, kCoursePrefix)) return ApplyCourse(key, value, settings);
  if (key == "cache_enabled") {
    settings->cache_enabled = ParseSwitch(value).value_or(settings->cache_enabled);
    return;
  }
  ApplyField(key, value, settings);
}

}  // namespace

absl::string_view SettingKeyOf(Field field) { return kFieldKeys[static_cast<size_t>(field)]; }

CompanySettings SettingsFrom(const std::map<std::string, std::string>& stored) {
  CompanySettings settings;
  for (const auto& [key, value] : stored) Apply(key, value, &settings);
  return settings;
}

}  // namespace cp::progress
