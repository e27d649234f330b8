#include "libs/sync/change_feed.h"

namespace cp::sync {

absl::string_view ToString(Tail tail) {
  switch (tail) {
    case Tail::kEnrolments:
      return "enrolments";
    case Tail::kActivityCompletions:
      return "activity_completions";
    case Tail::kCourseCompletions:
      return "course_completions";
    case Tail::kRoleAssignments:
      return "role_assignments";
    case Tail::kCompanyUsers:
      return "company_users";
    case Tail::kLog:
      return "log";
  }
  return "";
}

absl::string_view ToString(Stamp stamp) {
  switch (stamp) {
    case Stamp::kUsers:
      return "changed_users";
    case Stamp::kEnrolments:
      return "changed_enrolments";
    case Stamp::kActivityCompletions:
      return "changed_activity_completions";
    case Stamp::kCourseCompletions:
      return "changed_course_completions";
    case Stamp::kRoleAssignments:
      return "changed_role_assignments";
  }
  return "";
}

absl::string_view ToString(DigestKind kind) {
  switch (kind) {
    case DigestKind::kCourse:
      return "course";
    case DigestKind::kCourseRows:
      return "course_rows";
    case DigestKind::kCompany:
      return "company";
    case DigestKind::kSite:
      return "site";
  }
  return "";
}

}  // namespace cp::sync
