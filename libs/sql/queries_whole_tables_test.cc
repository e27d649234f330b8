// Statements without an index of their own to use: each reads no table from end to end but those that it names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "libs/sql/queries.h"
#include "libs/sql/queries_housekeeping.h"
#include "libs/sql/queries_lane.h"
#include "libs/sql/queries_plan_support.h"

namespace cp::sql {
namespace {

using ::testing::HasSubstr;

// What has no row to look for, or looks at a whole table on purpose: the tables that it reads from end to end, and why
// that is right.
struct WholeTables {
  const char* name;
  const char* sqlite;
  const char* postgres;  // "": not a statement of this engine
  std::vector<std::string> arguments;
  std::set<std::string> tables;
  const char* reason;
  const char* postgres_index;  // that decides a conflict; nullptr: none
};

template <typename Signature>
WholeTables Reads(const char* name, const Query<Signature>& query, std::vector<std::string> arguments,
                  std::set<std::string> tables, const char* reason) {
  return {name, query.sqlite, query.postgres, std::move(arguments), std::move(tables), reason, nullptr};
}

// A row is added or replaced by its key. SQLite refuses a conflict target without a unique index.
template <typename Signature>
WholeTables Adds(const char* name, const Query<Signature>& query, std::vector<std::string> arguments,
                 const char* postgres_index) {
  return {name, query.sqlite, query.postgres, std::move(arguments), {}, "adds rows by key", postgres_index};
}

// The same, of rows that it takes from whole tables.
template <typename Signature>
WholeTables AddsFrom(const char* name, const Query<Signature>& query, std::vector<std::string> arguments,
                     std::set<std::string> tables, const char* postgres_index, const char* reason) {
  return {name, query.sqlite, query.postgres, std::move(arguments), std::move(tables), reason, postgres_index};
}

std::vector<WholeTables> Others() {
  using namespace query;  // NOLINT(google-build-using-namespace): the list reads as the file it is about
  static constexpr char kOneRow[] = "the table has one row";
  static constexpr char kEveryCompany[] = "every company is concerned; once a run";
  const std::vector<std::string> row = {"7", "20", "3", "'Ada'", "'L'",         "'a@b'", "'ada'", "'Course'", "0",
                                        "0", "25", "1", "4",     "'completed'", "0",     "'1'",   "5",        "5"};
  const std::vector<std::string> arrays = {"7",           "'{20,21}'",
                                           "'{3,4}'",     "'{Ada,Bob}'",
                                           "'{L,M}'",     "'{a@b,c@d}'",
                                           "'{ada,bob}'", "'{Course,Other}'",
                                           "'{0,0}'",     "'{0,0}'",
                                           "'{25,50}'",   "'{1,2}'",
                                           "'{4,4}'",     "'{completed,completed}'",
                                           "'{0,0}'",     "'{1,2}'",
                                           "5",           "5"};
  const std::vector<std::string> run = {"'run-7'", "'call'",      "'running'", "1", "0",    "'owner'", "'full'",
                                        "0",       "'request-7'", "1",         "0", "'[]'", "'[]'"};
  const std::vector<std::string> result = {"'run-7'", "7", "'done'", "1", "2",    "1",   "9",
                                           "1",       "2", "3",      "0", "'[]'", "'{}'"};
  return {
      Reads("schema_exists", kSchemaExists, {}, {"sqlite_master"}, "SQLite's list of tables has no index"),
      Reads("schema_version", kSchemaVersion, {}, {"store_meta"}, kOneRow),
      Reads("lock_migrations", kLockMigrations, {}, {}, "takes a lock, reads no table"),
      Reads("insert_meta", kInsertMeta, {"1", "1", "1"}, {}, "adds the row of a new store"),
      Reads("update_schema", kUpdateSchemaVersion, {"1", "1"}, {"store_meta"}, kOneRow),
      Reads("epoch", kEpoch, {}, {"store_meta"}, kOneRow),
      Reads("raise_epoch", kRaiseEpoch, {"9", "9", "9", "1"}, {"store_meta"}, kOneRow),
      Reads("raise_fences", kRaiseFences, {"9", "9"}, {"company"}, "nobody keeps a lease; once an epoch"),
      Reads("forget_outbox", kForgetOutbox, {}, {"outbox"}, "all of it is superseded; once an epoch"),
      Reads("fill_outbox", kFillOutbox, {"9", "9"}, {"company"}, "every company gets a new stamp; once an epoch"),
      Reads("place", kPlace, {}, {"store_meta", "pg_database"}, kOneRow),
      Reads("move_place", kMovePlace, {"'here'", "'there'"}, {"store_meta"}, kOneRow),
      Reads("oldest_first", kOldestServedFirst, {}, {"company"}, kEveryCompany),
      Reads("read_census", kReadCensus, {"0"}, {"source_census"}, "the table has two rows at most"),
      Reads("bump_auth", kBumpAuthVersion, {}, {"store_meta"}, kOneRow),
      Reads("auth_version", kAuthVersion, {}, {"store_meta"}, kOneRow),
      Reads("load_tokens", kLoadTokens, {}, {"api_token"}, "all tokens are kept in memory; only when one changed"),
      Adds("upsert_row", kUpsertRow, row, nullptr),
      Adds("upsert_arrays", kUpsertArrays, arrays, "course_progress_pkey"),
      Adds("insert_outbox", kInsertOutbox, {"7", "9", "1", "'run-7'", "5", "1", "0"}, nullptr),
      Adds("upsert_company", kUpsertCompany, {"7", "'Name'", "'name'"}, "company_pkey"),
      Adds("begin_run", kBeginRun, run, "sync_run_pkey"),
      Adds("reserve_run", kReserveRun, run, nullptr),
      Adds("finish_run", kFinishRun, run, "sync_run_pkey"),
      Adds("write_result", kWriteResult, result, "sync_run_company_pkey"),
      Adds("write_census", kWriteCensus, {"0", "'{}'", "1", "1"}, "source_census_pkey"),
      Adds("insert_token", kInsertToken, {"'hash'", "'id'", "'read'", "7", "'label'", "1", "0", "0"}, nullptr),
  };
}

std::vector<WholeTables> OthersOfLaneAndHousekeeping() {
  using namespace query;  // NOLINT(google-build-using-namespace): as above
  return {
      Adds("upsert_edge", kUpsertEdge, {"7", "20", "5"}, nullptr),
      Adds("upsert_edges", kUpsertEdges, {"7", "'{20,21}'", "'{5,6}'"}, "user_edge_pkey"),
      Reads("move_lane", kMoveLane, {"1", "5", "4"}, {"lane_state"}, "the table has one row"),
      Reads("move_lane_as_detector", kMoveLaneAsDetector, {"1", "5", "'owner'", "1000", "4", "'owner'", "0"},
            {"lane_state"}, "the table has one row"),
      Reads("lane_is_fresh", kLaneIsFresh, {"5"}, {"lane_state"}, "the table has one row"),
      Adds("move_watermark", kMoveWatermark, {"'w-7'", "5", "5"}, "sync_watermark_pkey"),
      Adds("upsert_digest", kUpsertDigest, {"'course'", "3", "'d'"}, nullptr),
      Adds("upsert_digests", kUpsertDigests, {"'{course,course}'", "'{3,4}'", "'{d,e}'"}, "source_digest_pkey"),
      AddsFrom("candidate_everywhere", kCandidateEverywhere, {"'site'", "5", "5"}, {"company"}, "sync_candidate_pkey",
               "every company is concerned; only when the whole site changed"),
      Reads("take_turn", kTakeTurn, {"9", "5", "99"}, {"housekeeping"}, "the table has one row"),
      Reads("turn_done_at", kTurnDoneAt, {}, {"housekeeping"}, "the table has one row"),
      Reads("schedule_turn", kScheduleTurn, {"9", "5"}, {"housekeeping"}, "the table has one row"),
      Reads("gone_companies", kGoneCompanies, {"100"}, {"company"}, "every company is asked; once a housekeeping"),
  };
}

// Of each line that says that a table is read from end to end, the table.
std::set<std::string> TablesReadWhole(const std::string& plan, absl::string_view words) {
  std::set<std::string> tables;
  for (const absl::string_view line : absl::StrSplit(plan, '\n')) {
    const size_t begin = line.find(words);
    if (begin == absl::string_view::npos) continue;
    const absl::string_view rest = line.substr(begin + words.size());
    tables.emplace(rest.substr(0, rest.find(' ')));
  }
  return tables;
}

class OtherPlan : public ::testing::TestWithParam<WholeTables> {
 protected:
  static void TearDownTestSuite() { PlanDatabase::CloseAll(); }

