// What both engines must do alike beyond the contract suite: awkward values, limits of the protocol, counting.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "libs/sql/test_support.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"

namespace cp::sql {
namespace {

using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOkAndHolds;
using testing::Key;
using testing::Row;
using ::testing::SizeIs;
using testing::StatusIs;

INSTANTIATE_TEST_SUITE_P(Engines, StoreTest, ::testing::Values(Engine::kSqlite, Engine::kPostgres), EngineName);

TEST_P(StoreTest, KeepsAwkwardTextByteForByte) {
  const std::vector<std::string> awkward = {"",
                                            "NULL",
                                            "null",
                                            "{}",
                                            "{a,b}",
                                            "a,b",
                                            "\"",
                                            "\\",
                                            "\\\"",
                                            "'",
                                            "''; --",
                                            ":name",
                                            " lead",
                                            "trail ",
                                            "tab\tline\n",
                                            "\r\n",
                                            "Zoë 李 🎓",
                                            "$1",
                                            "a\\\\\"b",
                                            "%s",
                                            "\x01\x7f",
                                            std::string(254, 'x')};
  std::vector<progress::CourseProgress> rows;
  for (size_t i = 0; i < awkward.size(); ++i) {
    progress::CourseProgress row = Row(static_cast<int64_t>(i) + 1, 1);
    row.firstname = row.lastname = row.email = row.username = row.coursename = awkward[i];
    rows.push_back(row);
  }
  CP_ASSERT_OK(store_->CommitBatch(BatchOf(rows), Soon()));
  EXPECT_EQ(Page().rows, rows);
  // Twice: the second goes through the prepared statement's conflict branch.
  for (auto& row : rows) row.coursename += "!";
  CP_ASSERT_OK(store_->CommitBatch(BatchOf(rows), Soon()));
  EXPECT_EQ(Page().rows, rows);
}

TEST_P(StoreTest, KeepsNumbersExactly) {
  std::vector<progress::CourseProgress> rows;
  for (int i = 1; i <= 400; ++i) {
    progress::CourseProgress row = Row(i, 1, 1, i);
    row.percentage = 100.0 / i;
    row.timestarted = 253402300799;  // 9999-12-31T23:59:59Z
    row.last_activity = int64_t{1} << 40;
    rows.push_back(row);
  }
  CP_ASSERT_OK(store_->CommitBatch(BatchOf(rows), Soon()));
  EXPECT_EQ(Page().rows, rows);
}

TEST_P(StoreTest, RefusesTextWithNulByName) {
  progress::CourseProgress row = Row(1, 1);
  row.lastname = std::string("a\0b", 3);
  EXPECT_THAT(store_->CommitBatch(BatchOf({row}), Soon()), StatusIs(absl::StatusCode::kInvalidArgument, "without NUL"));
  EXPECT_THAT(Page().rows, IsEmpty());
  EXPECT_EQ(Page().version.version.version, 0u);
}

TEST_P(StoreTest, TombstoneKeepsNoPersonalData) {
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({Row(1, 1), Row(2, 1)}), Soon()));
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({}, {Key(1, 1)}), Soon()));
  EXPECT_EQ(
      database_.Number("SELECT count(*) FROM course_progress WHERE is_deleted = 1 AND firstname = '' AND lastname "
                       "= '' AND email = '' AND username = '' AND content_hash = '' AND row_version = 2"),
      1);
  EXPECT_THAT(Page().rows, ElementsAre(Row(2, 1)));
}

TEST_P(StoreTest, CountsStatementsByKind) {
  absl::Mutex mutex;
  std::map<std::string, int> counts;
  StoreOptions options = database_.Options();
  options.on_statement = [&](absl::string_view kind) {
    absl::MutexLock lock(&mutex);
    ++counts[std::string(kind)];
  };
  const auto store = TestDatabase::Open(options);
  counts.clear();
  const CompanyId company(1);
  CP_ASSERT_OK(store->ReadVersions({company}, Soon()));
  CP_ASSERT_OK(store->ReadPage({company, 10, 0}, Soon()));
  const std::map<std::string, int> expected = {{"versions", 1}, {"page_head", 1}, {"settings", 1}, {"page", 1}};
  EXPECT_EQ(counts, expected);
}

TEST_P(StoreTest, FiftyParallelReadersShareFourConnections) {
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({Row(1, 1)}), Soon()));
  const auto store = database_.Open();  // the default pool
  std::atomic<int> answered{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 50; ++i) {
    readers.emplace_back([&] {
      for (int round = 0; round < 5; ++round) {
        const auto page = store->ReadPage({CompanyId(1), 10, 0}, Soon());
        if (page.ok() && page->rows.size() == 1) ++answered;
      }
    });
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(answered, 250);
  EXPECT_LE(static_cast<SqlStore&>(*store).pool().stats().opened, 4u);
}

