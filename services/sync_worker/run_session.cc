#include "services/sync_worker/run_session.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/backoff.h"
#include "libs/base/crash_point.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::worker {
namespace {

// A lease's owner is "<host:pid> <kind of turn> <run>": others wait for a turn of the change lane, for no longer than
// this.
constexpr char kRunOwner[] = " run ";
constexpr char kLaneOwner[] = " changes ";
constexpr absl::Duration kLongestLaneTurn = absl::Seconds(10);
constexpr absl::Duration kLanePause = absl::Milliseconds(20);

constexpr int kRetries = 3;  // of a call that met a Moodle or a store that does not answer

bool IsHeldByLane(const absl::Status& status) {
  if (ReasonOf(status) != reason::kAlreadyRunning) return false;
  const std::map<std::string, std::string> metadata = MetadataOf(status);
  const auto owner = metadata.find("owner");
  return owner != metadata.end() && absl::StrContains(owner->second, kLaneOwner);
}

Deadline BudgetOf(const RunManagerOptions& options, const RunRequest& request, const Clock& clock) {
  const absl::Duration budget = request.max_duration.value_or(options.max_sync_time);
  if (budget == absl::ZeroDuration()) return request.deadline;
  return std::min(request.deadline, Deadline::After(clock, budget));
}

// An admitted run is known already.
std::shared_ptr<LiveRun> LiveRunOf(const RunManagerParts& parts, const RunManagerOptions& options,
                                   const RunRequest& request) {
  std::shared_ptr<LiveRun> known = request.run_id.empty() ? nullptr : parts.live->Find(request.run_id);
  return known != nullptr ? known : parts.live->Add(NewRecord(parts, options, request));
}

}  // namespace

RunSession::RunSession(const RunManagerParts& parts, const RunManagerOptions& options, const CompanyDriver& driver,
                       const RunRequest& request)
    : parts_(parts),
      options_(options),
      driver_(driver),
      request_(request),
      clock_(*parts.clock),
      started_(clock_.Monotonic()),
      live_(LiveRunOf(parts, options, request)),
      control_(&clock_, parts.shutdown, &live_->cancelled(), request.caller_gone, BudgetOf(options, request, clock_)),
      summary_(!request.companies.empty()),
      begun_(!request.run_id.empty()) {
  result_.record = live_->Record();
  live_->Began();
}

absl::StatusOr<RunResult> RunSession::Run() {
  if (const absl::Status prepared = Prepare(); !prepared.ok()) return Refuse(prepared);
  if (request_.kind == kContinuousRun && plan_.empty()) return NothingToDo();
  if (const absl::Status begun = Begin(); !begun.ok()) return Refuse(begun);
  Reach(CrashPoint::kRunBegun);
  WarnOfThePast();
  ServeCompanies();
  GiveBackLeases();
  if (!implausible_.ok() && summary_.processed() == 0) return Refuse(implausible_);
  if (implausible_.ok()) MarkFresh();
  if (summary_.outcome() == sync::RunOutcome::kAlreadyRunning) {
    return Refuse(MakeError(absl::StatusCode::kAborted, reason::kAlreadyRunning,
                            "every company is being synced by somebody else; wait for that run"));
  }
  ReadCurrentVersions();
  if (request_.list_affected_rows) ReadFieldSwitches();
  Conclude();
  ForgetGone();
  return std::move(result_);
}

// The others of the lane's turns have served whoever waited: nothing that history is to keep.
RunResult RunSession::NothingToDo() {
  MarkFresh();
  ForgetGone();
  result_.record.state = progress::RunState::kSucceeded;
  live_->Ended(std::make_shared<const RunResult>(result_));
  parts_.live->Retire(result_.record.run_id);
  return std::move(result_);
}

absl::Status RunSession::Begin() {
  std::vector<CompanyProgress> waiting;
  for (const progress::Company& company : plan_) {
    waiting.push_back({.company = company, .expected_rows = parts_.live->ExpectedRows(company.id)});
  }
  result_.record.companies_planned = static_cast<int64_t>(plan_.size());
  live_->Planned(std::move(waiting));
  if (begun_) {
    (void)parts_.runs->HeartbeatRun(result_.record, StoreDeadline());  // the next one says it, too
    return absl::OkStatus();
  }
  CP_RETURN_IF_ERROR(Persist([this] { return parts_.runs->BeginRun(result_.record, StoreDeadline()); }));
  begun_ = true;
  live_->MarkStored();
  return absl::OkStatus();
}

