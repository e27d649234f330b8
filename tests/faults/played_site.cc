#include "tests/faults/played_site.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status.h"
#include "libs/moodle/open_source.h"
#include "libs/moodle/player/small_site.h"
#include "libs/runtime/logging.h"
#include "libs/runtime/metrics.h"
#include "libs/sql/open_store.h"
#include "libs/testing/fake_clock.h"
#include "libs/testing/mariadb_server.h"
#include "libs/testing/postgres_server.h"
#include "services/sync_worker/no_cache.h"
#include "services/sync_worker/worker_server.h"
#include "tests/faults/cut_off_source.h"
#include "tests/faults/fresh_derivation.h"

namespace cp::faults {
namespace {

constexpr int kExitDone = 0;
constexpr int kExitFailed = 1;
constexpr int kExitKilled = 137;

[[noreturn]] void Abort(const std::string& what, const absl::Status& status) {
  std::cerr << what << ": " << status << std::endl;
  std::abort();
}
template <typename T>
T Need(absl::StatusOr<T> value, const std::string& what) {
  if (!value.ok()) Abort(what, value.status());
  return *std::move(value);
}
void Need(const absl::Status& status, const std::string& what) {
  if (!status.ok()) Abort(what, status);
}

// What a worker's process is made of. Real SQL on both sides; nothing of it exists in the test's own process.
class ChildWorker {
 public:
  ChildWorker(const std::string& moodle_dsn, const std::string& store_path, int64_t now, const WorkerPlan& plan)
      : clock_(absl::FromUnixSeconds(now)), plan_(plan) {
    moodle::SourceOptions source;
    source.dsn = moodle_dsn;
    source_ = MakeCutOffSource(Need(moodle::MakeSource(source, clock_), "source"), plan.source_fails_after);
    sql::StoreOptions store;
    store.dsn = absl::StrCat("sqlite3://", store_path);
    store.migrate = true;
    store.clock = &clock_;
    store_ = Need(sql::OpenStore(store), "store");
  }

  int Run() {
    worker::RunManagerOptions options;
    options.owner = absl::StrCat("child:", getpid());
    options.lane.count_interval = absl::ZeroDuration();
    options.batch_rows = 7;  // so that most runs have several
    options.first_retry_wait = absl::Microseconds(1);
    worker::Worker worker({.clock = &clock_,
                           .store = store_.get(),
                           .source = source_.get(),
                           .invalidator = &cache_,
                           .log = &log_,
                           .metrics = &run_metrics_},
                          options);
    worker::RunRequest request;
    request.kind = "test";
    request.mode = plan_.mode;
    const absl::StatusOr<worker::RunResult> run = worker.runner().Run(request);
    return run.ok() && run->Success() ? kExitDone : kExitFailed;
  }