TEST_P(StoreTest, VersionsOfManyCompaniesAtOnce) {
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({Row(1, 1)}), Soon()));
  database_.Execute("INSERT INTO company_setting (company_id, key, value) VALUES (2, 'max_records', '50')");
  std::vector<CompanyId> asked = {CompanyId(1), CompanyId(2), CompanyId(99)};
  CP_ASSERT_OK_AND_ASSIGN(const auto batch, store_->ReadVersions(asked, Soon()));
  ASSERT_THAT(batch.companies, SizeIs(2));
  EXPECT_EQ(batch.companies.at(CompanyId(1)).version, (DataVersion{batch.epoch, 1}));
  EXPECT_EQ(batch.companies.at(CompanyId(1)).max_records, 1000);
  EXPECT_EQ(batch.companies.at(CompanyId(2)).version, (DataVersion{batch.epoch, 0}));
  EXPECT_EQ(batch.companies.at(CompanyId(2)).max_records, 50);
  CP_ASSERT_OK_AND_ASSIGN(const auto none, store_->ReadVersions({}, Soon()));
  EXPECT_THAT(none.companies, IsEmpty());
  EXPECT_EQ(none.epoch, batch.epoch);
}

TEST_P(StoreTest, HiddenCoursesCountForNeitherRowsNorOffset) {
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({Row(1, 1), Row(1, 2), Row(2, 1), Row(2, 2), Row(3, 1)}), Soon()));
  database_.Execute(
      "INSERT INTO company_course (company_id, course_id, visible) VALUES (1, 1, 0), (1, 2, 1), (2, 2, 0)");
  EXPECT_THAT(Page().rows, ElementsAre(Row(1, 2), Row(2, 2)));
  EXPECT_THAT(Page(1, 1, 1).rows, ElementsAre(Row(2, 2)));
  EXPECT_THAT(Page(1, 1, 2).rows, IsEmpty());
}

TEST_P(StoreTest, ReleasedLeaseIsRefused) {
  CP_ASSERT_OK(store_->ReleaseLease(lease_, Soon()));
  EXPECT_THAT(store_->CommitBatch(BatchOf({Row(1, 1)}), Soon()), HasReason("LEASE_LOST"));
  EXPECT_THAT(store_->RenewLease(lease_, absl::Minutes(1), Soon()), HasReason("LEASE_LOST"));
  CP_EXPECT_OK(store_->ReleaseLease(lease_, Soon()));
  CP_EXPECT_OK(store_->AcquireLease(CompanyId(1), "other", absl::Minutes(1), Soon()));
}

TEST_P(StoreTest, EmptyBatchWritesOnlyItsResult) {
  progress::Batch batch = BatchOf({});
  batch.finish.emplace();
  batch.finish->run_id = "run";
  batch.finish->company = CompanyId(1);
  batch.finish->state = progress::RunState::kSucceeded;
  batch.finish->source_read_at = 1234;
  batch.finish->errors = {"a \"quoted\" error", "Zoë"};
  CP_ASSERT_OK_AND_ASSIGN(const DataVersion version, store_->CommitBatch(batch, Soon()));
  EXPECT_EQ(version.version, 0u);
  EXPECT_EQ(Page().version.source_synced_at, 1234);
  EXPECT_THAT(store_->ReadOutbox(10, Soon()), IsOkAndHolds(IsEmpty()));
  static constexpr Query<cp::sql::Row<Text>()> kErrors{"test",
                                                       "SELECT errors FROM sync_run_company WHERE run_id = 'run'"};
  EXPECT_EQ(database_.Behind().RunForRow(kErrors), std::tuple(R"(["a \"quoted\" error","Zoë"])"));

  batch.finish->state = progress::RunState::kFailed;
  batch.finish->source_read_at = 9999;
  CP_ASSERT_OK(store_->CommitBatch(batch, Soon()));
  EXPECT_EQ(Page().version.source_synced_at, 1234);
}

TEST_P(StoreTest, BinaryTokenHashSurvives) {
  progress::ApiToken token = testing::ReadToken("abcdefghijkl", 1);
  token.sha256 = std::string("\0\xff\x80\0abc", 7) + std::string(25, '\0');
  CP_ASSERT_OK(store_->CreateToken(token, Soon()));
  CP_ASSERT_OK_AND_ASSIGN(const auto table, store_->LoadTokens(Soon()));
  ASSERT_THAT(table.tokens, SizeIs(1));
  EXPECT_EQ(table.tokens[0].sha256, token.sha256);
  EXPECT_EQ(table.auth_version, 1u);
}

TEST_P(StoreTest, EdgesThatStayAreReadAndNotWritten) {
  absl::Mutex mutex;
  int statements = 0;
  StoreOptions options = database_.Options();
  options.on_statement = [&](absl::string_view kind) {
    absl::MutexLock lock(&mutex);
    if (kind == "edge") ++statements;
  };
  const auto store = TestDatabase::Open(options);
  const auto statements_of = [&](progress::EdgeReplacement edges) {
    progress::Batch batch = BatchOf({});
    batch.edges = std::move(edges);
    {
      absl::MutexLock lock(&mutex);
      statements = 0;
    }
    CP_EXPECT_OK(store->CommitBatch(batch, Soon()));
    absl::MutexLock lock(&mutex);
    return statements;
  };
  EXPECT_GT(statements_of({.users = {1, 2, 3}, .edges = {{1, 100}, {2, 200}}}), 1);
  EXPECT_EQ(statements_of({.users = {1, 2, 3}, .edges = {{1, 100}, {2, 200}}}), 1);
  EXPECT_EQ(statements_of({.after_user = 0, .through_user = 50, .edges = {{1, 100}, {2, 200}}}), 1);
  EXPECT_EQ(statements_of({.users = {1, 2, 3}, .edges = {{1, 100}, {2, 201}}}), 2);
  EXPECT_EQ(statements_of({.users = {1, 2, 3}, .edges = {{1, 100}}}), 2);
}

}  // namespace
}  // namespace cp::sql
