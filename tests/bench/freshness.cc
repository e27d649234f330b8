// How long a change in Moodle takes to be in the answers: 100 companies with 1000 enrolments each on MariaDB, the real
// services beside it, sync-worker looking once a second. Learners complete activities, so many a second whatever the
// answers say, and each asks GetCourseProgress until it shows the change; the time from the commit in Moodle's database
// to the first answer with it is measured.
// Usage: freshness [changes] [a second]   (default 600, 10; build the preset release)
#include <mysql.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/testing/mariadb_server.h"
#include "tests/bench/large_site.h"
#include "tests/bench/must.h"
#include "tests/e2e/stack.h"

namespace cp::bench {
namespace {

constexpr SiteSize kSize = {.users = 100, .courses = 10, .companies = 100};
constexpr int kLearners = 40;  // who may wait at the same time
constexpr absl::Duration kPoll = absl::Milliseconds(50);
constexpr absl::Duration kLate = absl::Milliseconds(100);
constexpr absl::Duration kLost = absl::Minutes(1);

struct Pair {
  int company = 0;
  int offset = 0;  // in the company's rows
  int user = 0;
  int course = 0;
};

class Connection {
 public:
  explicit Connection(const testing::MariadbServer& server) : mysql_(mysql_init(nullptr), &mysql_close) {
    if (mysql_real_connect(mysql_.get(), server.host().c_str(), server.user().c_str(), server.password().c_str(),
                           "freshness", static_cast<unsigned>(server.port()), nullptr,
                           CLIENT_MULTI_STATEMENTS) == nullptr) {
      Fail();
    }
    Run("SET sql_mode=''");
  }

  void Run(const std::string& sql) {
    if (mysql_real_query(mysql_.get(), sql.data(), sql.size()) != 0) Fail();
    do {
      MYSQL_RES* const result = mysql_store_result(mysql_.get());
      if (result != nullptr) mysql_free_result(result);
    } while (mysql_next_result(mysql_.get()) == 0);
  }

  // The first column of the first row; 0 without rows.
  int64_t Int(const std::string& sql) {
    if (mysql_real_query(mysql_.get(), sql.data(), sql.size()) != 0) Fail();
    const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result(mysql_store_result(mysql_.get()),
                                                                          &mysql_free_result);
    const MYSQL_ROW row = mysql_fetch_row(result.get());
    return row == nullptr || row[0] == nullptr ? 0 : std::atoll(row[0]);
  }

 private:
  [[noreturn]] void Fail() {
    std::cerr << "freshness: " << mysql_error(mysql_.get()) << "\n";
    std::exit(1);
  }
  std::unique_ptr<MYSQL, decltype(&mysql_close)> mysql_;
};

class Bench {
 public:
  Bench(int changes, double per_second)
      : server_(testing::MariadbServer::Shared()), changes_(changes), per_second_(per_second) {
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    setenv("CP_BIN_DIR", absl::StrCat(self, "/../bin").c_str(), 1);
    e2e::StackOptions options;
    options.moodle_dsn = Must(LoadDemoSite(server_, "freshness", absl::ToUnixSeconds(absl::Now()), kSize));
    options.change_interval = "1s";
    stack_ = Must(e2e::Stack::Start(options));
    AwaitRows();
  }

  void Run() {
    start_ = absl::Now();
    std::vector<std::thread> learners;
    for (int i = 0; i < kLearners; ++i) learners.emplace_back([this] { Learn(); });
    for (std::thread& learner : learners) learner.join();
    Print();
  }

 private:
  // The worker fills the store by itself.
  void AwaitRows() {
    for (int company = 1; company <= kSize.companies; ++company) {
      absl::StatusOr<e2e::Response> rows;
      for (int attempt = 0; attempt < 3000; ++attempt, absl::SleepFor(absl::Milliseconds(100))) {
        if (!tokens_.contains(company)) {
          const auto token = stack_->ReadToken(company);
          if (!token.ok()) continue;
          tokens_[company] = *token;
        }
        rows = e2e::Read(*stack_, tokens_[company], 1000);
        if (rows.ok() && rows->rows_size() == kSize.users * kSize.courses) break;
      }
      Must(rows.status());
      for (int i = 0; rows.ok() && i < rows->rows_size(); ++i) {
        const auto& row = rows->rows(i);
        if (row.percentage() < 100) open_.push_back({company, i, row.user_id(), row.course_id()});
      }
    }
    std::shuffle(open_.begin(), open_.end(), std::mt19937_64(1));
  }

