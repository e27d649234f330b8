// The database dies, hangs or is slow while it is read: an error of the right kind, in time, and never a short answer.
#include <absl/time/clock.h>

#include <atomic>
#include <thread>

#include "libs/base/reasons.h"
#include "libs/moodle/connection.h"
#include "libs/moodle/source_test_base.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"

namespace cp::moodle {
namespace {

using ::testing::AllOf;
using testing::HasReason;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;
using testing::StatusIs;

// Deadlines of waits on real servers need real time.
class RealClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
  absl::Duration Monotonic() const override {
    ++asked_;
    return absl::Now() - absl::UnixEpoch();
  }

  // Who waits with a deadline asks for the time: once before it connects or sends, and again in each round of a wait.
  int asked() const { return asked_; }
  void AwaitAsked(int times) const {
    while (asked_ < times) std::this_thread::yield();
  }

 private:
  mutable std::atomic<int> asked_{0};
};

// More learners of company 1 than the first chunk takes.
constexpr int64_t kLearners = 120;

void AddLearners(TestSite& site) {
  site.Course(10);
  site.CompanyCourse(1, 10);
  for (int64_t user = 100; user < 100 + kLearners; ++user) site.Learner(user, 10);
}

template <typename Server>
class ServerFaults : public ::testing::Test {
 protected:
  void SetUp() override {
    CP_ASSERT_OK_AND_ASSIGN(server_, Server::Start());
    CP_ASSERT_OK_AND_ASSIGN(const std::string dsn, server_->CreateDatabase("site"));
    TestSite site(
        {std::is_same_v<Server, testing::PostgresServer> ? "postgres" : "mariadb", dsn, [this](absl::string_view sql) {
           return server_->Execute("site", std::is_same_v<Server, testing::PostgresServer>
                                               ? std::string(sql)
                                               : absl::StrCat("SET sql_mode='ANSI_QUOTES';", sql));
         }});
    AddLearners(site);
    CP_ASSERT_OK(site.Build());
    CP_ASSERT_OK_AND_ASSIGN(source_, MakeSource({.dsn = dsn, .statement_timeout = absl::Seconds(20)}, clock_));
  }

  Deadline In(absl::Duration budget) const { return Deadline::After(clock_, budget); }

  // A snapshot that has given its first row.
  std::unique_ptr<sync::SourceSnapshot> Begun() {
    auto snapshot = source_->OpenSnapshot({.company = CompanyId(1), .now = kNow}, In(absl::Seconds(20)));
    EXPECT_THAT(snapshot, IsOk());
    CP_EXPECT_OK((*snapshot)->Next(1, &rows_, In(absl::Seconds(20))));
    EXPECT_THAT(rows_, SizeIs(1));
    return *std::move(snapshot);
  }

