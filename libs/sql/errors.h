// Errors that more than one port reports.
#pragma once

#include "absl/status/status.h"
#include "libs/base/ids.h"

namespace cp::sql {

// NOT_FOUND, metadata resource=companies/<id>.
absl::Status UnknownCompany(CompanyId company);

}  // namespace cp::sql
