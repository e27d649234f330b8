#include "tests/integration/old_store.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/base/status.h"
#include "libs/runtime/system_clock.h"
#include "libs/sql/open_store.h"
#include "services/sync_worker/housekeeper.h"

namespace cp::testing {
namespace {

constexpr int kCompanies = 10;
constexpr absl::Duration kOld = absl::Hours(24 * 200);
constexpr absl::Duration kReadTimeout = absl::Seconds(30);

absl::StatusOr<std::unique_ptr<sql::DatabaseStore>> Open(const std::string& dsn, const Clock& clock, bool migrate) {
  sql::StoreOptions options;
  options.dsn = dsn;
  options.clock = &clock;
  options.migrate = migrate;
  return sql::OpenStore(options);
}

// A table "g" with a column i from 1 to `count`.
std::string Numbers(bool sqlite, int64_t count) {
  return sqlite ? absl::StrCat("(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < ", count,
                               ") SELECT i FROM s) AS g")
                : absl::StrCat("generate_series(1, ", count, ") AS g(i)");
}

// Course 1 of each user is live, courses 2 and 3 are tombstones.
std::string InsertCourse(bool sqlite, int course, int64_t users, int64_t updated_at) {
  const bool dead = course > 1;
  const char* person =
      dead ? "'', '', '', ''" : "'Ada' || i, 'Lovelace' || i, 'ada' || i || '@example.org', 'ada' || i";
  return absl::StrCat(
      "INSERT INTO course_progress (company_id, user_id, course_id, firstname, lastname, email, username, coursename,"
      " status, content_hash, row_version, last_updated, is_deleted) SELECT 1 + i % ",
      kCompanies, ", 1 + i / ", kCompanies, ", ", course, ", ", person,
      ", 'First aid in the workshop', 'in_progress', ", dead ? "''" : "'0123456789abcdef0123456789abcdef'", ", ",
      course, ", ", updated_at, ", ", dead ? 1 : 0, " FROM ", Numbers(sqlite, users));
}

// Opens and closes the way of the housekeeper between two pieces, and says which phase it is.
class Phases {
 public:
  // For readers: changes whenever the phase does. Odd: neither idle nor removing.
  int64_t Now() const { return now_.load(); }
  static bool IsRemoving(int64_t phase) { return phase % 4 == 2; }
  static bool IsIdle(int64_t phase) { return phase % 4 == 0; }

  void Remove() {
    now_ += 2;
    absl::MutexLock lock(&mutex_);
    open_ = true;
  }
  // Returns once the housekeeper stands still.
  void Idle() {
    ++now_;
    absl::MutexLock lock(&mutex_);
    open_ = false;
    mutex_.Await(absl::Condition(this, &Phases::StandsStill));
    ++now_;
  }
  // True once the housekeeper has ended.
  bool AwaitEnd(absl::Duration timeout) {
    absl::MutexLock lock(&mutex_);
    return mutex_.AwaitWithTimeout(absl::Condition(&ended_), timeout);
  }

  void Rest(absl::Duration duration) {
    absl::SleepFor(duration);
    absl::MutexLock lock(&mutex_);
    waiting_ = true;
    mutex_.Await(absl::Condition(&open_));
    waiting_ = false;
  }
  void End() {
    absl::MutexLock lock(&mutex_);
    ended_ = true;
  }

 private:
  bool StandsStill() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return waiting_ || ended_; }

  std::atomic<int64_t> now_{0};
  absl::Mutex mutex_;
  bool open_ ABSL_GUARDED_BY(mutex_) = false;
  bool waiting_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

// Notes the pieces.
class WatchedStore final : public progress::Housekeeping {
 public:
  WatchedStore(progress::Housekeeping& store, const Clock& clock, RemovalMeasured* measured)
      : store_(store), clock_(clock), measured_(*measured) {}

  absl::StatusOr<int64_t> RemoveOld(progress::OldRows what, int64_t before, int max_rows, Deadline deadline) override {
    const absl::Duration start = clock_.Monotonic();
    const absl::StatusOr<int64_t> removed = store_.RemoveOld(what, before, max_rows, deadline);
    if (removed.value_or(0) == 0) return removed;
    ++measured_.pieces;
    measured_.removed += *removed;
    measured_.largest_piece = std::max(measured_.largest_piece, *removed);
    measured_.slowest_piece = std::max(measured_.slowest_piece, clock_.Monotonic() - start);
    return removed;
  }
  absl::StatusOr<progress::HousekeepingTurn> TakeTurn(int64_t now, int64_t until, Deadline deadline) override {
    return store_.TakeTurn(now, until, deadline);
  }
  absl::Status ScheduleTurn(int64_t due_at, int64_t done_at, Deadline deadline) override {
    return store_.ScheduleTurn(due_at, done_at, deadline);
  }

