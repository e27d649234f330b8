// On a site of some size every engine finds a chunk's rows through Moodle's own indexes on the user, even when it has
// no statistics yet: no big table is scanned, nor walked through by another index. And a look for changes that finds
// none looks at no rows but the last ones.
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "libs/moodle/connection.h"
#include "libs/moodle/source_test_base.h"
#include "libs/moodle/statements.h"

namespace cp::moodle {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kUsers = 10000;  // user u is in companies 1 + u % 5, and in four courses of the twenty
constexpr int64_t kCourses = 20;

class QueryPlan : public SourceTest {
 protected:
  void SetUp() override {
    site_.Sql("CREATE TABLE {n} (i BIGINT PRIMARY KEY);");
    for (int64_t i = 0; i < kUsers; i += 500) {
      std::string values;
      for (int64_t j = i; j < i + 500; ++j) absl::StrAppend(&values, j == i ? "" : ",", "(", j, ")");
      site_.Sql("INSERT INTO {n} VALUES " + values + ";");
    }
    for (int64_t course = 10; course < 10 + kCourses; ++course) {
      site_.Course(course);
      site_.CompanyCourse(1, course);
      site_.Insert("enrol", {absl::StrCat(course), "0", absl::StrCat(course)});
      for (int64_t i = 0; i < 5; ++i) site_.Activity(course * 10 + i, course);
    }
    // User 1000 + i in courses 10 + (i + {0, 5, 10, 15}) % 20; two activities of each done.
    site_.Sql(R"sql(
INSERT INTO {user} SELECT 1000 + i, 0, 0, 'u', 'f', 'l', 'e' FROM {n};
INSERT INTO {company_users} SELECT i, 1 + i % 5, 1000 + i, 1, 0 FROM {n};
INSERT INTO {user_enrolments} SELECT n.i * 4 + k.i, 0, 10 + (n.i + 5 * k.i) % 20, 1000 + n.i, 0, 0, 1 FROM {n} n
  JOIN {n} k ON k.i < 4;
INSERT INTO {role_assignments} SELECT n.i * 4 + k.i, 5, 1010 + (n.i + 5 * k.i) % 20, 1000 + n.i FROM {n} n
  JOIN {n} k ON k.i < 4;
INSERT INTO {course_completions} SELECT n.i * 4 + k.i, 1000 + n.i, 10 + (n.i + 5 * k.i) % 20, 0, NULL FROM {n} n
  JOIN {n} k ON k.i < 4;
INSERT INTO {course_modules_completion}
  SELECT n.i * 8 + k.i, (10 + (n.i + 5 * k.i) % 20) * 10 + k.i / 4, 1000 + n.i, 1, 1 FROM {n} n JOIN {n} k ON k.i < 8;
)sql");
    CP_ASSERT_OK(site_.Build());
    CP_ASSERT_OK_AND_ASSIGN(Dsn dsn, ParseDsn(options_.dsn));
    statements_ = std::make_unique<Statements>(dsn.engine, "mdl_");
    CP_ASSERT_OK_AND_ASSIGN(connection_, Connect({dsn, absl::Minutes(1)}, clock_, Soon()));
    for (int64_t i = 0; i < 100; ++i) users_.push_back(1000 + 5 * i);
  }

  // One line per access of a table; the lines that go through a whole table say SCAN and the table's name.
  std::string Explain(const std::string& sql) {
    std::ostringstream plan;
    const std::string explain = GetParam() == "sqlite" ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
    CP_EXPECT_OK(connection_->Query(explain + sql, Soon(), [&](const Row& row) {
      if (GetParam() == "postgres") {
        const std::string line(row.Text(0));
        plan << (absl::StrContains(line, "Seq Scan on ") ? absl::StrReplaceAll(line, {{"Seq Scan on mdl_", "SCAN "}})
                                                         : line)
             << "\n";
      } else if (GetParam() == "mariadb") {
        const bool scan = row.Text(3) == "ALL" || row.Text(3) == "index";
        plan << (scan ? "SCAN " : row.Text(3)) << row.Text(2) << " key " << row.Text(5) << "\n";
      } else if (row.Text(3) != "SCAN CONSTANT ROW") {  // a SELECT without a table
        plan << row.Text(3) << "\n";
      }
    }));
    return plan.str();
  }

