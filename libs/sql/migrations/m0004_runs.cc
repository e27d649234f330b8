#include "libs/sql/migrations/m0004_runs.h"

namespace cp::sql {
namespace {

// mode: "changes", "full", "populate". heartbeat_at: unix milliseconds by the store's clock. errors, warnings: JSON
// arrays of sentences.
constexpr char kMode[] = "ALTER TABLE sync_run ADD COLUMN mode text NOT NULL DEFAULT 'full'";
constexpr char kDryRun[] = "ALTER TABLE sync_run ADD COLUMN dry_run bigint NOT NULL DEFAULT 0";
constexpr char kRequestId[] = "ALTER TABLE sync_run ADD COLUMN request_id {KEY_TEXT} NOT NULL DEFAULT ''";
constexpr char kPlanned[] = "ALTER TABLE sync_run ADD COLUMN companies_planned bigint NOT NULL DEFAULT 0";
constexpr char kDone[] = "ALTER TABLE sync_run ADD COLUMN companies_done bigint NOT NULL DEFAULT 0";
constexpr char kCancel[] = "ALTER TABLE sync_run ADD COLUMN cancel_requested bigint NOT NULL DEFAULT 0";
constexpr char kHeartbeat[] = "ALTER TABLE sync_run ADD COLUMN heartbeat_at bigint NOT NULL DEFAULT 0";
constexpr char kErrors[] = "ALTER TABLE sync_run ADD COLUMN errors text NOT NULL DEFAULT '[]'";
constexpr char kWarnings[] = "ALTER TABLE sync_run ADD COLUMN warnings text NOT NULL DEFAULT '[]'";
constexpr char kRequest[] = "CREATE UNIQUE INDEX sync_run_request ON sync_run (request_id) WHERE request_id <> ''";

// A JSON object, detector -> candidates.
constexpr char kFoundBy[] = "ALTER TABLE sync_run_company ADD COLUMN found_by text NOT NULL DEFAULT '{}'";

// The comparison of everything that is under way: users up to round_after_user are done (0: none is), the first of
// them as of round_started_at (unix seconds).
constexpr char kRoundUser[] = "ALTER TABLE company ADD COLUMN round_after_user bigint NOT NULL DEFAULT 0";
constexpr char kRoundStart[] = "ALTER TABLE company ADD COLUMN round_started_at bigint NOT NULL DEFAULT 0";

}  // namespace

Migration Runs() {
  return {.version = 4,
          .min_reader = 1,
          .statements = {kMode, kDryRun, kRequestId, kPlanned, kDone, kCancel, kHeartbeat, kErrors, kWarnings, kRequest,
                         kFoundBy, kRoundUser, kRoundStart}};
}

}  // namespace cp::sql
