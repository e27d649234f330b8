// Schema version 2: where the store is, so that a restored copy is noticed; which companies are gone from Moodle.
#pragma once

#include "libs/sql/migrations/migrations.h"

namespace cp::sql {

Migration PlaceAndGone();

}  // namespace cp::sql
