// The two ways of a batch into PostgreSQL: COPY for new rows, arrays for rows among stored ones.
#include "libs/sql/batch_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/sql/test_support.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"

namespace cp::sql {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Key;
using ::testing::Not;
using testing::Row;

// Texts that mean something in an array literal or in the format of COPY.
std::vector<progress::CourseProgress> AwkwardRows(int64_t first_user) {
  std::vector<progress::CourseProgress> rows;
  for (const char* text :
       {"",    "NULL", "\\N",  "\\.", "\\",    "\\\\",  "\\n",    "\\t\t",    "a\tb\nc\r\n",    "\r",      "{a,b}",
        "a,b", "\"",   "\\\"", "'",   ":name", " lead", "trail ", "Zoë 李 🎓", "\v\b\f\x01\x7f", "\xc2\xa0"}) {
    progress::CourseProgress row = Row(first_user + static_cast<int64_t>(rows.size()), 1, 1, 3);
    row.firstname = row.lastname = row.email = row.username = row.coursename = text;
    rows.push_back(row);
  }
  return rows;
}

class PostgresBatches : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    StoreOptions options = database_.Options();
    options.on_statement = [this](absl::string_view kind) { kinds_.emplace_back(kind); };
    store_ = TestDatabase::Open(options);
  }

  // Commits, and says how the upserts went in: "copy" or "upsert".
  std::string WayOf(const progress::Batch& batch) {
    kinds_.clear();
    const auto version = store_->CommitBatch(batch, Soon());
    if (!version.ok()) ADD_FAILURE() << version.status();
    std::string way;
    for (const std::string& kind : kinds_) {
      if (kind == "copy" || kind == "upsert") way += kind;
    }
    return way;
  }

  std::vector<std::string> kinds_;
};
INSTANTIATE_TEST_SUITE_P(Engines, PostgresBatches, ::testing::Values(Engine::kPostgres), EngineName);

TEST_P(PostgresBatches, FirstRowsAndRowsBeyondTheStoredOnesAreCopied) {
  EXPECT_EQ(WayOf(BatchOf({Row(10, 5), Row(11, 5)})), "copy");
  EXPECT_EQ(WayOf(BatchOf({Row(11, 6), Row(12, 1)})), "copy");
  EXPECT_EQ(WayOf(BatchOf({Row(9, 9), Row(10, 4)})), "copy");
  EXPECT_THAT(Page().rows, ElementsAre(Row(9, 9), Row(10, 4), Row(10, 5), Row(11, 5), Row(11, 6), Row(12, 1)));
}

TEST_P(PostgresBatches, RowsAtOrAmongStoredOnesAreUpserted) {
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({Row(10, 5)}), Soon()));
  EXPECT_EQ(WayOf(BatchOf({Row(9, 1), Row(11, 1)})), "upsert") << "one lies between";
  EXPECT_EQ(WayOf(BatchOf({Row(8, 1), Row(9, 1, 2)})), "upsert") << "the last is stored";
  EXPECT_EQ(WayOf(BatchOf({Row(11, 1, 2), Row(12, 1)})), "upsert") << "the first is stored";
  EXPECT_THAT(Page().rows, ElementsAre(Row(8, 1), Row(9, 1, 2), Row(10, 5), Row(11, 1, 2), Row(12, 1)));
}

TEST_P(PostgresBatches, OrderOfTheBatchDoesNotMatter) {
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({Row(3, 1)}), Soon()));
  EXPECT_EQ(WayOf(BatchOf({Row(2, 1), Row(5, 1), Row(1, 1), Row(3, 1, 2), Row(2, 2)})), "upsert");
  EXPECT_EQ(WayOf(BatchOf({Row(8, 1), Row(6, 1), Row(7, 1)})), "copy");
  EXPECT_THAT(Page().rows,
              ElementsAre(Row(1, 1), Row(2, 1), Row(2, 2), Row(3, 1, 2), Row(5, 1), Row(6, 1), Row(7, 1), Row(8, 1)));
}