  RealClock clock_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<sync::Source> source_;
  std::vector<progress::PairFacts> rows_;
};

using Servers = ::testing::Types<testing::MariadbServer, testing::PostgresServer>;
TYPED_TEST_SUITE(ServerFaults, Servers);

TYPED_TEST(ServerFaults, DeathInTheMiddleIsAnErrorForGood) {
  const auto snapshot = this->Begun();
  this->server_->Kill();
  const auto lost =
      AllOf(StatusIs(absl::StatusCode::kUnavailable, "connection was lost"), HasReason(reason::kSourceUnavailable));
  EXPECT_THAT(snapshot->Next(1000, &this->rows_, this->In(absl::Seconds(20))), lost);
  EXPECT_THAT(this->rows_, IsEmpty());
  EXPECT_THAT(snapshot->Next(1000, &this->rows_, this->In(absl::Seconds(20))), lost);
  EXPECT_THAT(snapshot->EmptyTables(this->In(absl::Seconds(20))), lost);
  EXPECT_THAT(this->source_->Probe(this->In(absl::Seconds(20))), HasReason(reason::kSourceUnavailable));

  CP_ASSERT_OK(this->server_->Restart());
  EXPECT_THAT(ReadPairs(*this->source_, this->clock_), testing::IsOkAndHolds(SizeIs(kLearners)));
}

TYPED_TEST(ServerFaults, HangEndsAtTheDeadline) {
  const auto snapshot = this->Begun();
  this->server_->Pause();
  const absl::Time before = absl::Now();
  EXPECT_THAT(snapshot->Next(1000, &this->rows_, this->In(absl::Milliseconds(200))),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(this->source_->Probe(this->In(absl::Seconds(1))), ::testing::Not(IsOk()));
  EXPECT_LT(absl::Now() - before, absl::Seconds(10));
  this->server_->Resume();
  EXPECT_THAT(ReadPairs(*this->source_, this->clock_), testing::IsOkAndHolds(SizeIs(kLearners)));
}

// A server that is frozen in the middle, with the deadline minutes away.
TYPED_TEST(ServerFaults, InterruptionEndsAWaitAtOnceAndForGood) {
  const auto snapshot = this->Begun();
  this->server_->Pause();
  const Deadline far = this->In(absl::Minutes(5));
  const int asked = this->clock_.asked();
  absl::Status read;
  std::thread reader([&] { read = snapshot->Next(1000, &this->rows_, far); });
  this->clock_.AwaitAsked(asked + 5);
  const absl::Time before = absl::Now();
  this->source_->Interrupt();
  reader.join();
  EXPECT_LT(absl::Now() - before, absl::Seconds(5));
  EXPECT_THAT(read, AllOf(StatusIs(absl::StatusCode::kCancelled), HasReason(reason::kCancelled)));
  EXPECT_THAT(this->source_->Companies(this->In(absl::Minutes(5))), StatusIs(absl::StatusCode::kCancelled));
  this->server_->Resume();
}

// No driver's connecting can be ended from outside, so it must be short by itself.
TYPED_TEST(ServerFaults, InterruptionEndsConnectingWithinSeconds) {
  this->server_->Pause();
  const Deadline far = this->In(absl::Minutes(5));
  const int asked = this->clock_.asked();
  absl::Status listed;
  std::thread reader([&] { listed = this->source_->Companies(far).status(); });
  this->clock_.AwaitAsked(asked + 2);
  const absl::Time before = absl::Now();
  this->source_->Interrupt();
  reader.join();
  EXPECT_LT(absl::Now() - before, 2 * kConnectTimeout);
  EXPECT_THAT(listed, StatusIs(absl::StatusCode::kCancelled));
  this->server_->Resume();
}

class SlowSource : public SourceTest {
 protected:
  // Enrolments that take for ever to read.
  void MakeEndless() {
    site_.Sql("ALTER TABLE {user_enrolments} RENAME TO real_enrolments;");
    const std::string wait =
        GetParam() == "mariadb" ? "SLEEP(60) = 0"
        : GetParam() == "postgres"
            ? "pg_sleep(60) IS NOT NULL"
            : "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n) > 0";
    site_.Sql("CREATE VIEW {user_enrolments} AS SELECT * FROM real_enrolments WHERE " + wait + ";");
    CP_ASSERT_OK(site_.Build());
  }
};

// In the middle of a statement, on every engine.
TEST_P(SlowSource, EndsWhenItIsInterrupted) {
  AddLearners(site_);
  MakeEndless();
  RealClock clock;
  options_.statement_timeout = absl::Minutes(1);
  CP_ASSERT_OK_AND_ASSIGN(const auto source, MakeSource(options_, clock));
  const Deadline far = Deadline::After(clock, absl::Minutes(5));
  CP_ASSERT_OK_AND_ASSIGN(const auto snapshot, source->OpenSnapshot({.company = CompanyId(1), .now = kNow}, far));
  const absl::Time before = absl::Now();
  const int asked = clock.asked();
  std::thread stopper([&] {
    clock.AwaitAsked(asked + 8);
    source->Interrupt();
  });
  std::vector<progress::PairFacts> rows;
  EXPECT_THAT(snapshot->Next(1000, &rows, far), StatusIs(absl::StatusCode::kCancelled));
  stopper.join();
  EXPECT_LT(absl::Now() - before, absl::Seconds(20));
  EXPECT_THAT(rows, IsEmpty());
}

// A statement that would run for ever ends at the statement timeout, though the deadline of the call is far away.
TEST_P(SlowSource, EndsAtTheStatementTimeout) {
  AddLearners(site_);
  MakeEndless();
  RealClock clock;
  options_.statement_timeout = absl::Seconds(1);
  CP_ASSERT_OK_AND_ASSIGN(const auto source, MakeSource(options_, clock));
  const Deadline far = Deadline::After(clock, absl::Minutes(5));
  const absl::Time before = absl::Now();
  CP_ASSERT_OK_AND_ASSIGN(const auto snapshot, source->OpenSnapshot({.company = CompanyId(1), .now = kNow}, far));
  std::vector<progress::PairFacts> rows;
  // Again and again: what comes after a failure must never look like the end.
  for (int call = 0; call < 5; ++call) {
    EXPECT_THAT(snapshot->Next(1000, &rows, far),
                StatusIs(absl::StatusCode::kDeadlineExceeded, "--moodle-statement-timeout"));
    EXPECT_THAT(rows, IsEmpty());
  }
  EXPECT_LT(absl::Now() - before, absl::Seconds(20));
}

CP_ON_EVERY_ENGINE(SlowSource);

}  // namespace
}  // namespace cp::moodle
