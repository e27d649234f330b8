#include "libs/sync/run_summary.h"

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

namespace cp::sync {
namespace {

void Append(absl::Span<const std::string> texts, std::vector<std::string>* listed, int64_t* count) {
  for (const std::string& text : texts) {
    if (listed->size() < RunSummary::kMaxListed) listed->push_back(text);
    ++*count;
  }
}

std::vector<std::string> WithRest(std::vector<std::string> listed, int64_t count, absl::string_view what) {
  const int64_t rest = count - static_cast<int64_t>(listed.size());
  if (rest > 0) listed.push_back(absl::StrCat(rest, " more ", what));
  return listed;
}

}  // namespace

int ExitCodeOf(RunOutcome outcome) {
  switch (outcome) {
    case RunOutcome::kDone:
      return 0;
    case RunOutcome::kTruncated:
      return 3;
    case RunOutcome::kAlreadyRunning:
      return 4;
    case RunOutcome::kFailed:
      break;
  }
  return 1;
}

progress::RunState StateOf(RunOutcome outcome) {
  switch (outcome) {
    case RunOutcome::kDone:
      return progress::RunState::kSucceeded;
    case RunOutcome::kTruncated:
      return progress::RunState::kTruncated;
    case RunOutcome::kFailed:
    case RunOutcome::kAlreadyRunning:
      break;
  }
  return progress::RunState::kFailed;
}

void RunSummary::Add(const CompanyResult& result) {
  ++companies_;
  failed_ += result.outcome == CompanyOutcome::kFailed;
  truncated_ += result.outcome == CompanyOutcome::kTruncated;
  busy_ += result.outcome == CompanyOutcome::kAlreadyRunning;
  created_ += result.record.created;
  updated_ += result.record.updated;
  deleted_ += result.record.deleted;
  rows_read_ += result.record.rows_read;
  cache_cleared_ += result.record.cache_cleared;
  Append(result.record.errors, &errors_, &error_count_);
  const size_t own = result.warnings.size() - (result.cache_missed ? 1 : 0);
  Append(absl::MakeConstSpan(result.warnings).subspan(0, own), &warnings_, &warning_count_);
  if (result.cache_missed && cache_missed_++ == 0) cache_warning_ = result.warnings.back();
}

void RunSummary::AddError(const absl::Status& status) {
  ++failed_;
  Append({std::string(status.message())}, &errors_, &error_count_);
}

void RunSummary::AddNotBegun(int64_t companies) {
  if (companies <= 0) return;
  truncated_ += companies;
  Append({absl::StrCat("the time budget was spent before ", companies, " companies; the next run serves them first")},
         &warnings_, &warning_count_);
}

RunOutcome RunSummary::outcome() const {
  if (failed_ > 0) return RunOutcome::kFailed;
  if (truncated_ > 0) return RunOutcome::kTruncated;
  if (busy_ > 0 && (named_ || busy_ == companies_)) return RunOutcome::kAlreadyRunning;
  return RunOutcome::kDone;
}

std::vector<std::string> RunSummary::errors() const { return WithRest(errors_, error_count_, "errors"); }

std::vector<std::string> RunSummary::warnings() const {
  std::vector<std::string> listed = WithRest(warnings_, warning_count_, "warnings");
  if (cache_missed_ == 0) return listed;
  const std::string others = cache_missed_ == 1 ? "" : absl::StrCat(" (and ", cache_missed_ - 1, " more companies)");
  listed.insert(listed.begin(), absl::StrCat(cache_warning_, others));
  return listed;
}

}  // namespace cp::sync
