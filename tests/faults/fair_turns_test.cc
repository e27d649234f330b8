// Twenty companies, one of them slow, and a time budget that does not suffice for it: everybody is served within a few
// runs, and the slow one too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/testing/temp_dir.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"
#include "tests/faults/fresh_derivation.h"

namespace cp::faults {
namespace {

constexpr int kCompanies = 20;
constexpr int kSlow = 7;
constexpr int kCopies = 150;  // of each of its people
constexpr int kRunsOfOthers = 6;
constexpr int kRuns = 24;

// Gives the slow company `kCopies` times as many people.
std::string MorePeople() {
  std::string sql = absl::StrCat(
      "CREATE TEMP TABLE copy AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ", kCopies,
      ") SELECT u.id AS original, u.id + n.i * 100000 AS id, n.i * 10000000 AS rows, '.' || n.i AS name FROM mdl_user "
      "u,"
      " n WHERE u.id IN (SELECT userid FROM mdl_company_users WHERE companyid = ",
      kSlow, ")",
      "; INSERT INTO mdl_user (id, confirmed, mnethostid, username, password, firstname, lastname, email, institution,"
      " timecreated, timemodified) SELECT copy.id, confirmed, mnethostid, username || name, password, firstname,"
      " lastname, email || name, institution, timecreated, timemodified FROM copy JOIN mdl_user u ON u.id = original;");
  const std::pair<const char*, const char*> tables[] = {
      {"mdl_user_enrolments", "enrolid, timestart, timeend, modifierid, timecreated, timemodified"},
      {"mdl_role_assignments", "roleid, contextid, timemodified, modifierid"},
      {"mdl_course_modules_completion", "coursemoduleid, completionstate, timemodified"},
      {"mdl_course_completions", "course, timeenrolled, timestarted, timecompleted"},
      {"mdl_company_users", "companyid, managertype, departmentid"}};
  for (const auto& [table, columns] : tables) {
    absl::StrAppend(&sql, "INSERT INTO ", table, " (id, userid, ", columns, ") SELECT t.id + rows, copy.id, ", columns,
                    " FROM copy JOIN ", table, " t ON t.userid = original;");
  }
  return sql;
}

class FairTurnsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const e2e::CommandResult demo =
        e2e::RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle_),
                                        absl::StrCat("--companies=", kCompanies), "--users=5", "--courses=10"});
    ASSERT_EQ(demo.exit_code, 0) << demo.err;
    e2e::Execute(moodle_, MorePeople());
  }

  // Into the store of that name.
  e2e::CommandResult SyncOnce(const std::string& store, const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"--once", absl::StrCat("--moodle-dsn=sqlite3://", moodle_),
                                          absl::StrCat("--store-dsn=sqlite3://", folder_.File(store)),
                                          "--batch-size=100"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return e2e::RunCommand("sync-worker", arguments);
  }

  int Served(const std::string& store) {
    return std::stoi(e2e::SelectOne(folder_.File(store), "SELECT COUNT(*) FROM company WHERE source_synced_at > 0"));
  }

  testing::TempDir folder_;
  const std::string moodle_ = folder_.File("moodle.db");
};

TEST_F(FairTurnsTest, EverybodyIsServedWithinAFewRuns) {
  const absl::Time start = absl::Now();
  ASSERT_EQ(SyncOnce("whole.db", {"--max-sync-time=0s"}).exit_code, 0);
  const int64_t budget_ms = absl::ToInt64Milliseconds(absl::Now() - start) / 4;
  int served = 0;
  int runs = 0;
  while (served < kCompanies && runs < kRuns) {
    const e2e::CommandResult run = SyncOnce("store.db", {absl::StrCat("--max-sync-time=", budget_ms, "ms")});
    ASSERT_EQ(run.exit_code, 3) << run.out << run.err;
    served = Served("store.db");
    std::printf("run %d of %lld ms: %d of %d companies served\n", ++runs, static_cast<long long>(budget_ms), served,
                kCompanies);
    if (runs == kRunsOfOthers) {
      EXPECT_GE(served, kCompanies - 1);
    }
  }
  EXPECT_EQ(served, kCompanies);
  const RowLines stored = StoredRows(absl::StrCat("sqlite3://", folder_.File("store.db")));
  EXPECT_GT(stored.size(), kCopies * 50u);
  EXPECT_EQ(Difference(FreshRows(absl::StrCat("sqlite3://", moodle_), absl::ToUnixSeconds(absl::Now())), stored), "");
}

}  // namespace
}  // namespace cp::faults
