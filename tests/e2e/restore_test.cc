// A store that was set back to a backup, with the real binaries: what was cached of the lost history is never answered.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <csignal>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class RestoreTest : public ::testing::Test {
 protected:
  // Everybody is called "none"; the store is at its first version.
  void StartStack(StackOptions options = {}) {
    ASSERT_EQ(RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle_), "--companies=2",
                                         "--users=3", "--courses=4", "--seed=5"})
                  .exit_code,
              0);
    RenameEverybody("none");
    options.moodle_dsn = absl::StrCat("sqlite3://", moodle_);
    auto stack = Stack::Start(options);
    CP_ASSERT_OK(stack.status());
    stack_ = *std::move(stack);
    CP_ASSERT_OK(RunSync(*stack_).status());
    CP_ASSERT_OK_AND_ASSIGN(token_, stack_->ReadToken(1));
  }

  void Moodle(const std::string& sql) {
    sqlite3* site = nullptr;
    ASSERT_EQ(sqlite3_open(moodle_.c_str(), &site), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(site, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(site);
    sqlite3_close(site);
  }
  void RenameEverybody(const std::string& name) {
    Moodle(absl::StrCat("UPDATE mdl_user SET firstname = '", name, "'"));
  }
  void RenameAndSync(const std::string& name) {
    RenameEverybody(name);
    CP_ASSERT_OK(RunSync(*stack_).status());
  }

  // The first names in the answer; one, unless it is torn.
  std::set<std::string> Names(bool* cached = nullptr) {
    const auto read = Read(*stack_, token_);
    CP_EXPECT_OK(read.status());
    std::set<std::string> names;
    if (!read.ok()) return names;
    for (const auto& row : read->rows()) names.insert(row.firstname());
    if (cached != nullptr) *cached = read->cached();
    return names;
  }
  std::string DataVersion() { return Read(*stack_, token_)->data_version(); }

  std::string StorePath() const { return std::string(absl::StripPrefix(stack_->store_dsn(), "sqlite3://")); }
  void StopServices() {
    stack_->worker().Signal(SIGTERM);
    stack_->query_process().Signal(SIGTERM);
    ASSERT_TRUE(stack_->worker().Wait(absl::Seconds(30)).has_value());
    ASSERT_TRUE(stack_->query_process().Wait(absl::Seconds(30)).has_value());
  }
  void StartServices() {
    CP_ASSERT_OK(stack_->StartWorker());
    CP_ASSERT_OK(stack_->StartQuery());
  }
  void BackUp() {
    sqlite3* store = nullptr;
    ASSERT_EQ(sqlite3_open(StorePath().c_str(), &store), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(store, absl::StrCat("VACUUM INTO '", backup_, "'").c_str(), nullptr, nullptr, nullptr),
              SQLITE_OK)
        << sqlite3_errmsg(store);
    sqlite3_close(store);
  }
  void Restore() {
    for (const char* tail : {"-wal", "-shm"}) std::filesystem::remove(StorePath() + tail);
    std::filesystem::copy_file(backup_, StorePath(), std::filesystem::copy_options::overwrite_existing);
  }
  // AAA is cached as the version that BBB gets after the restore.
  void CacheAThenRestore() {
    BackUp();
    RenameAndSync("AAA");
    EXPECT_THAT(Names(), ElementsAre("AAA"));
    bool cached = false;
    while (!cached) EXPECT_THAT(Names(&cached), ElementsAre("AAA"));
    lost_ = DataVersion();
    StopServices();
    Restore();
  }

  testing::TempDir folder_;
  const std::string moodle_ = folder_.File("moodle.db");
  const std::string backup_ = folder_.File("backup.db");
  std::unique_ptr<Stack> stack_;
  std::string token_;
  std::string lost_;  // the data_version of AAA
};

TEST_F(RestoreTest, ARestoredStoreIsNeverAnsweredFromTheCacheOfWhatItLost) {
  StartStack();
  CacheAThenRestore();
  StartServices();
  RenameAndSync("BBB");
  EXPECT_THAT(Names(), ElementsAre("BBB"));
  EXPECT_GT(DataVersion(), lost_);
  bool cached = false;
  while (!cached) EXPECT_THAT(Names(&cached), ElementsAre("BBB"));
}

// The old entries and hints come back with Redis, after the store has made the version again.
TEST_F(RestoreTest, ARedisThatWasAwayDuringTheRestoreChangesNothing) {
  StartStack();
  CacheAThenRestore();
  stack_->redis().Pause();
  StartServices();
  RenameAndSync("BBB");
  stack_->redis().Resume();
  for (int i = 0; i < 50; ++i) EXPECT_THAT(Names(), ElementsAre("BBB"));
  EXPECT_GT(DataVersion(), lost_);
}

TEST_F(RestoreTest, AQueryServiceThatClearsTheCacheOfARestoredStoreIsAWriterToo) {
  StartStack();
  CacheAThenRestore();
  CP_ASSERT_OK(stack_->StartQuery());
  courseprogress::v1::ClearCacheRequest request;
  request.set_company_id(1);
  courseprogress::v1::ClearCacheResponse response;
  ASSERT_TRUE(stack_->admin().ClearCache(Call(stack_->admin_token()).get(), request, &response).ok());
  EXPECT_THAT(Names(), ElementsAre("none"));
}

TEST_F(RestoreTest, WithoutRedisARunningInstanceTrustsNoCacheOnceItSawTheStoreGoBack) {
  StackOptions options;
  options.with_redis = false;
  CP_ASSERT_OK_AND_ASSIGN(options.store_dsn, testing::PostgresServer::Shared().CreateDatabase("set_back"));
  StartStack(options);
  RenameAndSync("AAA");
  EXPECT_THAT(Names(), ElementsAre("AAA"));
  lost_ = DataVersion();
  // What a dump of the first version leaves, put back into the same tables under running services.
  CP_ASSERT_OK(testing::PostgresServer::Shared().Execute(
      "set_back",
      "UPDATE company SET version = 1; UPDATE course_progress SET firstname = 'none', content_hash = '1:x'"));
  EXPECT_THAT(Names(), ElementsAre("none"));
  RenameAndSync("BBB");
  EXPECT_THAT(Names(), ElementsAre("BBB"));
  EXPECT_GT(DataVersion(), lost_);
}

TEST_F(RestoreTest, OnPostgresADumpInANewDatabaseRaisesTheEpochWithoutRedis) {
  testing::PostgresServer& postgres = testing::PostgresServer::Shared();
  StackOptions options;
  options.with_redis = false;
  CP_ASSERT_OK_AND_ASSIGN(options.store_dsn, postgres.CreateDatabase("dumped"));
  StartStack(options);
  CP_ASSERT_OK(postgres.Execute("dumped",
                                "CREATE TABLE backup (LIKE store_meta INCLUDING ALL);"
                                "INSERT INTO backup SELECT * FROM store_meta"));
  RenameAndSync("AAA");
  EXPECT_THAT(Names(), ElementsAre("AAA"));
  lost_ = DataVersion();
  StopServices();
  CP_ASSERT_OK(postgres.Execute("dumped",
                                "UPDATE company SET version = 1; DROP TABLE store_meta;"
                                "ALTER TABLE backup RENAME TO store_meta"));
  StartServices();
  RenameAndSync("BBB");
  EXPECT_GT(DataVersion(), lost_);
}

TEST_F(RestoreTest, TheOperatorsWayWorksWithoutAnyOther) {
  StackOptions options;
  options.with_redis = false;
  StartStack(options);
  CacheAThenRestore();
  const CommandResult told =
      RunCommand("progressctl", {"store", "restored", absl::StrCat("--store-dsn=", stack_->store_dsn())});
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr("the store's epoch is "));
  StartServices();
  RenameAndSync("BBB");
  EXPECT_THAT(Names(), ElementsAre("BBB"));
  EXPECT_GT(DataVersion(), lost_);
}

