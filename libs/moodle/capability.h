// Who appears in a course's completion reports: Moodle's has_capability('moodle/course:isincompletionreports', course).
// Rules: Moodle 4.1 lib/accesslib.php, has_capability() and has_capability_in_accessdata(). No I/O.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace cp::moodle {

// A row of role_capabilities for the capability. permission: 1 allow, -1 prevent, -1000 prohibit.
struct CapabilityDefinition {
  int64_t role = 0;
  int64_t context = 0;
  int64_t permission = 0;
};

// A row of role_assignments of one user.
struct RoleAssignment {
  int64_t context = 0;
  int64_t role = 0;

  friend auto operator<=>(const RoleAssignment&, const RoleAssignment&) = default;
};

// What each role is worth in one course, once its overrides from the course up to the system are settled. Roles that
// neither allow nor prohibit are left out.
struct CourseAccess {
  std::vector<int64_t> path;                 // context ids, the system first; empty: the context has no path
  absl::flat_hash_map<int64_t, bool> roles;  // role -> true: allows, false: prohibits whatever else the user has
};

// Immutable: thread-safe.
class CapabilityRule {
 public:
  // `default_role`: config.defaultuserroleid, which every user has in the system context; 0 = none. `admins`:
  // config.siteadmins.
  CapabilityRule(absl::Span<const CapabilityDefinition> definitions, int64_t default_role,
                 absl::Span<const int64_t> admins);
  CapabilityRule() = default;

  // Roles that have a definition anywhere, sorted: assignments of others change nothing.
  const std::vector<int64_t>& roles() const { return roles_; }

  // `context_path`: context.path of the course, "/1/3/45"; empty when it has none.
  CourseAccess Resolve(absl::string_view context_path) const;

  // `assignments` of the user, sorted.
  bool Has(int64_t user, absl::Span<const RoleAssignment> assignments, const CourseAccess& course) const;

 private:
  std::vector<int64_t> roles_;
  absl::flat_hash_map<int64_t, absl::flat_hash_map<int64_t, int64_t>> permissions_;  // role -> context -> permission
  int64_t default_role_ = 0;
  absl::flat_hash_set<int64_t> admins_;
};

}  // namespace cp::moodle
