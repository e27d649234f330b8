#include "libs/sql/migrate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/reasons.h"
#include "libs/sql/migrations/migrations.h"
#include "libs/sql/test_support.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"

namespace cp::sql {
namespace {

using testing::HasReason;
using testing::StatusIs;

// table: column type, ...; key columns in order at the end. int = any whole number, "double precision" = real.
constexpr char kExpectedTables[] =
    R"(alert: id int, company_id int, kind text, severity text, message text, raised_at int, notified_at int, resolved_at int, resolved_by text; key id
api_token: token_sha256 text, id text, scope text, company_id int, label text, created_at int, expires_at int, revoked_at int, origin text; key token_sha256
audit: id int, at int, actor text, action text, company_id int, detail text; key id
client_sync: company_id int, token_id text, consumer text, confirmed_epoch int, confirmed_since int, last_full_at int, last_call_at int, walk_id text, walk_mode text, walk_epoch int, walk_since int, walk_until int, walk_view_version int, walk_position int, walk_row_version int, walk_user_id int, walk_course_id int, status text, error text, total_rows int; key company_id token_id consumer
company: company_id int, name text, shortname text, version int, view_version int, purge_floor int, lease_fence int, lease_owner text, lease_until int, source_synced_at int, served_at int, gone_at int, round_after_user int, round_started_at int, round_through int; key company_id
company_course: company_id int, course_id int, visible int; key company_id course_id
company_setting: company_id int, key text, value text; key company_id key
course_progress: company_id int, user_id int, course_id int, firstname text, lastname text, email text, username text, coursename text, timecompleted int, timestarted int, percentage real, activities_done int, activities_total int, status text, last_activity int, content_hash text, row_version int, last_updated int, is_deleted int; key company_id user_id course_id
enrolment_edge: edge_at int, company_id int, user_id int, course_id int; key edge_at company_id user_id course_id
housekeeping: one_row int, due_at int, done_at int; key one_row
lane_state: one_row int, sequence int, detected_at int, detector text, detector_until int, fresh_at int; key one_row
outbox: company_id int, version int, epoch int, run_id text, created_at int, upserted int, deleted int; key company_id version
quota_day: company_id int, token_id text, day int, used int; key company_id token_id day
request_log: id int, at int, company_id int, token_id text, request_id text, method text, code text, reason text, source text, row_count int, duration_us int; key id
source_census: pending int, counts text, counted_at int, agreeing int; key pending
source_digest: kind text, id int, value text; key kind id
store_meta: one_row int, epoch int, auth_version int, schema_version int, min_reader int, place text; key one_row
sync_candidate: company_id int, user_id int, found_by text, sequence int, found_at int; key company_id user_id
sync_run: run_id text, kind text, state text, started_at int, finished_at int, owner text, mode text, dry_run int, request_id text, companies_planned int, companies_done int, cancel_requested int, heartbeat_at int, errors text, warnings text; key run_id
sync_run_company: run_id text, company_id int, state text, started_at int, finished_at int, source_read_at int, rows_read int, rows_created int, rows_updated int, rows_deleted int, cache_cleared int, errors text, found_by text; key run_id company_id
sync_watermark: company_id int, name text, value int, updated_at int; key company_id name
token_key: key_id int, secret text, created_at int; key key_id
user_edge: company_id int, user_id int, edge_at int; key company_id user_id
)";

constexpr char kExpectedIndexes[] = R"(alert_open: resolved_at company_id kind
audit_at: at
course_progress_changes: company_id row_version user_id course_id
course_progress_course: course_id company_id user_id
course_progress_dead: company_id last_updated
enrolment_edge_pair: company_id user_id course_id
outbox_oldest: created_at company_id version
request_log_at: at
request_log_company: company_id at
sync_run_company_newest: company_id finished_at
sync_run_newest: started_at run_id
sync_run_request: request_id
user_edge_due: edge_at company_id user_id
)";

constexpr Query<Row<Text, Text, Text>()> kColumns{
    "test",
    "SELECT t.name, c.name, CASE WHEN c.type LIKE '%int%' THEN 'int' WHEN c.type LIKE 'double%' THEN 'real'"
    " ELSE lower(c.type) END || CASE WHEN c.\"notnull\" = 1 THEN '' ELSE ' NULL' END"
    " FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'"
    " ORDER BY t.name, c.cid",
    "SELECT CAST(table_name AS text), CAST(column_name AS text), CASE WHEN data_type IN ('bigint', 'integer') THEN "
    "'int'"
    " WHEN data_type = 'double precision' THEN 'real' ELSE data_type END"
    " || CASE WHEN is_nullable = 'NO' THEN '' ELSE ' NULL' END FROM information_schema.columns"
    " WHERE table_schema = 'public' ORDER BY table_name COLLATE \"C\", ordinal_position"};
