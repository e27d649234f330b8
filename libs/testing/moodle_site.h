// What Moodle's own code said about the site in tests/data/moodle-site, which was dumped from a real Moodle 4.1 with
// IOMAD. The oracle of every end-to-end comparison: no line of our derivation takes part in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/progress/course_progress.h"
#include "libs/progress/sync_store.h"

namespace cp::testing {

struct ExpectedCompany {
  progress::Company company;
  // By key. `percentage` is Moodle's own floating-point number; 0 where Moodle says "no progress" (null).
  std::vector<progress::CourseProgress> rows;
};

struct ExpectedSite {
  int64_t asof = 0;  // unix seconds: when Moodle was asked; two rows depend on it
  std::vector<ExpectedCompany> companies;

  // Over all companies.
  size_t RowCount() const;
};

// `engine`: "mariadb" or "postgres"; some times differ between the two dumps. Which pairs are reported, and the times
// that come from enrolments, follow the rules of libs/progress/README.md, applied to what Moodle said.
absl::StatusOr<ExpectedSite> ReadExpectedSite(absl::string_view engine);

// The dump that goes with it, to be loaded into an empty utf8mb4 or UTF8 database.
std::string SiteDumpPath(absl::string_view engine);

}  // namespace cp::testing
