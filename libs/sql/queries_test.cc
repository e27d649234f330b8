// Each statement uses its index: on SQLite by EXPLAIN QUERY PLAN, on PostgreSQL with a plan that knows the values and
// with the generic one that a prepared statement gets after a few executions.
#include "libs/sql/queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "libs/sql/test_support.h"

namespace cp::sql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Plan {
  const char* name;
  const char* sqlite;
  const char* postgres;
  std::vector<std::string> arguments;  // literals in the order of the parameters; {} = an id list
  const char* sqlite_index;            // part of the plan; nullptr: not a statement of this engine
  const char* postgres_index;
};

template <typename Signature>
Plan Expect(const char* name, const Query<Signature>& query, std::vector<std::string> arguments,
            const char* sqlite_index, const char* postgres_index) {
  return {name, query.sqlite, query.postgres, std::move(arguments), sqlite_index, postgres_index};
}

std::vector<Plan> Plans() {
  using namespace query;  // NOLINT(google-build-using-namespace): the list reads as the file it is about
  static constexpr char kCompanyKey[] = "SEARCH c USING PRIMARY KEY (company_id=?)";
  static constexpr char kCompanyUpdate[] = "SEARCH company USING PRIMARY KEY (company_id=?)";
  static constexpr char kProgressKey[] = "SEARCH course_progress USING PRIMARY KEY (company_id=?";
  static constexpr char kPgCompany[] = "company_pkey";
  static constexpr char kPgProgress[] = "Index Scan using course_progress_pkey";
  static constexpr char kPgProgressOnly[] = "Index Only Scan using course_progress_pkey";
  const std::vector<std::string> lease = {"'owner'", "1000", "7", "'owner'"};
  return {
      Expect("versions", kVersions, {"{1,7,9}"}, kCompanyKey, kPgCompany),
      Expect("page_head", kPageHead, {"7"}, kCompanyKey, kPgCompany),
      Expect("settings", kSettings, {"7", "7"}, "SEARCH company_setting USING PRIMARY KEY (company_id=?)",
             "company_setting_pkey"),
      Expect("settings_courses", kSettings, {"7", "7"}, "SEARCH company_course USING PRIMARY KEY (company_id=?)",
             "company_course_pkey"),
      Expect("page", kPage, {"7", "{}", "101", "0"}, kProgressKey, kPgProgress),
      Expect("page_hidden", kPage, {"7", "{1,2,3}", "101", "300"}, kProgressKey, kPgProgress),
      Expect("acquire", kAcquireLease, lease, kCompanyUpdate, kPgCompany),
      Expect("owner", kLeaseOwner, {"7"}, kCompanyUpdate, kPgCompany),
      Expect("renew", kRenewLease, {"1000", "7", "1"}, kCompanyUpdate, kPgCompany),
      Expect("release", kReleaseLease, {"7", "1"}, kCompanyUpdate, kPgCompany),
      Expect("stored", kStored, {"7", "20", "3", "1000"}, kProgressKey, kPgProgress),
      Expect("any_in_range", kAnyInRange, {"7", "20", "3", "900", "3"}, nullptr, kPgProgressOnly),
      Expect("lock", kLockCompany, {"1", "1", "5", "7", "1"}, kCompanyUpdate, kPgCompany),
      Expect("round", kWriteRound, {"5", "5", "7"}, kCompanyUpdate, kPgCompany),
      Expect("bump", kBumpVersion, {"7"}, kCompanyUpdate, kPgCompany),
      Expect("tombstone_row", kTombstoneRow, {"5", "5", "7", "20", "3"}, kProgressKey, nullptr),
      Expect("tombstones", kTombstoneArrays, {"5", "5", "'{20,21}'", "'{3,4}'", "7"}, nullptr, kPgProgress),
      Expect("outbox", kReadOutbox, {"100"}, "USING INDEX outbox_oldest", "outbox_oldest"),
      Expect("confirm", kConfirmOutbox, {"7", "5", "5"}, "SEARCH outbox USING PRIMARY KEY (company_id=?)",
             "outbox_pkey"),
      // Each company's rows are counted by the key's prefix.
      Expect("list", kListCompanies, {}, "SEARCH p USING", "course_progress_"),
      Expect("gone", kMarkGone, {"5", "7"}, kCompanyUpdate, kPgCompany),
      Expect("exists", kCompanyExists, {"7"}, kCompanyUpdate, kPgCompany),
      Expect("runs", kListRuns, {"900", "'run-900'", "20"}, "USING INDEX sync_run_newest", "sync_run_newest"),
      Expect("runs_of_company", kListRunsOfCompany, {"7", "900", "'run-900'", "20"}, "USING INDEX sync_run_newest",
             "sync_run_newest"),
      Expect("runs_of_company_result", kListRunsOfCompany, {"7", "900", "'run-900'", "20"},
             "SEARCH c USING PRIMARY KEY (run_id=? AND company_id=?)", "sync_run_company_pkey"),
      Expect("run", kGetRun, {"'run-7'"}, "SEARCH r USING PRIMARY KEY (run_id=?)", "sync_run_pkey"),
      Expect("run_results", kRunResults, {"'run-7'"}, "SEARCH sync_run_company USING PRIMARY KEY (run_id=?)",
             "sync_run_company_pkey"),
      Expect("run_of_request", kRunOfRequest, {"'request-7'"}, "USING INDEX sync_run_request", "sync_run_request"),
      Expect("take_request", kTakeRequest, {"5", "'request-7'"}, "USING INDEX sync_run_request", "sync_run_request"),
      Expect("heartbeat", kHeartbeatRun, {"5", "5", "'run-7'"}, "SEARCH sync_run USING PRIMARY KEY (run_id=?)",
             "sync_run_pkey"),
      Expect("cancel", kRequestCancel, {"'run-7'"}, "SEARCH sync_run USING PRIMARY KEY (run_id=?)", "sync_run_pkey"),
      Expect("cancelled", kCancelledAmong, {"{\"run-7\",\"run-8\"}"}, "SEARCH sync_run USING PRIMARY KEY (run_id=?)",
             "sync_run_pkey"),
      Expect("revoke", kRevokeToken, {"5", "'token-7'"}, "INDEX sqlite_autoindex_api_token", "api_token_id_key"),
      Expect("token", kTokenExists, {"'token-7'"}, "INDEX sqlite_autoindex_api_token", "api_token_id_key"),
  };
}

