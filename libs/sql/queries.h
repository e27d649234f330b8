// Every statement this library sends, but for BEGIN, COMMIT, SET and DDL; those of the change lane and of housekeeping
// are in queries_lane.h and queries_housekeeping.h. queries_*_test.cc asserts the index that each one uses on both
// engines. Lists of ids go in as one parameter: a JSON array on SQLite, an array literal on PostgreSQL.
#pragma once

#include "libs/sql/query.h"

namespace cp::sql::query {

// The store's own clock in unix milliseconds: leases are compared on one clock, whichever worker asks.
#define CP_SQLITE_NOW_MS "CAST(round((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)"
#define CP_POSTGRES_NOW_MS "CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS bigint)"

// --- schema ---

inline constexpr Query<Row<Int>()> kSchemaExists{
    "schema", "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'store_meta'",
    "SELECT 1 WHERE to_regclass('store_meta') IS NOT NULL"};
inline constexpr Query<Row<Int, Int>()> kSchemaVersion{"schema", "SELECT schema_version, min_reader FROM store_meta"};
inline constexpr Query<Row<>()> kLockMigrations{"schema", "", "SELECT pg_advisory_xact_lock(7165917206341001)"};
inline constexpr Query<Row<>(Int, Int, Int)> kInsertMeta{
    "schema",
    "INSERT INTO store_meta (one_row, epoch, schema_version, min_reader) VALUES (1, :epoch, :schema, :reader)"};
inline constexpr Query<Row<>(Int, Int)> kUpdateSchemaVersion{
    "schema", "UPDATE store_meta SET schema_version = :schema, min_reader = :reader"};

// --- versions ---

// One statement, so one snapshot. `replica` must be 0: a replica may be behind, and ahead. A row with company_id 0 is
// of a company that the store does not know, or says that none was asked for.
#define CP_VERSION_COLUMNS                                                                                         \
  "m.epoch, m.auth_version, COALESCE(c.company_id, 0), COALESCE(c.version, 0), COALESCE(c.view_version, 0), "      \
  "COALESCE(c.source_synced_at, 0), COALESCE(c.gone_at, 0), "                                                      \
  "COALESCE((SELECT s.value FROM company_setting s WHERE s.company_id = c.company_id AND s.key = 'max_records'), " \
  "''), "                                                                                                          \
  "COALESCE((SELECT s.value FROM company_setting s"                                                                \
  "           WHERE s.company_id = c.company_id AND s.key = 'cache_ttl_seconds'), '') "
// replica, epoch, auth_version, company, version, view_version, source_synced_at, gone_at, max_records,
// cache_ttl_seconds
inline constexpr Query<Row<Int, Int, Int, Int, Int, Int, Int, Int, Text, Text>(Text)> kVersions{
    "versions",
    "SELECT 0, " CP_VERSION_COLUMNS
    "FROM store_meta m LEFT JOIN json_each(:companies) wanted LEFT JOIN company c ON c.company_id = wanted.value",
    "SELECT CAST(pg_is_in_recovery() AS int), " CP_VERSION_COLUMNS
    "FROM store_meta m LEFT JOIN company c ON c.company_id = ANY(CAST(:companies AS bigint[]))"};
#undef CP_VERSION_COLUMNS

// --- one page: kPageHead and kPage in one snapshot ---

inline constexpr Query<Row<Int, Int, Int, Int, Int>(Int)> kPageHead{
    "page_head",
    "SELECT 0, m.epoch, c.version, c.view_version, c.source_synced_at"
    " FROM company c CROSS JOIN store_meta m WHERE c.company_id = :company",
    "SELECT CAST(pg_is_in_recovery() AS int), m.epoch, c.version, c.view_version, c.source_synced_at"
    " FROM company c CROSS JOIN store_meta m WHERE c.company_id = :company"};

// Settings as they are, and a hidden course as "course_<id>" = "0".
inline constexpr Query<Row<Text, Text>(Int, Int)> kSettings{
    "settings",
    "SELECT key, value FROM company_setting WHERE company_id = :company"
    " UNION ALL SELECT 'course_' || course_id, '0' FROM company_course WHERE company_id = :same AND visible = 0"};

#define CP_ROW_COLUMNS                                                                                             \
  "user_id, course_id, firstname, lastname, email, username, coursename, timecompleted, timestarted, percentage, " \
  "activities_done, activities_total, status, last_activity "
#define CP_PAGE_TAIL "ORDER BY company_id, user_id, course_id LIMIT :count OFFSET :skip"
using PageRow = Row<Int, Int, Text, Text, Text, Text, Text, Int, Int, Real, Int, Int, Text, Int>;
// company, hidden courses, limit, offset
inline constexpr Query<PageRow(Int, Text, Int, Int)> kPage{
    "page",
    "SELECT " CP_ROW_COLUMNS
    "FROM course_progress WHERE company_id = :company AND is_deleted = 0"
    " AND course_id NOT IN (SELECT value FROM json_each(:hidden)) " CP_PAGE_TAIL,
    "SELECT " CP_ROW_COLUMNS
    "FROM course_progress WHERE company_id = :company AND is_deleted = 0"
    " AND course_id <> ALL(CAST(:hidden AS bigint[])) " CP_PAGE_TAIL};
#undef CP_PAGE_TAIL
#undef CP_ROW_COLUMNS

// --- leases ---

// owner, ttl in ms, company, owner again -> fence, the round under way
#define CP_LEASE "lease_fence, round_after_user, round_started_at, round_through"
inline constexpr Query<Row<Int, Int, Int, Int>(Text, Int, Int, Text)> kAcquireLease{
    "lease",
    "UPDATE company SET lease_fence = lease_fence + 1, lease_owner = :owner, lease_until = " CP_SQLITE_NOW_MS
    " + :ttl"
    " WHERE company_id = :company AND (lease_until <= " CP_SQLITE_NOW_MS " OR lease_owner = :same) RETURNING " CP_LEASE,
    "UPDATE company SET lease_fence = lease_fence + 1, lease_owner = :owner, lease_until = " CP_POSTGRES_NOW_MS
    " + CAST(:ttl AS bigint) WHERE company_id = :company AND (lease_until <= " CP_POSTGRES_NOW_MS
    " OR lease_owner = :same) RETURNING " CP_LEASE};
#undef CP_LEASE
inline constexpr Query<Row<Text>(Int)> kLeaseOwner{"lease",
                                                   "SELECT lease_owner FROM company WHERE company_id = :company"};
// ttl in ms, company, fence
inline constexpr Query<Row<Int>(Int, Int, Int)> kRenewLease{
    "lease",
    "UPDATE company SET lease_until = " CP_SQLITE_NOW_MS
    " + :ttl"
    " WHERE company_id = :company AND lease_fence = :fence RETURNING lease_fence",
    "UPDATE company SET lease_until = " CP_POSTGRES_NOW_MS
    " + CAST(:ttl AS bigint)"
    " WHERE company_id = :company AND lease_fence = :fence RETURNING lease_fence"};
// The fence moves on, so that a late batch of the old holder is refused.
inline constexpr Query<Row<Int>(Int, Int)> kReleaseLease{
    "lease",
    "UPDATE company SET lease_fence = lease_fence + 1, lease_owner = '', lease_until = 0"
    " WHERE company_id = :company AND lease_fence = :fence RETURNING lease_fence"};

// --- epoch ---

inline constexpr Query<Row<Int>()> kEpoch{"epoch", "SELECT epoch FROM store_meta"};
// the new one three times, what it must be beyond; a row comes back iff it was raised
inline constexpr Query<Row<Int>(Int, Int, Int, Int)> kRaiseEpoch{
    "epoch",
    "UPDATE store_meta SET epoch = :epoch,"
    " auth_version = CASE WHEN auth_version < :same THEN :again ELSE auth_version + 1 END"
    " WHERE epoch <= :beyond RETURNING epoch",
    "UPDATE store_meta SET epoch = CAST(:epoch AS bigint), auth_version = CASE WHEN auth_version < CAST(:same AS "
    "bigint)"
    " THEN CAST(:again AS bigint) ELSE auth_version + 1 END WHERE epoch <= CAST(:beyond AS bigint) RETURNING epoch"};
// epoch twice. No fence that a lost history may have given is given again, however often the store is set back.
inline constexpr Query<Row<>(Int, Int)> kRaiseFences{
    "epoch",
    "UPDATE company SET lease_fence = CASE WHEN lease_fence < CAST(:epoch AS bigint) THEN CAST(:same AS bigint)"
    " ELSE lease_fence + 1 END, lease_owner = '', lease_until = 0"};
// What waited is superseded by the new stamps of all companies. -> epoch, created_at
inline constexpr Query<Row<>()> kForgetOutbox{"epoch", "DELETE FROM outbox"};
inline constexpr Query<Row<>(Int, Int)> kFillOutbox{
    "epoch",
    "INSERT INTO outbox (company_id, version, epoch, created_at)"
    " SELECT company_id, version, CAST(:epoch AS bigint), CAST(:at AS bigint) FROM company WHERE true"
    " ON CONFLICT (company_id, version) DO UPDATE SET epoch = excluded.epoch"};
// Where the store says that it is, and where it is.
inline constexpr Query<Row<Text, Text>()> kPlace{
    "epoch", "",
    "SELECT m.place, c.system_identifier || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '/' || d.oid"
    " || '/' || CAST(to_regclass('store_meta') AS oid) FROM store_meta m, pg_control_system() c, pg_database d"
    " WHERE d.datname = current_database()"};
// now, before; a row comes back iff nobody else has moved it
inline constexpr Query<Row<Int>(Text, Text)> kMovePlace{
    "epoch", "", "UPDATE store_meta SET place = :now WHERE place = :before RETURNING one_row"};

// --- comparison and batches ---

inline constexpr Query<Row<Int, Int, Text, Int>(Int, Int, Int, Int)> kStored{
    "stored",
    "SELECT user_id, course_id, content_hash, is_deleted FROM course_progress"
    " WHERE company_id = :company AND (user_id, course_id) > (:user, :course)"
    " ORDER BY company_id, user_id, course_id LIMIT :count"};
// The same of some users, one range of the key for each: company, users from :user on, after which course of :user,
// limit. On PostgreSQL in another order and with the limit twice: `= ANY` on the second column of a key has no order
// there (version 15).
inline constexpr Query<Row<Int, Int, Text, Int>(Int, Text, Int, Int, Int)> kStoredOfUsersSqlite{
    "stored",
    "SELECT user_id, course_id, content_hash, is_deleted FROM course_progress"
    " WHERE company_id = :company AND user_id IN (SELECT value FROM json_each(:users))"
    " AND (user_id <> :user OR course_id > :course) ORDER BY company_id, user_id, course_id LIMIT :count",
    ""};
inline constexpr Query<Row<Int, Int, Text, Int>(Text, Int, Int, Int, Int, Int)> kStoredOfUsersPostgres{
    "stored", "",
    "SELECT p.user_id, p.course_id, p.content_hash, p.is_deleted"
    " FROM unnest(CAST(:users AS bigint[])) WITH ORDINALITY AS wanted(user_id, place)"
    " CROSS JOIN LATERAL (SELECT user_id, course_id, content_hash, is_deleted FROM course_progress"
    " WHERE company_id = :company AND user_id = wanted.user_id AND (user_id <> :user OR course_id > :course)"
    " ORDER BY company_id, user_id, course_id LIMIT :most) AS p ORDER BY wanted.place, p.course_id LIMIT :count"};

// First in the transaction: takes the row lock that orders the versions of a company. bump is 0 or 1; synced_at never
// goes back, 0 leaves it alone. No row: the lease was lost. -> epoch, version
inline constexpr Query<Row<Int, Int>(Int, Int, Int, Int)> kLockCompany{
    "commit",
    "UPDATE company SET version = version + :bump, source_synced_at = max(source_synced_at, :synced_at)"
    " WHERE company_id = :company AND lease_fence = :fence"
    " RETURNING (SELECT epoch FROM store_meta), version",
    "UPDATE company SET version = version + CAST(:bump AS bigint),"
    " source_synced_at = greatest(source_synced_at, CAST(:synced_at AS bigint))"
    " WHERE company_id = :company AND lease_fence = :fence"
    " RETURNING (SELECT epoch FROM store_meta), version"};
// after_user, started_at, through, company
inline constexpr Query<Row<>(Int, Int, Int, Int)> kWriteRound{
    "commit",
    "UPDATE company SET round_after_user = :after, round_started_at = :started, round_through = :through"
    " WHERE company_id = :company"};
inline constexpr Query<Row<Int, Int>(Int)> kBumpVersion{
    "commit",
    "UPDATE company SET version = version + 1 WHERE company_id = :company"
    " RETURNING (SELECT epoch FROM store_meta), version"};

#define CP_UPSERT_COLUMNS                                                                                           \
  "company_id, user_id, course_id, firstname, lastname, email, username, coursename, timecompleted, timestarted, "  \
  "percentage, activities_done, activities_total, status, last_activity, content_hash, row_version, last_updated, " \
  "is_deleted"
#define CP_ON_CONFLICT                                                                                             \
  " ON CONFLICT (company_id, user_id, course_id) DO UPDATE SET firstname = excluded.firstname,"                    \
  " lastname = excluded.lastname, email = excluded.email, username = excluded.username,"                           \
  " coursename = excluded.coursename, timecompleted = excluded.timecompleted, timestarted = excluded.timestarted," \
  " percentage = excluded.percentage, activities_done = excluded.activities_done,"                                 \
  " activities_total = excluded.activities_total, status = excluded.status,"                                       \
  " last_activity = excluded.last_activity, content_hash = excluded.content_hash,"                                 \
  " row_version = excluded.row_version, last_updated = excluded.last_updated, is_deleted = 0"
// One row; SQLite. company, then the columns in their order up to last_updated.
inline constexpr Query<Row<>(Int, Int, Int, Text, Text, Text, Text, Text, Int, Int, Real, Int, Int, Text, Int, Text,
                             Int, Int)>
    kUpsertRow{"upsert",
               "INSERT INTO course_progress (" CP_UPSERT_COLUMNS
               ") VALUES (:company, :user, :course, :firstname, :lastname, :email, :username, :coursename,"
               " :timecompleted, :timestarted, :percentage, :done, :total, :status, :activity, :hash, :version, :at, "
               "0)" CP_ON_CONFLICT,
               ""};
// PostgreSQL. One row within bounds, if there is any: company, first user and course, last user and course.
inline constexpr Query<Row<Int>(Int, Int, Int, Int, Int)> kAnyInRange{
    "stored", "",
    "SELECT 1 FROM course_progress WHERE company_id = :company AND (user_id, course_id) >= (:first_user, :first_course)"
    " AND (user_id, course_id) <= (:last_user, :last_course) ORDER BY company_id, user_id, course_id LIMIT 1"};
// A whole batch of new rows; PostgreSQL.
inline constexpr Query<Row<>()> kCopyRows{"copy", "", "COPY course_progress (" CP_UPSERT_COLUMNS ") FROM STDIN"};
// A whole batch; PostgreSQL. company, one array literal per column, version, updated_at. Arrays are unnested in the
// select list: in FROM the server would store each one before it reads the first row.
inline constexpr Query<Row<>(Int, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text,
                             Text, Int, Int)>
    kUpsertArrays{
        "upsert", "",
        "INSERT INTO course_progress (" CP_UPSERT_COLUMNS
        ") SELECT CAST(:company AS bigint), unnest(CAST(:users AS bigint[])), unnest(CAST(:courses AS bigint[])),"
        " unnest(CAST(:firstnames AS text[])), unnest(CAST(:lastnames AS text[])), unnest(CAST(:emails AS text[])),"
        " unnest(CAST(:usernames AS text[])), unnest(CAST(:coursenames AS text[])),"
        " unnest(CAST(:timescompleted AS bigint[])), unnest(CAST(:timesstarted AS bigint[])),"
        " unnest(CAST(:percentages AS double precision[])), unnest(CAST(:done AS int[])),"
        " unnest(CAST(:total AS int[])), unnest(CAST(:statuses AS text[])), unnest(CAST(:activities AS bigint[])),"
        " unnest(CAST(:hashes AS text[])), CAST(:version AS bigint), CAST(:at AS bigint), 0" CP_ON_CONFLICT};
#undef CP_ON_CONFLICT
#undef CP_UPSERT_COLUMNS

#define CP_BLANKED "is_deleted = 1, firstname = '', lastname = '', email = '', username = '', content_hash = ''"
// version, updated_at, company, user, course
inline constexpr Query<Row<>(Int, Int, Int, Int, Int)> kTombstoneRow{
    "tombstone",
    "UPDATE course_progress SET " CP_BLANKED
    ", row_version = :version, last_updated = :at"
    " WHERE company_id = :company AND user_id = :user AND course_id = :course AND is_deleted = 0",
    ""};
// version, updated_at, users, courses, company. ("<> 1", since "= 0" would let course_progress_course compete with the
// key.)
inline constexpr Query<Row<>(Int, Int, Text, Text, Int)> kTombstoneArrays{
    "tombstone", "",
    "UPDATE course_progress SET " CP_BLANKED
    ", row_version = CAST(:version AS bigint), last_updated = CAST(:at AS bigint)"
    " FROM unnest(CAST(:users AS bigint[]), CAST(:courses AS bigint[])) AS gone(user_id, course_id)"
    " WHERE course_progress.company_id = :company AND course_progress.user_id = gone.user_id"
    " AND course_progress.course_id = gone.course_id AND is_deleted <> 1"};
#undef CP_BLANKED

// --- outbox ---

// company, version, epoch, run, created_at, upserted, deleted
inline constexpr Query<Row<>(Int, Int, Int, Text, Int, Int, Int)> kInsertOutbox{
    "outbox",
    "INSERT INTO outbox (company_id, version, epoch, run_id, created_at, upserted, deleted)"
    " VALUES (:company, :version, :epoch, :run, :at, :upserted, :deleted)"};
inline constexpr Query<Row<Int, Int, Int, Text, Int, Int, Int>(Int)> kReadOutbox{
    "outbox",
    "SELECT company_id, version, epoch, run_id, created_at, upserted, deleted FROM outbox"
    " ORDER BY created_at, company_id, version LIMIT :count"};
// An entry of an older epoch is superseded too.
inline constexpr Query<Row<>(Int, Int, Int)> kConfirmOutbox{
    "outbox", "DELETE FROM outbox WHERE company_id = :company AND (epoch, version) <= (:epoch, :version)"};

// --- companies ---

inline constexpr Query<Row<>(Int, Text, Text)> kUpsertCompany{
    "company",
    "INSERT INTO company (company_id, name, shortname) VALUES (:company, :name, :shortname)"
    " ON CONFLICT (company_id) DO UPDATE SET name = excluded.name, shortname = excluded.shortname, gone_at = 0"
    " WHERE company.name <> excluded.name OR company.shortname <> excluded.shortname OR company.gone_at <> 0"};
// now, company
inline constexpr Query<Row<>(Int, Int)> kMarkGone{
    "company", "UPDATE company SET gone_at = :now WHERE company_id = :company AND gone_at = 0"};
// id, name, shortname, epoch, version, source_synced_at, live rows, gone_at
inline constexpr Query<Row<Int, Text, Text, Int, Int, Int, Int, Int>()> kListCompanies{
    "company",
    "SELECT c.company_id, c.name, c.shortname, m.epoch, c.version, c.source_synced_at,"
    " (SELECT count(*) FROM course_progress p WHERE p.company_id = c.company_id AND p.is_deleted = 0), c.gone_at"
    " FROM company c CROSS JOIN store_meta m ORDER BY c.company_id"};
inline constexpr Query<Row<Int, Text, Text>()> kOldestServedFirst{
    "company", "SELECT company_id, name, shortname FROM company ORDER BY served_at, source_synced_at, company_id"};
inline constexpr Query<Row<Int>(Int)> kMarkServed{
    "company", "UPDATE company SET served_at = " CP_SQLITE_NOW_MS " WHERE company_id = :company RETURNING company_id",
    "UPDATE company SET served_at = " CP_POSTGRES_NOW_MS " WHERE company_id = :company RETURNING company_id"};
inline constexpr Query<Row<Int>(Int)> kCompanyExists{"company", "SELECT 1 FROM company WHERE company_id = :company"};

// --- runs ---

// A run that was not heard of for so many milliseconds is abandoned: progress::kRunSilenceSeconds.
#define CP_SILENCE_MS "60000"
// What a run says of itself.
#define CP_RUN_VALUES(now)                                                                                     \
  "INSERT INTO sync_run (run_id, kind, state, started_at, finished_at, owner, mode, dry_run, request_id,"      \
  " companies_planned, companies_done, errors, warnings, heartbeat_at) VALUES (:run, :kind, :state, :started," \
  " :finished, :owner, :mode, :dry_run, :request, :planned, :done, :errors, :warnings, " now ")"
// id, kind, state, started, finished, owner, mode, dry_run, request, planned, done, errors, warnings
using RunWrite = Row<>(Text, Text, Text, Int, Int, Text, Text, Int, Text, Int, Int, Text, Text);
#define CP_BEGIN_RUN                                                                               \
  " ON CONFLICT (run_id) DO UPDATE SET kind = excluded.kind, state = excluded.state,"              \
  " started_at = excluded.started_at, finished_at = excluded.finished_at, owner = excluded.owner," \
  " mode = excluded.mode, dry_run = excluded.dry_run, request_id = excluded.request_id,"           \
  " companies_planned = excluded.companies_planned, companies_done = excluded.companies_done,"     \
  " errors = excluded.errors, warnings = excluded.warnings, heartbeat_at = excluded.heartbeat_at," \
  " cancel_requested = 0"
inline constexpr Query<RunWrite> kBeginRun{"run", CP_RUN_VALUES(CP_SQLITE_NOW_MS) CP_BEGIN_RUN,
                                           CP_RUN_VALUES(CP_POSTGRES_NOW_MS) CP_BEGIN_RUN};
// A row comes back iff neither the run nor one of its request is there.
using RunReserve = Row<Int>(Text, Text, Text, Int, Int, Text, Text, Int, Text, Int, Int, Text, Text);
inline constexpr Query<RunReserve> kReserveRun{"run",
                                               CP_RUN_VALUES(CP_SQLITE_NOW_MS) " ON CONFLICT DO NOTHING RETURNING 1",
                                               CP_RUN_VALUES(CP_POSTGRES_NOW_MS) " ON CONFLICT DO NOTHING RETURNING 1"};
// A request that was given back stays so, and an abandoned run abandoned.
#define CP_FINISH_RUN                                                                               \
  " ON CONFLICT (run_id) DO UPDATE SET state = excluded.state, finished_at = excluded.finished_at," \
  " request_id = CASE WHEN excluded.request_id = '' THEN '' ELSE sync_run.request_id END,"          \
  " companies_planned = excluded.companies_planned, companies_done = excluded.companies_done,"      \
  " errors = excluded.errors, warnings = excluded.warnings, heartbeat_at = excluded.heartbeat_at"   \
  " WHERE sync_run.state <> 'abandoned'"
inline constexpr Query<RunWrite> kFinishRun{"run", CP_RUN_VALUES(CP_SQLITE_NOW_MS) CP_FINISH_RUN,
                                            CP_RUN_VALUES(CP_POSTGRES_NOW_MS) CP_FINISH_RUN};
#undef CP_FINISH_RUN
#undef CP_BEGIN_RUN
#undef CP_RUN_VALUES
// planned, done, run
inline constexpr Query<Row<>(Int, Int, Text)> kHeartbeatRun{
    "run",
    "UPDATE sync_run SET heartbeat_at = " CP_SQLITE_NOW_MS
    ", companies_planned = :planned, companies_done = :done WHERE run_id = :run AND state = 'running'",
    "UPDATE sync_run SET heartbeat_at = " CP_POSTGRES_NOW_MS
    ", companies_planned = CAST(:planned AS bigint), companies_done = CAST(:done AS bigint)"
    " WHERE run_id = :run AND state = 'running'"};
// now, request: takes the request from a run that is abandoned
inline constexpr Query<Row<>(Int, Text)> kTakeRequest{
    "run",
    "UPDATE sync_run SET state = 'abandoned', finished_at = :now, request_id = '' WHERE request_id = :request"
    " AND request_id <> '' AND state = 'running' AND heartbeat_at < " CP_SQLITE_NOW_MS " - " CP_SILENCE_MS,
    "UPDATE sync_run SET state = 'abandoned', finished_at = CAST(:now AS bigint), request_id = ''"
    " WHERE request_id = :request AND request_id <> '' AND state = 'running'"
    " AND heartbeat_at < " CP_POSTGRES_NOW_MS " - " CP_SILENCE_MS};
inline constexpr Query<Row<Int>(Text)> kRequestCancel{
    "run",
    "UPDATE sync_run SET cancel_requested = CASE WHEN state = 'running' THEN 1 ELSE cancel_requested END"
    " WHERE run_id = :run RETURNING 1"};
inline constexpr Query<Row<Text>(Text)> kCancelledAmong{
    "run", "SELECT run_id FROM sync_run WHERE run_id IN (SELECT value FROM json_each(:runs)) AND cancel_requested = 1",
    "SELECT run_id FROM sync_run WHERE run_id = ANY(CAST(:runs AS text[])) AND cancel_requested = 1"};

// id, kind, state, started, finished, owner, mode, dry_run, request, planned, done, cancel_requested, errors, warnings
using RunRow = Row<Text, Text, Text, Int, Int, Text, Text, Int, Text, Int, Int, Int, Text, Text>;
#define CP_RUN_COLUMNS(now)                                                                                    \
  "SELECT r.run_id, r.kind, CASE WHEN r.state = 'running' AND r.heartbeat_at < " now " - " CP_SILENCE_MS       \
  " THEN 'abandoned' ELSE r.state END, r.started_at, r.finished_at, r.owner, r.mode, r.dry_run, r.request_id," \
  " r.companies_planned, r.companies_done, r.cancel_requested, r.errors, r.warnings FROM sync_run r "
// started_at and id of the last run seen, count
#define CP_OLDER_RUNS "(r.started_at, r.run_id) < (:started, :run) "
#define CP_NEWEST_FIRST "ORDER BY r.started_at DESC, r.run_id DESC LIMIT :count"
inline constexpr Query<RunRow(Int, Text, Int)> kListRuns{
    "run", CP_RUN_COLUMNS(CP_SQLITE_NOW_MS) "WHERE " CP_OLDER_RUNS CP_NEWEST_FIRST,
    CP_RUN_COLUMNS(CP_POSTGRES_NOW_MS) "WHERE " CP_OLDER_RUNS CP_NEWEST_FIRST};
// company, then as kListRuns. One key look-up for each run that is passed over; LIMIT keeps PostgreSQL from making a
// join of it, which would read and sort every run of the company.
#define CP_OF_COMPANY \
  "WHERE (SELECT 1 FROM sync_run_company c WHERE c.run_id = r.run_id AND c.company_id = :company LIMIT 1) = 1 AND "
inline constexpr Query<RunRow(Int, Int, Text, Int)> kListRunsOfCompany{
    "run", CP_RUN_COLUMNS(CP_SQLITE_NOW_MS) CP_OF_COMPANY CP_OLDER_RUNS CP_NEWEST_FIRST,
    CP_RUN_COLUMNS(CP_POSTGRES_NOW_MS) CP_OF_COMPANY CP_OLDER_RUNS CP_NEWEST_FIRST};
#undef CP_OF_COMPANY
#undef CP_NEWEST_FIRST
#undef CP_OLDER_RUNS
inline constexpr Query<RunRow(Text)> kGetRun{"run", CP_RUN_COLUMNS(CP_SQLITE_NOW_MS) "WHERE r.run_id = :run",
                                             CP_RUN_COLUMNS(CP_POSTGRES_NOW_MS) "WHERE r.run_id = :run"};
inline constexpr Query<RunRow(Text)> kRunOfRequest{
    "run", CP_RUN_COLUMNS(CP_SQLITE_NOW_MS) "WHERE r.request_id = :request AND r.request_id <> ''",
    CP_RUN_COLUMNS(CP_POSTGRES_NOW_MS) "WHERE r.request_id = :request AND r.request_id <> ''"};
#undef CP_RUN_COLUMNS
#undef CP_SILENCE_MS
// company, state, started, finished, source_read_at, rows_read, created, updated, deleted, cleared, errors, found_by
inline constexpr Query<Row<Int, Text, Int, Int, Int, Int, Int, Int, Int, Int, Text, Text>(Text)> kRunResults{
    "run",
    "SELECT company_id, state, started_at, finished_at, source_read_at, rows_read, rows_created, rows_updated,"
    " rows_deleted, cache_cleared, errors, found_by FROM sync_run_company WHERE run_id = :run ORDER BY run_id, "
    "company_id"};
#define CP_INSERT_RESULT                                                                                         \
  "INSERT INTO sync_run_company (run_id, company_id, state, started_at, finished_at, source_read_at, rows_read," \
  " rows_created, rows_updated, rows_deleted, cache_cleared, errors, found_by) VALUES (:run, :company, :state,"  \
  " :started, :finished, :read_at, :rows, :created, :updated, :deleted, :cleared, :errors, :found_by)"           \
  " ON CONFLICT (run_id, company_id) DO UPDATE SET "
using ResultWrite = Row<>(Text, Int, Text, Int, Int, Int, Int, Int, Int, Int, Int, Text, Text);
inline constexpr Query<ResultWrite> kWriteResult{
    "run", CP_INSERT_RESULT
    "state = excluded.state, started_at = excluded.started_at, finished_at = excluded.finished_at,"
    " source_read_at = excluded.source_read_at, rows_read = excluded.rows_read, rows_created = excluded.rows_created,"
    " rows_updated = excluded.rows_updated, rows_deleted = excluded.rows_deleted,"
    " cache_cleared = excluded.cache_cleared, errors = excluded.errors, found_by = excluded.found_by"};
#undef CP_INSERT_RESULT
inline constexpr Query<Row<Text, Int, Int>(Int)> kReadCensus{
    "census", "SELECT counts, counted_at, agreeing FROM source_census WHERE pending = :pending"};
inline constexpr Query<Row<>(Int, Text, Int, Int)> kWriteCensus{
    "census",
    "INSERT INTO source_census (pending, counts, counted_at, agreeing) VALUES (:pending, :counts, :at, :agreeing)"
    " ON CONFLICT (pending) DO UPDATE SET counts = excluded.counts, counted_at = excluded.counted_at,"
    " agreeing = excluded.agreeing"};

// --- tokens ---

// In the transaction of the change. Whoever sees the new auth_version sees the change: both become visible at once. The
// row it locks lets one change of tokens be committed after the other, whether it is taken before the change (a new
// token) or after it (a revocation, which may turn out to change nothing).
inline constexpr Query<Row<>()> kBumpAuthVersion{"token", "UPDATE store_meta SET auth_version = auth_version + 1"};
inline constexpr Query<Row<Int>()> kAuthVersion{"token", "SELECT auth_version FROM store_meta"};
// hash, id, scope, company, label, created, expires, revoked; a row comes back iff it was inserted
inline constexpr Query<Row<Int>(Text, Text, Text, Int, Text, Int, Int, Int)> kInsertToken{
    "token",
    "INSERT INTO api_token (token_sha256, id, scope, company_id, label, created_at, expires_at, revoked_at)"
    " VALUES (:hash, :id, :scope, :company, :label, :created, :expires, :revoked) ON CONFLICT DO NOTHING RETURNING 1"};
// revoked_at, id; a row comes back iff it was not revoked before
inline constexpr Query<Row<Int>(Int, Text)> kRevokeToken{
    "token", "UPDATE api_token SET revoked_at = :at WHERE id = :id AND revoked_at = 0 RETURNING 1"};
inline constexpr Query<Row<Int>(Text)> kTokenExists{"token", "SELECT 1 FROM api_token WHERE id = :id"};
inline constexpr Query<Row<Text, Text, Text, Int, Text, Int, Int, Int>()> kLoadTokens{
    "token",
    "SELECT token_sha256, id, scope, company_id, label, created_at, expires_at, revoked_at FROM api_token"
    " ORDER BY created_at, id"};

}  // namespace cp::sql::query
