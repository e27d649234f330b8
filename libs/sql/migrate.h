// Brings a store to this binary's schema, or says why this binary must not use it.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/sql/guard.h"

namespace cp::sql {

// Applies what is missing, in one transaction under a lock, so that several processes may start at once. A new store
// begins its epoch at `now`. A store that is current, or newer but readable, is left as it is. FAILED_PRECONDITION
// (STORE_TOO_NEW) when its min_reader exceeds this binary's schema.
absl::Status Migrate(Guard& guard, absl::string_view redacted_dsn, absl::Time now, Deadline deadline);

// Changes nothing. FAILED_PRECONDITION: STORE_NOT_MIGRATED below kMinimumSchema, STORE_TOO_NEW as above.
absl::Status CheckSchema(Guard& guard, absl::string_view redacted_dsn, Deadline deadline);

}  // namespace cp::sql
