// What a request demands of the version it is answered under. Private to the read path.
#pragma once

#include "absl/status/status.h"
#include "libs/cache/request_table.h"

namespace cp::cache {

// R4 and I8. INVALID_ARGUMENT (LIMIT_TOO_LARGE), FAILED_PRECONDITION (EPOCH_CHANGED), ABORTED (DATA_VERSION_AHEAD: a
// store that is linearizable can not be behind a version it gave out).
absl::Status CheckDemands(const Request& request, const ValidatedVersion& validated);

}  // namespace cp::cache
