#include "services/sync_worker/once.h"

#include <sstream>

#include "gmock/gmock.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"

namespace cp::worker {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Told {
  int exit = -1;
  std::string out;
  std::string err;
};

Told Tell(const absl::StatusOr<RunResult>& run) {
  std::ostringstream out, err;
  const int exit = ReportOnce(run, out, err);
  return {exit, out.str(), err.str()};
}

RunResult RunWith(sync::RunOutcome outcome) {
  RunResult run;
  run.outcome = outcome;
  run.record.run_id = "RUN";
  CompanyReport report;
  report.result.company = testing::MakeCompany(7);
  report.result.outcome = sync::CompanyOutcome::kSucceeded;
  report.result.record.created = 12;
  run.companies.push_back(report);
  return run;
}

TEST(Once, ExitsByTheOutcome) {
  EXPECT_EQ(Tell(RunWith(sync::RunOutcome::kDone)).exit, 0);
  EXPECT_EQ(Tell(RunWith(sync::RunOutcome::kFailed)).exit, 1);
  EXPECT_EQ(Tell(RunWith(sync::RunOutcome::kTruncated)).exit, 3);
  EXPECT_EQ(Tell(MakeError(absl::StatusCode::kAborted, reason::kAlreadyRunning, "busy")).exit, 4);
  EXPECT_EQ(Tell(MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "away")).exit, 1);
  EXPECT_EQ(Tell(MakeError(absl::StatusCode::kFailedPrecondition, reason::kConfigInvalid, "wrong")).exit, 2);
  EXPECT_EQ(Tell(MakeError(absl::StatusCode::kCancelled, reason::kCancelled, "stopping")).exit, 3);
}

TEST(Once, WritesALineForEachCompanyAndATotal) {
  const Told told = Tell(RunWith(sync::RunOutcome::kDone));
  EXPECT_THAT(told.out, HasSubstr("company 7 "));
  EXPECT_THAT(told.out, AllOf(HasSubstr("total: done; 1 companies; 12 created"), HasSubstr("peak memory")));
  EXPECT_THAT(told.err, IsEmpty());
}

TEST(Once, TellsErrorsAndWarnings) {
  RunResult run = RunWith(sync::RunOutcome::kFailed);
  run.errors = {"company 7: row"};
  run.warnings = {"cache away"};
  EXPECT_THAT(Tell(run).out, AllOf(HasSubstr("error: company 7: row\n"), HasSubstr("warning: cache away\n")));
}

TEST(Once, TellsARefusedRunInOneLine) {
  const Told told = Tell(MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle is away"));
  EXPECT_EQ(told.err, "sync-worker: Moodle is away\n");
  EXPECT_THAT(told.out, IsEmpty());
}

TEST(Once, MeasuresMemoryInBytes) {
  EXPECT_GT(PeakResidentBytes(), 1'000'000);
  EXPECT_LT(PeakResidentBytes(), 10'000'000'000);
}

}  // namespace
}  // namespace cp::worker
