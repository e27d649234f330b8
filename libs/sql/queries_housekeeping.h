// Statements of housekeeping: see queries.h.
#pragma once

#include "libs/sql/query.h"

namespace cp::sql::query {

// The rows that `rest` names. Where a limit cuts a key's range PostgreSQL goes by the row's place: no plan for the
// outer half can be a wrong one.
#define CP_REMOVE(table, key, rest)                                                \
  "DELETE FROM " table " WHERE (" key ") IN (SELECT " key " FROM " table rest ")", \
      "DELETE FROM " table " WHERE ctid = ANY(ARRAY(SELECT ctid FROM " table rest "))"
using RemovalBefore = Row<>(Int, Int);  // before, limit
inline constexpr Query<RemovalBefore> kRemoveRequestLog{
    "housekeeping", CP_REMOVE("request_log", "id", " WHERE at < :before ORDER BY at LIMIT :count")};
inline constexpr Query<RemovalBefore> kRemoveAlerts{
    "housekeeping",
    CP_REMOVE("alert", "id", " WHERE resolved_at > 0 AND resolved_at < :before ORDER BY resolved_at LIMIT :count")};
inline constexpr Query<RemovalBefore> kRemoveAudit{
    "housekeeping", CP_REMOVE("audit", "id", " WHERE at < :before ORDER BY at LIMIT :count")};
// Runs that began before and have ended, or of which nothing was heard since; the oldest.
#define CP_OLD_RUNS                                                                \
  " WHERE started_at < :before AND (state <> 'running' OR heartbeat_at < :silent)" \
  " ORDER BY started_at, run_id LIMIT :count"
// before, the same in milliseconds, limit
inline constexpr Query<Row<>(Int, Int, Int)> kRemoveRuns{"housekeeping", CP_REMOVE("sync_run", "run_id", CP_OLD_RUNS)};
// Results of the oldest runs: before, the same in milliseconds, how many runs, limit. (OFFSET 0: PostgreSQL looks up
// the results of each run by their key, whatever it thinks of the number of runs.)
inline constexpr Query<Row<>(Int, Int, Int, Int)> kRemoveRunResults{
    "housekeeping",
    "DELETE FROM sync_run_company WHERE (run_id, company_id) IN (SELECT c.run_id, c.company_id"
    " FROM (SELECT run_id FROM sync_run" CP_OLD_RUNS
    ") AS r CROSS JOIN sync_run_company c WHERE c.run_id = r.run_id LIMIT :most)",
    "DELETE FROM sync_run_company WHERE ctid = ANY(ARRAY(SELECT c.place"
    " FROM (SELECT run_id FROM sync_run" CP_OLD_RUNS
    ") AS r CROSS JOIN LATERAL (SELECT ctid AS place FROM sync_run_company WHERE run_id = r.run_id OFFSET 0) AS c"
    " LIMIT :most))"};
#undef CP_OLD_RUNS

// The first company that has a tombstone from before.
inline constexpr Query<Row<Int>(Int)> kCompanyWithOldDead{
    "housekeeping",
    "SELECT c.company_id FROM company c WHERE EXISTS (SELECT 1 FROM course_progress p"
    " WHERE p.company_id = c.company_id AND p.is_deleted = 1 AND p.last_updated < :before)"
    " ORDER BY c.company_id LIMIT 1"};
// Takes the company's row lock.
inline constexpr Query<Row<Int>(Int)> kHoldCompany{
    "housekeeping", "SELECT company_id FROM company WHERE company_id = :company",
    "SELECT company_id FROM company WHERE company_id = :company FOR UPDATE"};
// company, before, limit -> row_version of each
#define CP_OLD_DEAD                                                                                 \
  " FROM course_progress WHERE company_id = :company AND is_deleted = 1 AND last_updated < :before" \
  " ORDER BY company_id, last_updated LIMIT :count"
inline constexpr Query<Row<Int>(Int, Int, Int)> kRemoveDead{
    "housekeeping",
    "DELETE FROM course_progress WHERE (company_id, user_id, course_id) IN"
    " (SELECT company_id, user_id, course_id" CP_OLD_DEAD ") RETURNING row_version",
    "DELETE FROM course_progress WHERE ctid = ANY(ARRAY(SELECT ctid" CP_OLD_DEAD ")) RETURNING row_version"};
#undef CP_OLD_DEAD
// floor, company, floor again
inline constexpr Query<Row<>(Int, Int, Int)> kRaiseFloor{
    "housekeeping", "UPDATE company SET purge_floor = :floor WHERE company_id = :company AND purge_floor < :same"};

// Those that went before; locked, so that none comes back meanwhile.
inline constexpr Query<Row<Int>(Int)> kGoneCompanies{
    "housekeeping", "SELECT company_id FROM company WHERE gone_at > 0 AND gone_at < :before ORDER BY company_id",
    "SELECT company_id FROM company WHERE gone_at > 0 AND gone_at < :before ORDER BY company_id FOR UPDATE"};
// companies, limit
#define CP_REMOVE_OF(table, key)                                                  \
  "DELETE FROM " table " WHERE (" key ") IN (SELECT " key " FROM " table          \
  " WHERE company_id IN (SELECT value FROM json_each(:companies)) LIMIT :count)", \
      "DELETE FROM " table " WHERE ctid = ANY(ARRAY(SELECT ctid FROM " table      \
      " WHERE company_id = ANY(CAST(:companies AS bigint[])) LIMIT :count))"
using RemovalOf = Row<>(Text, Int);
inline constexpr Query<RemovalOf> kRemoveClientsOf{"housekeeping",
                                                   CP_REMOVE_OF("client_sync", "company_id, token_id, consumer")};
inline constexpr Query<RemovalOf> kRemoveQuotaOf{"housekeeping",
                                                 CP_REMOVE_OF("quota_day", "company_id, token_id, day")};
inline constexpr Query<RemovalOf> kRemoveCandidatesOf{"housekeeping",
                                                      CP_REMOVE_OF("sync_candidate", "company_id, user_id")};
inline constexpr Query<RemovalOf> kRemoveEdgesOf{"housekeeping", CP_REMOVE_OF("user_edge", "company_id, user_id")};
#undef CP_REMOVE_OF
#undef CP_REMOVE

// until, now, latest: a turn due later than that is due -> done_at. No row: it is not due.
inline constexpr Query<Row<Int>(Int, Int, Int)> kTakeTurn{
    "housekeeping",
    "UPDATE housekeeping SET due_at = :until WHERE due_at <= :now OR due_at > :latest RETURNING done_at"};
inline constexpr Query<Row<Int>()> kTurnDoneAt{"housekeeping", "SELECT done_at FROM housekeeping"};
inline constexpr Query<Row<>(Int, Int)> kScheduleTurn{"housekeeping",
                                                      "UPDATE housekeeping SET due_at = :due, done_at = :done"};

}  // namespace cp::sql::query