TEST_F(RestoreTest, ARestartWithoutARestoreKeepsTheCache) {
  StartStack();
  bool cached = false;
  while (!cached) EXPECT_THAT(Names(&cached), ElementsAre("none"));
  const std::string version = DataVersion();
  StopServices();
  StartServices();
  CP_ASSERT_OK(RunSync(*stack_).status());
  EXPECT_THAT(Names(&cached), ElementsAre("none"));
  EXPECT_TRUE(cached);
  EXPECT_EQ(DataVersion(), version);
}

// Its row is deleted, its members' rows stay.
TEST_F(RestoreTest, ACompanyDeletedInMoodleIsNotServedAnyMore) {
  StartStack();
  ASSERT_THAT(Names(), SizeIs(1));
  Moodle("DELETE FROM mdl_company WHERE id = 1");
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult sync, RunSync(*stack_));
  EXPECT_TRUE(sync.success());
  EXPECT_EQ(sync.records_deleted(), 12);
  EXPECT_THAT(Read(*stack_, token_).status(), testing::StatusIs(absl::StatusCode::kPermissionDenied, "NO_COMPANY"));
  CP_ASSERT_OK(RunSync(*stack_).status());
  CP_ASSERT_OK_AND_ASSIGN(const std::string metrics, HttpGet(stack_->worker_metrics(), "/metrics"));
  EXPECT_THAT(metrics, HasSubstr("data_age_seconds{company=\"2\"}"));
  EXPECT_THAT(metrics, ::testing::Not(HasSubstr("data_age_seconds{company=\"1\"}")));
  Moodle("INSERT INTO mdl_company (id, name, shortname) VALUES (1, 'Back', 'back')");
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult back, RunSync(*stack_));
  EXPECT_EQ(back.records_created() + back.records_updated(), 12);
  EXPECT_THAT(Names(), SizeIs(1));
}

TEST_F(RestoreTest, ATableOfCompaniesThatIsEmptyDeletesNothing) {
  StartStack();
  Moodle("DELETE FROM mdl_company");
  EXPECT_THAT(RunSync(*stack_).status(),
              testing::StatusIs(absl::StatusCode::kFailedPrecondition, "SOURCE_IMPLAUSIBLE"));
  EXPECT_THAT(Names(), SizeIs(1));
}

}  // namespace
}  // namespace cp::e2e
