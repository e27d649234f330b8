// A real IOMAD site, on MariaDB and on PostgreSQL, through the real binaries into SQLite and into PostgreSQL: what the
// API answers is what Moodle's own code said, row for row; and one completion in Moodle changes exactly one row. The
// account in Moodle may only SELECT: nothing else is ever asked of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/moodle_site.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::SizeIs;
namespace pb = courseprogress::v1;

struct Combination {
  std::string moodle;  // "mariadb" or "postgres"
  std::string store;   // "sqlite" or "postgres"
};

std::string TextTime(int64_t unix_seconds) {
  if (unix_seconds == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixSeconds(unix_seconds), absl::UTCTimeZone());
}

// Moodle's percentage is its own floating-point number: ours is the same, rounded to 2 decimals.
void ExpectAsMoodleSaid(const pb::CourseProgress& row, const progress::CourseProgress& said) {
  SCOPED_TRACE(absl::StrCat("user ", said.key.user.value(), " course ", said.key.course.value()));
  EXPECT_EQ(row.user_id(), said.key.user.value());
  EXPECT_EQ(row.course_id(), said.key.course.value());
  EXPECT_EQ(row.firstname(), said.firstname);
  EXPECT_EQ(row.lastname(), said.lastname);
  EXPECT_EQ(row.email(), said.email);
  EXPECT_EQ(row.coursename(), said.coursename);
  EXPECT_EQ(row.timecompleted_unix(), static_cast<double>(said.timecompleted));
  EXPECT_EQ(row.timecompleted(), TextTime(said.timecompleted));
  EXPECT_EQ(row.timestarted_unix(), static_cast<double>(said.timestarted));
  EXPECT_EQ(row.timestarted(), TextTime(said.timestarted));
  EXPECT_NEAR(row.percentage(), said.percentage, 0.005 + 1e-9);
  EXPECT_EQ(row.status(), std::string(progress::ToString(said.status)));
}

class SiteTest : public ::testing::TestWithParam<Combination> {
 protected:
  void SetUp() override {
    CP_ASSERT_OK_AND_ASSIGN(expected_, testing::ReadExpectedSite(GetParam().moodle));
    ASSERT_EQ(expected_.RowCount(), 139u);
    const std::string name = absl::StrCat("site_", GetParam().moodle, "_", GetParam().store);
    if (GetParam().moodle == "mariadb") {
      const testing::MariadbServer& server = testing::MariadbServer::Shared();
      CP_ASSERT_OK(server.CreateDatabase(name));
      CP_ASSERT_OK(server.Load(name, testing::SiteDumpPath("mariadb")));
      CP_ASSERT_OK_AND_ASSIGN(options_.moodle_dsn, server.CreateReader(name, /*hidden=*/{}));
    } else {
      const testing::PostgresServer& server = testing::PostgresServer::Shared();
      CP_ASSERT_OK(server.CreateDatabase(name));
      CP_ASSERT_OK(server.Load(name, testing::SiteDumpPath("postgres")));
      CP_ASSERT_OK_AND_ASSIGN(options_.moodle_dsn, server.CreateReader(name, /*hidden=*/{}));
    }
    options_.store_dsn = absl::StrCat("sqlite3://", folder_.File("store.db"));
    if (GetParam().store == "postgres") {
      CP_ASSERT_OK_AND_ASSIGN(options_.store_dsn, testing::PostgresServer::Shared().CreateDatabase(
                                                      absl::StrCat("store_", GetParam().moodle)));
    }
    as_of_ = absl::StrCat(
        "--as-of=", absl::FormatTime(absl::RFC3339_sec, absl::FromUnixSeconds(expected_.asof), absl::UTCTimeZone()));
    moodle_database_ = name;
  }

  void ExecuteInMoodle(const std::string& sql) {
    if (GetParam().moodle == "mariadb") {
      CP_ASSERT_OK(testing::MariadbServer::Shared().Execute(moodle_database_, sql));
    } else {
      CP_ASSERT_OK(testing::PostgresServer::Shared().Execute(moodle_database_, sql));
    }
  }

