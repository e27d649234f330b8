#include "libs/sql/migrations/m0002_place_and_gone.h"

namespace cp::sql {
namespace {

// cluster/timeline/database/table on PostgreSQL (libs/sql/epoch.h); '' until the first write, and on SQLite.
constexpr char kPlace[] = "ALTER TABLE store_meta ADD COLUMN place text NOT NULL DEFAULT ''";

// Unix seconds at which a sync first missed the company in Moodle; 0: it is there.
constexpr char kGoneAt[] = "ALTER TABLE company ADD COLUMN gone_at bigint NOT NULL DEFAULT 0";

}  // namespace

Migration PlaceAndGone() { return {.version = 2, .min_reader = 1, .statements = {kPlace, kGoneAt}}; }

}  // namespace cp::sql