absl::Status RunSession::Prepare() {
  if (ServesChanges()) return PrepareChanges();
  CP_RETURN_IF_ERROR(MeetSite());
  return request_.dry_run ? absl::OkStatus() : TakeNamedLeases();
}

// All of them before the first is served, so that the caller learns of a busy one before anything is written.
absl::Status RunSession::TakeNamedLeases() {
  if (!Named()) return absl::OkStatus();
  for (const progress::Company& company : plan_) {
    const absl::StatusOr<progress::Lease> lease = TakeLease(company.id, LeaseOwner(/*whole=*/true));
    if (!lease.ok()) {
      std::map<std::string, std::string> metadata = MetadataOf(lease.status());
      metadata["company"] = absl::StrCat(company.id.value());
      return MakeError(lease.status().code(), ReasonOf(lease.status()), lease.status().message(), metadata);
    }
    parts_.leases->Hold(*lease);
    held_.emplace(company.id, *lease);
  }
  return absl::OkStatus();
}

// Asks again while the store does not say whether the lease was had: the owner is the same and gets it again, so
// nothing is left behind that keeps everybody out until it expires.
absl::StatusOr<progress::Lease> RunSession::TakeLease(CompanyId company, const std::string& owner) {
  const sync::SyncOptions defaults;  // as for the leases of companies that are not named
  absl::Duration pause = defaults.first_wait;
  const absl::Duration lane_is_over = clock_.Monotonic() + kLongestLaneTurn;
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<progress::Lease> lease =
        parts_.ports.writer->AcquireLease(company, owner, kLeaseTtl, StoreDeadline());
    // A turn of the change lane is short, and its company is free when it is over.
    if (IsHeldByLane(lease.status()) && clock_.Monotonic() < lane_is_over &&
        control_.ShouldStop() == StopReason::kNone) {
      --attempt;
      control_.Wait(kLanePause);
      continue;
    }
    const bool is_in_doubt = absl::IsUnavailable(lease.status()) || absl::IsDeadlineExceeded(lease.status()) ||
                             ReasonOf(lease.status()) == reason::kStoreConflict;
    if (!is_in_doubt || attempt == defaults.store_attempts) return lease;
    control_.Wait(pause);
    pause *= 2;
  }
}

void RunSession::ServeCompanies() {
  for (size_t i = 0; i < plan_.size(); ++i) {
    const StopReason stop = control_.ShouldStop();
    if (stop != StopReason::kNone) return WarnOfTheRest(i, stop);
    Serve(plan_[i]);
    if (!implausible_.ok()) return;
  }
  // What began where an earlier run had stopped has compared its first users in that run, not in this one.
  for (size_t i = 0; i < resumed_.size(); ++i) {
    const StopReason stop = control_.ShouldStop();
    if (stop != StopReason::kNone) return WarnOfTheFirstUsers(i, stop);
    Serve(resumed_[i]);
    if (!implausible_.ok()) return;
  }
}

void RunSession::Serve(const progress::Company& company) {
  sync::CompanyTask task = TaskFor(company);
  const absl::StatusOr<bool> waits = AddCandidates(&task);
  if (waits.ok() && !*waits) return;
  const bool scoped = !task.users.empty();
  const bool serves = waits.ok() || !ServesChanges();
  const std::optional<progress::Lease> held = serves ? LeaseFor(task) : std::nullopt;
  // The first has the whole budget: one that is larger than it, or that kills the worker, has had its turn, too.
  // Another that is truncated keeps its place.
  const bool first = result_.companies.empty();
  if (first) EndTurn(company.id);
  CompanyReport report;
  live_->CompanyBegan(company.id);
  if (!request_.dry_run) parts_.changes->TurnBegan(company.id);
  const auto moved = [this, &company](const sync::CompanyCounts& counts) { live_->CompanyMoved(company.id, counts); };
  report.result =
      serves ? driver_.Sync(task, CompanyOptions(), held, control_, moved) : NotServed(company, waits.status());
  sync::CompanyResult& result = report.result;
  EndLaneTurn(task, result);
  if (!scoped && result.record.found_by.empty() && result.affected_count > 0) {
    result.record.found_by.emplace("full", result.affected_count);
  }
  if (!scoped && result.outcome == sync::CompanyOutcome::kSucceeded) {
    parts_.live->SetExpectedRows(company.id, result.record.rows_read);
  }
  live_->CompanyEnded(result);
  const sync::CompanyOutcome outcome = report.result.outcome;
  // One that met a row that can not be derived before it was truncated has failed, too.
  const bool is_truncated = !result.complete && result.status.ok();
  if (!first && outcome != sync::CompanyOutcome::kAlreadyRunning && !is_truncated) EndTurn(company.id);
  affected_listed_ += report.result.affected.size();
  summary_.Add(report.result);
  LogCompany(report.result);
  if (result.resumed_after_user > 0 && result.complete && result.status.ok()) resumed_.push_back(company);
  if (ReasonOf(result.status) == reason::kSourceImplausible) {
    implausible_ = result.status;
    if (!request_.dry_run) parts_.changes->trust().Refused();
  }
  Keep(std::move(report));
}

