// What raises the epoch without being asked: a store that is not where it was.
#include "libs/sql/epoch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/reasons.h"
#include "libs/sql/test_support.h"
#include "libs/testing/builders.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"

namespace cp::sql {
namespace {

using testing::HasReason;
using testing::MakeCompany;

uint64_t EpochOf(progress::Store& store, Deadline deadline) {
  const auto batch = store.ReadVersions({}, deadline);
  CP_EXPECT_OK(batch.status());
  return batch.ok() ? batch->epoch : 0;
}

class PlaceTest : public ::testing::Test {
 protected:
  // A process of its own: new connections.
  std::unique_ptr<progress::Store> Open() { return database_.Open(); }
  absl::Status Write(progress::Store& store) { return store.UpsertCompanies({MakeCompany(1)}, database_.Soon()); }
  uint64_t Epoch(progress::Store& store) { return EpochOf(store, database_.Soon()); }

  TestDatabase database_{Engine::kPostgres};
};

TEST_F(PlaceTest, AStoreThatStaysKeepsItsEpoch) {
  const auto store = Open();
  const uint64_t epoch = Epoch(*store);
  CP_ASSERT_OK(Write(*store));
  CP_ASSERT_OK(Write(*Open()));
  EXPECT_EQ(Epoch(*store), epoch);
  EXPECT_NE(database_.Number("SELECT length(place) FROM store_meta"), 0);
}

TEST_F(PlaceTest, ACopyInAnotherPlaceRaisesItWithItsFirstWriteAndOnlyThen) {
  const uint64_t epoch = Epoch(*Open());
  CP_ASSERT_OK(Write(*Open()));
  database_.Execute("UPDATE store_meta SET place = '1/00000001/2/3'");
  const auto store = Open();
  EXPECT_EQ(Epoch(*store), epoch) << "reading raises nothing";
  CP_ASSERT_OK(Write(*store));
  const uint64_t raised = Epoch(*store);
  EXPECT_GT(raised, epoch);
  CP_ASSERT_OK(Write(*Open()));
  EXPECT_EQ(Epoch(*store), raised);
}

TEST_F(PlaceTest, AFirstWriteThatFailsLeavesTheRaiseToTheNext) {
  const auto store = Open();
  const uint64_t epoch = Epoch(*store);
  CP_ASSERT_OK(Write(*store));
  database_.Execute("UPDATE store_meta SET place = '1/00000001/2/3'");
  const auto other = Open();
  EXPECT_THAT(other->BumpVersion(CompanyId(77), database_.Soon()), HasReason(reason::kNotFound));
  EXPECT_EQ(Epoch(*other), epoch);
  CP_ASSERT_OK(other->BumpVersion(CompanyId(1), database_.Soon()).status());
  EXPECT_GT(Epoch(*other), epoch);
}

TEST_F(PlaceTest, ATableThatWasMadeAgainIsAnotherPlace) {
  const auto store = Open();
  const uint64_t epoch = Epoch(*store);
  CP_ASSERT_OK(Write(*store));
  // What a restored dump does to a table.
  database_.Execute(
      "CREATE TABLE restored (LIKE store_meta INCLUDING ALL); INSERT INTO restored SELECT * FROM store_meta;"
      " DROP TABLE store_meta; ALTER TABLE restored RENAME TO store_meta");
  CP_ASSERT_OK(Write(*Open()));
  EXPECT_GT(Epoch(*store), epoch);
}

TEST(MovedFile, IsFollowedByNameNotByTheOpenFile) {
  TestDatabase database(Engine::kSqlite);
  const auto store = database.Open();
  CP_ASSERT_OK(store->UpsertCompanies({MakeCompany(1)}, database.Soon()));
  const std::string path(absl::StripPrefix(database.dsn(), "sqlite3://"));
  // As an operator restores it, but without stopping this process: the old file is moved away, a copy takes its name.
  TestDatabase backup(Engine::kSqlite);
  {
    const auto other = backup.Open();
    CP_ASSERT_OK(other->UpsertCompanies({MakeCompany(1), MakeCompany(2)}, backup.Soon()));
  }
  std::filesystem::rename(path, path + ".old");
  for (const char* tail : {"-wal", "-shm"}) std::filesystem::remove(path + tail);
  std::filesystem::copy_file(std::string(absl::StripPrefix(backup.dsn(), "sqlite3://")), path);
  CP_ASSERT_OK_AND_ASSIGN(const auto companies, store->ListCompanies(database.Soon()));
  EXPECT_EQ(companies.size(), 2u);
}

}  // namespace
}  // namespace cp::sql