  testing::TempDir folder_;
  testing::ExpectedSite expected_;
  StackOptions options_;
  std::string as_of_;
  std::string moodle_database_;
};

TEST_P(SiteTest, TheApiAnswersWhatMoodleSaidAndAChangeIsInTheNextAnswer) {
  const CommandResult once = RunCommand("sync-worker", {"--once", absl::StrCat("--moodle-dsn=", options_.moodle_dsn),
                                                        absl::StrCat("--store-dsn=", options_.store_dsn), as_of_});
  ASSERT_EQ(once.exit_code, 0) << once.out << once.err;
  options_.worker_arguments = {as_of_};
  auto stack = Stack::Start(options_);
  CP_ASSERT_OK(stack.status());

  size_t compared = 0;
  for (const testing::ExpectedCompany& company : expected_.companies) {
    SCOPED_TRACE(company.company.name);
    CP_ASSERT_OK_AND_ASSIGN(const std::string token, (*stack)->ReadToken(static_cast<int>(company.company.id.value())));
    CP_ASSERT_OK_AND_ASSIGN(const auto rows, ReadAll(**stack, token, 7));
    ASSERT_THAT(rows, SizeIs(company.rows.size()));
    for (size_t i = 0; i < rows.size(); ++i) ExpectAsMoodleSaid(rows[i], company.rows[i]);
    compared += rows.size();
  }
  EXPECT_EQ(compared, 139u);

  // One person completes one course.
  const testing::ExpectedCompany& company = expected_.companies.front();
  const auto chosen = std::find_if(company.rows.begin(), company.rows.end(), [](const progress::CourseProgress& row) {
    return row.status == progress::ProgressStatus::kInProgress;
  });
  ASSERT_NE(chosen, company.rows.end());
  const int64_t when = expected_.asof - 3600;
  const auto ids = absl::StrCat(chosen->key.user.value(), " AND course=", chosen->key.course.value());
  ExecuteInMoodle(absl::StrCat("DELETE FROM mdl_course_completions WHERE userid=", ids));
  ExecuteInMoodle(absl::StrCat(
      "INSERT INTO mdl_course_completions (id,userid,course,timeenrolled,timestarted,timecompleted,reaggregate) VALUES "
      "(999999,",
      chosen->key.user.value(), ",", chosen->key.course.value(), ",0,", chosen->timestarted, ",", when, ",0)"));
  CP_ASSERT_OK_AND_ASSIGN(const std::string token, (*stack)->ReadToken(static_cast<int>(company.company.id.value())));
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult sync, RunSync(**stack, {static_cast<int>(company.company.id.value())}));
  EXPECT_TRUE(sync.success());
  EXPECT_EQ(sync.records_updated(), 1);
  EXPECT_EQ(sync.total_processed(), 1);
  CP_ASSERT_OK_AND_ASSIGN(const auto rows, ReadAll(**stack, token, 100));
  ASSERT_THAT(rows, SizeIs(company.rows.size()));
  for (size_t i = 0; i < rows.size(); ++i) {
    progress::CourseProgress said = company.rows[i];
    if (said.key == chosen->key) {
      said.status = progress::ProgressStatus::kCompleted;
      said.percentage = 100;
      said.timecompleted = when;
    }
    ExpectAsMoodleSaid(rows[i], said);
  }
}

INSTANTIATE_TEST_SUITE_P(MoodleAndStore, SiteTest,
                         ::testing::Values(Combination{"mariadb", "sqlite"}, Combination{"mariadb", "postgres"},
                                           Combination{"postgres", "sqlite"}, Combination{"postgres", "postgres"}),
                         [](const auto& combination) {
                           return combination.param.moodle + "_to_" + combination.param.store;
                         });

}  // namespace
}  // namespace cp::e2e
