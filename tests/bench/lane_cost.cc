#include "tests/bench/lane_cost.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/moodle/log_event.h"
#include "libs/moodle/open_source.h"
#include "libs/moodle/player/site_db.h"
#include "libs/runtime/logging.h"
#include "libs/runtime/metrics.h"
#include "libs/runtime/system_clock.h"
#include "libs/sql/open_store.h"
#include "libs/testing/temp_dir.h"
#include "services/sync_worker/no_cache.h"
#include "services/sync_worker/worker_server.h"
#include "tests/bench/bench_table.h"
#include "tests/bench/large_site.h"
#include "tests/bench/must.h"
#include "tests/bench/source_meter.h"

namespace cp::bench {
namespace {

constexpr SiteSize kSmallest = {.users = 50, .courses = 20, .activities = 2, .companies = 10};
constexpr int64_t kSmallestPairs = 10'000;
constexpr int kChangedPairs = 100;
constexpr int kRounds = 5;
constexpr char kDatabase[] = "lane";

struct Cost {
  double seconds = 0;
  int64_t statements = 0;     // at the source; -1: not counted
  int64_t rows_examined = 0;  // at the source
  int64_t rows_read = 0;      // pairs that the source answered with
  int64_t rows_written = 0;   // of the store
};

struct SizeCost {
  int64_t pairs = 0;
  Cost idle, changes, look;
};

// Each figure's own.
Cost MedianOf(const std::vector<Cost>& costs) {
  const auto median = [&]<typename T>(T Cost::*member) {
    std::vector<T> values;
    for (const Cost& cost : costs) values.push_back(cost.*member);
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  };
  return {.seconds = median(&Cost::seconds),
          .statements = median(&Cost::statements),
          .rows_examined = median(&Cost::rows_examined),
          .rows_read = median(&Cost::rows_read),
          .rows_written = median(&Cost::rows_written)};
}

// A worker that follows Moodle, a step at a time (worker::ChangeLoop makes the same ones).
class FollowingWorker {
 public:
  explicit FollowingWorker(const std::string& moodle_dsn) {
    moodle::SourceOptions source;
    source.dsn = moodle_dsn;
    source_ = Must(moodle::MakeSource(source, clock_));
    sql::StoreOptions store;
    store.dsn = absl::StrCat("sqlite3://", folder_.File("store.db"));
    store.migrate = true;
    store.clock = &clock_;
    store_ = Must(sql::OpenStore(store));
    worker::RunManagerOptions options;
    options.owner = "bench";
    options.max_sync_time = absl::ZeroDuration();
    options.lane.count_interval = absl::Hours(24);
    worker_ = std::make_unique<worker::Worker>(worker::WorkerPorts{.clock = &clock_,
                                                                   .store = store_.get(),
                                                                   .source = source_.get(),
                                                                   .invalidator = &cache_,
                                                                   .log = &log_,
                                                                   .metrics = &run_metrics_},
                                               options);
  }

  // A look, and whom it found.
  void ServeAll() {
    const sync::DetectionReport found = Must(worker_->changes().Find(/*look=*/true, Soon()));
    Serve(found, worker::Turns::kAll);
  }
  void Look() { Must(worker_->changes().Find(/*look=*/true, Soon()).status()); }

  // Returns what the run read and wrote, if there was one.
  Cost Tick() {
    const sync::DetectionReport found = Must(worker_->changes().Find(/*look=*/false, Soon()));
    if (!Must(worker_->changes().Waiting(/*patient=*/true, Soon())).empty()) return Serve(found, worker::Turns::kUsers);
    Must(store_->MarkFresh(found.read_at, Soon()));
    Must(worker_->changes().Waiting(/*patient=*/false, Soon()).status());
    return {};
  }

 private:
  Deadline Soon() const { return Deadline::After(clock_, absl::Minutes(10)); }

  Cost Serve(const sync::DetectionReport& found, worker::Turns turns) {
    worker::RunRequest request;
    request.kind = worker::kContinuousRun;
    request.mode = progress::RunMode::kChanges;
    request.turns = turns;
    request.found = found;
    const worker::RunResult result = Must(worker_->runner().Run(request));
    for (const std::string& error : result.errors) Must(absl::InternalError(error));
    Cost cost;
    for (const worker::CompanyReport& company : result.companies) {
      const progress::CompanyRunRecord& record = company.result.record;
      cost.rows_read += record.rows_read;
      cost.rows_written += record.created + record.updated + record.deleted;
    }
    return cost;
  }

