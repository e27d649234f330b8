// What a cached answer costs: calls per second and server CPU of GetCourseProgress from the in-process cache and from
// Redis, beside a bare pre-serialized gRPC echo of the same size, under the same load from outside, in alternating
// rounds of one run. Token check and validation against the store are on. Prints a table; exits with 1 when a hit read
// rows from the store.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "courseprogress/v1/course_progress_service.grpc.pb.h"
#include "libs/base/status.h"
#include "libs/rpc/client.h"
#include "libs/rpc/secret.h"
#include "libs/rpc/status.h"
#include "libs/runtime/config.h"
#include "libs/runtime/system_clock.h"
#include "libs/sql/open_store.h"
#include "libs/testing/builders.h"
#include "libs/testing/redis_server.h"
#include "libs/testing/temp_dir.h"
#include "tests/bench/serve_load.h"
#include "tests/bench/serve_target.h"

namespace cp::bench {
namespace {

namespace v1 = courseprogress::v1;

struct Options {
  int rounds = 5;
  int64_t calls = 40000;
  int rows = 100;
  std::string store_dsn;  // empty: a SQLite file of its own
};

// What is under load, and what its own counters must say afterwards.
struct Lane {
  std::unique_ptr<ServeTarget> target;
  std::string hit_series;  // of /metrics; empty: none
  std::vector<double> rates, rate_ratios, cpu_us, cpu_ratios, mean_ms;
  double calls = 0, hits = 0, page_statements = 0, batches = 0;  // of all rounds
};

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options) {}

  absl::Status Run() {
    CP_RETURN_IF_ERROR(FillStore());
    CP_ASSIGN_OR_RETURN(redis_, testing::RedisServer::Start());
    CP_RETURN_IF_ERROR(StartLanes());
    for (int round = 0; round < options_.rounds; ++round) {
      for (Lane& lane : lanes_) CP_RETURN_IF_ERROR(Measure(&lane));
    }
    Print();
    return absl::OkStatus();
  }

 private:
  absl::Status FillStore() {
    sql::StoreOptions store_options;
    dsn_ = options_.store_dsn.empty() ? absl::StrCat("sqlite3://", directory_.File("store.db")) : options_.store_dsn;
    store_options.dsn = dsn_;
    store_options.migrate = true;
    store_options.clock = &clock_;
    CP_ASSIGN_OR_RETURN(const std::unique_ptr<progress::Store> store, sql::OpenStore(store_options));
    const Deadline soon = Deadline::After(clock_, absl::Minutes(1));
    CP_RETURN_IF_ERROR(store->UpsertCompanies({testing::MakeCompany(1)}, soon));
    progress::Batch batch;
    CP_ASSIGN_OR_RETURN(batch.lease, store->AcquireLease(CompanyId(1), "bench", absl::Minutes(1), soon));
    batch.run_id = "bench";
    for (int user = 1; user <= options_.rows; ++user) batch.upserts.push_back(testing::CompletedRow(user, 2));
    CP_RETURN_IF_ERROR(store->CommitBatch(batch, soon).status());
    CP_ASSIGN_OR_RETURN(const rpc::NewToken made, rpc::MakeToken());
    progress::ApiToken token = testing::ReadToken(made.id, 1);
    token.sha256 = made.sha256;
    token_ = made.secret;
    return store->CreateToken(token, soon);
  }

  absl::Status StartLanes() {
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    const std::vector<std::string> service = {absl::StrCat(self, "/../bin/query-service"), "--listen=127.0.0.1:0",
                                              "--metrics-listen=127.0.0.1:0", absl::StrCat("--store-dsn=", dsn_)};
    const auto with = [&service](std::vector<std::string> more) {
      more.insert(more.begin(), service.begin(), service.end());
      return more;
    };
    CP_ASSIGN_OR_RETURN(auto local, ServeTarget::Start("in-process hit", with({"--local-cache-mb=64"})));
    CP_ASSIGN_OR_RETURN(
        auto shared,
        ServeTarget::Start("Redis hit", with({"--local-cache-mb=0", absl::StrCat("--redis-url=", redis_->Url())})));
    for (const ServeTarget* target : {local.get(), shared.get()}) CP_RETURN_IF_ERROR(Warm(*target));
    CP_ASSIGN_OR_RETURN(auto echo,
                        ServeTarget::Start("bare echo", {absl::StrCat(self, "/serve_echo"),
                                                         absl::StrCat("--payload=", directory_.File("answer"))}));
    std::ofstream(directory_.File("request")) << GrpcFrame("");
    lanes_[0].target = std::move(echo);
    lanes_[1].target = std::move(local);
    lanes_[1].hit_series = "cache_requests_total{result=\"local_hit\"}";
    lanes_[2].target = std::move(shared);
    lanes_[2].hit_series = "cache_requests_total{result=\"shared_hit\"}";
    return absl::OkStatus();
  }