TEST_P(PostgresBatches, TombstoneIsAStoredRow) {
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({Row(1, 1)}), Soon()));
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({}, {Key(1, 1)}), Soon()));
  EXPECT_EQ(WayOf(BatchOf({Row(1, 1, 2)})), "upsert");
  EXPECT_THAT(Page().rows, ElementsAre(Row(1, 1, 2)));
}

TEST_P(PostgresBatches, RowsOfAnotherCompanyDoNotCount) {
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({Row(1, 1), Row(3, 1)}), Soon()));
  progress::Batch other = BatchOf({Row(1, 1, 2), Row(2, 1)});
  CP_ASSERT_OK_AND_ASSIGN(other.lease, store_->AcquireLease(CompanyId(2), "test", absl::Minutes(5), Soon()));
  EXPECT_EQ(WayOf(other), "copy");
  EXPECT_THAT(Page(1).rows, ElementsAre(Row(1, 1), Row(3, 1)));
  EXPECT_THAT(Page(2).rows, ElementsAre(Row(1, 1, 2), Row(2, 1)));
}

TEST_P(PostgresBatches, TombstonesAloneTouchNoUpsertPath) {
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({Row(1, 1)}), Soon()));
  EXPECT_EQ(WayOf(BatchOf({}, {Key(1, 1)})), "");
  EXPECT_THAT(kinds_, Not(Contains("stored"))) << "nothing to look up";
}

// Company 1 takes the rows by COPY, company 2 by arrays: every column must come out alike.
TEST_P(PostgresBatches, BothWaysStoreTheSame) {
  std::vector<progress::CourseProgress> rows = AwkwardRows(/*first_user=*/2);
  rows.push_back(testing::CompletedRow(90, 1));
  rows.back().percentage = 100.0 / 3;
  rows.back().last_activity = int64_t{1} << 40;
  rows.back().timestarted = 253402300799;  // 9999-12-31T23:59:59Z
  progress::Batch first = BatchOf({Row(1, 1)});
  CP_ASSERT_OK_AND_ASSIGN(first.lease, store_->AcquireLease(CompanyId(2), "test", absl::Minutes(5), Soon()));
  progress::Batch among = first;
  among.upserts = rows;
  among.upserts.push_back(Row(1, 1));
  ASSERT_EQ(WayOf(first), "copy");
  ASSERT_EQ(WayOf(among), "upsert");
  ASSERT_EQ(WayOf(BatchOf({Row(200, 1)})), "copy");  // so that both are at version 2
  ASSERT_EQ(WayOf(BatchOf(rows)), "copy");
  EXPECT_EQ(Page().rows.size(), rows.size() + 1);
  EXPECT_EQ(database_.Number("SELECT count(*) FROM course_progress a JOIN course_progress b"
                             " ON to_jsonb(a) - 'company_id' = to_jsonb(b) - 'company_id'"
                             " WHERE a.company_id = 1 AND b.company_id = 2"),
            static_cast<int64_t>(rows.size()));
}

TEST_P(PostgresBatches, AwkwardTextComesBackByteForByteFromBoth) {
  const auto rows = AwkwardRows(1);
  ASSERT_EQ(WayOf(BatchOf(rows)), "copy");
  EXPECT_EQ(Page().rows, rows);
  ASSERT_EQ(WayOf(BatchOf(rows)), "upsert");
  EXPECT_EQ(Page().rows, rows);
}

// A version that readers saw must survive a crash of the server, so no batch may commit without waiting for the log.
TEST_P(PostgresBatches, EveryCommitWaitsForTheLogWhateverTheServerDefault) {
  for (const char* level : {"off", "local"}) {
    database_.Execute(absl::StrCat("ALTER ROLE CURRENT_USER SET synchronous_commit = ", level));
    const auto session = database_.RawSession();
    database_.Execute("ALTER ROLE CURRENT_USER RESET synchronous_commit");
    static constexpr Query<cp::sql::Row<Text>()> kLevel{"test", "SELECT current_setting('synchronous_commit')"};
    const auto row = session->RunForRow(kLevel);
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(std::get<0>(*row), "on") << level;
  }
}

}  // namespace
}  // namespace cp::sql