  std::unique_ptr<Statements> statements_;
  std::unique_ptr<Connection> connection_;
  std::vector<int64_t> users_;
};

// By names of tables, with or without alias, and of the index.
void ExpectIndexNotScan(const std::string& plan, const std::vector<std::string>& tables, const std::string& index) {
  for (const std::string& table : tables) {
    EXPECT_THAT(plan, Not(::testing::ContainsRegex("SCAN (TABLE )?" + table + "\\b")));
  }
  EXPECT_THAT(plan, HasSubstr("mdl_" + index));
}

TEST_P(QueryPlan, FindsAChunkThroughMoodlesIndexes) {
  const std::vector<int64_t> roles = {kStudent};
  ExpectIndexNotScan(Explain(statements_->Members(CompanyId(1), 2000, 1, 100)),
                     {"company_users", "mdl_company_users", "user", "u"}, "compuser_comusedep_uix");
  ExpectIndexNotScan(Explain(statements_->Enrolments(users_, kNow)), {"user_enrolments", "ue"}, "userenro_use_ix");
  ExpectIndexNotScan(Explain(statements_->CourseCompletions(users_)), {"course_completions", "cc"},
                     "courcomp_usecou_uix");
  ExpectIndexNotScan(Explain(statements_->DoneActivities(users_, {})), {"course_modules_completion", "cmc"},
                     "courmoducomp_usecou_uix");
  ExpectIndexNotScan(Explain(statements_->RoleAssignments(users_, roles)), {"role_assignments", "ra"},
                     "roleassi_useconrol_ix");

  ExpectIndexNotScan(Explain(statements_->MembersAmong(CompanyId(1), users_, 1)),
                     {"company_users", "mdl_company_users", "user", "u"}, "compuser_comusedep_uix");

  // And the chunks together are the company.
  auto pairs = ReadPairs(Open(), clock_);
  CP_ASSERT_OK(pairs);
  EXPECT_EQ(pairs->size(), static_cast<size_t>(kUsers / 5 * 4));
}

TEST_P(QueryPlan, FindsWhatChangedThroughPrimaryKeysAndMoodlesIndexes) {
  connection_.reset();  // what it sees is older than the table
  CP_ASSERT_OK(database_.execute(R"sql(
CREATE TABLE mdl_logstore_standard_log (id BIGINT PRIMARY KEY, eventname VARCHAR(255) NOT NULL, courseid BIGINT,
  relateduserid BIGINT, userid BIGINT NOT NULL, objectid BIGINT);
INSERT INTO mdl_logstore_standard_log SELECT i + 1, 'viewed', 10, NULL, 1000 + i, 10 FROM mdl_n
)sql"));
  CP_ASSERT_OK_AND_ASSIGN(const Dsn dsn, ParseDsn(options_.dsn));
  CP_ASSERT_OK_AND_ASSIGN(connection_, Connect({dsn, absl::Minutes(1)}, clock_, Soon()));

  // A look that finds nothing: the highest ids, and what is behind the last ones.
  const std::vector<std::string> tables = {"user_enrolments",    "course_modules_completion",
                                           "course_completions", "role_assignments",
                                           "company_users",      "logstore_standard_log"};
  EXPECT_THAT(Explain(statements_->Heads(tables)), Not(HasSubstr("SCAN")));
  for (const std::string& table : tables) {
    EXPECT_THAT(Explain(table == "logstore_standard_log" ? statements_->NewLogRows({9990, 10000}, 100)
                                                         : statements_->NewRows(table, {9990, 10000}, 100)),
                Not(HasSubstr("SCAN")));
  }

  // Whom a change is about.
  ExpectIndexNotScan(Explain(statements_->EnrolledUsers({10, 11, 12}, {1000, 1 << 30}, 100)), {"user_enrolments"},
                     "userenro_enruse_uix");
  ExpectIndexNotScan(Explain(statements_->MembershipsOf({1005, 1010, 1015})),
                     {"company_users", "cu", "user", "u", "mdl_user"}, "compuser_comusedep_uix");

  // A page of few courses looks at their rows; how an engine goes through all of them is its own affair.
  const IdRange one = {10, 11};
  ExpectIndexNotScan(Explain(statements_->EnrolmentCounts(one, 100)), {"user_enrolments", "ue"}, "userenro_enruse_uix");
  ExpectIndexNotScan(Explain(statements_->CourseCompletionCounts(one, 100)), {"course_completions", "cc"},
                     "courcomp_cou_ix");
  ExpectIndexNotScan(Explain(statements_->CourseCompletionTimes(one, 100)), {"course_completions", "cc"},
                     "courcomp_cou_ix");
  ExpectIndexNotScan(Explain(statements_->ActivityCompletionCounts(one, 100)), {"course_modules_completion", "cmc"},
                     "courmoducomp_cou_ix");
  ExpectIndexNotScan(Explain(statements_->RoleAssignmentCounts(one, 100)), {"role_assignments", "ra"},
                     "roleassi_con_ix");
}

CP_ON_EVERY_ENGINE(QueryPlan);

}  // namespace
}  // namespace cp::moodle
