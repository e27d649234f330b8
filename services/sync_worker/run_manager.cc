#include "services/sync_worker/run_manager.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sync/source_guard.h"
#include "services/sync_worker/run_plan.h"

namespace cp::worker {
namespace {

constexpr absl::Duration kStoreTimeout = absl::Seconds(10);
constexpr absl::Duration kListTimeout = absl::Minutes(1);  // counts the rows of every company
constexpr size_t kVersionsPerRead = 1000;                  // ProgressReader::ReadVersions
constexpr size_t kMaxNamesInWarning = 20;

std::string NameOf(const progress::Company& company) {
  return absl::StrCat("company ", company.id.value(), " (", company.name, ")");
}

std::vector<CompanyId> IdsOf(const std::vector<progress::Company>& companies) {
  std::vector<CompanyId> ids;
  for (const progress::Company& company : companies) ids.push_back(company.id);
  return ids;
}

// One call of RunManager::Run().
class RunSession {
 public:
  RunSession(const RunManagerParts& parts, const RunManagerOptions& options, const CompanyDriver& driver,
             const RunRequest& request);
  ~RunSession() { GiveBackLeases(); }
  RunSession(const RunSession&) = delete;
  RunSession& operator=(const RunSession&) = delete;

  absl::StatusOr<RunResult> Run();

 private:
  // Up to the first write: what is to be served, and whether Moodle can be believed.
  absl::Status Prepare();
  absl::Status Judge(const PlanInput& input);
  absl::Status DropGoneWithoutRows(const PlanInput& input);
  // The record says how much there is to do.
  absl::Status Begin();
  absl::Status TakeNamedLeases();
  absl::StatusOr<progress::Lease> TakeLease(CompanyId company, const std::string& owner);

  void ServeCompanies();
  void Serve(const progress::Company& company);
  void EndTurn(CompanyId company);
  void WarnOfThePast();
  void WarnOfTheRest(size_t first_unserved, StopReason why);

  void ReadCurrentVersions();
  void ReadFieldSwitches();
  void Conclude();

  absl::Status Refuse(const absl::Status& status);
  void GiveBackLeases();
  void LogCompany(const sync::CompanyResult& result) const;
  sync::SyncOptions CompanyOptions() const;
  sync::CompanyTask TaskFor(const progress::Company& company) const;
  bool Named() const { return !request_.companies.empty(); }
  Deadline SourceDeadline() const { return Deadline::After(clock_, options_.source_timeout); }
  Deadline StoreDeadline() const { return Deadline::After(clock_, kStoreTimeout); }
  int64_t Now() const { return absl::ToUnixSeconds(clock_.Now()); }

  const RunManagerParts& parts_;
  const RunManagerOptions& options_;
  const CompanyDriver& driver_;
  const RunRequest& request_;
  const Clock& clock_;
  const absl::Duration started_;
  const std::shared_ptr<LiveRun> live_;
  const RunControl control_;