  // Until the answer comes from a cache; keeps it for the echo.
  absl::Status Warm(const ServeTarget& target) {
    CP_ASSIGN_OR_RETURN(const auto channel, rpc::MakeChannel({.address = target.address()}));
    const auto stub = v1::CourseProgressService::NewStub(channel);
    v1::GetCourseProgressResponse response;
    for (int attempt = 0; attempt < 100 && !response.cached(); ++attempt) {
      grpc::ClientContext context;
      rpc::PrepareCall(context, absl::Seconds(10), token_);
      CP_RETURN_IF_ERROR(rpc::FromGrpcStatus(stub->GetCourseProgress(&context, {}, &response)));
    }
    if (!response.cached() || response.rows_size() != std::min(options_.rows, 100)) {
      return absl::InternalError(absl::StrCat(target.name(), " does not answer from its cache"));
    }
    answer_bytes_ = response.ByteSizeLong();
    std::ofstream(directory_.File("answer")) << response.SerializeAsString();
    return absl::OkStatus();
  }

  static double PageStatements(const ServeTarget& target) {
    return target.Metric("store_statements_total{kind=\"page\"}");
  }

  absl::Status Measure(Lane* lane) {
    const ServeTarget& target = *lane->target;
    const double hits = target.Metric(lane->hit_series);
    const double pages = PageStatements(target);
    const double batches = target.Metric("store_version_batches_total");
    const absl::Duration cpu = target.CpuTime();
    CP_ASSIGN_OR_RETURN(const LoadResult load, RunLoad({.address = target.address(),
                                                        .token = token_,
                                                        .body_file = directory_.File("request"),
                                                        .calls = options_.calls}));
    const auto calls = static_cast<double>(options_.calls);
    lane->rates.push_back(load.calls_per_second);
    lane->cpu_us.push_back(absl::ToDoubleMicroseconds(target.CpuTime() - cpu) / calls);
    lane->rate_ratios.push_back(lane->rates.back() / lanes_[0].rates.back());
    lane->cpu_ratios.push_back(lane->cpu_us.back() / lanes_[0].cpu_us.back());
    lane->mean_ms.push_back(absl::ToDoubleMilliseconds(load.mean_time));
    lane->calls += calls;
    lane->hits += target.Metric(lane->hit_series) - hits;
    lane->page_statements += PageStatements(target) - pages;
    lane->batches += target.Metric("store_version_batches_total") - batches;
    return CheckHits(*lane);
  }

  // Redis may be late on a busy machine: then a call is a miss, one page is read, and that is all that may be read.
  static absl::Status CheckHits(const Lane& lane) {
    if (lane.hit_series.empty()) return absl::OkStatus();
    const double misses = lane.calls - lane.hits;
    if (lane.page_statements <= misses && misses <= 0.1 * lane.calls) return absl::OkStatus();
    return absl::InternalError(absl::StrCat(lane.target->name(), ": ", lane.hits, " hits in ", lane.calls,
                                            " calls, and ", lane.page_statements, " pages read"));
  }

  static double Median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  }

  void Print() {
    std::printf(
        "h2load -c4 -m16, answers of %zu bytes, %lld calls a round, medians of %d alternating rounds; store %s\n",
        answer_bytes_, static_cast<long long>(options_.calls), options_.rounds, dsn_.substr(0, dsn_.find(':')).c_str());
    std::printf("%-16s %10s %8s %15s %8s %9s %8s %12s %12s\n", "", "calls/s", "x echo", "server us/call", "x echo",
                "mean ms", "hits %", "pages read", "calls/batch");
    for (const Lane& lane : lanes_) {
      std::printf("%-16s %10.0f %8.2f %15.1f %8.2f %9.2f %8.2f %12.0f %12.1f\n", lane.target->name().c_str(),
                  Median(lane.rates), Median(lane.rate_ratios), Median(lane.cpu_us), Median(lane.cpu_ratios),
                  Median(lane.mean_ms), 100 * lane.hits / lane.calls, lane.page_statements,
                  lane.batches > 0 ? lane.calls / lane.batches : 0);
    }
  }

  const Options options_;
  const runtime::SystemClock clock_;
  const testing::TempDir directory_;
  std::unique_ptr<testing::RedisServer> redis_;
  std::string dsn_;
  std::string token_;
  size_t answer_bytes_ = 0;
  Lane lanes_[3];
};

}  // namespace
}  // namespace cp::bench

int main(int argc, char** argv) {
  cp::bench::Options options;
  cp::runtime::ConfigParser parser("serve", "Compares cached answers with a bare gRPC echo of the same size.");
  parser.AddInt({.name = "rounds", .help = "Rounds; medians are shown.", .unit = "rounds"}, {1, 101}, &options.rounds);
  parser.AddInt({.name = "calls", .help = "Calls of a round.", .unit = "calls"}, {1000, 100000000}, &options.calls);
  parser.AddInt({.name = "rows", .help = "Rows of an answer.", .unit = "rows"}, {1, 100}, &options.rows);
  parser.AddDsn({.name = "store-dsn", .help = "An empty store to fill. Empty: a SQLite file."}, &options.store_dsn);
  if (const auto exit = parser.Parse(argc, argv, cp::runtime::ProcessEnvironment(), std::cout, std::cerr)) return *exit;
  const absl::Status status = cp::bench::Bench(options).Run();
  if (status.ok()) return 0;
  std::cerr << "serve: " << status.message() << std::endl;
  return 1;
}
