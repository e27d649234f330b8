// SIGTERM to the real services while a call is in flight: readiness goes first, the call gets its answer, the process
// ends with 0. A lock on a table or row of a PostgreSQL store holds the call, so that nothing depends on timing.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// An open Watch of one service's health, on a connection of its own, and what it has said.
class HealthWatch {
 public:
  HealthWatch(const std::string& address, const std::string& service)
      : stub_(grpc::health::v1::Health::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))) {
    HealthCheckRequest request;
    request.set_service(service);
    stream_ = stub_->Watch(&context_, request);
    reader_ = std::thread([this] {
      HealthCheckResponse response;
      while (stream_->Read(&response)) {
        absl::MutexLock lock(&mutex_);
        heard_.push_back(response.status());
      }
      (void)stream_->Finish();
    });
  }
  ~HealthWatch() {
    context_.TryCancel();
    reader_.join();
  }
  HealthWatch(const HealthWatch&) = delete;
  HealthWatch& operator=(const HealthWatch&) = delete;

  bool AwaitLast(HealthCheckResponse::ServingStatus status) const {
    return Await([&] {
      absl::MutexLock lock(&mutex_);
      return !heard_.empty() && heard_.back() == status;
    });
  }
  std::vector<int> Heard() const {
    absl::MutexLock lock(&mutex_);
    return {heard_.begin(), heard_.end()};
  }

 private:
  const std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<HealthCheckResponse>> stream_;
  mutable absl::Mutex mutex_;
  std::vector<HealthCheckResponse::ServingStatus> heard_ ABSL_GUARDED_BY(mutex_);
  std::thread reader_;
};

// A transaction on the store that holds others up until Release().
class StoreLock {
 public:
  StoreLock(const std::string& store_dsn, const std::string& locking_statement)
      : connection_(PQconnectdb(std::string(absl::StripPrefix(store_dsn, "postgresql://")).c_str()), PQfinish) {
    Run("BEGIN");
    Run(locking_statement);
  }

  int Number(const std::string& select) {
    const Result result(PQexec(connection_.get(), select.c_str()), PQclear);
    int number = -1;
    EXPECT_TRUE(PQntuples(result.get()) == 1 && absl::SimpleAtoi(PQgetvalue(result.get(), 0, 0), &number))
        << PQerrorMessage(connection_.get());
    return number;
  }
  bool AwaitSomebodyHeldUp() {
    return Await([this] { return Number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0; });
  }
  void Release() { Run("COMMIT"); }

 private:
  using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;

  void Run(const std::string& sql) {
    const Result result(PQexec(connection_.get(), sql.c_str()), PQclear);
    const ExecStatusType code = PQresultStatus(result.get());
    EXPECT_TRUE(code == PGRES_COMMAND_OK || code == PGRES_TUPLES_OK) << PQerrorMessage(connection_.get());
  }

  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
};

class DrainTest : public ::testing::Test {
 protected:
  // One company with 100 people in 20 courses; batches of 100 rows.
  void StartStack(const std::string& database, bool with_query) {
    ASSERT_EQ(RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle_), "--companies=1",
                                         "--users=100", "--courses=20", "--seed=6"})
                  .exit_code,
              0);
    StackOptions options;
    options.moodle_dsn = absl::StrCat("sqlite3://", moodle_);
    CP_ASSERT_OK_AND_ASSIGN(options.store_dsn, testing::PostgresServer::Shared().CreateDatabase(database));
    options.with_redis = false;
    options.worker_arguments = {"--batch-size=100"};
    options.start_query = with_query;
    CP_ASSERT_OK_AND_ASSIGN(stack_, Stack::Start(options));
    // The population at the first start may hold the company still.
    ASSERT_TRUE(Await([this] { return RunSync(*stack_).ok(); }, absl::Minutes(1)));
  }

  void ExpectCleanEnd(const testing::Process& process) {
    const auto exit = process.Wait(absl::Seconds(30));
    ASSERT_TRUE(exit.has_value());
    EXPECT_EQ(exit->signal, 0);
    EXPECT_EQ(exit->exit_code, 0);
  }

  testing::TempDir folder_;
  const std::string moodle_ = folder_.File("moodle.db");
  std::unique_ptr<Stack> stack_;
};