  std::string PlanOn(Engine engine) const {
    const std::string sql = engine == Engine::kSqlite ? GetParam().sqlite : GetParam().postgres;
    return Explain(PlanDatabase::Of(engine).session(),
                   ReplaceParameters(sql, [&](size_t i) { return Literal(GetParam().arguments.at(i), engine); }));
  }
};

std::string NameOf(const ::testing::TestParamInfo<WholeTables>& plan) { return plan.param.name; }

INSTANTIATE_TEST_SUITE_P(Statements, OtherPlan, ::testing::ValuesIn(Others()), NameOf);
INSTANTIATE_TEST_SUITE_P(LaneAndHousekeeping, OtherPlan, ::testing::ValuesIn(OthersOfLaneAndHousekeeping()), NameOf);

TEST_P(OtherPlan, ReadsNoOtherTableFromEndToEndOnSqlite) {
  if (GetParam().sqlite[0] == '\0') return;  // a statement of PostgreSQL only
  const std::string plan = PlanOn(Engine::kSqlite);
  EXPECT_THAT(GetParam().tables, ::testing::IsSupersetOf(TablesReadWhole(plan, "SCAN "))) << GetParam().reason;
}

TEST_P(OtherPlan, ReadsNoOtherTableFromEndToEndOnPostgres) {
  if (GetParam().postgres[0] == '\0') return;  // a statement of SQLite only
  const std::string plan = PlanOn(Engine::kPostgres);
  EXPECT_THAT(GetParam().tables, ::testing::IsSupersetOf(TablesReadWhole(plan, "Seq Scan on "))) << GetParam().reason;
  if (GetParam().postgres_index != nullptr) {
    EXPECT_THAT(plan, HasSubstr(absl::StrCat("Conflict Arbiter Indexes: ", GetParam().postgres_index)));
  }
}

}  // namespace
}  // namespace cp::sql
