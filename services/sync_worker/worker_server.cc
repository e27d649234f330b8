#include "services/sync_worker/worker_server.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "services/sync_worker/run_id.h"
#include "services/sync_worker/source_probe.h"

namespace cp::worker {
namespace {

constexpr absl::Duration kExamineTimeout = absl::Seconds(10);
constexpr absl::Duration kSeedTimeout = absl::Seconds(30);
constexpr absl::Duration kLongestQuestion = absl::Seconds(30);
constexpr int kQuestionThreads = 2;
constexpr char kSyncServiceName[] = "courseprogress.v1.SyncService";

RunManagerParts PartsOf(const WorkerPorts& ports, sync::EpochGuard* epoch, LeaseKeeper* leases, RunRegistry* live,
                        ChangeFinder* changes, const StopSignal* stop) {
  return {.ports = {.source = ports.source,
                    .writer = ports.store,
                    .outbox = ports.store,
                    .invalidator = ports.invalidator,
                    .epoch = epoch},
          .companies = ports.store,
          .reader = ports.store,
          .runs = ports.store,
          .history = ports.store,
          .lane = ports.store,
          .changes = changes,
          .live = live,
          .leases = leases,
          .clock = ports.clock,
          .shutdown = stop,
          .log = ports.log,
          .metrics = ports.metrics,
          .new_run_id = [clock = ports.clock] {
            absl::BitGen random;
            return MakeRunId(clock->Now(), random);
          }};
}

void LogRaise(const runtime::Logger& log, const sync::EpochRaise& raise) {
  log.Warning("epoch_raised", {{"epoch", raise.epoch}, {"cause", raise.Describe()}});
}

void LogCall(const runtime::Logger& log, const rpc::CallEnd& end) {
  log.Info("call",
           {{"method", end.method},
            {"token_id", end.token_id},
            {"code", absl::StatusCodeToString(end.status.code())},
            {"reason", end.refusal.has_value() ? std::string(rpc::ToString(*end.refusal)) : ReasonOf(end.status)},
            {"duration_seconds", end.elapsed}});
}

rpc::UnaryGate GateOf(const WorkerPorts& ports, rpc::Authenticator* authenticator, Executor* executor,
                      absl::Duration longest) {
  return {.authenticator = authenticator,
          .executor = executor,
          .clock = ports.clock,
          .permit = &rpc::RequireAdmin,
          .max_duration = longest,
          .on_end = [log = ports.log](grpc::CallbackServerContext&, const rpc::CallEnd& end) { LogCall(*log, end); }};
}

void Name(std::thread& thread, const char* name) { pthread_setname_np(thread.native_handle(), name); }

}  // namespace

HousekeeperParts HousekeeperPartsOf(const WorkerPorts& ports, const StopSignal* stop) {
  return {.store = ports.store,
          .clock = ports.clock,
          .log = ports.log,
          .metrics = ports.metrics,
          .wait = [stop](absl::Duration duration) { return stop->WaitFor(duration); }};
}

Worker::Worker(const WorkerPorts& ports, const RunManagerOptions& options)
    : source_(*ports.source),
      epoch_({.reader = ports.store,
              .writer = ports.store,
              .cache = ports.invalidator,
              .clock = ports.clock,
              .on_raise = [log = ports.log](const sync::EpochRaise& raise) { LogRaise(*log, raise); }}),
      leases_(ports.store, ports.clock),
      live_(ports.clock),
      changes_({.lane = ports.store, .companies = ports.store, .source = ports.source, .clock = ports.clock},
               options.lane),
      runs_(PartsOf(ports, &epoch_, &leases_, &live_, &changes_, &stop_), options),
      pulse_(ports.store, ports.store, &live_, ports.clock) {
  leases_.Start();
  pulse_.Start();
}

void Worker::Stop() {
  stop_.Request();
  source_.Interrupt();
}

WorkerServer::WorkerServer(const WorkerPorts& ports, const WorkerServerOptions& options,
                           const ObserverFactory& observers)
    : ports_(ports),
      options_(options),
      worker_(ports, options.run),
      relay_(ports.store, ports.invalidator, ports.clock),
      housekeeper_(HousekeeperPartsOf(ports, &worker_.stopping()), options.retention),
      token_reads_(MakeExecutor("token-reads", 1, 64)),
      calls_(MakeExecutor("sync-calls", options.concurrent_runs, options.max_waiting_runs)),
      questions_(MakeExecutor("questions", kQuestionThreads, options.max_questions)),
      authenticator_(ports.store, ports.store, ports.clock, token_reads_.get()),
      book_(ports.store, ports.store, &worker_.live()),
      sync_service_(
          {.runner = &worker_.runner(),
           .book = &book_,
           .live = &worker_.live(),
           .source = ports.source,
           .runs = GateOf(ports, &authenticator_, calls_.get(), absl::InfiniteDuration()),
           .questions = GateOf(ports, &authenticator_, questions_.get(), kLongestQuestion),
           .observer = [observers](const std::string& method) { return observers(kSyncServiceName, method); }}),
      change_loop_({.changes = &worker_.changes(),
                    .lane = ports.store,
                    .runner = &worker_.runner(),
                    .clock = ports.clock,
                    .log = ports.log,
                    .metrics = ports.metrics},
                   options.change_interval) {}

absl::StatusOr<std::unique_ptr<WorkerServer>> WorkerServer::Start(const WorkerPorts& ports,
                                                                  const WorkerServerOptions& options,
                                                                  const ObserverFactory& observers) {
  std::unique_ptr<WorkerServer> self(new WorkerServer(ports, options, observers));
  CP_ASSIGN_OR_RETURN(self->server_, rpc::RpcServer::Start(options.server, {&self->sync_service_}, {kSyncServiceName}));
  self->relay_thread_ = std::thread([server = self.get()] { server->relay_.Run(server->worker_.stopping()); });
  Name(self->relay_thread_, "outbox-relay");
  self->housekeeping_thread_ = std::thread([server = self.get()] { server->housekeeper_.Run(); });
  Name(self->housekeeping_thread_, "housekeeping");
  self->schedule_thread_ = std::thread([server = self.get()] { server->FollowSchedule(); });
  Name(self->schedule_thread_, "schedule");
  return self;
}

WorkerServer::~WorkerServer() { Stop(absl::ZeroDuration()); }

void WorkerServer::Stop(absl::Duration grace) {
  {
    absl::MutexLock lock(&readiness_);
    if (server_ != nullptr) server_->SetServing(false);
    worker_.Stop();
  }
  sync_service_.StopWatching();
  if (server_ != nullptr) server_->Stop(grace);
  calls_->Shutdown();
  questions_->Shutdown();
  token_reads_->Shutdown();
  if (schedule_thread_.joinable()) schedule_thread_.join();
  if (relay_thread_.joinable()) relay_thread_.join();
  if (housekeeping_thread_.joinable()) housekeeping_thread_.join();
}

void WorkerServer::FollowSchedule() {
  const auto wait = [this](absl::Duration duration) { return worker_.stopping().WaitFor(duration); };
  // Best effort, so that it is known early: runs look again at the companies that they write.
  const absl::Status examined =
      worker_.epoch().ExamineAll(*ports_.store, Deadline::After(*ports_.clock, kExamineTimeout));
  if (!examined.ok()) ports_.log->Warning("epoch_not_examined", {{"error", examined}});
  SeedExpectedRows();
  const absl::Status there = AwaitSource(*ports_.source, *ports_.clock, *ports_.log, wait);
  if (ReasonOf(there) == reason::kConfigInvalid && options_.on_source_refused) options_.on_source_refused(there);
  if (!there.ok()) return;
  {
    absl::MutexLock lock(&readiness_);
    if (worker_.stopping().Requested()) return;
    server_->SetServing(true);
  }
  if (options_.change_interval > absl::ZeroDuration()) return FollowChanges();
  Scheduler scheduler(
      options_.schedule, ports_.store, ports_.clock, [this](const std::string& kind) { return RunScheduled(kind); },
      wait);
  scheduler.Loop();
}

void WorkerServer::FollowChanges() {
  const auto wait = [this](absl::Duration duration) { return worker_.stopping().WaitFor(duration); };
  std::thread comparisons([this, wait] { change_loop_.CompareCompanies(wait); });
  Name(comparisons, "comparisons");
  change_loop_.FollowChanges(wait);
  comparisons.join();
}

// So that the first runs can say how far they are. Rows that are stored are about as many as those of Moodle.
void WorkerServer::SeedExpectedRows() {
  const auto known = ports_.store->ListCompanies(Deadline::After(*ports_.clock, kSeedTimeout));
  if (!known.ok()) return;
  for (const progress::CompanyState& state : *known) {
    if (state.live_rows > 0) worker_.live().SetExpectedRows(state.company.id, state.live_rows);
  }
}

ScheduledOutcome WorkerServer::RunScheduled(const std::string& kind) {
  RunRequest request;
  request.kind = kind;
  const absl::StatusOr<RunResult> run = worker_.runner().Run(request);
  if (!run.ok()) {
    return ReasonOf(run.status()) == reason::kAlreadyRunning ? ScheduledOutcome::kDone : ScheduledOutcome::kFailed;
  }
  // A row that can not be derived will not be in thirty seconds either; a company that could not be read may.
  const bool company_failed =
      std::any_of(run->companies.begin(), run->companies.end(), [](const CompanyReport& report) {
        return report.result.outcome == sync::CompanyOutcome::kFailed && !report.result.status.ok();
      });
  return company_failed ? ScheduledOutcome::kFailed : ScheduledOutcome::kDone;
}

}  // namespace cp::worker
