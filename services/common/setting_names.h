// One settings file serves all programs of the product, so each must know the others' names.
#pragma once

#include <string>
#include <vector>

namespace cp::service {

// Every setting of query-service, sync-worker and progressctl with its commands, sorted (tests/e2e compares it with
// their --help).
std::vector<std::string> AllSettingNames();

}  // namespace cp::service
