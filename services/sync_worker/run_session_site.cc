// RunSession: which companies there are, and whether Moodle can be believed.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "libs/base/status.h"
#include "libs/sync/source_guard.h"
#include "services/sync_worker/run_session.h"

namespace cp::worker {
namespace {

constexpr absl::Duration kListTimeout = absl::Minutes(1);  // counts the rows of every company

std::vector<CompanyId> IdsOf(const std::vector<progress::Company>& companies) {
  std::vector<CompanyId> ids;
  for (const progress::Company& company : companies) ids.push_back(company.id);
  return ids;
}

}  // namespace

absl::Status RunSession::MeetSite() {
  PlanInput input{.named = request_.companies, .in_moodle = {}, .oldest_first = {}};
  CP_ASSIGN_OR_RETURN(input.in_moodle, Persist([this] { return parts_.ports.source->Companies(SourceDeadline()); }));
  CP_ASSIGN_OR_RETURN(input.oldest_first,
                      Persist([this] { return parts_.companies->OldestServedFirst(StoreDeadline()); }));
  CP_ASSIGN_OR_RETURN(plan_, PlanRun(input));
  CP_RETURN_IF_ERROR(Judge(input));
  if (request_.dry_run) return Named() ? absl::OkStatus() : DropGoneWithoutRows(input);
  CP_RETURN_IF_ERROR(parts_.ports.epoch->Examine(IdsOf(plan_), StoreDeadline()));
  CP_RETURN_IF_ERROR(Persist([&] { return parts_.companies->UpsertCompanies(input.in_moodle, StoreDeadline()); }));
  gone_ = GoneFromMoodle(input);
  if (!gone_.empty()) {
    CP_RETURN_IF_ERROR(Persist([&] { return parts_.companies->MarkGone(gone_, StoreDeadline()); }));
  }
  // With candidates, one that is gone has its turn all the same: that removes them.
  return Named() || ServesChanges() ? absl::OkStatus() : DropGoneWithoutRows(input);
}

absl::StatusOr<sync::GuardInput> RunSession::CountSource(const PlanInput& input) {
  sync::GuardInput guard{.empty_tables = {}, .census = {}, .accepted = {}, .pending = {}, .force = request_.force};
  CP_ASSIGN_OR_RETURN(guard.census, Persist([this] { return parts_.ports.source->Census(SourceDeadline()); }));
  guard.census.counted_at = Now();
  const std::set<std::string> empty = sync::EmptyTablesOf(guard.census);
  guard.empty_tables.assign(empty.begin(), empty.end());
  // A site with no company left is not a site whose companies have all been closed.
  if (input.in_moodle.empty() && !input.oldest_first.empty()) guard.empty_tables.push_back("company");
  guard.census.rows["company"] = static_cast<int64_t>(input.in_moodle.size());
  const auto read = [this](bool pending) {
    return Persist([&] { return parts_.runs->ReadCensus(pending, StoreDeadline()); });
  };
  CP_ASSIGN_OR_RETURN(guard.accepted, read(/*pending=*/false));
  CP_ASSIGN_OR_RETURN(guard.pending, read(/*pending=*/true));
  // Only comparisons of everything may agree that so much is gone: those that follow Moodle come too often for that.
  if (ServesChanges() && guard.pending.has_value()) guard.pending->agreeing = 0;
  return guard;
}

absl::Status RunSession::Judge(const PlanInput& input) {
  CP_ASSIGN_OR_RETURN(const sync::GuardInput guard, CountSource(input));
  const sync::GuardDecision decision = sync::JudgeSource(guard);
  accept_empty_tables_ =
      decision.verdict == sync::GuardVerdict::kForced || decision.verdict == sync::GuardVerdict::kAgreed;
  if (decision.accepted.has_value()) known_empty_tables_ = sync::EmptyTablesOf(*decision.accepted);
  if (request_.dry_run) return decision.status;
  const auto write = [this](bool pending, const progress::SourceCensus& census) {
    return Persist([&] { return parts_.runs->WriteCensus(pending, census, StoreDeadline()); });
  };
  if (decision.accepted.has_value()) CP_RETURN_IF_ERROR(write(/*pending=*/false, *decision.accepted));
  if (decision.pending.has_value() && (decision.status.ok() || !ServesChanges())) {
    CP_RETURN_IF_ERROR(write(/*pending=*/true, *decision.pending));
  }
  if (decision.status.ok()) {
    parts_.changes->trust().Passed();
  } else {
    parts_.changes->trust().Refused();
  }
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

}  // namespace cp::worker
