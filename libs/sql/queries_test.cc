// Each statement uses its index: on SQLite by EXPLAIN QUERY PLAN, on PostgreSQL with a plan that knows the values and
// with the generic one that a prepared statement gets after a few executions. What has no index to use is in
// queries_whole_tables_test.cc; what a plan becomes when its table grows in queries_growth_test.cc.
#include "libs/sql/queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/sql/queries_housekeeping.h"
#include "libs/sql/queries_lane.h"
#include "libs/sql/queries_plan_support.h"

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
  // Sorts what it has read: by its nature few rows, or in pieces of the index's order.
  bool sorts_a_little = false;
};

template <typename Signature>
Plan Expect(const char* name, const Query<Signature>& query, std::vector<std::string> arguments,
            const char* sqlite_index, const char* postgres_index) {
  return {name, query.sqlite, query.postgres, std::move(arguments), sqlite_index, postgres_index};
}

Plan ThatSortsALittle(Plan plan) {
  plan.sorts_a_little = true;
  return plan;
}

std::vector<Plan> LanePlans() {
  using namespace query;  // NOLINT(google-build-using-namespace): as below
  static constexpr char kEdgeKey[] = "SEARCH user_edge USING PRIMARY KEY (company_id=? AND user_id";
  static constexpr char kPgEdge[] = "user_edge_pkey";
  static constexpr char kDigestKey[] = "SEARCH source_digest USING PRIMARY KEY (kind=? AND id";
  static constexpr char kPgDigest[] = "source_digest_pkey";
  static constexpr char kCandidateKey[] = "SEARCH sync_candidate USING PRIMARY KEY (company_id=?";
  static constexpr char kPgCandidate[] = "sync_candidate_pkey";
  return {
      Expect("stored_of_users_sqlite", kStoredOfUsersSqlite, {"7", "{20,21,900}", "20", "3", "1000"},
             "SEARCH course_progress USING PRIMARY KEY (company_id=? AND user_id=?)", nullptr),
      // Incremental: the users come in order, the courses of each are sorted.
      ThatSortsALittle(Expect("stored_of_users", kStoredOfUsersPostgres,
                              {"{20,21,900}", "7", "20", "3", "1000", "1000"}, nullptr, "Presorted Key: wanted.place")),
      ThatSortsALittle(Expect("stored_of_each_user", kStoredOfUsersPostgres,
                              {"{20,21,900}", "7", "20", "3", "1000", "1000"}, nullptr, "course_progress_pkey")),
      Expect("edges_in_range", kEdgesInRange, {"7", "100", "200"}, kEdgeKey, kPgEdge),
      Expect("edges_of_users", kEdgesOfUsers, {"7", "{20,21,900}"}, kEdgeKey, kPgEdge),
      Expect("delete_edges", kDeleteEdges, {"7", "{20,21,900}"}, kEdgeKey, kPgEdge),
      Expect("consume_edge", kConsumeEdge, {"7", "20", "5"}, kEdgeKey, nullptr),
      Expect("consume_edges", kConsumeEdges, {"'{7,8}'", "'{20,21}'", "5"}, nullptr, kPgEdge),
      Expect("due_edges", kDueEdges, {"250", "100"}, "USING COVERING INDEX user_edge_due", "user_edge_due"),
      Expect("read_lane", kReadLane, {}, "SEARCH w USING PRIMARY KEY (company_id=?)", "sync_watermark_pkey"),
      Expect("delete_digest", kDeleteDigest, {"'course'", "3"}, kDigestKey, nullptr),
      Expect("delete_digests", kDeleteDigests, {"'{course,course}'", "'{3,4}'"}, nullptr, kPgDigest),
      Expect("digests", kReadDigests, {"'course'", "3", "100"}, kDigestKey, kPgDigest),
      Expect("candidate", kUpsertCandidate, {"20", "'log'", "5", "5", "7", "1"},
             "SEARCH company USING PRIMARY KEY (company_id=?)", nullptr),
      // Companies are few, whether they are looked up or read.
      Expect("candidates", kUpsertCandidates, {"5", "5", "'{7,8}'", "'{20,21}'", "'{log,log}'", "'{log}'"}, nullptr,
             "Conflict Arbiter Indexes: sync_candidate_pkey"),
      // All candidates are read, whatever the plan.
      ThatSortsALittle(Expect("waiting", kWaiting, {}, "SCAN sync_candidate", "sync_candidate")),
      ThatSortsALittle(Expect("waiting_of", kWaitingOf, {"7"}, kCandidateKey, kPgCandidate)),
      Expect("candidate_users", kCandidateUsers, {"7", "51"}, kCandidateKey, kPgCandidate),
      Expect("candidates_done", kCandidatesDone, {"7", "5"}, kCandidateKey, kPgCandidate),
      Expect("candidates_of_users_done", kCandidatesOfUsersDone, {"7", "5", "{20,21,900}"}, kCandidateKey,
             kPgCandidate),
      Expect("companies_of_users", kCompaniesOfUsers, {"{20,21,900}"},
             "SEARCH p USING PRIMARY KEY (company_id=? AND user_id=?)", "Index Only Scan using course_progress_pkey"),
      Expect("users_of_course", kUsersOfCourse, {"3", "7", "20", "100"},
             "USING INDEX course_progress_course (course_id=? AND (company_id,user_id)>(?,?))",
             "course_progress_course"),
      // Every company is looked at; its candidates are a range of their key.
      Expect("mark_fresh", kMarkFresh, {"5", "5"}, "SEARCH s USING PRIMARY KEY (company_id=?)", "sync_candidate"),
  };
}

