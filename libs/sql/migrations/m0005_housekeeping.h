// Schema version 5: whose turn housekeeping is.
#pragma once

#include "libs/sql/migrations/migrations.h"

namespace cp::sql {

Migration HousekeepingTurns();

}  // namespace cp::sql
