// On PostgreSQL a statement keeps its index while its table grows and no ANALYZE has seen it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "libs/sql/queries.h"
#include "libs/sql/queries_plan_support.h"
#include "libs/sql/session.h"
#include "libs/sql/statement.h"
#include "libs/sql/test_support.h"

namespace cp::sql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

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

// As long as no ANALYZE comes, a prepared statement keeps the plan that it got on a small table.
class GrownTable : public ::testing::Test {
 protected:
  void SetUp() override {
    database_.Open();
    database_.Execute("ALTER TABLE course_progress SET (autovacuum_enabled = false)");
    database_.Execute("INSERT INTO company (company_id, name) VALUES (7, 'Acme')");
    Fill(1, 30);
    database_.Execute("ANALYZE course_progress");
    session_ = database_.RawSession();
  }
  void Fill(int first_user, int last_user) {
    database_.Execute(absl::StrCat(
        "INSERT INTO course_progress (company_id, user_id, course_id, firstname, lastname, email, username, coursename,"
        " status, content_hash, row_version, last_updated) SELECT 7, u, 3, '', '', '', '', '', '', 'hash', 1, 1"
        " FROM generate_series(",
        first_user, ", ", last_user, ") u"));
  }
  template <typename Run>
  void InTransaction(Scope scope, Run run) {
    session_->Begin(scope, database_.Soon());
    run();
    session_->Commit();
    ASSERT_TRUE(session_->End());
  }
  // What the session's own prepared statement would do now.
  std::string PlanOf(const std::string& arguments) {
    Statement<Row<Text>()> named(session_->soci(),
                                 "SELECT name FROM pg_prepared_statements WHERE statement LIKE 'SELECT%FROM "
                                 "course_progress%' AND statement NOT LIKE '%pg_prepared_statements%'");
    named.Execute();
    const auto* row = named.Next();
    EXPECT_NE(row, nullptr);
    return row == nullptr ? "" : Explain(*session_, absl::StrCat("EXECUTE \"", std::get<0>(*row), "\"", arguments));
  }

  TestDatabase database_{Engine::kPostgres};
  std::unique_ptr<Session> session_;
};

TEST_F(GrownTable, TheProbeOfABatchUsesItsIndexAgain) {
  for (int i = 0; i < 8; ++i) {
    InTransaction(Scope::kWrite, [&] { session_->RunForRow(query::kAnyInRange, 7, 100, 1, 200, 1); });
  }
  Fill(1000, 50000);
  InTransaction(Scope::kWrite, [&] {
    EXPECT_THAT(PlanOf("(7, 60000, 1, 70000, 1)"),
                AllOf(HasSubstr("using course_progress_pkey"), Not(HasSubstr("Seq Scan"))));
  });
}

TEST_F(GrownTable, APageUsesItsIndexAgain) {
  for (int i = 0; i < 8; ++i) {
    InTransaction(Scope::kSnapshot, [&] { session_->RunForRow(query::kPage, 7, "{}", 100, 0); });
  }
  Fill(1000, 50000);
  InTransaction(Scope::kSnapshot, [&] {
    EXPECT_THAT(PlanOf("(7, '{}', 100, 0)"),
                AllOf(HasSubstr("using course_progress_pkey"), Not(HasSubstr("Seq Scan")), Not(HasSubstr("Sort"))));
  });
}

}  // namespace
}  // namespace cp::sql
