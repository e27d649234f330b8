// What happens when the database does not do what it should: lost, frozen, locked, full, read-only, not there. Each
// case ends with the next good call.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <soci/postgresql/soci-postgresql.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/sql/test_support.h"
#include "libs/testing/builders.h"
#include "libs/testing/free_port.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"

namespace cp::sql {
namespace {

using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::PostgresServer;
using testing::Row;
using ::testing::SizeIs;
using testing::StatusIs;

class PostgresFaults : public StoreTest {
 protected:
  void CutAll() {
    database_.Execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }
  // Process ids of the store's connections: each is a session of its own, which no signal to the server's group meets.
  std::vector<pid_t> Backends() {
    static constexpr Query<cp::sql::Row<Int>()> kPids{
        "test", "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"};
    std::vector<pid_t> pids;
    auto& rows = database_.Behind().Run(kPids);
    while (auto* row = rows.Next()) pids.push_back(static_cast<pid_t>(std::get<0>(*row)));
    return pids;
  }
  absl::Status ReadVersions(absl::Duration budget) {
    const CompanyId company(1);
    return store_->ReadVersions({&company, 1}, database_.Soon(budget)).status();
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, PostgresFaults, ::testing::Values(Engine::kPostgres), EngineName);

class SqliteFaults : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Engines, SqliteFaults, ::testing::Values(Engine::kSqlite), EngineName);

class AnyFaults : public StoreTest {
 protected:
  // SQLite has no code of its own for a table that is not there.
  absl::StatusCode MissingTable() const {
    return GetParam() == Engine::kSqlite ? absl::StatusCode::kInternal : absl::StatusCode::kUnavailable;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, AnyFaults, ::testing::Values(Engine::kSqlite, Engine::kPostgres), EngineName);

TEST_P(PostgresFaults, CallAfterTheServerHungUpSucceeds) {
  for (int i = 0; i < 5; ++i) {
    CP_ASSERT_OK(ReadVersions(absl::Seconds(20)));
    CutAll();
    CP_EXPECT_OK(store_->CommitBatch(BatchOf({Row(1, 1, i % 4)}), Soon()));
  }
  EXPECT_EQ(Page().version.version.version, 5u);
}

TEST_P(PostgresFaults, RestartOfTheServerIsSurvived) {
  CP_ASSERT_OK_AND_ASSIGN(const auto server, PostgresServer::Start());
  StoreOptions options = database_.Options();
  CP_ASSERT_OK_AND_ASSIGN(options.dsn, server->CreateDatabase("restarted"));
  const auto store = TestDatabase::Open(options);
  CP_ASSERT_OK(store->UpsertCompanies({testing::MakeCompany(1)}, Soon()));
  server->Kill();
  const auto down = store->ListCompanies(Soon());
  EXPECT_THAT(down, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(down, HasReason("STORE_UNAVAILABLE"));
  CP_ASSERT_OK(server->Restart());
  CP_ASSERT_OK_AND_ASSIGN(const auto companies, store->ListCompanies(Soon()));
  EXPECT_EQ(companies.size(), 1u);
}

TEST_P(PostgresFaults, DeadlineHoldsWhileTheServerIsFrozen) {
  CP_ASSERT_OK(ReadVersions(absl::Seconds(20)));
  const std::vector<pid_t> backends = Backends();
  ASSERT_THAT(backends, SizeIs(1));
  for (const pid_t pid : backends) ASSERT_EQ(::kill(pid, SIGSTOP), 0);
  PostgresServer::Shared().Pause();
  const absl::Duration start = database_.clock().Monotonic();
  const absl::Status warm = ReadVersions(absl::Milliseconds(200));  // on an open connection
  const absl::Status cold = ReadVersions(absl::Milliseconds(200));  // needs a new one
  const absl::Duration took = database_.clock().Monotonic() - start;
  PostgresServer::Shared().Resume();
  for (const pid_t pid : backends) ::kill(pid, SIGCONT);
  EXPECT_THAT(warm, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(warm, HasReason("DEADLINE_EXCEEDED"));
  EXPECT_THAT(cold, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_LT(took, absl::Seconds(5)) << "0.4 s and a slow machine";
  CP_EXPECT_OK(ReadVersions(absl::Seconds(20)));
}

// libpq closes its socket when the server hangs up; the number may be somebody else's when the deadline passes.
TEST_P(PostgresFaults, DeadlineOfALostConnectionCutsNobodyElsesSocket) {
  const auto session = database_.RawSession();
  session->Begin(Scope::kAutocommit, database_.Soon(absl::Milliseconds(300)));
  EXPECT_ANY_THROW(session->RunScript("SELECT pg_terminate_backend(pg_backend_pid(), 5000)"));
  auto* const backend = static_cast<soci::postgresql_session_backend*>(session->soci().get_backend());
  ASSERT_EQ(PQsocket(backend->conn_), -1) << "libpq has not closed it";

  // The lowest free numbers, the closed one among them.
  std::vector<pollfd> others;
  for (int i = 0; i < 4; ++i) {
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    for (const int end : ends) others.push_back({end, POLLIN | POLLRDHUP, 0});
  }
  EXPECT_EQ(::poll(others.data(), others.size(), /*ms=*/600), 0) << "a socket was cut";
  EXPECT_FALSE(session->End()) << "the deadline has passed";
  for (const pollfd& other : others) ::close(other.fd);
}

TEST_P(PostgresFaults, WriteThatWaitsForALockEndsAtItsDeadline) {
  const auto other = database_.RawSession();
  other->Begin(Scope::kWrite, Soon());
  other->RunScript("UPDATE company SET name = 'locked' WHERE company_id = 1");
  progress::Batch batch = BatchOf({Row(1, 1)});
  EXPECT_THAT(store_->CommitBatch(batch, database_.Soon(absl::Milliseconds(150))),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  other->Rollback();
  other->End();
  EXPECT_THAT(Page().rows, IsEmpty());
  CP_EXPECT_OK(store_->CommitBatch(batch, Soon()));
}

// The lock lets reads pass, so that the batch gets as far as writing its rows.
class TableLock {
 public:
  explicit TableLock(const TestDatabase& database) : session_(database.RawSession()) {
    session_->Begin(Scope::kWrite, database.Soon());
    session_->RunScript("LOCK TABLE course_progress IN EXCLUSIVE MODE");
  }
  ~TableLock() {
    session_->Rollback();
    session_->End();
  }

 private:
  const std::unique_ptr<Session> session_;
};

TEST_P(PostgresFaults, CopyThatWaitsForALockEndsAtItsDeadline) {
  {
    const TableLock lock(database_);
    const auto late = store_->CommitBatch(BatchOf({Row(1, 1)}), database_.Soon(absl::Milliseconds(150)));
    EXPECT_THAT(late, StatusIs(absl::StatusCode::kDeadlineExceeded));
    EXPECT_THAT(Page().rows, IsEmpty());
  }
  CP_ASSERT_OK_AND_ASSIGN(const DataVersion version, store_->CommitBatch(BatchOf({Row(1, 1)}), Soon()));
  EXPECT_EQ(version.version, 1u);
  EXPECT_THAT(Page().rows, ElementsAre(Row(1, 1)));
}

TEST_P(PostgresFaults, CopyWhoseServerHangsUpIsUnavailableAndChangesNothing) {
  auto lock = std::make_unique<TableLock>(database_);
  std::thread server([&] {
    static constexpr Query<cp::sql::Row<Int>()> kCut{
        "test",
        "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'COPY course_progress%'"};
    const auto session = database_.RawSession();
    const Deadline limit = Soon();
    while (!limit.Passed(database_.clock()) && std::get<0>(*session->RunForRow(kCut)) == 0) {
    }
  });
  const auto cut = store_->CommitBatch(BatchOf({Row(1, 1)}), Soon());
  server.join();
  lock.reset();
  EXPECT_THAT(cut, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(cut, HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT(Page().rows, IsEmpty());
  CP_ASSERT_OK_AND_ASSIGN(const DataVersion version, store_->CommitBatch(BatchOf({Row(1, 1)}), Soon()));
  EXPECT_EQ(version.version, 1u);
}

// The server names the row in the detail and in the context of its error.
TEST_P(PostgresFaults, RefusedCopyTellsTheLogNothingOfTheRow) {
  std::vector<std::string> details;
  StoreOptions options = database_.Options();
  options.on_driver_error = [&](absl::string_view detail) { details.emplace_back(detail); };
  const auto store = TestDatabase::Open(options);
  database_.Execute("ALTER TABLE course_progress ADD CONSTRAINT refused CHECK (username <> 'ada')");
  progress::Batch batch = BatchOf({Row(1, 1), Row(2, 1)});
  batch.upserts[1].username = "ada";
  batch.upserts[1].email = "ada@acme.test";
  EXPECT_THAT(store->CommitBatch(batch, Soon()), HasReason("INTERNAL"));
  ASSERT_THAT(details, SizeIs(1));
  EXPECT_THAT(details[0], HasSubstr("\"refused\""));
  EXPECT_THAT(details[0], Not(HasSubstr("ada@acme.test")));
  EXPECT_THAT(details[0], Not(HasSubstr("COPY")));
  database_.Execute("ALTER TABLE course_progress DROP CONSTRAINT refused");
  CP_EXPECT_OK(store->CommitBatch(batch, Soon()));
  EXPECT_EQ(Page().version.version.version, 1u);
}

TEST_P(PostgresFaults, TextThatIsNotUtf8IsRefusedByName) {
  progress::Batch batch = BatchOf({Row(1, 1)});
  batch.upserts[0].lastname = "\xc3(";
  const auto copied = store_->CommitBatch(batch, Soon());
  EXPECT_THAT(copied, StatusIs(absl::StatusCode::kInvalidArgument, "valid UTF-8"));
  EXPECT_THAT(copied, HasReason("FIELD_INVALID"));
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({Row(1, 1)}), Soon()));
  const auto upserted = store_->CommitBatch(batch, Soon());
  EXPECT_THAT(upserted, StatusIs(absl::StatusCode::kInvalidArgument, "valid UTF-8"));
  EXPECT_THAT(upserted, HasReason("FIELD_INVALID"));
  EXPECT_THAT(Page().rows, ElementsAre(Row(1, 1)));
}

// The server's own words for what no test can bring about at will.
TEST_P(PostgresFaults, SqlstatesBecomeOurErrors) {
  const struct {
    const char* sqlstate;
    absl::StatusCode code;
    const char* reason;
  } kCases[] = {{"40001", absl::StatusCode::kAborted, "STORE_CONFLICT"},
                {"40P01", absl::StatusCode::kAborted, "STORE_CONFLICT"},
                {"55P03", absl::StatusCode::kAborted, "STORE_CONFLICT"},
                {"57014", absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED"},
                {"57P01", absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"},
                {"53300", absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"},
                {"53100", absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"},
                {"08006", absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"},
                {"25006", absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"},
                {"42P01", absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"},
                {"22021", absl::StatusCode::kInvalidArgument, "FIELD_INVALID"},
                {"23505", absl::StatusCode::kInternal, "INTERNAL"},
                {"XX000", absl::StatusCode::kInternal, "INTERNAL"}};
  Guard& guard = static_cast<SqlStore&>(*store_).guard();
  for (const auto& c : kCases) {
    const absl::Status status = guard.Run(Scope::kWrite, Soon(), [&](Session& session) -> absl::Status {
      session.RunScript(
          absl::StrCat("DO $$ BEGIN RAISE EXCEPTION 'ada@acme.test' USING ERRCODE = '", c.sqlstate, "'; END $$"));
      return absl::OkStatus();
    });
    EXPECT_THAT(status, StatusIs(c.code)) << c.sqlstate;
    EXPECT_THAT(status, HasReason(c.reason)) << c.sqlstate;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("ada@acme.test")));
  }
}

TEST_P(AnyFaults, DriverTextGoesToTheLogOnlyAndHoldsNoData) {
  std::vector<std::string> details;
  StoreOptions options = database_.Options();
  options.on_driver_error = [&](absl::string_view detail) { details.emplace_back(detail); };
  const auto store = TestDatabase::Open(options);
  database_.Execute("ALTER TABLE course_progress RENAME TO moved");
  progress::Batch batch = BatchOf({Row(1, 1)});
  batch.upserts[0].email = "ada@acme.test";
  const auto failed = store->CommitBatch(batch, Soon());
  EXPECT_THAT(failed, StatusIs(MissingTable()));
  ASSERT_EQ(details.size(), 1u);
  EXPECT_THAT(details[0], HasSubstr("course_progress"));
  EXPECT_THAT(details[0], Not(HasSubstr("ada@acme.test")));
  EXPECT_THAT(std::string(failed.status().message()), Not(HasSubstr("course_progress")));
  database_.Execute("ALTER TABLE moved RENAME TO course_progress");
  CP_EXPECT_OK(store->CommitBatch(batch, Soon()));
}

TEST_P(AnyFaults, FailedBatchLeavesNothingBehind) {
  CP_ASSERT_OK(store_->CommitBatch(BatchOf({Row(1, 1)}), Soon()));
  database_.Execute("ALTER TABLE outbox RENAME TO moved");  // the last statement of a batch fails
  EXPECT_THAT(store_->CommitBatch(BatchOf({Row(1, 1, 3), Row(2, 1)}), Soon()), StatusIs(MissingTable()));
  EXPECT_THAT(store_->CommitBatch(BatchOf({Row(2, 1), Row(3, 1)}), Soon()), StatusIs(MissingTable()));  // only new rows
  database_.Execute("ALTER TABLE moved RENAME TO outbox");
  EXPECT_THAT(Page().rows, ElementsAre(Row(1, 1)));
  EXPECT_EQ(Page().version.version.version, 1u);
  CP_ASSERT_OK_AND_ASSIGN(const DataVersion next, store_->CommitBatch(BatchOf({Row(2, 1)}), Soon()));
  EXPECT_EQ(next.version, 2u);
}

TEST_P(SqliteFaults, FullDiskIsNamedAndChangesNothing) {
  StoreOptions options = database_.Options();
  options.pool_size = 1;  // so that the limit is set on the session that writes
  const auto store = TestDatabase::Open(options);
  CP_ASSERT_OK(store->CommitBatch(BatchOf({Row(1, 1)}), Soon()));
  CP_ASSERT_OK(static_cast<SqlStore&>(*store).guard().Run(Scope::kAutocommit, Soon(), [](Session& session) {
    session.RunScript("PRAGMA max_page_count = 1");  // no page more than there is
    return absl::OkStatus();
  }));
  std::vector<progress::CourseProgress> many;
  for (int user = 1; user <= 1000; ++user) many.push_back(Row(user, 1, 2));
  const auto full = store->CommitBatch(BatchOf(many), Soon());
  EXPECT_THAT(full, StatusIs(absl::StatusCode::kUnavailable, "full; free space"));
  EXPECT_THAT(full, StatusIs(absl::StatusCode::kUnavailable, absl::StrCat("--store-dsn=", database_.dsn())));
  EXPECT_THAT(Page().rows, ElementsAre(Row(1, 1)));
  EXPECT_EQ(Page().version.version.version, 1u);
  CP_EXPECT_OK(store->CommitBatch(BatchOf(many), Soon()));
}

TEST_P(SqliteFaults, ReadOnlyDatabaseIsNamed) {
  StoreOptions options = database_.Options();
  options.pool_size = 1;
  const auto store = TestDatabase::Open(options);
  CP_ASSERT_OK(static_cast<SqlStore&>(*store).guard().Run(Scope::kAutocommit, Soon(), [](Session& session) {
    session.RunScript("PRAGMA query_only = ON");
    return absl::OkStatus();
  }));
  EXPECT_THAT(store->CommitBatch(BatchOf({Row(1, 1)}), Soon()),
              StatusIs(absl::StatusCode::kUnavailable, "is read-only; let the service's user write"));
  CP_EXPECT_OK(store->CommitBatch(BatchOf({Row(1, 1)}), Soon()));
}

TEST_P(SqliteFaults, LongStatementEndsAtItsDeadline) {
  const auto status = static_cast<SqlStore&>(*store_).guard().Run(
      Scope::kAutocommit, database_.Soon(absl::Milliseconds(100)), [](Session& session) {
        session.RunScript(
            "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 4000000000) SELECT max(i) FROM "
            "s");
        return absl::OkStatus();
      });
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(Page().rows, IsEmpty());
}

// A child process: the store is used there and here, as by sync-worker and query-service.
class Child {
 public:
  // `body` runs in the child; its text comes out of Said() here. REQUIRES: no other thread runs now.
  template <typename Body>
  explicit Child(Body&& body) {
    EXPECT_EQ(::pipe(said_), 0);
    EXPECT_EQ(::pipe(told_), 0);
    pid_ = ::fork();
    if (pid_ != 0) return;
    ::close(told_[1]);
    body(*this);
    ::_exit(0);
  }
  ~Child() {
    Release();
    ::waitpid(pid_, nullptr, 0);
  }

  void Say(const std::string& text) const { EXPECT_GT(::write(said_[1], text.data(), text.size()), 0); }
  // Blocks until Release().
  void WaitForRelease() const {
    char byte = 0;
    EXPECT_EQ(::read(told_[0], &byte, 1), 0);
  }

  std::string Said() const {
    char buffer[4096];
    const ssize_t size = ::read(said_[0], buffer, sizeof(buffer));
    return size > 0 ? std::string(buffer, static_cast<size_t>(size)) : "";
  }
  void Release() {
    if (told_[1] >= 0) ::close(told_[1]);
    told_[1] = -1;
  }

 private:
  int said_[2] = {-1, -1};
  int told_[2] = {-1, -1};
  pid_t pid_ = -1;
};

TEST(SqliteTwoProcesses, WriterWaitsForTheOthersLockAndReadersDoNot) {
  TestDatabase database(Engine::kSqlite);
  Child holder([&](const Child& self) {
    const auto store = database.Open();
    EXPECT_TRUE(store->UpsertCompanies({testing::MakeCompany(1)}, database.Soon()).ok());
    const auto session = database.RawSession();
    session->Begin(Scope::kWrite, database.Soon());
    self.Say("held");
    self.WaitForRelease();
    session->Rollback();
  });
  ASSERT_EQ(holder.Said(), "held");
  StoreOptions options = database.Options();
  options.migrate = false;
  const auto store = TestDatabase::Open(options);
  ASSERT_NE(store, nullptr);
  const auto busy = store->BumpVersion(CompanyId(1), database.Soon(absl::Milliseconds(100)));
  EXPECT_THAT(busy, StatusIs(absl::StatusCode::kAborted, "nothing was written"));
  EXPECT_THAT(busy, HasReason("STORE_CONFLICT"));
  CP_EXPECT_OK(store->ReadPage({CompanyId(1), 10, 0}, database.Soon()));
  holder.Release();
  CP_ASSERT_OK_AND_ASSIGN(const DataVersion version, store->BumpVersion(CompanyId(1), database.Soon()));
  EXPECT_EQ(version.version, 1u);
}

// Root may write everywhere, so the store is opened as another user.
std::string OpenedAsNobody(const StoreOptions& options) {
  constexpr uid_t kNobody = 65534;
  Child child([&](const Child& self) {
    if (::getuid() == 0 && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) self.Say("setuid failed");
    const auto store = OpenStore(options);
    self.Say(store.ok() ? "opened" : std::string(store.status().message()));
  });
  return child.Said();
}

TEST(SqliteOpen, FileThatMayNotBeWrittenIsNamedWithTheCure) {
  TestDatabase database(Engine::kSqlite);
  const std::string file = absl::StrReplaceAll(database.dsn(), {{"sqlite3://", ""}});
  std::ofstream(file).close();
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  ASSERT_EQ(::chmod(folder.c_str(), 0755), 0);
  ASSERT_EQ(::chmod(file.c_str(), 0444), 0);
  EXPECT_EQ(OpenedAsNobody(database.Options()),
            absl::StrCat("--store-dsn=", database.dsn(),
                         ": the file is not writable; let the service's user read and write it and its folder"));
  ASSERT_EQ(::chmod(file.c_str(), 0666), 0);
  EXPECT_EQ(OpenedAsNobody(database.Options()), absl::StrCat("--store-dsn=", database.dsn(),
                                                             ": no permission to make "
                                                             "files in ",
                                                             folder.string(), "; grant it"));
  ASSERT_EQ(::chmod(folder.c_str(), 0777), 0);
  EXPECT_EQ(OpenedAsNobody(database.Options()), "opened");
}

void ExpectOneLineWithTheCure(const std::string& dsn, const std::string& cure,
                              absl::StatusCode code = absl::StatusCode::kUnavailable,
                              const std::string& why = "STORE_UNAVAILABLE") {
  TestDatabase any(Engine::kSqlite);
  StoreOptions options = any.Options();
  options.dsn = dsn;
  const auto store = OpenStore(options);
  EXPECT_THAT(store, StatusIs(code, cure)) << dsn;
  EXPECT_THAT(store, StatusIs(code, "--store-dsn="));
  EXPECT_THAT(store, HasReason(why));
  EXPECT_THAT(std::string(store.status().message()), Not(HasSubstr("s3cret")));
  EXPECT_THAT(std::string(store.status().message()), Not(HasSubstr("\n")));
}

TEST(SqliteOpen, BadPathsAreNamedWithTheCure) {
  const testing::TempDir directory;
  std::ofstream(directory.File("text.db")) << std::string(8192, 'x');
  ExpectOneLineWithTheCure("sqlite3://" + directory.File("no/such/store.db"), "does not exist; create it");
  ExpectOneLineWithTheCure("sqlite3://" + directory.path(), "this is a folder; name a file in it");
  ExpectOneLineWithTheCure("sqlite3://" + directory.File("text.db"), "not an SQLite database; name another one");
}

TEST(PostgresOpen, BadAddressesAreNamedWithTheCure) {
  const PostgresServer& server = PostgresServer::Shared();
  const auto dsn = [&](int port, const std::string& database, const std::string& user) {
    return absl::StrCat("postgresql://host=127.0.0.1 port=", port, " dbname=", database, " user=", user,
                        " password=s3cret");
  };
  ExpectOneLineWithTheCure(dsn(server.port(), "postgres", server.user()), "refused user or password; correct them",
                           absl::StatusCode::kFailedPrecondition, "CONFIG_INVALID");
  ExpectOneLineWithTheCure(dsn(testing::FreePort(), "postgres", "cp"), "nothing listens there; start PostgreSQL");
  ExpectOneLineWithTheCure("postgresql://host=no-such-host.invalid user=u password=s3cret", "host name is unknown");
  ExpectOneLineWithTheCure(server.Dsn("no_such_database"), "no such database");
  // It may pass, so it is no wrong setting.
  CP_ASSERT_OK(server.Execute("postgres",
                              "DROP ROLE IF EXISTS full_house; CREATE ROLE full_house LOGIN PASSWORD "
                              "'s3cret' CONNECTION LIMIT 0"));
  ExpectOneLineWithTheCure(dsn(server.port(), "postgres", "full_house"), "raise its CONNECTION LIMIT");
}

}  // namespace
}  // namespace cp::sql
