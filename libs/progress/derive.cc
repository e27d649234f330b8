#include "libs/progress/derive.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::progress {
namespace {

constexpr int64_t kMaxId = std::numeric_limits<int32_t>::max();
constexpr int64_t kMaxCount = std::numeric_limits<int32_t>::max();
constexpr int64_t kMaxTime = 253402300799;  // 9999-12-31T23:59:59Z

absl::Status Underivable(const PairFacts& facts, absl::string_view field, absl::string_view rule) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kRowUnderivable,
                   absl::StrCat("user ", facts.user_id, ", course ", facts.course_id, ": ", field, " ", rule),
                   {{"user", absl::StrCat(facts.user_id)},
                    {"course", absl::StrCat(facts.course_id)},
                    {"field", std::string(field)}});
}

absl::Status CheckRange(const PairFacts& facts, absl::string_view field, int64_t value, int64_t minimum,
                        int64_t maximum) {
  if (value >= minimum && value <= maximum) return absl::OkStatus();
  return Underivable(facts, field, absl::StrCat("is ", value, ", outside ", minimum, "..", maximum));
}

// Fields are named as Moodle's columns where there is one, as in PairFacts otherwise.
absl::Status Check(const PairFacts& facts) {
  CP_RETURN_IF_ERROR(CheckRange(facts, "user_id", facts.user_id, 1, kMaxId));
  CP_RETURN_IF_ERROR(CheckRange(facts, "course_id", facts.course_id, 1, kMaxId));
  CP_RETURN_IF_ERROR(CheckRange(facts, "timecompleted", facts.timecompleted, 0, kMaxTime));
  CP_RETURN_IF_ERROR(CheckRange(facts, "timestarted", facts.timestarted, 0, kMaxTime));
  CP_RETURN_IF_ERROR(CheckRange(facts, "first_enrolled", facts.first_enrolled, 0, kMaxTime));
  CP_RETURN_IF_ERROR(CheckRange(facts, "last_activity", facts.last_activity, 0, kMaxTime));
  CP_RETURN_IF_ERROR(CheckRange(facts, "activities_total", facts.activities_total, 0, kMaxCount));
  return CheckRange(facts, "activities_done", facts.activities_done, 0, facts.activities_total);
}

ProgressStatus StatusOf(const PairFacts& facts) {
  // completion_info::is_course_complete() looks at nothing else, not even at enablecompletion.
  if (facts.timecompleted > 0) return ProgressStatus::kCompleted;
  if (facts.activities_done > 0 || facts.timestarted > 0) return ProgressStatus::kInProgress;
  return ProgressStatus::kNotStarted;
}

// core_completion\progress::get_course_progress_percentage() with 0 where Moodle has null.
double PercentageOf(const PairFacts& facts) {
  if (facts.timecompleted > 0) return 100.0;
  if (!facts.completion_enabled || facts.activities_total == 0) return 0.0;
  return 100.0 * static_cast<double>(facts.activities_done) / static_cast<double>(facts.activities_total);
}

int64_t TimeCompletedOf(const PairFacts& facts, const DeriveSwitches& switches) {
  if (facts.timecompleted > 0 || !switches.time_completed_fallback) return facts.timecompleted;
  const bool all_done =
      facts.completion_enabled && facts.activities_total > 0 && facts.activities_done == facts.activities_total;
  return all_done ? facts.last_activity : 0;
}

}  // namespace

absl::StatusOr<CourseProgress> Derive(const PairFacts& facts, const DeriveSwitches& switches) {
  CP_RETURN_IF_ERROR(Check(facts));
  CourseProgress row;
  row.key = {UserId(facts.user_id), CourseId(facts.course_id)};
  row.firstname = facts.firstname;
  row.lastname = facts.lastname;
  row.email = facts.email;
  row.username = facts.username;
  row.coursename = facts.coursename;
  row.timecompleted = TimeCompletedOf(facts, switches);
  row.timestarted = facts.timestarted > 0 ? facts.timestarted : facts.first_enrolled;
  row.percentage = PercentageOf(facts);
  row.activities_done = static_cast<int32_t>(facts.activities_done);
  row.activities_total = static_cast<int32_t>(facts.activities_total);
  row.status = StatusOf(facts);
  row.last_activity = facts.last_activity;
  return row;
}

}  // namespace cp::progress