// Four companies of 1000 users in 10 courses, and many small rows elsewhere; one database for each engine and all
// cases.
class PlanDatabase {
 public:
  // Made at the first call.
  static PlanDatabase& Of(Engine engine) {
    std::unique_ptr<PlanDatabase>& database = Open()[engine];
    if (database == nullptr) database = std::make_unique<PlanDatabase>(engine);
    return *database;
  }
  static void CloseAll() { Open().clear(); }

  explicit PlanDatabase(Engine engine) : database_(engine) {
    database_.Open();
    const auto numbers = [&](int from, int to) {
      return engine == Engine::kSqlite
                 ? absl::StrCat("(WITH RECURSIVE s(i) AS (SELECT ", from, " UNION ALL SELECT i + 1 FROM s WHERE i < ",
                                to, ") SELECT i FROM s)")
                 : absl::StrCat("(SELECT i FROM generate_series(", from, ", ", to, ") AS g(i))");
    };
    const std::string companies = numbers(1, 1000);
    database_.Execute("INSERT INTO company (company_id) SELECT i FROM " + companies + " x");
    database_.Execute(
        "INSERT INTO course_progress (company_id, user_id, course_id, firstname, lastname, email, username, coursename,"
        " status, content_hash, row_version, last_updated, is_deleted) SELECT c.i, u.i, k.i, 'Ada', 'L', 'a@b', 'ada',"
        " 'Course', 'completed', '1', 1, 1, CASE WHEN u.i = 13 THEN 1 ELSE 0 END FROM " +
        numbers(5, 8) + " c, " + numbers(1, 1000) + " u, " + numbers(1, 10) + " k");
    for (const char* insert :
         {"INSERT INTO company_setting (company_id, key, value) SELECT i, 'max_records', '9' FROM ",
          "INSERT INTO company_course (company_id, course_id) SELECT i, 3 FROM ",
          "INSERT INTO outbox (company_id, version, epoch, created_at) SELECT i, 1, 1, i FROM ",
          "INSERT INTO sync_run (run_id, kind, state, started_at, request_id) SELECT 'run-' || i, 'call', 'succeeded', "
          "i,"
          " CASE WHEN i % 2 = 0 THEN '' ELSE 'request-' || i END FROM ",
          "INSERT INTO sync_run_company (run_id, company_id, state) SELECT 'run-' || i, i % 10, 'succeeded' FROM ",
          "INSERT INTO api_token (token_sha256, id, scope, created_at) SELECT 'hash-' || i, 'token-' || i, 'read', i"
          " FROM "}) {
      database_.Execute(insert + companies + " x");
    }
    database_.Execute("ANALYZE");
  }

  Session& session() { return database_.Behind(); }

 private:
  static std::map<Engine, std::unique_ptr<PlanDatabase>>& Open() {
    static auto& open = *new std::map<Engine, std::unique_ptr<PlanDatabase>>();
    return open;
  }

  TestDatabase database_;
};

