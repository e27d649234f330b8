// Schema version 3: what the change lane keeps, and the indexes that it and housekeeping look rows up by.
#pragma once

#include "libs/sql/migrations/migrations.h"

namespace cp::sql {

Migration ChangeLane();

}  // namespace cp::sql