  const runtime::SystemClock clock_;
  const testing::TempDir folder_;
  std::unique_ptr<sync::Source> source_;
  std::unique_ptr<sql::DatabaseStore> store_;
  worker::NoCache cache_;
  runtime::Logger log_{runtime::LogLevel::kError, &clock_, [](absl::string_view) {}};
  runtime::Metrics metrics_;
  worker::RunMetrics run_metrics_{&metrics_, &clock_};
  std::unique_ptr<worker::Worker> worker_;
};

// Completes an activity for one pair of each of many learners, spread over all companies; the next ones each time,
// until it is everybody's turn again.
class Learners {
 public:
  explicit Learners(const std::string& moodle_dsn) : db_(Must(moodle::SiteDb::Open(moodle_dsn))) {
    for (const auto& row : db_->Rows("SELECT DISTINCT cu.companyid, cu.userid FROM mdl_company_users cu JOIN mdl_user "
                                     "u ON u.id = cu.userid WHERE "
                                     "cu.managertype = 0 AND cu.suspended = 0 AND u.suspended = 0 AND u.deleted = 0 "
                                     "ORDER BY cu.companyid, cu.userid")) {
      people_[row[0]].push_back(row[1]);
    }
  }

  void Complete(int pairs) {
    for (int done = 0; done < pairs;) {
      for (auto& [company, users] : people_) {
        if (done < pairs && CompleteOne(users)) ++done;
      }
    }
  }

 private:
  // The last one, who goes to the front. False: had nothing left to complete, and is left out from now on.
  bool CompleteOne(std::vector<int64_t>& users) {
    if (users.empty()) Must(absl::OutOfRangeError("everybody in a company has completed everything"));
    const int64_t user = users.back();
    users.pop_back();
    const std::string now = absl::StrCat(absl::ToUnixSeconds(absl::Now()));
    const auto open = db_->Rows(
        "SELECT cm.id, cm.course FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid JOIN mdl_course c "
        "ON c.id = e.courseid JOIN mdl_course_modules cm ON cm.course = c.id WHERE ue.userid = $0 AND ue.status = 0 "
        "AND ue.timestart <= $1 AND (ue.timeend = 0 OR ue.timeend > $1) AND e.status = 0 AND c.visible = 1 "
        "AND c.enablecompletion = 1 "
        "AND cm.completion <> 0 AND cm.deletioninprogress = 0 AND NOT EXISTS "
        "(SELECT 1 FROM mdl_course_modules_completion x WHERE x.coursemoduleid = cm.id AND x.userid = ue.userid) "
        "AND NOT EXISTS (SELECT 1 FROM mdl_course_completions cc WHERE cc.userid = ue.userid AND cc.course = cm.course "
        "AND cc.timecompleted > 0) ORDER BY cm.id LIMIT 1",
        user, now);
    if (open.empty()) return false;
    users.insert(users.begin(), user);
    const moodle::LogFields event = {.objectid = absl::StrCat(open[0][0]),
                                     .contextlevel = moodle::kModuleLevel,
                                     .contextinstanceid = absl::StrCat(open[0][0]),
                                     .userid = absl::StrCat(user),
                                     .courseid = absl::StrCat(open[0][1]),
                                     .relateduserid = absl::StrCat(user),
                                     .timecreated = now};
    Must(db_->Transaction([&] {
      db_->Run(
          "INSERT INTO mdl_course_modules_completion (id, coursemoduleid, userid, completionstate, timemodified) "
          "SELECT MAX(id) + 1, $0, $1, 1, $2 FROM mdl_course_modules_completion",
          open[0][0], user, now);
      db_->Run("$0", moodle::LogInsert("course_module_completion_updated", event));
    }));
    return true;
  }