// Calls fn(position) for each ":name" outside of quotes and copies what it returns in its place.
template <typename Fn>
std::string ReplaceParameters(const std::string& sql, const Fn& fn) {
  std::string out;
  bool quoted = false;
  size_t position = 0;
  for (size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '\'') quoted = !quoted;
    if (quoted || sql[i] != ':') {
      out.push_back(sql[i]);
      continue;
    }
    while (i + 1 < sql.size() && (std::isalnum(sql[i + 1]) || sql[i + 1] == '_')) ++i;
    out += fn(position++);
  }
  return out;
}

std::string Literal(const std::string& argument, Engine engine) {
  if (argument[0] != '{') return argument;
  return engine == Engine::kPostgres ? absl::StrCat("'", argument, "'")
                                     : absl::StrCat("'", absl::StrReplaceAll(argument, {{"{", "["}, {"}", "]"}}), "'");
}

std::string Explain(Session& session, const std::string& statement) {
  std::vector<std::string> lines;
  if (session.engine() == Engine::kSqlite) {
    // The fourth column is the text.
    const std::string sql = "EXPLAIN QUERY PLAN " + statement;
    Statement<Row<Int, Int, Int, Text>()> plan(session.soci(), sql.c_str());
    plan.Execute();
    while (auto* row = plan.Next()) lines.push_back(std::get<3>(*row));
  } else {
    const std::string sql = "EXPLAIN " + statement;
    Statement<Row<Text>()> plan(session.soci(), sql.c_str());
    plan.Execute();
    while (auto* row = plan.Next()) lines.push_back(std::get<0>(*row));
  }
  return absl::StrJoin(lines, "\n");
}

class QueryPlan : public ::testing::TestWithParam<Plan> {
 protected:
  static void TearDownTestSuite() { PlanDatabase::CloseAll(); }

  std::string WithLiterals(const std::string& sql, Engine engine) const {
    return ReplaceParameters(sql, [&](size_t i) { return Literal(GetParam().arguments.at(i), engine); });
  }
  // The plan that a prepared statement settles on.
  std::string GenericPlan(Session& session) const {
    const std::string numbered =
        ReplaceParameters(GetParam().postgres, [](size_t i) { return absl::StrCat("$", i + 1); });
    session.RunScript("SET plan_cache_mode = force_generic_plan");
    session.RunScript(absl::StrCat("PREPARE shown AS ", numbered));
    std::vector<std::string> values;
    for (const std::string& argument : GetParam().arguments) values.push_back(Literal(argument, Engine::kPostgres));
    const std::string call = values.empty() ? "" : absl::StrCat("(", absl::StrJoin(values, ", "), ")");
    const std::string plan = Explain(session, absl::StrCat("EXECUTE shown", call));
    session.RunScript("DEALLOCATE shown");
    return plan;
  }
};

INSTANTIATE_TEST_SUITE_P(Statements, QueryPlan, ::testing::ValuesIn(Plans()),
                         [](const auto& plan) { return std::string(plan.param.name); });

TEST_P(QueryPlan, UsesItsIndexOnSqlite) {
  if (GetParam().sqlite_index == nullptr) return;  // a statement of PostgreSQL only
  const std::string plan =
      Explain(PlanDatabase::Of(Engine::kSqlite).session(), WithLiterals(GetParam().sqlite, Engine::kSqlite));
  EXPECT_THAT(plan, AllOf(HasSubstr(GetParam().sqlite_index), Not(HasSubstr("TEMP B-TREE")),
                          Not(HasSubstr("SCAN course_progress"))));
}

TEST_P(QueryPlan, UsesItsIndexOnPostgres) {
  if (GetParam().postgres_index == nullptr) return;  // a statement of SQLite only
  Session& session = PlanDatabase::Of(Engine::kPostgres).session();
  const auto uses_index = AllOf(HasSubstr(GetParam().postgres_index), Not(HasSubstr("Sort")),
                                Not(HasSubstr("Seq Scan on course_progress")));
  EXPECT_THAT(Explain(session, WithLiterals(GetParam().postgres, Engine::kPostgres)), uses_index);
  EXPECT_THAT(GenericPlan(session), uses_index);
}

// A first sync runs on a table that no ANALYZE has seen; one look-up per batch that scanned it would make the sync
// quadratic.
TEST(FirstSync, LooksUpItsRangeByTheIndexWithoutStatistics) {
  TestDatabase database(Engine::kPostgres);
  database.Open();
  Session& session = database.Behind();
  session.RunScript("SET plan_cache_mode = force_generic_plan");
  session.RunScript(absl::StrCat("PREPARE probe AS ", ReplaceParameters(query::kAnyInRange.postgres, [](size_t i) {
                                   return absl::StrCat("$", i + 1);
                                 })));
  const std::string plan = Explain(session, "EXECUTE probe(7, 20, 3, 900, 3)");
  EXPECT_THAT(plan, AllOf(HasSubstr("Index Only Scan using course_progress_pkey"), Not(HasSubstr("Sort"))));
}

}  // namespace
}  // namespace cp::sql
