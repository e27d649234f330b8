#include "libs/moodle/player/operations.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/string_view.h"

namespace cp::moodle {
namespace {

constexpr absl::string_view kSeldom[] = {"activity.delete",
                                         "activity.delete_later",
                                         "activity.tracking_off",
                                         "activity.tracking_off_unlocked",
                                         "category.hide",
                                         "company.remove_course",
                                         "company.suspend",
                                         "company.unassign",
                                         "company.unshare_course",
                                         "company.unassign_externally",
                                         "course.completion_off",
                                         "completion.delete_all_data",
                                         "course.delete",
                                         "completion.delete_all_state",
                                         "course.hide",
                                         "completion.delete_course_data",
                                         "course.reset",
                                         "completion.override_incomplete",
                                         "enrol.end_past",
                                         "enrol.instance_deleted",
                                         "enrol.instance_off",
                                         "enrol.suspend",
                                         "enrol.unenrol_iomad",
                                         "enrol.unenrol_last",
                                         "grade.removed",
                                         "iomad.clear",
                                         "role.prevent",
                                         "role.remove",
                                         "site.completion_off",
                                         "site.module_off",
                                         "user.delete",
                                         "user.delete_iomad",
                                         "user.suspend",
                                         "user.suspend_iomad"};

// Cron runs every minute.
constexpr absl::string_view kOften[] = {"completion.bulk_again", "completion.bulk_new", "cron.aggregate",
                                        "cron.criteria"};

template <size_t kSize>
bool IsIn(const absl::string_view (&names)[kSize], absl::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

std::vector<Operation> AllOperations() {
  std::vector<Operation> all;
  for (std::vector<Operation> part :
       {CompletionOperations(), CourseOperations(), EnrolmentOperations(), PeopleOperations()}) {
    std::move(part.begin(), part.end(), std::back_inserter(all));
  }
  for (Operation& operation : all) {
    if (IsIn(kSeldom, operation.name)) operation.weight = 1;
    if (IsIn(kOften, operation.name)) operation.weight = 12;
  }
  return all;
}

std::vector<std::vector<int64_t>> TargetsOf(const Operation& operation, SiteDb& db, int64_t now) {
  std::vector<std::vector<int64_t>> targets = db.Rows(operation.targets, now);
  std::sort(targets.begin(), targets.end());
  return targets;
}

}  // namespace cp::moodle