constexpr Query<Row<Text, Text>()> kKeys{
    "test",
    "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.pk > 0"
    " AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.pk",
    "SELECT CAST(k.table_name AS text), CAST(k.column_name AS text) FROM information_schema.key_column_usage k"
    " JOIN information_schema.table_constraints c ON c.constraint_name = k.constraint_name"
    " AND c.table_name = k.table_name WHERE c.constraint_type = 'PRIMARY KEY' AND k.table_schema = 'public'"
    " ORDER BY k.table_name COLLATE \"C\", k.ordinal_position"};
constexpr Query<Row<Text, Text>()> kIndexes{
    "test",
    "SELECT t.name, c.name FROM sqlite_master t, pragma_index_info(t.name) c WHERE t.type = 'index'"
    " AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.seqno",
    "SELECT CAST(i.relname AS text), CAST(a.attname AS text) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
    " JOIN pg_attribute a ON a.attrelid = i.oid JOIN pg_namespace n ON n.oid = i.relnamespace"
    " WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid)"
    " ORDER BY i.relname COLLATE \"C\", a.attnum"};

// "<first column>: <the others of its rows, joined>", one line for each value of the first column.
template <typename Signature>
std::map<std::string, std::vector<std::string>> Grouped(Session& session, const Query<Signature>& query) {
  std::map<std::string, std::vector<std::string>> groups;
  auto& rows = session.Run(query);
  while (auto* row = rows.Next()) {
    std::string rest =
        std::apply([](const auto&, const auto&... cells) { return absl::StrJoin({cells...}, " "); }, *row);
    groups[std::get<0>(*row)].push_back(rest);
  }
  return groups;
}

std::string Tables(Session& session) {
  const auto keys = Grouped(session, kKeys);
  std::string listing;
  for (const auto& [table, columns] : Grouped(session, kColumns)) {
    absl::StrAppend(&listing, table, ": ", absl::StrJoin(columns, ", "), "; key ", absl::StrJoin(keys.at(table), " "),
                    "\n");
  }
  return listing;
}

std::string Indexes(Session& session) {
  std::string listing;
  for (const auto& [index, columns] : Grouped(session, kIndexes)) {
    absl::StrAppend(&listing, index, ": ", absl::StrJoin(columns, " "), "\n");
  }
  return listing;
}

class MigrateTest : public ::testing::TestWithParam<Engine> {
 protected:
  TestDatabase database_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Engines, MigrateTest, ::testing::Values(Engine::kSqlite, Engine::kPostgres), EngineName);

TEST_P(MigrateTest, MakesTheSameSchemaOnBothEngines) {
  database_.Open();
  const auto session = database_.RawSession();
  EXPECT_EQ(Tables(*session), kExpectedTables);
  EXPECT_EQ(Indexes(*session), kExpectedIndexes);
}

TEST_P(MigrateTest, SecondRunChangesNothing) {
  database_.Open();
  database_.Execute("UPDATE store_meta SET epoch = 12345");
  StoreOptions options = database_.Options();
  std::vector<std::string> kinds;
  options.on_statement = [&](absl::string_view kind) { kinds.emplace_back(kind); };
  TestDatabase::Open(options);
  EXPECT_EQ(database_.Number("SELECT epoch FROM store_meta"), 12345);
  EXPECT_EQ(database_.Number("SELECT schema_version FROM store_meta"), NewestSchema());
  const size_t expected = GetParam() == Engine::kSqlite ? 2 : 3;  // exists, version, and PostgreSQL's lock
  EXPECT_EQ(kinds.size(), expected) << absl::StrJoin(kinds, " ");
  EXPECT_EQ(Tables(*database_.RawSession()), kExpectedTables);
}

