// For the tests of RunManager: runs over the worker's fixture, and what they did in one line.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <ostream>
#include <utility>
#include <vector>

#include "libs/testing/status_matchers.h"
#include "services/sync_worker/worker_fixture.h"

namespace cp::worker {

inline constexpr CompanyId kOne(1), kTwo(2), kThree(3);

struct Totals {
  int64_t created = 0, updated = 0, deleted = 0, cleared = 0, read = 0;
  friend bool operator==(const Totals&, const Totals&) = default;
};
inline std::ostream& operator<<(std::ostream& out, const Totals& t) {
  return out << t.created << " created " << t.updated << " updated " << t.deleted << " deleted " << t.cleared
             << " cleared " << t.read << " read";
}

inline Totals TotalsOf(const RunResult& run) {
  Totals totals;
  for (const CompanyReport& report : run.companies) {
    totals.created += report.result.record.created;
    totals.updated += report.result.record.updated;
    totals.deleted += report.result.record.deleted;
    totals.cleared += report.result.record.cache_cleared;
    totals.read += report.result.record.rows_read;
  }
  return totals;
}

inline std::vector<int64_t> Served(const RunResult& run) {
  std::vector<int64_t> ids;
  for (const CompanyReport& report : run.companies) ids.push_back(report.result.company.id.value());
  return ids;
}

class RunManagerTest : public ::testing::Test, protected WorkerFixture {
 protected:
  RunResult MustRun(RunRequest request = {}) {
    absl::StatusOr<RunResult> run = TryRun(std::move(request));
    EXPECT_THAT(run, testing::IsOk());
    return run.ok() ? *std::move(run) : RunResult();
  }
};

}  // namespace cp::worker