  RunResult result_;
  sync::RunSummary summary_;
  bool begun_;  // the run's record is in the store
  std::vector<progress::Company> plan_;
  std::map<CompanyId, progress::Lease> held_;  // of named companies that were not served yet
  bool accept_empty_tables_ = false;
  std::set<std::string> known_empty_tables_;
  int64_t unserved_ = 0;        // companies that were not begun
  size_t affected_listed_ = 0;  // over all companies
  absl::Status implausible_;    // what the snapshot of a company said about the whole source
};

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
  if (const absl::Status begun = Begin(); !begun.ok()) return Refuse(begun);
  WarnOfThePast();
  ServeCompanies();
  GiveBackLeases();
  if (!implausible_.ok() && summary_.processed() == 0) return Refuse(implausible_);
  if (summary_.outcome() == sync::RunOutcome::kAlreadyRunning) {
    return Refuse(MakeError(absl::StatusCode::kAborted, reason::kAlreadyRunning,
                            "every company is being synced by somebody else; wait for that run"));
  }
  ReadCurrentVersions();
  if (request_.list_affected_rows) ReadFieldSwitches();
  Conclude();
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
  CP_RETURN_IF_ERROR(parts_.runs->BeginRun(result_.record, StoreDeadline()));
  begun_ = true;
  live_->MarkStored();
  return absl::OkStatus();
}

absl::Status RunSession::Prepare() {
  PlanInput input{.named = request_.companies, .in_moodle = {}, .oldest_first = {}};
  CP_ASSIGN_OR_RETURN(input.in_moodle, parts_.ports.source->Companies(SourceDeadline()));
  CP_ASSIGN_OR_RETURN(input.oldest_first, parts_.companies->OldestServedFirst(StoreDeadline()));
  CP_ASSIGN_OR_RETURN(plan_, PlanRun(input));
  CP_RETURN_IF_ERROR(Judge(input));
  CP_RETURN_IF_ERROR(parts_.ports.epoch->Examine(IdsOf(plan_), StoreDeadline()));
  CP_RETURN_IF_ERROR(parts_.companies->UpsertCompanies(input.in_moodle, StoreDeadline()));
  const std::vector<CompanyId> gone = GoneFromMoodle(input);
  if (!gone.empty()) CP_RETURN_IF_ERROR(parts_.companies->MarkGone(gone, StoreDeadline()));
  if (!Named()) CP_RETURN_IF_ERROR(DropGoneWithoutRows(input));
  return TakeNamedLeases();
}

absl::Status RunSession::Judge(const PlanInput& input) {
  sync::GuardInput guard{.empty_tables = {}, .census = {}, .accepted = {}, .pending = {}, .force = request_.force};
  CP_ASSIGN_OR_RETURN(guard.census, parts_.ports.source->Census(SourceDeadline()));
  guard.census.counted_at = Now();
  const std::set<std::string> empty = sync::EmptyTablesOf(guard.census);
  guard.empty_tables.assign(empty.begin(), empty.end());
  // A site with no company left is not a site whose companies have all been closed.
  if (input.in_moodle.empty() && !input.oldest_first.empty()) guard.empty_tables.push_back("company");
  guard.census.rows["company"] = static_cast<int64_t>(input.in_moodle.size());
  CP_ASSIGN_OR_RETURN(guard.accepted, parts_.runs->ReadCensus(/*pending=*/false, StoreDeadline()));
  CP_ASSIGN_OR_RETURN(guard.pending, parts_.runs->ReadCensus(/*pending=*/true, StoreDeadline()));

  const sync::GuardDecision decision = sync::JudgeSource(guard);
  if (decision.accepted.has_value()) {
    CP_RETURN_IF_ERROR(parts_.runs->WriteCensus(/*pending=*/false, *decision.accepted, StoreDeadline()));
  }
  if (decision.pending.has_value()) {
    CP_RETURN_IF_ERROR(parts_.runs->WriteCensus(/*pending=*/true, *decision.pending, StoreDeadline()));
  }
  accept_empty_tables_ =
      decision.verdict == sync::GuardVerdict::kForced || decision.verdict == sync::GuardVerdict::kAgreed;
  if (decision.accepted.has_value()) known_empty_tables_ = sync::EmptyTablesOf(*decision.accepted);
  return decision.status;
}

// A company that is gone from Moodle and has no row left needs no comparison, now or ever.
absl::Status RunSession::DropGoneWithoutRows(const PlanInput& input) {
  const std::vector<CompanyId> gone = GoneFromMoodle(input);
  if (gone.empty()) return absl::OkStatus();
  absl::flat_hash_set<CompanyId> drop(gone.begin(), gone.end());
  CP_ASSIGN_OR_RETURN(const std::vector<progress::CompanyState> states,
                      parts_.companies->ListCompanies(Deadline::After(clock_, kListTimeout)));
  for (const progress::CompanyState& state : states) {
    if (state.live_rows > 0) drop.erase(state.company.id);
  }
  for (const CompanyId company : drop) parts_.metrics->Forget(company);
  plan_.erase(std::remove_if(plan_.begin(), plan_.end(),
                             [&drop](const progress::Company& company) { return drop.contains(company.id); }),
              plan_.end());
  return absl::OkStatus();
}

// All of them before the first is served, so that the caller learns of a busy one before anything is written.
absl::Status RunSession::TakeNamedLeases() {
  if (!Named()) return absl::OkStatus();
  const std::string owner = absl::StrCat(options_.owner, " run ", result_.record.run_id);
  for (const progress::Company& company : plan_) {
    const absl::StatusOr<progress::Lease> lease = TakeLease(company.id, owner);
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
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<progress::Lease> lease =
        parts_.ports.writer->AcquireLease(company, owner, kLeaseTtl, StoreDeadline());
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
    const sync::CompanyResult& served = result_.companies.back().result;
    if (ReasonOf(served.status) == reason::kSourceImplausible) {
      implausible_ = served.status;
      return;
    }
  }
}

void RunSession::Serve(const progress::Company& company) {
  std::optional<progress::Lease> held;
  if (const auto it = held_.find(company.id); it != held_.end()) {
    held = it->second;
    held_.erase(it);
  }
  // The first has the whole budget: one that is larger than it, or that kills the worker, has had its turn, too.
  // Another that is truncated keeps its place.
  const bool first = result_.companies.empty();
  if (first) EndTurn(company.id);
  CompanyReport report;
  live_->CompanyBegan(company.id);
  report.result =
      driver_.Sync(TaskFor(company), CompanyOptions(), held, control_,
                   [this, &company](const sync::CompanyCounts& counts) { live_->CompanyMoved(company.id, counts); });
  sync::CompanyResult& result = report.result;
  if (result.record.found_by.empty() && result.affected_count > 0) {
    result.record.found_by.emplace("full", result.affected_count);
  }
  if (result.outcome == sync::CompanyOutcome::kSucceeded) {
    parts_.live->SetExpectedRows(company.id, result.record.rows_read);
  }
  live_->CompanyEnded(result);
  const sync::CompanyOutcome outcome = report.result.outcome;
  if (!first && (outcome == sync::CompanyOutcome::kSucceeded || outcome == sync::CompanyOutcome::kFailed)) {
    EndTurn(company.id);
  }
  affected_listed_ += report.result.affected.size();
  summary_.Add(report.result);
  LogCompany(report.result);
  result_.companies.push_back(std::move(report));
}

// What each mode means for a company: the one place that knows. The change lane is not connected yet, so that every
// mode compares everything.
sync::CompanyTask RunSession::TaskFor(const progress::Company& company) const {
  return {.run_id = result_.record.run_id,
          .company = company,
          .owner = absl::StrCat(options_.owner, " run ", result_.record.run_id),
          .accept_empty_tables = accept_empty_tables_,
          .known_empty_tables = known_empty_tables_};
}

// A mark that is missing only brings the company sooner than it should.
void RunSession::EndTurn(CompanyId company) {
  if (const absl::Status marked = parts_.companies->MarkServed(company, StoreDeadline()); !marked.ok()) {
    parts_.log->Warning("turn_not_marked", {{"company", company.value()}, {"error", marked}});
  }
}

sync::SyncOptions RunSession::CompanyOptions() const {
  sync::SyncOptions options;
  options.batch_rows = options_.batch_rows;
  options.lease_ttl = kLeaseTtl;
  options.source_budget = options_.source_timeout;  // the keeper holds the lease
  options.max_affected =
      request_.list_affected_rows ? std::min(kMaxAffectedRowsOfCompany, kMaxAffectedRowsOfRun - affected_listed_) : 0;
  options.switches = options_.switches;
  return options;
}

void RunSession::WarnOfThePast() {
  if (!options_.as_of.has_value() || *options_.as_of >= clock_.Now()) return;
  const std::string when = absl::FormatTime(absl::RFC3339_sec, *options_.as_of, absl::UTCTimeZone());
  result_.warnings.push_back(absl::StrCat("progress was derived as of ", when,
                                          " (--as-of): rows of enrolments that were not open then are deleted"));
}

void RunSession::WarnOfTheRest(size_t first_unserved, StopReason why) {
  std::vector<std::string> names;
  for (size_t i = first_unserved; i < plan_.size() && names.size() < kMaxNamesInWarning; ++i) {
    names.push_back(NameOf(plan_[i]));
  }
  const size_t unserved = plan_.size() - first_unserved;
  if (unserved > names.size()) names.push_back(absl::StrCat(unserved - names.size(), " more"));
  result_.warnings.push_back(absl::StrCat("truncated, ", ToString(why),
                                          "; not served and first in the next run: ", absl::StrJoin(names, ", ")));
  unserved_ = static_cast<int64_t>(unserved);
}

// For companies that were found unchanged: their version is as good an answer as a new one.
void RunSession::ReadCurrentVersions() {
  std::vector<CompanyId> unchanged;
  for (CompanyReport& report : result_.companies) {
    report.version = report.result.data_version.value_or(DataVersion());
    if (!report.result.data_version.has_value()) unchanged.push_back(report.result.company.id);
  }
  std::map<CompanyId, DataVersion> current;
  for (size_t begin = 0; begin < unchanged.size(); begin += kVersionsPerRead) {
    const size_t count = std::min(kVersionsPerRead, unchanged.size() - begin);
    const absl::StatusOr<progress::VersionBatch> batch =
        parts_.reader->ReadVersions(absl::MakeConstSpan(unchanged).subspan(begin, count), StoreDeadline());
    if (!batch.ok()) return;
    for (const auto& [company, version] : batch->companies) current.emplace(company, version.version);
  }
  for (CompanyReport& report : result_.companies) {
    const auto it = current.find(report.result.company.id);
    if (it != current.end()) report.version = it->second;
  }
}

void RunSession::ReadFieldSwitches() {
  for (CompanyReport& report : result_.companies) {
    if (report.result.affected.empty()) continue;
    const absl::StatusOr<progress::CompanySettings> settings =
        parts_.companies->ReadSettings(report.result.company.id, StoreDeadline());
    // Not knowing what may be shown, show nothing but ids.
    report.visible_fields = settings.ok() ? settings->visible_fields : progress::FieldMask();
    if (!settings.ok()) {
      result_.warnings.push_back(
          absl::StrCat(NameOf(report.result.company), ": field switches could not be read; fields are left out"));
    }
  }
}

void RunSession::Conclude() {
  result_.errors = summary_.errors();
  const std::vector<std::string> warnings = summary_.warnings();
  result_.warnings.insert(result_.warnings.end(), warnings.begin(), warnings.end());
  summary_.AddNotBegun(unserved_);  // after its warnings were taken: ours names the companies
  result_.outcome = summary_.outcome();
  result_.duration = clock_.Monotonic() - started_;
  result_.record.state = sync::StateOf(result_.outcome);
  if (result_.outcome == sync::RunOutcome::kTruncated && live_->cancelled()) {
    result_.record.state = progress::RunState::kCancelled;
  }
  result_.record.finished_at = Now();
  result_.record.companies_done = static_cast<int64_t>(result_.companies.size());
  result_.record.errors = result_.errors;
  result_.record.warnings = result_.warnings;
  std::vector<progress::CompanyRunRecord> records;
  records.reserve(result_.companies.size());
  for (const CompanyReport& report : result_.companies) {
    if (report.result.outcome != sync::CompanyOutcome::kAlreadyRunning) records.push_back(report.result.record);
  }
  if (const absl::Status stored = parts_.runs->FinishRun(result_.record, records, StoreDeadline()); !stored.ok()) {
    parts_.log->Warning("run_record_not_stored", {{"run_id", result_.record.run_id}, {"error", stored}});
  }
  result_.record.cancel_requested = live_->cancelled();
  live_->Ended(std::make_shared<const RunResult>(result_));
  parts_.live->Retire(result_.record.run_id);
  parts_.metrics->RunEnded(result_);
  parts_.log->Info("run_finished", {{"run_id", result_.record.run_id},
                                    {"kind", result_.record.kind},
                                    {"state", progress::ToString(result_.record.state)},
                                    {"companies", static_cast<int64_t>(result_.companies.size())},
                                    {"created", summary_.created()},
                                    {"updated", summary_.updated()},
                                    {"deleted", summary_.deleted()},
                                    {"rows_read", summary_.rows_read()},
                                    {"errors", static_cast<int64_t>(result_.errors.size())},
                                    {"warnings", static_cast<int64_t>(result_.warnings.size())},
                                    {"duration_seconds", result_.duration}});
}

// A request for an unknown or busy company, or to a worker that stops, is no failed run; anything else is kept in the
// store's run history.
absl::Status RunSession::Refuse(const absl::Status& status) {
  const bool callers_matter =
      absl::IsNotFound(status) || absl::IsCancelled(status) || ReasonOf(status) == reason::kAlreadyRunning;
  const bool admitted = !request_.run_id.empty();
  result_.record.state = callers_matter && !admitted ? progress::RunState::kTruncated : progress::RunState::kFailed;
  result_.record.finished_at = Now();
  result_.record.request_id.clear();  // nothing was done for it
  result_.record.errors = {std::string(status.message())};
  if (!begun_ && !callers_matter) begun_ = parts_.runs->BeginRun(result_.record, StoreDeadline()).ok();
  if (begun_) (void)parts_.runs->FinishRun(result_.record, {}, StoreDeadline());
  live_->Refused(result_.record, status);
  parts_.live->Retire(result_.record.run_id);
  parts_.metrics->RunRefused(status);
  parts_.log->Log(callers_matter ? runtime::LogLevel::kInfo : runtime::LogLevel::kError, "run_refused",
                  {{"run_id", result_.record.run_id}, {"kind", result_.record.kind}, {"error", status}});
  return status;
}

void RunSession::GiveBackLeases() {
  for (const auto& [company, lease] : held_) {
    parts_.leases->Drop(lease);
    (void)parts_.ports.writer->ReleaseLease(lease, StoreDeadline());
  }
  held_.clear();
}

void RunSession::LogCompany(const sync::CompanyResult& result) const {
  const progress::CompanyRunRecord& record = result.record;
  const bool good = result.status.ok() && record.errors.empty();
  parts_.log->Log(good ? runtime::LogLevel::kInfo : runtime::LogLevel::kWarning, "company_synced",
                  {{"run_id", record.run_id},
                   {"company", result.company.id.value()},
                   {"state", progress::ToString(record.state)},
                   {"created", record.created},
                   {"updated", record.updated},
                   {"deleted", record.deleted},
                   {"rows_read", record.rows_read},
                   {"cache_cleared", record.cache_cleared},
                   {"row_errors", static_cast<int64_t>(record.errors.size())},
                   {"sanitized_values", result.sanitized_values},
                   {"duration_seconds", result.elapsed},
                   {"error", result.status.ok() ? std::string() : result.status.ToString()}});
}

}  // namespace

RunManager::RunManager(const RunManagerParts& parts, const RunManagerOptions& options)
    : parts_(parts), options_(options), driver_(parts.ports, parts.leases, parts.clock, options.as_of) {}

progress::RunRecord NewRecord(const RunManagerParts& parts, const RunManagerOptions& options,
                              const RunRequest& request) {
  progress::RunRecord record;
  record.run_id = parts.new_run_id();
  record.kind = request.kind;
  record.started_at = absl::ToUnixSeconds(parts.clock->Now());
  record.owner = options.owner;
  record.mode = request.mode;
  record.dry_run = request.dry_run;
  record.request_id = request.request_id;
  return record;
}

absl::StatusOr<RunResult> RunManager::Run(const RunRequest& request) {
  RunSession session(parts_, options_, driver_, request);
  return session.Run();
}

}  // namespace cp::worker