TEST_P(MigrateTest, ManyAtOnceMigrateOnce) {
  constexpr int kProcesses = 8;
  std::vector<std::thread> threads;
  for (int i = 0; i < kProcesses; ++i) {
    threads.emplace_back([&] { EXPECT_NE(database_.Open(), nullptr); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(database_.Number("SELECT count(*) FROM store_meta"), 1);
  EXPECT_EQ(Tables(*database_.RawSession()), kExpectedTables);
}

TEST_P(MigrateTest, EpochIsTheTimeOfTheFirstRun) {
  const int64_t before = absl::ToUnixMicros(absl::Now());
  database_.Open();
  const int64_t epoch = database_.Number("SELECT epoch FROM store_meta");
  EXPECT_GE(epoch, before);
  EXPECT_LE(epoch, absl::ToUnixMicros(absl::Now()));
}

TEST_P(MigrateTest, ReaderIsToldToWaitUntilTheWorkerHasRun) {
  StoreOptions options = database_.Options();
  options.migrate = false;
  const auto early = OpenStore(options);
  EXPECT_THAT(early, StatusIs(absl::StatusCode::kFailedPrecondition, "sync-worker"));
  EXPECT_THAT(early, StatusIs(absl::StatusCode::kFailedPrecondition, "--store-dsn="));
  EXPECT_THAT(early, HasReason("STORE_NOT_MIGRATED"));
  database_.Open();
  CP_EXPECT_OK(OpenStore(options));
}

TEST_P(MigrateTest, CallsToAStoreThatIsNotOpenYetAreUnavailableAtOnce) {
  StoreOptions options = database_.Options();
  options.migrate = false;
  CP_ASSERT_OK_AND_ASSIGN(const auto store, MakeStore(options));
  EXPECT_THAT(store->ListCompanies(database_.Soon()), HasReason("STORE_UNAVAILABLE"));
  EXPECT_EQ(store->pool_use().waits, 0u) << "nobody was asked for a connection";
  EXPECT_THAT(store->Open(), HasReason("STORE_NOT_MIGRATED"));
  EXPECT_THAT(store->LoadTokens(database_.Soon()), HasReason("STORE_UNAVAILABLE"));
  database_.Open();
  CP_ASSERT_OK(store->Open());
  CP_EXPECT_OK(store->ListCompanies(database_.Soon()));
  const PoolUse use = store->pool_use();
  EXPECT_EQ(use.limit, options.pool_size);
  EXPECT_EQ(use.in_use, 0u);
  EXPECT_GE(use.idle, 1u);
  CP_EXPECT_OK(store->Open()) << "may be repeated";
}

TEST_P(MigrateTest, StoreThatNeedsANewerProgramIsRefused) {
  database_.Open();
  database_.Execute("UPDATE store_meta SET schema_version = 99, min_reader = 99");
  for (const bool migrate : {false, true}) {
    StoreOptions options = database_.Options();
    options.migrate = migrate;
    const auto refused = OpenStore(options);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "install the newer release"));
    EXPECT_THAT(refused, HasReason("STORE_TOO_NEW"));
  }
  EXPECT_EQ(database_.Number("SELECT schema_version FROM store_meta"), 99);
}

TEST_P(MigrateTest, NewerStoreThatWeCanReadIsUsedAsItIs) {
  database_.Open();
  database_.Execute("UPDATE store_meta SET schema_version = 99");
  for (const bool migrate : {false, true}) {
    StoreOptions options = database_.Options();
    options.migrate = migrate;
    CP_EXPECT_OK(OpenStore(options));
  }
  EXPECT_EQ(database_.Number("SELECT schema_version FROM store_meta"), 99);
}

class SqliteFileTest : public ::testing::Test {
 protected:
  TestDatabase database_{Engine::kSqlite};
  const std::string path_ = ParseDsn(database_.dsn())->path;
};

TEST_F(SqliteFileTest, IsMadeForItsOwnerOnly) {
  const mode_t before = umask(0);
  const auto store = OpenStore(database_.Options());
  umask(before);
  CP_ASSERT_OK(store.status());
  for (const std::string& file : {path_, path_ + "-wal", path_ + "-shm"}) {
    struct stat facts = {};
    ASSERT_EQ(stat(file.c_str(), &facts), 0) << file;
    EXPECT_EQ(facts.st_mode & 0777, 0600u) << file;
  }
}

TEST_F(SqliteFileTest, OfAnotherProgramIsRefusedAndLeftAsItIs) {
  soci::session(soci::sqlite3, path_) << "CREATE TABLE mdl_user (id INTEGER)";
  const auto content = [&] {
    std::stringstream text;
    text << std::ifstream(path_, std::ios::binary).rdbuf();
    return text.str();
  };
  const std::string before = content();
  for (const bool migrate : {true, false}) {
    StoreOptions options = database_.Options();
    options.migrate = migrate;
    const absl::Status refused = OpenStore(options).status();
    EXPECT_THAT(refused, HasReason(reason::kConfigInvalid));
    EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("it belongs to another program"));
  }
  EXPECT_EQ(content(), before);
}

TEST(Migrations, AreNumberedWithoutGap) {
  int expected = 0;
  for (const Migration& migration : AllMigrations()) {
    EXPECT_EQ(migration.version, ++expected);
    EXPECT_LE(migration.min_reader, migration.version);
    for (const absl::string_view statement : migration.statements) {
      EXPECT_EQ(statement.find(':'), absl::string_view::npos) << "SOCI takes it for a parameter: " << statement;
    }
  }
  EXPECT_LE(kMinimumSchema, NewestSchema());
}

}  // namespace
}  // namespace cp::sql