 private:
  testing::FakeClock clock_;
  const WorkerPlan plan_;
  std::unique_ptr<sync::Source> source_;
  std::unique_ptr<sql::DatabaseStore> store_;
  worker::NoCache cache_;
  runtime::Logger log_{runtime::LogLevel::kError, &clock_, [](absl::string_view) {}};
  runtime::Metrics metrics_;
  worker::RunMetrics run_metrics_{&metrics_, &clock_};
};

struct CloseSqlite {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
using Database = std::unique_ptr<sqlite3, CloseSqlite>;

Database OpenDatabase(const std::string& path) {
  sqlite3* db = nullptr;
  if (sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
    Abort(path, absl::InternalError(db == nullptr ? "no memory" : sqlite3_errmsg(db)));
  }
  return Database(db);
}

// Rows as text, columns joined by '|'.
std::vector<std::string> Select(sqlite3* db, const std::string& sql) {
  std::vector<std::string> rows;
  char* error = nullptr;
  const auto take = [](void* out, int columns, char** values, char**) {
    std::vector<std::string> texts;
    texts.reserve(static_cast<size_t>(columns));
    for (int i = 0; i < columns; ++i) texts.emplace_back(values[i] == nullptr ? "" : values[i]);
    static_cast<std::vector<std::string>*>(out)->push_back(absl::StrJoin(texts, "|"));
    return 0;
  };
  if (sqlite3_exec(db, sql.c_str(), take, &rows, &error) != SQLITE_OK) {
    Abort(sql, absl::InternalError(error == nullptr ? "" : error));
  }
  return rows;
}

// In memory where there is a place for it: thousands of small files are made, and nobody pulls the plug.
std::string Folder() {
  const char* const shared_memory = "/dev/shm";
  if (access(shared_memory, W_OK) == 0) setenv("TMPDIR", shared_memory, /*overwrite=*/0);
  return "";
}

std::string MakeDatabase(const std::string& engine, const testing::TempDir& folder, uint64_t seed) {
  static int made = 0;
  const std::string name = absl::StrCat("played", ++made, "_", seed % 1000000);
  if (engine == "mariadb") return Need(testing::MariadbServer::Shared().CreateDatabase(name), "database");
  if (engine == "postgres") return Need(testing::PostgresServer::Shared().CreateDatabase(name), "database");
  return absl::StrCat("sqlite3://", folder.File("moodle.db"));
}

// Making a site costs a hundred times what copying one does.
constexpr uint64_t kTemplates = 12;

void CopyTemplate(uint64_t seed, const std::string& path) {
  static const testing::TempDir* const folder = new testing::TempDir();  // until the process ends
  const std::string made = folder->File(absl::StrCat("site", seed % kTemplates, ".db"));
  if (!std::filesystem::exists(made)) {
    const std::unique_ptr<moodle::SiteDb> db = Need(moodle::SiteDb::Open(absl::StrCat("sqlite3://", made)), "site");
    Need(moodle::MakeSmallSite(db.get(), testing::FakeClock::kStart, seed % kTemplates), "site");
  }
  std::filesystem::copy_file(made, path);
}

}  // namespace

struct PlayedSite::Files {
  std::string in_memory = Folder();
  testing::TempDir folder;
};

PlayedSite::PlayedSite(const std::string& engine, uint64_t seed) : files_(std::make_unique<Files>()) {
  moodle_dsn_ = MakeDatabase(engine, files_->folder, seed);
  store_path_ = files_->folder.File("store.db");
  if (engine == "sqlite") CopyTemplate(seed, files_->folder.File("moodle.db"));
  db_ = Need(moodle::SiteDb::Open(moodle_dsn_), "site");
  if (engine != "sqlite") Need(moodle::MakeSmallSite(db_.get(), testing::FakeClock::kStart, seed), "site");
  history_ = std::make_unique<moodle::RandomHistory>(db_.get(), testing::FakeClock::kStart, seed);
}

PlayedSite::~PlayedSite() = default;

absl::StatusOr<moodle::Step> PlayedSite::Play() { return history_->Next(); }

WorkerEnd PlayedSite::Run(const WorkerPlan& plan) {
  if (std::filesystem::exists(store_path_)) {
    Select(OpenDatabase(store_path_).get(), "UPDATE company SET lease_until = 0");
  }
  const pid_t child = fork();
  if (child < 0) Abort("fork", absl::ErrnoToStatus(errno, "fork"));
  if (child == 0) {
    if (plan.crash.has_value()) {
      setenv("CP_CRASH_POINT", absl::StrCat(ToString(*plan.crash), ":", plan.crash_time).c_str(), 1);
    }
    _exit(ChildWorker(moodle_dsn_, store_path_, now(), plan).Run());
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child) Abort("waitpid", absl::ErrnoToStatus(errno, "waitpid"));
  if (!WIFEXITED(status)) Abort("the worker", absl::InternalError(absl::StrCat("died of signal ", WTERMSIG(status))));
  switch (WEXITSTATUS(status)) {
    case kExitDone:
      return WorkerEnd::kDone;
    case kExitFailed:
      return WorkerEnd::kFailed;
    case kExitKilled:
      return WorkerEnd::kKilled;
    default:
      Abort("the worker", absl::InternalError(absl::StrCat("exit code ", WEXITSTATUS(status))));
  }
}

std::string PlayedSite::Difference() {
  return faults::Difference(FreshRows(moodle_dsn_, now()), StoredRows(absl::StrCat("sqlite3://", store_path_)));
}

int64_t PlayedSite::Versions() {
  const auto sum = Select(OpenDatabase(store_path_).get(), "SELECT COALESCE(SUM(version), 0) FROM company");
  return std::atoll(sum.at(0).c_str());
}

}  // namespace cp::faults
