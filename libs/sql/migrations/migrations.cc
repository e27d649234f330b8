#include "libs/sql/migrations/migrations.h"

#include "libs/sql/migrations/m0001_foundation.h"
#include "libs/sql/migrations/m0002_place_and_gone.h"
#include "libs/sql/migrations/m0003_change_lane.h"
#include "libs/sql/migrations/m0004_runs.h"
#include "libs/sql/migrations/m0005_housekeeping.h"
#include "libs/sql/migrations/m0006_detector.h"

namespace cp::sql {

const std::vector<Migration>& AllMigrations() {
  static const auto& all =
      *new std::vector<Migration>{Foundation(), PlaceAndGone(), ChangeLane(), Runs(), HousekeepingTurns(), Detector()};
  return all;
}

int NewestSchema() { return AllMigrations().back().version; }

}  // namespace cp::sql
