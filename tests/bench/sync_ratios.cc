#include "tests/bench/sync_ratios.h"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/moodle/open_source.h"
#include "libs/progress/derive.h"
#include "libs/runtime/system_clock.h"
#include "libs/sql/open_store.h"
#include "libs/testing/builders.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"
#include "tests/bench/bench_table.h"
#include "tests/bench/large_site.h"
#include "tests/bench/mariadb_statements.h"
#include "tests/bench/must.h"
#include "tests/bench/native_reading.h"

namespace cp::bench {
namespace {

constexpr int kBatchRows = 1000;
constexpr int kBatches = 50;
constexpr int kCourses = 20;
constexpr int64_t kNow = 1795176001;  // 2026-11-20T12:00:01Z
constexpr CompanyId kCompany(1);

// Writing.

enum class Stored {
  kNothing,      // a first sync
  kOneOfTwenty,  // a course of every person: each batch lies among stored rows
  kEveryRow      // all of them, otherwise: each row is updated; COPY still writes new ones
};

testing::PostgresServer& DurableServer() {
  static const std::unique_ptr<testing::PostgresServer> server =
      Must(testing::PostgresServer::Start({.settings = {"fsync=on", "full_page_writes=on", "synchronous_commit=on"}}));
  return *server;
}

std::vector<progress::CourseProgress> BatchOf(int batch) {
  std::vector<progress::CourseProgress> rows;
  rows.reserve(kBatchRows);
  for (int i = 0; i < kBatchRows; ++i) {
    const int64_t n = int64_t{batch} * kBatchRows + i;
    rows.push_back(testing::Row(1 + n / kCourses, 2 + n % kCourses, static_cast<int32_t>(n % 5), 4));
  }
  return rows;
}

class PostgresWriting {
 public:
  PostgresWriting(const runtime::SystemClock& clock, testing::PostgresServer& server, Stored stored)
      : clock_(clock), server_(server), stored_(stored), dsn_(Must(server_.CreateDatabase("bench"))) {
    sql::StoreOptions options;
    options.dsn = dsn_;
    options.migrate = true;
    options.clock = &clock_;
    store_ = Must(sql::OpenStore(options));
    Must(store_->UpsertCompanies({testing::MakeCompany(1)}, Soon()));
    for (int batch = 0; batch < kBatches; ++batch) batches_.push_back(BatchOf(batch));
    copy_ = PQconnectdb(dsn_.substr(std::string("postgresql://").size()).c_str());
    if (PQstatus(copy_) != CONNECTION_OK) Must(absl::UnavailableError(PQerrorMessage(copy_)));
    for (const auto& rows : batches_) copy_text_.push_back(CopyText(rows));
  }
  ~PostgresWriting() { PQfinish(copy_); }

  Sample Store() {
    Prepare(stored_);
    progress::Batch batch;
    batch.lease = Must(store_->AcquireLease(kCompany, "bench", absl::Hours(1), Soon()));
    batch.run_id = "BENCH";
    batch.written_at = kNow;
    Sample sample{.seconds = 0, .rows = double{kBatches} * kBatchRows};
    for (const auto& rows : batches_) {
      batch.upserts = rows;
      sample.seconds += Seconds([&] { Must(store_->CommitBatch(batch, Soon()).status()); });
    }
    Must(store_->ReleaseLease(batch.lease, Soon()));
    return sample;
  }

  Sample Copy() {
    Prepare(stored_ == Stored::kEveryRow ? Stored::kNothing : stored_);
    Sample sample{.seconds = 0, .rows = double{kBatches} * kBatchRows};
    for (const std::string& text : copy_text_) {
      sample.seconds += Seconds([&] { CopyOne(text); });
    }
    return sample;
  }

 private:
  Deadline Soon() const { return Deadline::After(clock_, absl::Minutes(1)); }
  void Prepare(Stored stored) {
    Must(server_.Execute("bench", "TRUNCATE course_progress; TRUNCATE outbox"));
    if (stored == Stored::kOneOfTwenty) StoreCourses(1, 1);
    if (stored == Stored::kEveryRow) StoreCourses(2, 1 + kCourses);
    Must(server_.Execute("bench", "VACUUM course_progress"));
    Must(server_.Execute("bench", "CHECKPOINT"));
  }

  // A row of every person in each of these courses.
  void StoreCourses(int first, int last) {
    Must(server_.Execute(
        "bench", absl::StrCat("INSERT INTO course_progress (", kColumns, ") SELECT ", kCompany.value(),
                              ", person, course, 'Ada', 'Lovelace', 'ada@acme.test', 'ada', 'Course', 0, 0, 0, 0, 4,"
                              " 'not_started', 0, '', 1, 1, 0 FROM generate_series(1, ",
                              kBatches * kBatchRows / kCourses, ") AS person, generate_series(", first, ", ", last,
                              ") AS course")));
  }

