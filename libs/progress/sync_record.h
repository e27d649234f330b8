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

enum class RunState { kRunning = 0, kSucceeded = 1, kFailed = 2, kTruncated = 3 };
absl::string_view ToString(RunState state);

// What a run did to one company. Counts are rows.
struct CompanyRunRecord {
  std::string run_id;
  CompanyId company;
  RunState state = RunState::kRunning;
  int64_t started_at = 0;   // unix seconds
  int64_t finished_at = 0;  // unix seconds, 0 while running
  // `now` of the source snapshot; becomes company.source_synced_at when kSucceeded, of a full comparison.
  int64_t source_read_at = 0;
  int64_t rows_read = 0;
  int64_t created = 0;  // inserted or revived
  int64_t updated = 0;
  int64_t deleted = 0;              // tombstoned
  int64_t cache_cleared = 0;        // known only after the commit; see RunLog::FinishRun
  std::vector<std::string> errors;  // sentences without personal data
  std::map<std::string, int64_t> found_by =
      {};  // of a comparison that the change lane asked for: detector -> candidates
};

// A run over one or more companies.
struct RunRecord {
  std::string run_id;  // 26 characters, sortable by time
  std::string kind;    // "full", "startup", "interval", "once"
  RunState state = RunState::kRunning;
  int64_t started_at = 0;
  int64_t finished_at = 0;
  std::string owner;  // host:pid of the worker
};

}  // namespace cp::progress
