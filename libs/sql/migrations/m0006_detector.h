// Schema version 6: who detects changes, and up to which candidate a comparison in several runs deals with.
#pragma once

#include "libs/sql/migrations/migrations.h"

namespace cp::sql {

Migration Detector();

}  // namespace cp::sql
