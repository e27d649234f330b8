#include "libs/moodle/capability.h"

#include <algorithm>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace cp::moodle {
namespace {

// lib/accesslib.php
constexpr int64_t kAllow = 1;         // CAP_ALLOW
constexpr int64_t kProhibit = -1000;  // CAP_PROHIBIT

// Empty when the path is not "/1/3/45".
std::vector<int64_t> ParsePath(absl::string_view text) {
  std::vector<int64_t> path;
  for (const absl::string_view part : absl::StrSplit(text, '/', absl::SkipEmpty())) {
    int64_t id = 0;
    if (!absl::SimpleAtoi(part, &id)) return {};
    path.push_back(id);
  }
  return path;
}

}  // namespace

CapabilityRule::CapabilityRule(absl::Span<const CapabilityDefinition> definitions, int64_t default_role,
                               absl::Span<const int64_t> admins)
    : default_role_(default_role), admins_(admins.begin(), admins.end()) {
  for (const CapabilityDefinition& definition : definitions) {
    permissions_[definition.role][definition.context] = definition.permission;
  }
  for (const auto& [role, contexts] : permissions_) roles_.push_back(role);
  std::sort(roles_.begin(), roles_.end());
}

CourseAccess CapabilityRule::Resolve(absl::string_view context_path) const {
  CourseAccess access;
  access.path = ParsePath(context_path);
  for (const auto& [role, contexts] : permissions_) {
    // The definition nearest to the course counts, but a prohibition anywhere on the path does.
    std::optional<int64_t> nearest;
    bool prohibited = false;
    for (auto context = access.path.rbegin(); context != access.path.rend(); ++context) {
      const auto found = contexts.find(*context);
      if (found == contexts.end()) continue;
      prohibited |= found->second == kProhibit;
      if (!nearest.has_value()) nearest = found->second;
    }
    if (prohibited || nearest == kAllow) access.roles.emplace(role, !prohibited);
  }
  return access;
}

bool CapabilityRule::Has(int64_t user, absl::Span<const RoleAssignment> assignments, const CourseAccess& course) const {
  // An administrator may do anything ("doanything"), even in a course whose context has no path.
  if (admins_.contains(user)) return true;
  if (course.path.empty()) return false;
  bool allowed = false;
  bool prohibited = false;
  const auto look_at = [&](int64_t role) {
    const auto found = course.roles.find(role);
    if (found == course.roles.end()) return;
    (found->second ? allowed : prohibited) = true;
  };
  if (default_role_ != 0) look_at(default_role_);
  for (const int64_t context : course.path) {
    auto assignment = std::lower_bound(assignments.begin(), assignments.end(), RoleAssignment{context, 0});
    for (; assignment != assignments.end() && assignment->context == context; ++assignment) look_at(assignment->role);
  }
  return allowed && !prohibited;
}

}  // namespace cp::moodle
