// What the store remembers of a sync run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/ids.h"

namespace cp::progress {

enum class RunState {
  kRunning = 0,
  kSucceeded = 1,
  kFailed = 2,
  kTruncated = 3,
  kCancelled = 4,  // as kTruncated, by RunHistory::RequestCancel()
  kAbandoned = 5,  // its worker gave no sign of life for kRunSilence: it died, or can not reach the store
};
absl::string_view ToString(RunState state);

// How a run looks for what changed.
enum class RunMode {
  kChanges = 0,   // what the change lane found since the last run
  kFull = 1,      // everything is compared
  kPopulate = 2,  // kFull by the original's name for it
};
absl::string_view ToString(RunMode mode);

// A run that is silent for longer is abandoned; as long as a lease, so that its companies are free by then.
inline constexpr int64_t kRunSilenceSeconds = 60;

// What a run did to one company. Counts are rows.
struct CompanyRunRecord {
  std::string run_id;
  CompanyId company;
  RunState state = RunState::kRunning;
  int64_t started_at = 0;   // unix seconds
  int64_t finished_at = 0;  // unix seconds, 0 while running
  // `now` of the source snapshot; company.source_synced_at moves up to it when kSucceeded, of a full comparison.
  int64_t source_read_at = 0;
  int64_t rows_read = 0;
  int64_t created = 0;  // inserted or revived
  int64_t updated = 0;
  int64_t deleted = 0;              // tombstoned
  int64_t cache_cleared = 0;        // known only after the commit; see RunLog::FinishRun
  std::vector<std::string> errors;  // sentences without personal data
  // What led to the changes: detector -> candidates; "full" -> rows that a comparison of everything changed. Known only
  // at the end.
  std::map<std::string, int64_t> found_by = {};
};

// A run over one or more companies.
struct RunRecord {
  std::string run_id;  // 26 characters, sortable by time
  std::string kind;    // who asked: "call", "startup", "interval", "once", "continuous"
  RunState state = RunState::kRunning;
  int64_t started_at = 0;
  int64_t finished_at = 0;
  std::string owner;  // host:pid of the worker
  RunMode mode = RunMode::kFull;
  bool dry_run = false;
  std::string request_id;  // of the caller, so that a repeat starts no second run; empty: none
  int64_t companies_planned = 0;
  int64_t companies_done = 0;
  bool cancel_requested = false;      // RunHistory alone sets it
  std::vector<std::string> errors;    // without personal data; of the run and of its companies
  std::vector<std::string> warnings;  // likewise
};

}  // namespace cp::progress