  // The next pair at its time. One that has nothing left to complete gives its time to the next one.
  void Learn() {
    Connection moodle(server_);
    for (int change = next_change_++; change < changes_; change = next_change_++) {
      const absl::Time due = start_ + absl::Seconds(change / per_second_);
      absl::SleepFor(due - absl::Now());
      if (absl::Now() - due > kLate) ++late_;
      absl::Duration took = absl::Seconds(-1);
      while (took < absl::ZeroDuration()) {
        const size_t pair = next_pair_++;
        if (pair >= open_.size()) return;
        took = CompleteOne(moodle, open_[pair]);
      }
      absl::MutexLock lock(&mutex_);
      took_.push_back(took);
    }
  }

  // Negative: there is nothing left to complete for this pair.
  absl::Duration CompleteOne(Connection& moodle, const Pair& pair) {
    const int64_t activity = moodle.Int(absl::StrCat(
        "SELECT cm.id FROM mdl_course_modules cm LEFT JOIN mdl_course_modules_completion x ON x.coursemoduleid = cm.id "
        "AND x.userid = ",
        pair.user, " WHERE cm.course = ", pair.course, " AND cm.completion <> 0 AND x.id IS NULL LIMIT 1"));
    if (activity == 0) return absl::Seconds(-1);
    const double before = Percentage(pair);
    moodle.Run(absl::StrCat(
        "START TRANSACTION; INSERT INTO mdl_course_modules_completion (coursemoduleid, userid, completionstate, "
        "timemodified) VALUES (",
        activity, ", ", pair.user,
        ", 1, UNIX_TIMESTAMP()); INSERT INTO mdl_logstore_standard_log (eventname, component, action, target, "
        "objecttable, userid, relateduserid, courseid, timecreated) VALUES "
        "('\\\\core\\\\event\\\\course_module_completion_updated', 'core', 'updated', 'course_module_completion', "
        "'course_modules_completion', ",
        pair.user, ", ", pair.user, ", ", pair.course, ", UNIX_TIMESTAMP()); COMMIT"));
    const absl::Time committed = absl::Now();
    while (Percentage(pair) <= before) {
      if (absl::Now() - committed > kLost) {
        std::cerr << "freshness: a change was not seen within a minute\n";
        std::exit(1);
      }
      absl::SleepFor(kPoll);
    }
    return absl::Now() - committed;
  }

  double Percentage(const Pair& pair) {
    const e2e::Response answer = Must(e2e::Read(*stack_, tokens_.at(pair.company), 1, pair.offset));
    return answer.rows_size() == 1 ? answer.rows(0).percentage() : -1;
  }

  void Print() {
    absl::MutexLock lock(&mutex_);
    std::sort(took_.begin(), took_.end());
    const auto at = [&](double share) {
      mutex_.AssertHeld();
      return absl::ToDoubleSeconds(took_[std::min(took_.size() - 1, static_cast<size_t>(share * took_.size()))]);
    };
    std::printf("%lld companies, %lld enrolments, %.1f changes a second (%d came late), looked at every second\n",
                static_cast<long long>(kSize.companies),
                static_cast<long long>(kSize.companies * kSize.users * kSize.courses), per_second_, late_.load());
    std::printf("%-34s | %7s | %7s | %7s | %s\n", "commit in Moodle -> answer, seconds", "p50", "p95", "most", "aim");
    std::printf("%-34s | %7.2f | %7.2f | %7.2f | p95 <= 2\n", absl::StrCat(took_.size(), " changes").c_str(), at(0.5),
                at(0.95), absl::ToDoubleSeconds(took_.back()));
  }

  testing::MariadbServer& server_;
  const int changes_;
  const double per_second_;
  absl::Time start_;
  std::unique_ptr<e2e::Stack> stack_;
  std::map<int, std::string> tokens_;
  std::vector<Pair> open_;
  std::atomic<int> next_change_{0};
  std::atomic<size_t> next_pair_{0};
  std::atomic<int> late_{0};
  absl::Mutex mutex_;
  std::vector<absl::Duration> took_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace
}  // namespace cp::bench

int main(int argc, char** argv) {
  const int changes = argc > 1 ? std::max(1, std::atoi(argv[1])) : 600;
  const double per_second = argc > 2 ? std::max(0.1, std::atof(argv[2])) : 10;
  cp::bench::Bench(changes, per_second).Run();
  return 0;
}
