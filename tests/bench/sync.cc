// The two halves of a sync, each measured beside the fastest way its server offers, in alternated rounds of one run:
//   writing   1000-row batches through ProgressWriter into PostgreSQL, against COPY of the same rows, formatted
//             beforehand, into the same table with the same indexes and the same durability, a transaction each 1000
//             rows. Ours also hashes the rows, raises the version under the company's lock and writes the outbox;
//   reading   a whole company through the Moodle source, against libmariadb's unbuffered results (mysql_use_result) for
//             the very statements that the source sent.
// Usage: sync [rounds]   (default 5; build the preset release)
#include <libpq-fe.h>
#include <mysql.h>

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

namespace cp::bench {
namespace {

constexpr int kBatchRows = 1000;
constexpr int kBatches = 50;
constexpr int kCourses = 20;
constexpr int64_t kNow = 1795176001;  // 2026-11-20T12:00:01Z
constexpr CompanyId kCompany(1);

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << "sync: " << value.status() << "\n";
  std::exit(1);
}
void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << "sync: " << status << "\n";
  std::exit(1);
}

// Writing.

enum class Stored {
  kNothing,     // a first sync
  kOneOfTwenty  // a course of every person: each batch lies among stored rows
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
    Prepare();
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
    Prepare();
    Sample sample{.seconds = 0, .rows = double{kBatches} * kBatchRows};
    for (const std::string& text : copy_text_) {
      sample.seconds += Seconds([&] { CopyOne(text); });
    }
    return sample;
  }

 private:
  Deadline Soon() const { return Deadline::After(clock_, absl::Minutes(1)); }
  void Prepare() {
    Must(server_.Execute("bench", "TRUNCATE course_progress; TRUNCATE outbox"));
    if (stored_ == Stored::kOneOfTwenty) {
      Must(server_.Execute("bench",
                           absl::StrCat("INSERT INTO course_progress (", kColumns, ") SELECT ", kCompany.value(),
                                        ", person, 1, 'Ada', 'Lovelace', 'ada@acme.test', 'ada', 'Course', 0,"
                                        " 0, 0, 0, 4, 'not_started', 0, '', 1, 1, 0 FROM generate_series(1, ",
                                        kBatches * kBatchRows / kCourses, ") AS person")));
    }
    Must(server_.Execute("bench", "CHECKPOINT"));
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
    native_ = mysql_init(nullptr);
    if (mysql_real_connect(native_, server_.host().c_str(), server_.user().c_str(), server_.password().c_str(), "bench",
                           static_cast<unsigned>(server_.port()), nullptr, 0) == nullptr) {
      Must(absl::UnavailableError(mysql_error(native_)));
    }
    mysql_set_character_set(native_, "utf8mb4");
  }
  ~MariadbReading() { mysql_close(native_); }

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

  // The same statements; every value of every row is touched, nothing is made of it. Counted in pairs, as ours.
  Sample Native() {
    const double seconds = Seconds([this] {
      for (const std::string& statement : statements_) ReadOne(statement);
    });
    return {.seconds = seconds, .rows = pairs_};
  }

 private:
  void ReadOne(const std::string& statement) {
    if (mysql_real_query(native_, statement.data(), statement.size()) != 0) {
      Must(absl::InternalError(mysql_error(native_)));
    }
    MYSQL_RES* result = mysql_use_result(native_);
    if (result == nullptr) return;
    const unsigned columns = mysql_num_fields(result);
    while (MYSQL_ROW row = mysql_fetch_row(result)) {
      for (unsigned i = 0; i < columns; ++i) touched_ += row[i] == nullptr ? 0 : static_cast<unsigned char>(row[i][0]);
    }
    mysql_free_result(result);
  }

  const runtime::SystemClock& clock_;
  testing::MariadbServer& server_;
  const std::string dsn_;
  std::unique_ptr<sync::Source> source_;
  std::vector<progress::PairFacts> facts_;
  double pairs_ = 0;
  std::vector<std::string> statements_;
  MYSQL* native_ = nullptr;
  uint64_t touched_ = 0;
};

void CompareWriting(const std::string& name, int rounds, const std::string& aim, testing::PostgresServer& server,
                    Stored stored) {
  const runtime::SystemClock clock;
  PostgresWriting writing(clock, server, stored);
  Compare(
      name, rounds, aim, [&] { return writing.Copy(); }, [&] { return writing.Store(); });
}

void Main(int rounds) {
  constexpr char kAtMost18[] = ">= 0.56 (at most 1.8x slower)";
  constexpr char kAtMost2[] = ">= 0.50 (at most 2x slower)";
  const runtime::SystemClock clock;
  std::cout << "PostgreSQL: both sides write the same " << kBatches * kBatchRows << " rows, " << kBatchRows
            << " a transaction, into the same table with the same\nindexes on the same server (synchronous_commit=on); "
               "ours also hashes, raises the version and writes the outbox.\n";
  PrintHeader();
  testing::PostgresServer& fast = testing::PostgresServer::Shared();
  CompareWriting("store batches / COPY", rounds, kAtMost18, fast, Stored::kNothing);
  CompareWriting("the same, fsync on", rounds, kAtMost18, DurableServer(), Stored::kNothing);
  CompareWriting("store batches among stored rows / COPY", rounds, kAtMost2, fast, Stored::kOneOfTwenty);
  MariadbReading reading(clock);
  Compare(
      "MariaDB: Moodle source / native streaming", rounds, ">= 0.70", [&] { return reading.Native(); },
      [&] { return reading.Source(); });
}

}  // namespace
}  // namespace cp::bench

int main(int argc, char** argv) {
  cp::bench::Main(argc > 1 ? std::max(1, std::atoi(argv[1])) : 5);
  return 0;
}
