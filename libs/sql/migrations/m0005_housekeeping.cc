#include "libs/sql/migrations/m0005_housekeeping.h"

namespace cp::sql {
namespace {

// One row. due_at: when the next turn may be taken; done_at: when the last one got to its end. By the workers' clocks.
constexpr char kHousekeeping[] = R"(
CREATE TABLE housekeeping (
  one_row bigint NOT NULL PRIMARY KEY CHECK (one_row = 1),
  due_at  bigint NOT NULL DEFAULT 0,
  done_at bigint NOT NULL DEFAULT 0
))";
constexpr char kFirstTurn[] = "INSERT INTO housekeeping (one_row) VALUES (1)";

}  // namespace

Migration HousekeepingTurns() { return {.version = 5, .min_reader = 1, .statements = {kHousekeeping, kFirstTurn}}; }

}  // namespace cp::sql
