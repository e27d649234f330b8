// Schema version 1: every table of the first release.
#pragma once

#include "libs/sql/migrations/migrations.h"

namespace cp::sql {

Migration Foundation();

}  // namespace cp::sql