  const std::unique_ptr<moodle::SiteDb> db_;
  std::map<int64_t, std::vector<int64_t>> people_;  // by company
};

Cost MeasureStep(SourceMeter& meter, const std::function<Cost()>& step) {
  const SourceUse before = meter.Read();
  Cost cost;
  cost.seconds = Seconds([&] {
    const Cost rows = step();
    cost.rows_read = rows.rows_read;
    cost.rows_written = rows.rows_written;
  });
  const SourceUse after = meter.Read();
  cost.statements = after.statements < 0 ? -1 : after.statements - before.statements;
  cost.rows_examined = after.rows_examined - before.rows_examined;
  return cost;
}

SizeCost MeasureSize(const std::string& moodle_dsn, int64_t pairs, SourceMeter& meter) {
  FollowingWorker worker(moodle_dsn);
  Learners learners(moodle_dsn);
  std::fprintf(stderr, "%lld pairs: the store was filled in %.1f s\n", static_cast<long long>(pairs),
               Seconds([&] { worker.ServeAll(); }));
  worker.Tick();
  learners.Complete(kChangedPairs);
  worker.Tick();
  std::vector<Cost> idle, changes, looks;
  for (int round = 0; round < kRounds; ++round) {
    learners.Complete(kChangedPairs);
    changes.push_back(MeasureStep(meter, [&] { return worker.Tick(); }));
    idle.push_back(MeasureStep(meter, [&] { return worker.Tick(); }));
  }
  looks.push_back(MeasureStep(meter, [&] {
    worker.Look();
    return Cost();
  }));
  return {.pairs = pairs, .idle = MedianOf(idle), .changes = MedianOf(changes), .look = MedianOf(looks)};
}

void PrintCost(const std::string& engine, int64_t pairs, const char* what, const Cost& cost) {
  std::printf("%-8s | %9lld | %-28s | %9.1f | %10s | %13lld | %9lld | %7lld\n", engine.c_str(),
              static_cast<long long>(pairs), what, cost.seconds * 1000,
              cost.statements < 0 ? "-" : absl::StrCat(cost.statements).c_str(),
              static_cast<long long>(cost.rows_examined), static_cast<long long>(cost.rows_read),
              static_cast<long long>(cost.rows_written));
  std::fflush(stdout);
}

double Share(double large, double small) { return small == 0 ? 0 : large / small; }

void PrintGrowth(const SizeCost& small, const SizeCost& large) {
  std::printf(
      "%lld : %lld pairs: change run, time x %.2f, rows examined x %.2f (aim <= 2); idle tick, rows examined "
      "x %.2f (aim <= 1.1), %lld statements (aim <= 30)\n",
      static_cast<long long>(large.pairs), static_cast<long long>(small.pairs),
      Share(large.changes.seconds, small.changes.seconds),
      Share(static_cast<double>(large.changes.rows_examined), static_cast<double>(small.changes.rows_examined)),
      Share(static_cast<double>(large.idle.rows_examined), static_cast<double>(small.idle.rows_examined)),
      static_cast<long long>(large.idle.statements));
}

template <typename Server>
void MeasureSizes(const std::string& engine, const Server& server, int64_t most_pairs,
                  const std::function<std::unique_ptr<SourceMeter>()>& make_meter) {
  std::printf("%-8s | %9s | %-28s | %9s | %10s | %13s | %9s | %7s\n", "source", "pairs", "what", "ms", "statements",
              "rows examined", "rows read", "written");
  const std::string dsn = Must(LoadDemoSite(server, kDatabase, absl::ToUnixSeconds(absl::Now()), kSmallest));
  const std::unique_ptr<SourceMeter> meter = make_meter();
  std::vector<SizeCost> costs;
  int64_t made = kSmallestPairs;
  for (int64_t pairs = kSmallestPairs; pairs <= most_pairs; pairs *= 10) {
    const double seconds = Seconds([&] {
      Must(AddPeople(server, kDatabase, made / kSmallestPairs, pairs / kSmallestPairs));
      Must(LogEnrolments(server, kDatabase));
      Must(Analyze(server, kDatabase));
    });
    std::fprintf(stderr, "%lld pairs made in %.0f s\n", static_cast<long long>(pairs), seconds);
    made = pairs;
    const SizeCost& cost = costs.emplace_back(MeasureSize(dsn, pairs, *meter));
    PrintCost(engine, pairs, "idle tick", cost.idle);
    PrintCost(engine, pairs, absl::StrCat("tick that serves ", kChangedPairs, " pairs").c_str(), cost.changes);
    PrintCost(engine, pairs, "look", cost.look);
  }
  PrintGrowth(costs.front(), costs.back());
}

}  // namespace

void PrintLaneCost(const std::string& engine, int64_t most_pairs) {
  if (engine == "postgres") {
    testing::PostgresServer& server = testing::PostgresServer::Shared();
    return MeasureSizes(engine, server, most_pairs, [&] { return MakeMeter(server, kDatabase); });
  }
  const auto server = Must(testing::MariadbServer::Start({.more_arguments = {"--innodb-buffer-pool-size=1G"}}));
  MeasureSizes(engine, *server, most_pairs, [&] { return MakeMeter(*server); });
}

}  // namespace cp::bench
