// For tests: a worker over an in-memory store and a fake Moodle, with a clock that stands still.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "libs/progress/memory_store.h"
#include "libs/testing/fake_clock.h"
#include "services/sync_worker/fake_moodle.h"
#include "services/sync_worker/run_manager.h"

namespace cp::worker {

inline Deadline Soon(const Clock& clock) { return Deadline::After(clock, absl::Seconds(10)); }

class WorkerFixture {
 public:
  WorkerFixture() : store(clock), leases(&store, &clock) {}

  RunManagerParts Parts() {
    return {.ports = {.source = &source, .writer = &store, .outbox = &store, .invalidator = &cache, .epoch = &epoch},
            .companies = &store,
            .reader = &store,
            .runs = &store,
            .history = &store,
            .lane = &store,
            .changes = &finder,
            .live = &live,
            .leases = &leases,
            .clock = &clock,
            .shutdown = &shutdown,
            .log = &log,
            .metrics = &run_metrics,
            .new_run_id = [this] { return "RUN-" + std::to_string(++run_count); }};
  }

  absl::StatusOr<RunResult> TryRun(RunRequest request = {}) {
    if (request.kind.empty()) request.kind = "call";
    request.list_affected_rows = true;
    return RunManager(parts_override.has_value() ? *parts_override : Parts(), options).Run(request);
  }
  absl::StatusOr<RunResult> RunNamed(std::vector<CompanyId> companies) {
    RunRequest request;
    request.companies = std::move(companies);
    return TryRun(std::move(request));
  }
  absl::StatusOr<RunResult> RunForced() {
    RunRequest request;
    request.force = true;
    return TryRun(std::move(request));
  }

  // Live rows of a company.
  std::vector<progress::CourseProgress> Rows(CompanyId company) {
    absl::StatusOr<progress::PageSnapshot> page =
        store.ReadPage({.company = company, .limit = 10000, .offset = 0}, Soon(clock));
    return page.ok() ? std::move(page->rows) : std::vector<progress::CourseProgress>();
  }
  uint64_t VersionOf(CompanyId company) {
    const absl::StatusOr<progress::VersionBatch> batch = store.ReadVersions({&company, 1}, Soon(clock));
    return batch.ok() && batch->companies.contains(company) ? batch->companies.at(company).version.version : 0;
  }
  progress::RunState LastRunState() {
    const absl::StatusOr<std::vector<progress::RunRecord>> runs = store.ListRuns({.limit = 1}, Soon(clock));
    return runs.ok() && !runs->empty() ? runs->front().state : progress::RunState::kRunning;
  }
  uint64_t Epoch() { return store.ReadVersions({}, Soon(clock))->epoch; }
  size_t RunCount() { return store.ListRuns({.limit = 1000}, Soon(clock))->size(); }
  size_t OutboxSize() { return store.ReadOutbox(1000, Soon(clock))->size(); }

  testing::FakeClock clock;
  progress::MemoryStore store;
  FakeSource source;
  FakeInvalidator cache;
  sync::EpochGuard epoch{{.reader = &store, .writer = &store, .cache = &cache, .clock = &clock, .on_raise = nullptr}};
  LeaseKeeper leases;
  RunRegistry live{&clock};
  ChangeFinder finder{{.lane = &store, .companies = &store, .source = &source, .clock = &clock}, {}};
  StopSignal shutdown;
  std::string log_text;
  runtime::Logger log{runtime::LogLevel::kDebug, &clock,
                      [this](absl::string_view line) { log_text += std::string(line); }};
  runtime::Metrics metrics;
  RunMetrics run_metrics{&metrics, &clock};
  RunManagerOptions options{.owner = "test:1",
                            .max_sync_time = absl::Minutes(5),
                            .batch_rows = 1000,
                            .switches = {},
                            .as_of = {},
                            .first_retry_wait = absl::Microseconds(1)};
  std::optional<RunManagerParts> parts_override;
  int run_count = 0;
};

}  // namespace cp::worker