TEST_F(DrainTest, ReadinessOfTheQueryServiceGoesBeforeTheCallInFlightWhichIsAnswered) {
  StartStack("drain_query", true);
  CP_ASSERT_OK_AND_ASSIGN(const std::string token, stack_->ReadToken(1));
  CP_ASSERT_OK(Read(*stack_, token, 3).status());
  HealthWatch whole(stack_->query_address(), "");
  HealthWatch service(stack_->query_address(), "courseprogress.v1.CourseProgressService");
  ASSERT_TRUE(whole.AwaitLast(HealthCheckResponse::SERVING));
  ASSERT_TRUE(service.AwaitLast(HealthCheckResponse::SERVING));

  StoreLock lock(stack_->store_dsn(), "LOCK TABLE course_progress IN ACCESS EXCLUSIVE MODE");
  std::atomic<bool> answered = false;
  absl::StatusOr<Response> in_flight = absl::UnknownError("not asked");
  std::thread reader([&] {
    in_flight = Read(*stack_, token, 77);
    answered = true;
  });
  EXPECT_TRUE(lock.AwaitSomebodyHeldUp());
  ASSERT_TRUE(stack_->query_process().Signal(SIGTERM));
  EXPECT_TRUE(whole.AwaitLast(HealthCheckResponse::NOT_SERVING));
  EXPECT_TRUE(service.AwaitLast(HealthCheckResponse::NOT_SERVING));
  EXPECT_FALSE(answered);
  EXPECT_TRUE(stack_->query_process().Running());
  lock.Release();
  reader.join();
  CP_ASSERT_OK(in_flight.status());
  EXPECT_EQ(in_flight->rows_size(), 77);
  ExpectCleanEnd(stack_->query_process());
  EXPECT_THAT(service.Heard(), ElementsAre(HealthCheckResponse::SERVING, HealthCheckResponse::NOT_SERVING));
}

TEST_F(DrainTest, ARunOfTheWorkerEndsTruncatedKeepsItsBatchesAndTheNextOneCompletesIt) {
  StartStack("drain_worker", false);
  const std::string dsn = stack_->store_dsn();
  constexpr char kWritten[] = "SELECT count(*) FROM course_progress WHERE content_hash <> ''";
  // Every row is out of date; the one that is held is in the eleventh of twenty batches.
  CP_ASSERT_OK(
      testing::PostgresServer::Shared().Execute("drain_worker", "UPDATE course_progress SET content_hash = ''"));
  StoreLock lock(dsn,
                 "SELECT 1 FROM course_progress WHERE (user_id, course_id) = (SELECT user_id, course_id FROM "
                 "course_progress ORDER BY user_id, course_id LIMIT 1 OFFSET 1050) FOR UPDATE");
  HealthWatch health(stack_->worker_address(), "courseprogress.v1.SyncService");
  ASSERT_TRUE(health.AwaitLast(HealthCheckResponse::SERVING));
  std::atomic<bool> answered = false;
  absl::StatusOr<SyncResult> in_flight = absl::UnknownError("not asked");
  std::thread caller([&] {
    in_flight = RunSync(*stack_, {1});
    answered = true;
  });
  EXPECT_TRUE(lock.AwaitSomebodyHeldUp());
  EXPECT_EQ(lock.Number(kWritten), 1000);
  ASSERT_TRUE(stack_->worker().Signal(SIGTERM));
  EXPECT_TRUE(health.AwaitLast(HealthCheckResponse::NOT_SERVING));
  EXPECT_FALSE(answered);
  lock.Release();
  caller.join();
  CP_ASSERT_OK(in_flight.status());
  EXPECT_FALSE(in_flight->success());
  EXPECT_THAT(in_flight->errors(), IsEmpty());
  EXPECT_THAT(in_flight->warnings(), ElementsAre(HasSubstr("the worker is stopping")));
  ExpectCleanEnd(stack_->worker());

  StoreLock look(dsn, "SELECT 1");
  const int written = look.Number(kWritten);
  EXPECT_EQ(in_flight->records_updated(), written);
  EXPECT_EQ(written, 1100) << "the batch in flight is committed, the next one is not begun";
  EXPECT_EQ(look.Number("SELECT count(*) FROM course_progress WHERE is_deleted <> 0"), 0);
  look.Release();

  CP_ASSERT_OK(stack_->StartWorker());
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult next, RunSync(*stack_, {1}));
  EXPECT_TRUE(next.success());
  EXPECT_EQ(next.records_updated(), 2000 - written);
  EXPECT_EQ(look.Number(kWritten), 2000);
}

