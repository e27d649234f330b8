// Folds the results of the companies into the result of the run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "libs/progress/sync_record.h"
#include "libs/sync/company_result.h"

namespace cp::sync {

// In the order of precedence: a run with a failed and a truncated company has failed.
enum class RunOutcome { kFailed, kTruncated, kAlreadyRunning, kDone };

// Exit code of a one-shot run: 0 done, 1 failed, 3 truncated by the time budget, 4 already running.
int ExitCodeOf(RunOutcome outcome);

progress::RunState StateOf(RunOutcome outcome);

// Not thread-safe.
class RunSummary {
 public:
  // `named`: the caller named the companies, so one that somebody else is syncing is an error of the run. Otherwise it
  // is a warning, unless all of them are.
  explicit RunSummary(bool named) : named_(named) {}

  void Add(const CompanyResult& result);
  // The run failed as a whole, before or beside its companies.
  void AddError(const absl::Status& status);
  // So many companies were not begun because the time budget was spent.
  void AddNotBegun(int64_t companies);

  RunOutcome outcome() const;
  // Nothing failed and nothing was left out.
  bool success() const { return outcome() == RunOutcome::kDone; }

  int64_t companies() const { return companies_; }
  int64_t created() const { return created_; }
  int64_t updated() const { return updated_; }
  int64_t deleted() const { return deleted_; }
  int64_t processed() const { return created_ + updated_ + deleted_; }
  int64_t rows_read() const { return rows_read_; }
  int64_t cache_cleared() const { return cache_cleared_; }
  // In the order of the companies; at most kMaxListed and one that counts the rest. A cache that was away is one
  // warning, the first, however many companies it concerns.
  std::vector<std::string> errors() const;
  std::vector<std::string> warnings() const;

  static constexpr size_t kMaxListed = 1000;

 private:
  const bool named_;
  int64_t companies_ = 0;
  int64_t failed_ = 0;
  int64_t truncated_ = 0;
  int64_t busy_ = 0;
  int64_t created_ = 0;
  int64_t updated_ = 0;
  int64_t deleted_ = 0;
  int64_t rows_read_ = 0;
  int64_t cache_cleared_ = 0;
  std::vector<std::string> errors_;
  int64_t error_count_ = 0;
  std::string cache_warning_;
  int64_t cache_missed_ = 0;
  std::vector<std::string> warnings_;
  int64_t warning_count_ = 0;
};

}  // namespace cp::sync
