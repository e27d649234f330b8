// What a snapshot knows about courses: read once for all users who meet them, never more than a bounded number.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/moodle/capability.h"
#include "libs/moodle/connection.h"
#include "libs/moodle/statements.h"

namespace cp::moodle {

struct Course {
  bool reported = false;  // visible, not the front page, and the company's; else the rest is not filled
  std::string fullname;
  bool completion_enabled = false;  // course.enablecompletion
  int64_t activities_total = 0;
  CourseAccess access;
};

// Not thread-safe.
class CourseCatalog {
 public:
  // `company`: 0 = every visible course is reported. The references must outlive the catalog.
  CourseCatalog(Connection& connection, const Statements& statements, const CapabilityRule& rule, CompanyId company)
      : connection_(connection), statements_(statements), rule_(rule), company_(company) {}

  // Forgets everything when it holds too much. Pointers from Find() end here.
  void Trim();

  // Reads those of `ids` that it does not know. Duplicates are fine.
  absl::Status Load(absl::Span<const int64_t> ids, Deadline deadline);

  // nullptr unless the course was loaded and is to be reported.
  const Course* Find(int64_t id) const;

  // Course modules of the loaded courses that would be tracked, but that no section lists.
  const std::vector<int64_t>& orphans() const { return orphans_; }
  int64_t sanitized_values() const { return sanitized_values_; }

 private:
  absl::Status LoadBatch(absl::Span<const int64_t> ids, Deadline deadline);
  absl::Status CountActivities(absl::Span<const int64_t> ids, Deadline deadline);

  Connection& connection_;
  const Statements& statements_;
  const CapabilityRule& rule_;
  const CompanyId company_;
  absl::node_hash_map<int64_t, Course> courses_;
  std::vector<int64_t> orphans_;
  int64_t sanitized_values_ = 0;
};

}  // namespace cp::moodle