// A worker that starts while somebody else holds the lock of the store's migrations, with nothing in the store yet.
class DrainOfAStart : public ::testing::Test {
 protected:
  void StartWorker(const std::string& database, const std::string& drain_timeout) {
    const std::string moodle = folder_.File("moodle.db");
    ASSERT_EQ(RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle), "--companies=1",
                                         "--users=3", "--courses=4", "--seed=6"})
                  .exit_code,
              0);
    CP_ASSERT_OK_AND_ASSIGN(const std::string store, testing::PostgresServer::Shared().CreateDatabase(database));
    arguments_ = {absl::StrCat("--moodle-dsn=sqlite3://", moodle), absl::StrCat("--store-dsn=", store)};
    lock_ = std::make_unique<StoreLock>(store, "SELECT pg_advisory_xact_lock(7165917206341001)");
    testing::ProcessOptions options;
    options.argv = {absl::StrCat(std::getenv("CP_BIN_DIR"), "/sync-worker"), "--listen=127.0.0.1:0",
                    absl::StrCat("--drain-timeout=", drain_timeout)};
    options.argv.insert(options.argv.end(), arguments_.begin(), arguments_.end());
    options.stderr_path = folder_.File("worker.log");
    CP_ASSERT_OK_AND_ASSIGN(worker_, testing::Process::Start(options));
    ASSERT_TRUE(lock_->AwaitSomebodyHeldUp()) << worker_->Stderr();
    ASSERT_TRUE(worker_->Signal(SIGTERM));
  }

  testing::TempDir folder_;
  std::vector<std::string> arguments_;
  std::unique_ptr<StoreLock> lock_;
  std::unique_ptr<testing::Process> worker_;
};

TEST_F(DrainOfAStart, EndsWithoutServingWhenTheStoreLetsGo) {
  StartWorker("drain_start", "30s");
  lock_->Release();
  const auto exit = worker_->Wait(absl::Seconds(30));
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->signal, 0);
  EXPECT_EQ(exit->exit_code, 0) << worker_->Stderr();
  EXPECT_THAT(worker_->Stderr(), ::testing::Not(HasSubstr("listening")));
}

TEST_F(DrainOfAStart, EndsInTimeWhenTheStoreDoesNot) {
  StartWorker("drain_start_held", "0s");
  const absl::Time asked = absl::Now();
  const auto exit = worker_->Wait(absl::Seconds(30));
  ASSERT_TRUE(exit.has_value());
  EXPECT_LT(absl::Now() - asked, absl::Seconds(8)) << "3 s, and a busy machine";
  EXPECT_EQ(exit->exit_code, 1);
  EXPECT_THAT(worker_->Stderr(), HasSubstr("stopping takes longer than --drain-timeout=0"));
  lock_->Release();
  arguments_.emplace_back("--once");
  const CommandResult next = RunCommand("sync-worker", arguments_);
  EXPECT_EQ(next.exit_code, 0) << next.err;
  EXPECT_THAT(next.out, HasSubstr("12 created"));
}

}  // namespace
}  // namespace cp::e2e