  static std::string CopyText(const std::vector<progress::CourseProgress>& rows) {
    std::string text;
    for (const progress::CourseProgress& row : rows) {
      absl::StrAppend(&text, kCompany.value(), "\t", row.key.user.value(), "\t", row.key.course.value(), "\t");
      absl::StrAppend(&text, row.firstname, "\t", row.lastname, "\t", row.email, "\t", row.username, "\t");
      absl::StrAppend(&text, row.coursename, "\t", row.timecompleted, "\t", row.timestarted, "\t", row.percentage,
                      "\t");
      absl::StrAppend(&text, row.activities_done, "\t", row.activities_total, "\t", progress::ToString(row.status),
                      "\t");
      absl::StrAppend(&text, row.last_activity, "\t", progress::ContentHash(row), "\t1\t", kNow, "\t0\n");
    }
    return text;
  }

  void CopyOne(const std::string& text) {
    PGresult* begun = PQexec(copy_, absl::StrCat("COPY course_progress (", kColumns, ") FROM STDIN").c_str());
    const bool copying = PQresultStatus(begun) == PGRES_COPY_IN;
    PQclear(begun);
    if (!copying || PQputCopyData(copy_, text.data(), static_cast<int>(text.size())) != 1 ||
        PQputCopyEnd(copy_, nullptr) != 1) {
      Must(absl::InternalError(PQerrorMessage(copy_)));
    }
    while (PGresult* result = PQgetResult(copy_)) {
      if (PQresultStatus(result) != PGRES_COMMAND_OK) Must(absl::InternalError(PQerrorMessage(copy_)));
      PQclear(result);
    }
  }

  static constexpr char kColumns[] =
      "company_id, user_id, course_id, firstname, lastname, email, username, coursename, timecompleted, timestarted,"
      " percentage, activities_done, activities_total, status, last_activity, content_hash, row_version, last_updated,"
      " is_deleted";

  const runtime::SystemClock& clock_;
  testing::PostgresServer& server_;
  const Stored stored_;
  const std::string dsn_;
  std::unique_ptr<progress::Store> store_;
  std::vector<std::vector<progress::CourseProgress>> batches_;
  std::vector<std::string> copy_text_;
  PGconn* copy_ = nullptr;
};

// Reading.

class MariadbReading {
 public:
  explicit MariadbReading(const runtime::SystemClock& clock)
      : clock_(clock), server_(testing::MariadbServer::Shared()), dsn_(Must(LoadDemoSite(server_, "bench", kNow))) {
    moodle::SourceOptions options;
    options.dsn = dsn_;
    source_ = Must(moodle::MakeSource(options, clock_));
    Source();  // fills the buffer pool
    statements_ = Must(StatementsOf(server_, [this] { Source(); }));
    native_ = std::make_unique<NativeReading>(server_, "bench");
  }

  Sample Source() {
    pairs_ = 0;
    const double seconds = Seconds([this] {
      const Deadline deadline = Deadline::After(clock_, absl::Minutes(5));
      const std::unique_ptr<sync::SourceSnapshot> snapshot =
          Must(source_->OpenSnapshot({.company = kCompany, .now = kNow}, deadline));
      do {
        Must(snapshot->Next(kBatchRows, &facts_, deadline));
        pairs_ += static_cast<double>(facts_.size());
      } while (!facts_.empty());
    });
    return {.seconds = seconds, .rows = pairs_};
  }

  // The same statements, counted in pairs, as ours.
  Sample Native() {
    const double seconds = Seconds([this] { native_->Read(statements_); });
    return {.seconds = seconds, .rows = pairs_};
  }

 private:
  const runtime::SystemClock& clock_;
  testing::MariadbServer& server_;
  const std::string dsn_;
  std::unique_ptr<sync::Source> source_;
  std::vector<progress::PairFacts> facts_;
  double pairs_ = 0;
  std::vector<std::string> statements_;
  std::unique_ptr<NativeReading> native_;
};

void CompareWriting(const std::string& name, int rounds, const std::string& aim, testing::PostgresServer& server,
                    Stored stored) {
  const runtime::SystemClock clock;
  PostgresWriting writing(clock, server, stored);
  Compare(
      name, rounds, aim, [&] { return writing.Copy(); }, [&] { return writing.Store(); });
}

}  // namespace

void PrintRatios(int rounds) {
  constexpr char kAtMost18[] = ">= 0.56 (at most 1.8x slower)";
  constexpr char kUpdates[] = "none: an update leaves a dead row behind, and COPY updates nothing";
  const runtime::SystemClock clock;
  std::cout << "PostgreSQL: both sides write the same " << kBatches * kBatchRows << " rows, " << kBatchRows
            << " a transaction, into the same table with the same\nindexes on the same server (synchronous_commit=on); "
               "ours also hashes, raises the version and writes the outbox.\n";
  PrintHeader();
  testing::PostgresServer& fast = testing::PostgresServer::Shared();
  CompareWriting("store batches / COPY", rounds, kAtMost18, fast, Stored::kNothing);
  CompareWriting("the same, fsync on", rounds, kAtMost18, DurableServer(), Stored::kNothing);
  CompareWriting("store batches among stored rows / COPY", rounds, kAtMost18, fast, Stored::kOneOfTwenty);
  CompareWriting("store batches that update / COPY of new rows", rounds, kUpdates, fast, Stored::kEveryRow);
  MariadbReading reading(clock);
  Compare(
      "MariaDB: Moodle source / native streaming", rounds, ">= 0.70", [&] { return reading.Native(); },
      [&] { return reading.Source(); });
}

}  // namespace cp::bench
