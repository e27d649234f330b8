#include "services/sync_worker/once.h"

#include <sys/resource.h>

#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/runtime/config.h"

namespace cp::worker {
namespace {

std::string Counts(int64_t created, int64_t updated, int64_t deleted, int64_t read, int64_t cleared) {
  return absl::StrCat(created, " created, ", updated, " updated, ", deleted, " deleted, ", read, " read, ", cleared,
                      " cache entries cleared");
}

absl::string_view Word(sync::CompanyOutcome outcome) {
  switch (outcome) {
    case sync::CompanyOutcome::kSucceeded:
      return "done";
    case sync::CompanyOutcome::kFailed:
      return "FAILED";
    case sync::CompanyOutcome::kTruncated:
      return "truncated";
    case sync::CompanyOutcome::kAlreadyRunning:
      return "skipped, already running";
  }
  return "";
}

absl::string_view Word(sync::RunOutcome outcome) {
  switch (outcome) {
    case sync::RunOutcome::kDone:
      return "done";
    case sync::RunOutcome::kFailed:
      return "FAILED";
    case sync::RunOutcome::kTruncated:
      return "truncated";
    case sync::RunOutcome::kAlreadyRunning:
      return "already running";
  }
  return "";
}

void Print(const RunResult& run, std::ostream& out) {
  sync::RunSummary total(false);
  for (const CompanyReport& report : run.companies) {
    const sync::CompanyResult& result = report.result;
    const progress::CompanyRunRecord& record = result.record;
    total.Add(result);
    out << "company " << result.company.id << " " << result.company.name << ": " << Word(result.outcome) << "; "
        << Counts(record.created, record.updated, record.deleted, record.rows_read, record.cache_cleared)
        << absl::StrFormat("; %.2f s\n", absl::ToDoubleSeconds(result.elapsed));
  }
  for (const std::string& error : run.errors) out << "error: " << error << "\n";
  for (const std::string& warning : run.warnings) out << "warning: " << warning << "\n";
  out << "total: " << Word(run.outcome) << "; " << run.companies.size() << " companies; "
      << Counts(total.created(), total.updated(), total.deleted(), total.rows_read(), total.cache_cleared())
      << absl::StrFormat("; %.2f s; run %s; peak memory %.1f MB\n", absl::ToDoubleSeconds(run.duration),
                         run.record.run_id, static_cast<double>(PeakResidentBytes()) / 1e6);
}

}  // namespace

int ExitCodeOfRefusal(const absl::Status& refused) {
  const std::string why = ReasonOf(refused);
  if (why == reason::kConfigInvalid) return runtime::kExitConfigInvalid;
  if (why == reason::kAlreadyRunning) return sync::ExitCodeOf(sync::RunOutcome::kAlreadyRunning);
  return sync::ExitCodeOf(absl::IsCancelled(refused) ? sync::RunOutcome::kTruncated : sync::RunOutcome::kFailed);
}

int ReportOnce(const absl::StatusOr<RunResult>& run, std::ostream& out, std::ostream& err) {
  if (run.ok()) {
    Print(*run, out);
    return sync::ExitCodeOf(run->outcome);
  }
  err << "sync-worker: " << run.status().message() << "\n";
  return ExitCodeOfRefusal(run.status());
}

int64_t PeakResidentBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return int64_t{usage.ru_maxrss} * 1024;  // Linux counts in KiB
}

}  // namespace cp::worker