 private:
  progress::Housekeeping& store_;
  const Clock& clock_;
  RemovalMeasured& measured_;
};

// Pages of the first hundreds of rows of any company, one after the other until `stop`.
void ReadPages(progress::ProgressReader& store, const Clock& clock, const Phases& phases, const std::atomic<bool>& stop,
               RemovalMeasured* measured) {
  std::minstd_rand random(1);  // NOLINT(cert-msc51-cpp): which page does not matter
  while (!stop) {
    const int64_t phase = phases.Now();
    const absl::Duration start = clock.Monotonic();
    const auto page = store.ReadPage({.company = CompanyId(1 + static_cast<int64_t>(random() % kCompanies)),
                                      .limit = 100,
                                      .offset = static_cast<int64_t>(random() % 5) * 100},
                                     Deadline::After(clock, kReadTimeout));
    const absl::Duration took = clock.Monotonic() - start;
    if (!page.ok()) measured->reader_errors.push_back(page.status());
    if (phases.Now() != phase) continue;
    if (Phases::IsRemoving(phase)) measured->removing.push_back(took);
    if (Phases::IsIdle(phase)) measured->idle.push_back(took);
  }
  std::sort(measured->idle.begin(), measured->idle.end());
  std::sort(measured->removing.begin(), measured->removing.end());
}

}  // namespace

absl::Status ExecuteOnSqlite(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  char* message = nullptr;
  absl::Status status;
  if (sqlite3_open(path.c_str(), &database) != SQLITE_OK ||
      sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
    status = absl::InternalError(message != nullptr ? message : sqlite3_errmsg(database));
  }
  sqlite3_free(message);
  sqlite3_close(database);
  return status;
}

absl::Status FillWithOldRows(const std::string& dsn, const OldRowCounts& counts,
                             const std::function<absl::Status(const std::string& sql)>& execute) {
  const runtime::SystemClock clock;
  CP_RETURN_IF_ERROR(Open(dsn, clock, true).status());
  const bool sqlite = absl::StartsWith(dsn, "sqlite3://");
  const int64_t old = absl::ToUnixSeconds(clock.Now() - kOld);
  const int64_t users = counts.tombstones / 2;
  const std::string runs = absl::StrCat(" FROM ", Numbers(sqlite, counts.runs));
  const std::string results = absl::StrCat(" FROM ", Numbers(sqlite, counts.results));
  for (const std::string& sql :
       {absl::StrCat("INSERT INTO company (company_id, name, version) SELECT i, 'Company ' || i, 3 FROM ",
                     Numbers(sqlite, kCompanies)),
        InsertCourse(sqlite, 1, users, old), InsertCourse(sqlite, 2, users, old), InsertCourse(sqlite, 3, users, old),
        absl::StrCat("INSERT INTO sync_run (run_id, kind, state, started_at) SELECT 'run-' || i, 'interval', "
                     "'succeeded', ",
                     old, " - i", runs),
        absl::StrCat(
            "INSERT INTO sync_run_company (run_id, company_id, state, finished_at) SELECT 'run-' || i, 1 + i % ",
            kCompanies, ", 'succeeded', ", old, results),
        std::string("ANALYZE")}) {
    CP_RETURN_IF_ERROR(execute(sql));
  }
  return absl::OkStatus();
}

absl::StatusOr<RemovalMeasured> RemoveWhileReading(const std::string& dsn, absl::Duration phase) {
  const runtime::SystemClock clock;
  CP_ASSIGN_OR_RETURN(const auto store, Open(dsn, clock, false));
  CP_ASSIGN_OR_RETURN(const auto read_store, Open(dsn, clock, false));
  const runtime::Logger log(runtime::LogLevel::kError, &clock, [](absl::string_view) {});
  runtime::Metrics registry;
  worker::RunMetrics metrics(&registry, &clock);
  RemovalMeasured measured;
  WatchedStore watched(*store, clock, &measured);
  Phases phases;
  std::atomic<bool> stop{false};
  std::thread reader([&] { ReadPages(*read_store, clock, phases, stop, &measured); });
  auto outcome = worker::TidyOutcome::kNotDue;
  std::thread remover([&] {
    worker::Housekeeper housekeeper({.store = &watched,
                                     .clock = &clock,
                                     .log = &log,
                                     .metrics = &metrics,
                                     .wait =
                                         [&](absl::Duration rest) {
                                           measured.longest_rest = std::max(measured.longest_rest, rest);
                                           phases.Rest(rest);
                                           return false;
                                         }},
                                    {});
    outcome = housekeeper.TidyIfDue(Deadline::At(absl::InfiniteDuration()));
    phases.End();
  });
  bool ended = false;
  while (!ended) {
    absl::SleepFor(phase / 3);
    const absl::Duration start = clock.Monotonic();
    phases.Remove();
    ended = phases.AwaitEnd(phase);
    measured.elapsed += clock.Monotonic() - start;
    phases.Idle();
  }
  absl::SleepFor(phase / 3);
  stop = true;
  reader.join();
  remover.join();
  if (outcome != worker::TidyOutcome::kDone) return absl::InternalError("the housekeeper did not get to its end");
  return measured;
}

absl::Duration Percentile(const std::vector<absl::Duration>& ascending, double share) {
  const auto at = static_cast<size_t>(share * static_cast<double>(ascending.size()));
  return ascending[std::min(at, ascending.size() - 1)];
}

std::string TableOf(const std::string& engine, const RemovalMeasured& measured) {
  const auto line = [&](const char* name, const std::vector<absl::Duration>& times) {
    return absl::StrFormat("%-9s %-9s | %7d pages | p50 %8.3f ms | p99 %8.3f ms | longest %8.3f ms\n", engine, name,
                           times.size(), absl::ToDoubleMilliseconds(Percentile(times, 0.5)),
                           absl::ToDoubleMilliseconds(Percentile(times, 0.99)),
                           absl::ToDoubleMilliseconds(times.back()));
  };
  const auto ratio = [&](double share) {
    return absl::FDivDuration(Percentile(measured.removing, share), Percentile(measured.idle, share));
  };
  return absl::StrCat(
      line("idle", measured.idle), line("removing", measured.removing),
      absl::StrFormat(
          "%-9s removing : idle, p50 %.2f, p99 %.2f (aim: <= 2); %d rows in %d pieces of at most %d, %.1f s; "
          "slowest piece %.0f ms\n",
          engine, ratio(0.5), ratio(0.99), measured.removed, measured.pieces, measured.largest_piece,
          absl::ToDoubleSeconds(measured.elapsed), absl::ToDoubleMilliseconds(measured.slowest_piece)));
}

}  // namespace cp::testing
