// The real sync-worker as a process: a demo Moodle in SQLite, a real store, what it prints and how it exits.
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "courseprogress/v1/sync_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/moodle/demo_plays.h"
#include "libs/moodle/demo_site.h"
#include "libs/rpc/client.h"
#include "libs/rpc/secret.h"
#include "libs/rpc/status.h"
#include "libs/runtime/system_clock.h"
#include "libs/sql/open_store.h"
#include "libs/testing/free_port.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/process.h"
#include "libs/testing/status_matchers.h"
#include "libs/testing/temp_dir.h"
#include "nlohmann/json.hpp"

namespace cp {
namespace {

namespace v1 = courseprogress::v1;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kNow = 1795176001;  // 2026-11-20T12:00:01Z
constexpr absl::Duration kLong = absl::Seconds(60);

struct Told {
  int exit_code = -1;
  std::string out;
  std::string err;
};

class SyncWorkerTest : public ::testing::Test {
 protected:
  void MakeSite(int64_t companies, int64_t users, int64_t courses) {
    moodle::DemoOptions options;
    options.companies = companies;
    options.users_per_company = users;
    options.courses_per_company = courses;
    options.now = kNow;
    options.overwrite = true;
    CP_ASSERT_OK(moodle::CreateDemoSite(moodle_path_, options));
  }

  std::vector<std::string> Arguments(std::vector<std::string> more) const {
    std::vector<std::string> argv = {absl::StrCat(std::getenv("CP_BIN_DIR"), "/sync-worker"),
                                     absl::StrCat("--moodle-dsn=sqlite3://", moodle_path_),
                                     "--store-dsn=" + store_dsn_};
    argv.insert(argv.end(), more.begin(), more.end());
    return argv;
  }

  std::unique_ptr<testing::Process> Launch(std::vector<std::string> more) {
    const std::string name = absl::StrCat("run", ++launched_);
    testing::ProcessOptions options;
    options.argv = Arguments(std::move(more));
    options.stdout_path = directory_.File(name + ".out");
    options.stderr_path = directory_.File(name + ".err");
    absl::StatusOr<std::unique_ptr<testing::Process>> process = testing::Process::Start(options);
    CP_EXPECT_OK(process);
    return process.ok() ? *std::move(process) : nullptr;
  }

  Told Run(std::vector<std::string> more) {
    const std::unique_ptr<testing::Process> process = Launch(std::move(more));
    const std::optional<testing::ProcessExit> exit = process->Wait(kLong);
    EXPECT_TRUE(exit.has_value()) << "still running";
    return {exit.has_value() && exit->signal == 0 ? exit->exit_code : -1, process->Stdout(), process->Stderr()};
  }
  Told Once(std::vector<std::string> more = {}) {
    more.push_back("--once");
    return Run(std::move(more));
  }

  std::unique_ptr<progress::Store> OpenStore() {
    sql::StoreOptions options;
    options.dsn = store_dsn_;
    options.clock = &clock_;
    absl::StatusOr<std::unique_ptr<progress::Store>> store = sql::OpenStore(options);
    CP_EXPECT_OK(store);
    return store.ok() ? *std::move(store) : nullptr;
  }
  std::vector<int64_t> LiveRows() {
    const absl::StatusOr<std::vector<progress::CompanyState>> states = OpenStore()->ListCompanies(Soon());
    CP_EXPECT_OK(states);
    std::vector<int64_t> rows;
    for (const progress::CompanyState& state : states.value()) rows.push_back(state.live_rows);
    return rows;
  }
  Deadline Soon() const { return Deadline::After(clock_, absl::Seconds(10)); }