std::vector<Plan> HousekeepingPlans() {
  using namespace query;  // NOLINT(google-build-using-namespace): as below
  static constexpr char kPlace[] = "Tid Scan on ";
  return {
      Expect("old_requests", kRemoveRequestLog, {"100", "10"}, "USING COVERING INDEX request_log_at (at<?)",
             "request_log_at"),
      Expect("old_requests_go", kRemoveRequestLog, {"100", "10"},
             "SEARCH request_log USING INTEGER PRIMARY KEY (rowid=?)", kPlace),
      Expect("old_alerts", kRemoveAlerts, {"100", "10"}, "USING COVERING INDEX alert_open (resolved_at>? AND",
             "alert_open"),
      Expect("old_audit", kRemoveAudit, {"100", "10"}, "USING COVERING INDEX audit_at (at<?)", "audit_at"),
      Expect("old_runs", kRemoveRuns, {"100", "100000", "10"}, "USING INDEX sync_run_newest (started_at<?)",
             "sync_run_newest"),
      Expect("old_results", kRemoveRunResults, {"100", "100000", "10", "10"},
             "SEARCH sync_run USING INDEX sync_run_newest (started_at<?)", "sync_run_newest"),
      Expect("old_results_of_runs", kRemoveRunResults, {"100", "100000", "10", "10"},
             "SEARCH c USING PRIMARY KEY (run_id=?)", "sync_run_company_pkey"),
      Expect("company_with_dead", kCompanyWithOldDead, {"100"}, "INDEX course_progress_dead (company_id=? AND",
             "course_progress_dead"),
      Expect("hold", kHoldCompany, {"7"}, "SEARCH company USING PRIMARY KEY (company_id=?)", "company_pkey"),
      // PostgreSQL takes a few from their index and puts them in order.
      ThatSortsALittle(Expect("dead", kRemoveDead, {"7", "100", "10"}, "INDEX course_progress_dead (company_id=? AND",
                              "course_progress_dead")),
      ThatSortsALittle(Expect("dead_go", kRemoveDead, {"7", "100", "10"},
                              "SEARCH course_progress USING PRIMARY KEY (company_id=? AND user_id=? AND course_id=?)",
                              kPlace)),
      Expect("floor", kRaiseFloor, {"5", "7", "5"}, "SEARCH company USING PRIMARY KEY (company_id=?)", "company_pkey"),
      Expect("clients_of", kRemoveClientsOf, {"{7,8}", "10"}, "SEARCH client_sync USING PRIMARY KEY (company_id=?)",
             "client_sync_pkey"),
      Expect("quota_of", kRemoveQuotaOf, {"{7,8}", "10"}, "SEARCH quota_day USING PRIMARY KEY (company_id=?)",
             "quota_day_pkey"),
      Expect("candidates_of", kRemoveCandidatesOf, {"{7,8}", "10"},
             "SEARCH sync_candidate USING PRIMARY KEY (company_id=?)", "sync_candidate_pkey"),
      Expect("edges_of", kRemoveEdgesOf, {"{7,8}", "10"}, "SEARCH user_edge USING PRIMARY KEY (company_id=?)",
             "user_edge_pkey"),
  };
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
      Expect("served", kMarkServed, {"7"}, kCompanyUpdate, kPgCompany),
      Expect("stored", kStored, {"7", "20", "3", "1000"}, kProgressKey, kPgProgress),
      Expect("any_in_range", kAnyInRange, {"7", "20", "3", "900", "3"}, nullptr, kPgProgressOnly),
      Expect("lock", kLockCompany, {"1", "5", "7", "1"}, kCompanyUpdate, kPgCompany),
      Expect("round", kWriteRound, {"5", "5", "5", "7"}, kCompanyUpdate, kPgCompany),
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

std::string NameOf(const ::testing::TestParamInfo<Plan>& plan) { return plan.param.name; }

INSTANTIATE_TEST_SUITE_P(Statements, QueryPlan, ::testing::ValuesIn(Plans()), NameOf);
INSTANTIATE_TEST_SUITE_P(Lane, QueryPlan, ::testing::ValuesIn(LanePlans()), NameOf);
INSTANTIATE_TEST_SUITE_P(Housekeeping, QueryPlan, ::testing::ValuesIn(HousekeepingPlans()), NameOf);

TEST_P(QueryPlan, UsesItsIndexOnSqlite) {
  if (GetParam().sqlite_index == nullptr) return;  // a statement of PostgreSQL only
  const std::string plan =
      Explain(PlanDatabase::Of(Engine::kSqlite).session(), WithLiterals(GetParam().sqlite, Engine::kSqlite));
  EXPECT_THAT(plan, AllOf(HasSubstr(GetParam().sqlite_index), Not(HasSubstr("SCAN course_progress"))));
  if (!GetParam().sorts_a_little) {
    EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE")));
  }
}

TEST_P(QueryPlan, UsesItsIndexOnPostgres) {
  if (GetParam().postgres_index == nullptr) return;  // a statement of SQLite only
  Session& session = PlanDatabase::Of(Engine::kPostgres).session();
  const auto uses_index = AllOf(HasSubstr(GetParam().postgres_index), Not(HasSubstr("Seq Scan on course_progress")));
  for (const std::string& plan :
       {Explain(session, WithLiterals(GetParam().postgres, Engine::kPostgres)), GenericPlan(session)}) {
    EXPECT_THAT(plan, uses_index);
    if (!GetParam().sorts_a_little) {
      EXPECT_THAT(plan, Not(HasSubstr("Sort")));
    }
  }
}

// --- none is forgotten ---

// Statements that no engine explains.
const std::map<std::string, std::string>& Unexplained() {
  static const auto& unexplained =
      *new std::map<std::string, std::string>{{"kCopyRows", "PostgreSQL explains no COPY; it reads no table"}};
  return unexplained;
}

std::string ReadText(const std::filesystem::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// Names of the constants "inline constexpr Query<..> kName{" of a header.
std::vector<std::string> StatementsOf(const std::string& header) {
  static constexpr char kBegin[] = "inline constexpr Query<";
  std::vector<std::string> names;
  for (size_t at = header.find(kBegin); at != std::string::npos; at = header.find(kBegin, at + 1)) {
    const std::string before_brace = header.substr(at, header.find('{', at) - at);
    names.push_back(before_brace.substr(before_brace.find_last_of(" \n") + 1));
  }
  return names;
}

// Whether a list of plans names the statement: ", kName," behind the plan's own name.
bool HasPlan(const std::string& tests, const std::string& statement) {
  return absl::StrContains(tests, absl::StrCat("\", ", statement, ",")) ||
         absl::StrContains(tests, absl::StrCat("\", query::", statement, ","));
}

TEST(EveryStatement, HasAPlanTest) {
  const std::filesystem::path folder = std::filesystem::path(std::getenv("CP_SOURCE_DIR")) / "libs" / "sql";
  std::vector<std::string> statements;
  std::string tests;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string name = file.path().filename();
    if (absl::EndsWith(name, ".h")) {
      for (std::string& statement : StatementsOf(ReadText(file.path()))) statements.push_back(std::move(statement));
    }
    if (absl::EndsWith(name, "_test.cc") && (absl::StrContains(name, "queries") || absl::StrContains(name, "plan"))) {
      tests += ReadText(file.path());
    }
  }
  absl::RemoveExtraAsciiWhitespace(&tests);
  ASSERT_GE(statements.size(), 40u) << "no longer written as this test looks for them";
  for (const std::string& statement : statements) {
    EXPECT_NE(HasPlan(tests, statement), Unexplained().contains(statement))
        << statement << " needs a plan test: an entry here, or in queries_whole_tables_test.cc";
  }
}

}  // namespace
}  // namespace cp::sql