void RunSession::Keep(CompanyReport report) {
  const auto same = std::find_if(
      result_.companies.begin(), result_.companies.end(),
      [&report](const CompanyReport& earlier) { return earlier.result.company.id == report.result.company.id; });
  if (same == result_.companies.end()) {
    result_.companies.push_back(std::move(report));
  } else {
    same->result = sync::Together(std::move(same->result), std::move(report.result));
  }
}

// A lease that was taken before, or one for a comparison of everything, for which a turn of the lane is waited for.
std::optional<progress::Lease> RunSession::LeaseFor(const sync::CompanyTask& task) {
  if (const auto it = held_.find(task.company.id); it != held_.end()) {
    const progress::Lease held = it->second;
    held_.erase(it);
    return held;
  }
  if (task.dry_run || !task.users.empty()) return std::nullopt;
  const absl::StatusOr<progress::Lease> lease = TakeLease(task.company.id, task.owner);
  if (!lease.ok()) return std::nullopt;  // asked for once more, it says why
  parts_.leases->Hold(*lease);
  return *lease;
}

std::string RunSession::LeaseOwner(bool whole) const {
  return absl::StrCat(options_.owner, whole ? kRunOwner : kLaneOwner, result_.record.run_id);
}

sync::CompanyResult RunSession::NotServed(const progress::Company& company, const absl::Status& status) const {
  sync::CompanyResult result;
  result.company = company;
  result.status = status;
  result.record.run_id = result_.record.run_id;
  result.record.company = company.id;
  result.record.state = progress::RunState::kFailed;
  result.record.started_at = result.record.finished_at = Now();
  result.record.errors = {absl::StrCat("company ", company.id.value(), ": ", status.message())};
  return result;
}

sync::CompanyTask RunSession::TaskFor(const progress::Company& company) const {
  return {.run_id = result_.record.run_id,
          .company = company,
          .owner = LeaseOwner(/*whole=*/true),
          .accept_empty_tables = accept_empty_tables_,
          .known_empty_tables = known_empty_tables_,
          .must_get_on = result_.companies.empty(),
          .dry_run = request_.dry_run};
}

// A mark that is missing only brings the company sooner than it should.
void RunSession::EndTurn(CompanyId company) {
  if (request_.dry_run) return;
  if (const absl::Status marked = parts_.companies->MarkServed(company, StoreDeadline()); !marked.ok()) {
    parts_.log->Warning("turn_not_marked", {{"company", company.value()}, {"error", marked}});
  }
}

sync::SyncOptions RunSession::CompanyOptions() {
  sync::SyncOptions options;
  options.batch_rows = options_.batch_rows;
  options.lease_ttl = kLeaseTtl;
  options.source_budget = options_.source_timeout;  // the keeper holds the lease
  options.max_affected =
      request_.list_affected_rows ? std::min(kMaxAffectedRowsOfCompany, kMaxAffectedRowsOfRun - affected_listed_) : 0;
  options.switches = options_.switches;
  if (request_.kind != kContinuousRun) options.source_retries = kRetries;
  options.first_source_wait = options_.first_retry_wait;
  options.jitter = absl::Uniform(random_, 0.0, 1.0);
  return options;
}

// What is asked of a continuous run, the next one does: nobody else waits for a company that does not answer.
bool RunSession::MayRetry(const absl::Status& status, int retry) {
  if (!absl::IsUnavailable(status) || retry > kRetries || request_.kind == kContinuousRun) return false;
  control_.Wait(WaitBeforeRetry(retry, options_.first_retry_wait, absl::Uniform(random_, 0.0, 1.0)));
  return control_.ShouldStop() == StopReason::kNone;
}

}  // namespace cp::worker