  const runtime::SystemClock clock_;
  testing::TempDir directory_;
  const std::string moodle_path_ = directory_.File("moodle.db");
  std::string store_dsn_ = absl::StrCat("sqlite3://", directory_.File("store.db"));
  int launched_ = 0;
};

TEST_F(SyncWorkerTest, FillsAStoreWithThreeUsersTimesFourCourses) {
  MakeSite(1, 3, 4);
  const Told told = Once();
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(told.out, AllOf(HasSubstr("company 1 "), HasSubstr("total: done; 1 companies; 12 created"),
                              HasSubstr("12 read"), HasSubstr("peak memory")));
  EXPECT_THAT(LiveRows(), ElementsAre(12));
}

TEST_F(SyncWorkerTest, WritesNothingTheSecondTime) {
  MakeSite(2, 3, 4);
  ASSERT_EQ(Once().exit_code, 0);
  const Told told = Once();
  EXPECT_EQ(told.exit_code, 0);
  EXPECT_THAT(told.out, HasSubstr("0 created, 0 updated, 0 deleted, 24 read"));
}

TEST_F(SyncWorkerTest, FillsFourThousandPairs) {
  MakeSite(4, 250, 4);
  const Told told = Once();
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(LiveRows(), ElementsAre(1000, 1000, 1000, 1000));
}

TEST_F(SyncWorkerTest, FindsACompletionAndAnUnenrolment) {
  MakeSite(1, 3, 4);
  ASSERT_EQ(Once().exit_code, 0);
  CP_ASSERT_OK(
      moodle::PlayCompletions(moodle_path_, CompanyId(1), moodle::kStoryCourse, {moodle::kStoryEmail17}, kNow));
  CP_ASSERT_OK(moodle::PlayUnenrol(moodle_path_, CompanyId(1), moodle::kStoryCourse, moodle::kStoryEmail21, kNow));
  EXPECT_THAT(Once().out, HasSubstr("total: done; 1 companies; 0 created, 1 updated, 1 deleted, 11 read"));
}

TEST_F(SyncWorkerTest, DeletesTheRowsOfASuspendedUserUnderANewVersion) {  // B5
  MakeSite(1, 3, 4);
  ASSERT_EQ(Once().exit_code, 0);
  const auto select = [this](const std::string& sql) {
    testing::ProcessOptions sqlite;
    sqlite.argv = {"sqlite3", directory_.File("store.db"), sql};
    const absl::StatusOr<std::string> printed = testing::RunProcess(sqlite, kLong);
    CP_EXPECT_OK(printed);
    return printed.value_or("");
  };
  const std::string user =
      select(absl::StrCat("SELECT DISTINCT user_id FROM course_progress WHERE email = '", moodle::kStoryEmail21, "'"));
  const std::string of_user = absl::StrCat(" FROM course_progress WHERE user_id = ", user);
  ASSERT_EQ(select("SELECT count(*), sum(is_deleted), max(row_version)" + of_user), "4|0|1\n");
  CP_ASSERT_OK(moodle::PlaySuspend(moodle_path_, CompanyId(1), moodle::kStoryEmail21, true, kNow));
  EXPECT_THAT(Once().out, HasSubstr("total: done; 1 companies; 0 created, 0 updated, 4 deleted, 8 read"));
  EXPECT_EQ(select("SELECT count(*), sum(is_deleted), min(row_version), max(email || firstname)" + of_user),
            "4|4|2|\n");
  EXPECT_EQ(select("SELECT count(*), max(row_version) FROM course_progress WHERE is_deleted = 0"), "8|1\n");
}

TEST_F(SyncWorkerTest, FillsAPostgresStore) {
  MakeSite(2, 3, 4);
  CP_ASSERT_OK_AND_ASSIGN(store_dsn_, testing::PostgresServer::Shared().CreateDatabase("sync_worker_once"));
  const Told told = Once();
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(LiveRows(), ElementsAre(12, 12));
}

// A run of long ago in a store that is there.
void AddOldRun(progress::Store& store, const Clock& clock, Deadline deadline) {
  progress::RunRecord run;
  run.run_id = "01OLD";
  run.state = progress::RunState::kSucceeded;
  run.started_at = absl::ToUnixSeconds(clock.Now() - absl::Hours(24 * 91));
  CP_ASSERT_OK(store.FinishRun(run, {}, deadline));
}

TEST_F(SyncWorkerTest, OnceRemovesWhatIsOldOnceADay) {
  MakeSite(1, 3, 4);
  Told told = Once({"--run-retention=0s"});
  ASSERT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(told.err, HasSubstr("\"housekeeping_done\""));
  AddOldRun(*OpenStore(), clock_, Soon());
  told = Once();
  EXPECT_EQ(told.exit_code, 0);
  EXPECT_THAT(told.err, Not(HasSubstr("housekeeping"))) << "not due";
  EXPECT_THAT(OpenStore()->GetRun("01OLD", Soon()), testing::IsOk());
  CP_ASSERT_OK(OpenStore()->ScheduleTurn(0, 0, Soon()));
  told = Once({"--run-retention=0s"});
  EXPECT_THAT(OpenStore()->GetRun("01OLD", Soon()), testing::IsOk()) << "0 keeps all";
  CP_ASSERT_OK(OpenStore()->ScheduleTurn(0, 0, Soon()));
  told = Once();
  EXPECT_EQ(told.exit_code, 0);
  EXPECT_THAT(told.err, HasSubstr("\"runs\":1,"));
  EXPECT_THAT(OpenStore()->GetRun("01OLD", Soon()), testing::StatusIs(absl::StatusCode::kNotFound, "01OLD"));
  EXPECT_THAT(LiveRows(), ElementsAre(12));
}

TEST_F(SyncWorkerTest, ExitsWith1WhenMoodleIsNotThere) {
  const Told told = Once();
  EXPECT_EQ(told.exit_code, 1);
  EXPECT_THAT(told.err, AllOf(HasSubstr("sync-worker: "), HasSubstr("moodle-dsn")));
}

TEST_F(SyncWorkerTest, ExitsWith1WhenThePrefixIsWrong) {
  MakeSite(1, 3, 4);
  const Told told = Once({"--moodle-prefix=other_"});
  EXPECT_EQ(told.exit_code, 1);
  EXPECT_THAT(told.err, HasSubstr("other_"));
}

TEST_F(SyncWorkerTest, ExitsWith2ForASettingThatIsNotAllowed) {
  const Told told = Once({"--batch-size=0"});
  EXPECT_EQ(told.exit_code, 2);
  EXPECT_THAT(told.err, AllOf(HasSubstr("batch-size"), HasSubstr("10000")));
}

TEST_F(SyncWorkerTest, ExitsWith3WhenTheTimeBudgetIsUsedUp) {
  MakeSite(3, 3, 4);
  const Told told = Once({"--max-sync-time=1ms"});
  EXPECT_EQ(told.exit_code, 3) << told.out << told.err;
  EXPECT_THAT(told.out, HasSubstr("--max-sync-time"));
  EXPECT_EQ(Once().exit_code, 0);
  EXPECT_THAT(LiveRows(), ElementsAre(12, 12, 12));
}

TEST_F(SyncWorkerTest, ExitsWith4WhenEveryCompanyIsBusy) {
  MakeSite(1, 3, 4);
  ASSERT_EQ(Once().exit_code, 0);
  const std::unique_ptr<progress::Store> store = OpenStore();
  CP_ASSERT_OK(store->AcquireLease(CompanyId(1), "another worker", kLong, Soon()));
  const Told told = Once();
  EXPECT_EQ(told.exit_code, 4) << told.out << told.err;
}

TEST_F(SyncWorkerTest, WarnsOnceWhenRedisIsAway) {
  MakeSite(3, 3, 4);
  const Told told = Once({absl::StrCat("--redis-url=redis://127.0.0.1:", cp::testing::FreePort(), "/0")});
  EXPECT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(LiveRows(), ElementsAre(12, 12, 12));
  EXPECT_EQ(std::vector<std::string>(absl::StrSplit(told.out, "warning: ")).size(), 2U) << told.out;
  std::set<int64_t> waiting;
  CP_ASSERT_OK_AND_ASSIGN(const auto outbox, OpenStore()->ReadOutbox(10, Soon()));
  for (const progress::OutboxEntry& entry : outbox) waiting.insert(entry.company.value());
  EXPECT_THAT(waiting, ElementsAre(1, 2, 3)) << "kept for the relay";
}

TEST_F(SyncWorkerTest, NeverPrintsAnEmail) {
  MakeSite(1, 3, 4);
  const Told told = Once({"--log-level=debug"});
  EXPECT_THAT(told.out + told.err, Not(HasSubstr("aktrea.com")));
}

// The serving process, its address and an admin token.
class ServingTest : public SyncWorkerTest {
 protected:
  void Serve(std::vector<std::string> more = {}) {
    more.push_back("--listen=127.0.0.1:0");
    process_ = Launch(std::move(more));
    std::string address;
    while (address.empty() && process_->Running()) address = FieldOfLine("listening", "address");
    ASSERT_FALSE(address.empty()) << process_->Stderr();
    CP_ASSERT_OK_AND_ASSIGN(channel_, rpc::MakeChannel({.address = address}));
    CP_ASSERT_OK_AND_ASSIGN(const rpc::NewToken made, rpc::MakeToken());
    progress::ApiToken token;
    token.id = made.id;
    token.sha256 = made.sha256;
    token.scope = progress::TokenScope::kAdmin;
    CP_ASSERT_OK(OpenStore()->CreateToken(token, Soon()));
    token_ = made.secret;
  }

