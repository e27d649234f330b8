// Schema version: what is asked of a run and how far it has got; comparisons that take more than one run.
#pragma once

#include "libs/sql/migrations/migrations.h"

namespace cp::sql {

Migration Runs();

}  // namespace cp::sql
