// Which companies a run serves, and in which order.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "libs/progress/sync_store.h"

namespace cp::worker {

struct PlanInput {
  std::vector<CompanyId> named;                 // empty: all
  std::vector<progress::Company> in_moodle;     // what Moodle has now
  std::vector<progress::Company> oldest_first;  // what the store knew before, oldest served first
};

// All: every company of Moodle, then those that the store alone knows. Named: those, NOT_FOUND (metadata company) for
// the first that neither Moodle nor the store knows. Never served before served, oldest served first, each once.
absl::StatusOr<std::vector<progress::Company>> PlanRun(const PlanInput& input);

// The companies that only the store knows: gone from Moodle.
std::vector<CompanyId> GoneFromMoodle(const PlanInput& input);

}  // namespace cp::worker
