#include "services/sync_worker/run_registry.h"

#include <algorithm>
#include <utility>

namespace cp::worker {
namespace {

CompanyStage StageOf(sync::CompanyOutcome outcome) {
  switch (outcome) {
    case sync::CompanyOutcome::kSucceeded:
      return CompanyStage::kSucceeded;
    case sync::CompanyOutcome::kTruncated:
      return CompanyStage::kTruncated;
    case sync::CompanyOutcome::kAlreadyRunning:
      return CompanyStage::kAlreadyRunning;
    case sync::CompanyOutcome::kFailed:
      break;
  }
  return CompanyStage::kFailed;
}

sync::CompanyCounts Sum(const sync::CompanyCounts& a, const sync::CompanyCounts& b) {
  return {a.rows_read + b.rows_read, a.created + b.created, a.updated + b.updated, a.deleted + b.deleted};
}

}  // namespace

void LiveRun::Began() {
  absl::MutexLock lock(&mutex_);
  view_.begun = true;
  began_at_ = clock_.Monotonic();
  ++revision_;
}

void LiveRun::Planned(std::vector<CompanyProgress> companies) {
  absl::MutexLock lock(&mutex_);
  view_.record.companies_planned = static_cast<int64_t>(companies.size());
  view_.companies = std::move(companies);
  for (size_t i = 0; i < view_.companies.size(); ++i) index_.emplace(view_.companies[i].company.id, i);
  ++revision_;
}

CompanyProgress* LiveRun::Find(CompanyId company) {
  const auto it = index_.find(company);
  return it == index_.end() ? nullptr : &view_.companies[it->second];
}

void LiveRun::CompanyBegan(CompanyId company) {
  absl::MutexLock lock(&mutex_);
  CompanyProgress* progress = Find(company);
  if (progress == nullptr) return;
  if (progress->stage != CompanyStage::kWaiting) --view_.record.companies_done;
  before_ = progress->counts;
  progress->stage = CompanyStage::kRunning;
  ++revision_;
}

void LiveRun::CompanyMoved(CompanyId company, const sync::CompanyCounts& counts) {
  absl::MutexLock lock(&mutex_);
  CompanyProgress* progress = Find(company);
  if (progress == nullptr) return;
  progress->counts = Sum(before_, counts);
  ++revision_;
}

void LiveRun::CompanyEnded(const sync::CompanyResult& result) {
  absl::MutexLock lock(&mutex_);
  CompanyProgress* progress = Find(result.company.id);
  if (progress == nullptr) return;
  const progress::CompanyRunRecord& record = result.record;
  progress->counts = Sum(before_, {record.rows_read, record.created, record.updated, record.deleted});
  progress->stage = StageOf(result.outcome);
  ++view_.record.companies_done;
  ++revision_;
}

void LiveRun::Ended(std::shared_ptr<const RunResult> result) {
  absl::MutexLock lock(&mutex_);
  view_.record = result->record;
  view_.elapsed = clock_.Monotonic() - began_at_;
  view_.result = std::move(result);
  ++revision_;
}

void LiveRun::Refused(const progress::RunRecord& record, const absl::Status& why) {
  absl::MutexLock lock(&mutex_);
  view_.record = record;
  if (view_.begun) view_.elapsed = clock_.Monotonic() - began_at_;
  view_.refused = why;
  ++revision_;
}

void LiveRun::RequestCancel() {
  if (cancelled_.exchange(true)) return;
  absl::MutexLock lock(&mutex_);
  view_.record.cancel_requested = true;
  ++revision_;
}

RunView LiveRun::View() const {
  absl::MutexLock lock(&mutex_);
  RunView view = view_;
  if (view.begun && !view.ended()) view.elapsed = clock_.Monotonic() - began_at_;
  return view;
}

progress::RunRecord LiveRun::Record() const {
  absl::MutexLock lock(&mutex_);
  return view_.record;
}

std::shared_ptr<LiveRun> RunRegistry::Add(const progress::RunRecord& record) {
  auto run = std::make_shared<LiveRun>(record, &clock_);
  absl::MutexLock lock(&mutex_);
  runs_[record.run_id] = run;
  return run;
}

std::shared_ptr<LiveRun> RunRegistry::Find(const std::string& run_id) const {
  absl::MutexLock lock(&mutex_);
  const auto it = runs_.find(run_id);
  return it == runs_.end() ? nullptr : it->second;
}

std::vector<std::shared_ptr<LiveRun>> RunRegistry::Active() const {
  absl::MutexLock lock(&mutex_);
  std::vector<std::shared_ptr<LiveRun>> active;
  for (const auto& [id, run] : runs_) {
    if (std::find(ended_.begin(), ended_.end(), id) == ended_.end()) active.push_back(run);
  }
  return active;
}

void RunRegistry::Retire(const std::string& run_id) {
  absl::MutexLock lock(&mutex_);
  ended_.push_back(run_id);
  if (ended_.size() <= kRemembered) return;
  runs_.erase(ended_.front());
  ended_.pop_front();
}

int64_t RunRegistry::ExpectedRows(CompanyId company) const {
  absl::MutexLock lock(&mutex_);
  const auto it = expected_rows_.find(company);
  return it == expected_rows_.end() ? 0 : it->second;
}

void RunRegistry::SetExpectedRows(CompanyId company, int64_t rows) {
  absl::MutexLock lock(&mutex_);
  expected_rows_[company] = rows;
}

}  // namespace cp::worker
