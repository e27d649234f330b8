#include "libs/moodle/course_catalog.h"

#include <algorithm>

#include "libs/base/status.h"
#include "libs/moodle/sanitize_text.h"

namespace cp::moodle {
namespace {

// About 300 bytes each.
constexpr size_t kMaxCourses = 10000;

}  // namespace

void CourseCatalog::Trim() {
  if (courses_.size() <= kMaxCourses) return;
  courses_.clear();
  orphans_.clear();
}

absl::Status CourseCatalog::Load(absl::Span<const int64_t> ids, Deadline deadline) {
  std::vector<int64_t> unknown;
  for (const int64_t id : ids) {
    if (courses_.try_emplace(id).second) unknown.push_back(id);
  }
  std::sort(unknown.begin(), unknown.end());
  for (absl::Span<const int64_t> rest = unknown; !rest.empty();) {
    const absl::Span<const int64_t> batch = rest.first(std::min(rest.size(), kMaxIdsInList));
    CP_RETURN_IF_ERROR(LoadBatch(batch, deadline));
    rest.remove_prefix(batch.size());
  }
  return absl::OkStatus();
}

absl::Status CourseCatalog::LoadBatch(absl::Span<const int64_t> ids, Deadline deadline) {
  std::vector<int64_t> reported;
  const std::string sql =
      company_ == CompanyId() ? statements_.VisibleCourses(ids) : statements_.CompanyCourses(company_, ids);
  CP_RETURN_IF_ERROR(connection_.Query(sql, deadline, [&](const Row& row) {
    Course& course = courses_[row.Int(0)];
    course.reported = true;
    sanitized_values_ += SanitizeText(row.Text(1), &course.fullname) ? 1 : 0;
    course.completion_enabled = row.Int(2) != 0;
    course.access = rule_.Resolve(row.Text(3));
    reported.push_back(row.Int(0));
  }));
  if (reported.empty()) return absl::OkStatus();
  return CountActivities(reported, deadline);
}

absl::Status CourseCatalog::CountActivities(absl::Span<const int64_t> ids, Deadline deadline) {
  return connection_.Query(statements_.TrackedActivities(ids), deadline, [&](const Row& row) {
    if (row.Int(2) != 0) {
      ++courses_[row.Int(0)].activities_total;
    } else {
      orphans_.push_back(row.Int(1));
    }
  });
}

const Course* CourseCatalog::Find(int64_t id) const {
  const auto found = courses_.find(id);
  return found == courses_.end() || !found->second.reported ? nullptr : &found->second;
}

}  // namespace cp::moodle