  // Of the first log line with the event; "" while there is none.
  std::string FieldOfLine(const std::string& event, const std::string& field) {
    for (const absl::string_view line : absl::StrSplit(process_->Stderr(), '\n')) {
      const nlohmann::json parsed = nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
      if (parsed.is_object() && parsed.value("event", "") == event) return parsed.value(field, "");
    }
    return "";
  }
  void AwaitLine(const std::string& event, const std::string& field) {
    while (FieldOfLine(event, field).empty() && process_->Running()) std::this_thread::yield();
  }

  absl::Status RunSync(v1::RunSyncResponse* response) {
    grpc::ClientContext context;
    rpc::PrepareCall(context, kLong, token_);
    return rpc::FromGrpcStatus(v1::SyncService::NewStub(channel_)->RunSync(&context, {}, response));
  }

  std::unique_ptr<testing::Process> process_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string token_;
};

TEST_F(ServingTest, FillsTheStoreSyncsOnRequestAndStopsCleanly) {
  MakeSite(1, 3, 4);
  Serve();
  AwaitLine("run_finished", "run_id");
  EXPECT_THAT(LiveRows(), ElementsAre(12)) << "filled at first start";
  CP_ASSERT_OK(moodle::PlayCompletions(moodle_path_, CompanyId(1), moodle::kStoryCourse,
                                       {moodle::kStoryEmail17, moodle::kStoryEmail21}, kNow));
  v1::RunSyncResponse response;
  CP_ASSERT_OK(RunSync(&response));
  EXPECT_TRUE(response.success());
  EXPECT_EQ(response.records_updated(), 2);
  ASSERT_EQ(response.companies_size(), 1);
  EXPECT_EQ(response.companies(0).affected_users_size(), 2);
  EXPECT_THAT(response.companies(0).affected_courses(), ElementsAre(moodle::kStoryCourse));

  channel_.reset();  // an idle client in another process delays the server's goodbye by seconds
  const testing::ProcessExit exit = process_->Stop(SIGTERM, kLong);
  EXPECT_EQ(exit.signal, 0);
  EXPECT_EQ(exit.exit_code, 0);
}

TEST_F(ServingTest, WaitsForAMoodleThatComesLater) {
  Serve();
  AwaitLine("waiting_for_source", "error");
  v1::RunSyncResponse response;
  EXPECT_THAT(RunSync(&response), testing::HasReason(reason::kSourceUnavailable));
  MakeSite(1, 3, 4);
  AwaitLine("run_finished", "run_id");
  EXPECT_THAT(LiveRows(), ElementsAre(12));
  channel_.reset();
  EXPECT_EQ(process_->Stop(SIGTERM, kLong).exit_code, 0);
}

}  // namespace
}  // namespace cp
