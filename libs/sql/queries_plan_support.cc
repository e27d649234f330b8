#include "libs/sql/queries_plan_support.h"

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "libs/sql/query.h"
#include "libs/sql/statement.h"

namespace cp::sql {
namespace {

std::map<Engine, std::unique_ptr<PlanDatabase>>& OpenDatabases() {
  static auto& open = *new std::map<Engine, std::unique_ptr<PlanDatabase>>();
  return open;
}

}  // namespace

PlanDatabase& PlanDatabase::Of(Engine engine) {
  std::unique_ptr<PlanDatabase>& database = OpenDatabases()[engine];
  if (database == nullptr) database = std::make_unique<PlanDatabase>(engine);
  return *database;
}

void PlanDatabase::CloseAll() { OpenDatabases().clear(); }

PlanDatabase::PlanDatabase(Engine engine) : database_(engine) {
  database_.Open();
  FillCompanies();
  FillLane();
  database_.Execute("ANALYZE");
}

std::string PlanDatabase::Numbers(int from, int to) const {
  return database_.engine() == Engine::kSqlite
             ? absl::StrCat("(WITH RECURSIVE s(i) AS (SELECT ", from, " UNION ALL SELECT i + 1 FROM s WHERE i < ", to,
                            ") SELECT i FROM s)")
             : absl::StrCat("(SELECT i FROM generate_series(", from, ", ", to, ") AS g(i))");
}

void PlanDatabase::FillCompanies() {
  const std::string companies = Numbers(1, 1000);
  database_.Execute("INSERT INTO company (company_id) SELECT i FROM " + companies + " x");
  database_.Execute(
      "INSERT INTO course_progress (company_id, user_id, course_id, firstname, lastname, email, username, coursename,"
      " status, content_hash, row_version, last_updated, is_deleted) SELECT c.i, u.i, k.i, 'Ada', 'L', 'a@b', 'ada',"
      " 'Course', 'completed', '1', 1, 1, CASE WHEN u.i = 13 THEN 1 ELSE 0 END FROM " +
      Numbers(5, 8) + " c, " + Numbers(1, 1000) + " u, " + Numbers(1, 10) + " k");
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
}

void PlanDatabase::FillLane() {
  const std::string pairs = Numbers(1, 100) + " c, " + Numbers(1, 200) + " u";
  for (const char* insert :
       {"INSERT INTO sync_candidate (company_id, user_id, sequence, found_at) SELECT c.i, u.i, u.i, u.i FROM ",
        "INSERT INTO user_edge (company_id, user_id, edge_at) SELECT c.i, u.i, c.i + u.i FROM ",
        "INSERT INTO client_sync (company_id, token_id) SELECT c.i, 'token-' || u.i FROM ",
        "INSERT INTO quota_day (company_id, day) SELECT c.i, u.i FROM ",
        "INSERT INTO source_digest (kind, id, value) SELECT 'kind-' || c.i, u.i, 'd' FROM ",
        "INSERT INTO sync_watermark (company_id, name, value, updated_at) SELECT c.i, 'w-' || u.i, 1, 1 FROM ",
        "INSERT INTO request_log (at, method, code) SELECT c.i * 200 + u.i, 'm', 'OK' FROM ",
        "INSERT INTO audit (at, actor, action) SELECT c.i * 200 + u.i, 'a', 'b' FROM ",
        "INSERT INTO alert (kind, severity, message, raised_at, resolved_at)"
        " SELECT 'k', 's', 'm', 1, c.i * 200 + u.i FROM "}) {
    database_.Execute(insert + pairs);
  }
}

std::string ReplaceParameters(absl::string_view sql, absl::FunctionRef<std::string(size_t)> with_position) {
  std::string out;
  bool quoted = false;
  size_t position = 0;
  for (size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '\'') quoted = !quoted;
    if (quoted || sql[i] != ':') {
      out.push_back(sql[i]);
      continue;
    }
    while (i + 1 < sql.size() && (absl::ascii_isalnum(sql[i + 1]) || sql[i + 1] == '_')) ++i;
    out += with_position(position++);
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

}  // namespace cp::sql
