// CompanySync towards the change lane: enrolment edges and candidates that a batch carries; and the dry run.
#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sync/company_sync.h"

namespace cp::sync {

using progress::CandidatesDone;
using progress::EdgeReplacement;
using progress::UserEdge;

// One user may come twice, with a piece of its pairs each: the later edge is of the whole user.
absl::Status CompanySync::TakeEdges(const std::vector<UserEdge>& edges) {
  if (task_.dry_run) return absl::OkStatus();
  for (const UserEdge& edge : edges) {
    const bool in_scope = !is_scoped() || std::binary_search(task_.users.begin(), task_.users.end(), edge.user_id);
    if (edge.user_id < last_edge_user_ || edge.user_id <= edges_through_ || !in_scope) {
      return MakeError(absl::StatusCode::kInternal, reason::kInternal,
                       absl::StrCat("the source gave the enrolment edge of user ", edge.user_id, " after that of user ",
                                    std::max(last_edge_user_, edges_through_),
                                    ": edges must ascend by user, of users that were asked for"));
    }
    if (edge.user_id == last_edge_user_ && !edges_.empty()) edges_.pop_back();
    last_edge_user_ = edge.user_id;
    edges_.push_back(edge);
  }
  return absl::OkStatus();
}

bool CompanySync::EdgesFillABatch() const {
  if (is_scoped() || task_.dry_run || edges_.size() < options_.edge_rows) return false;
  return edges_.front().user_id <= merge_.SettledUser();
}

// Edges follow the rows: of a user whose rows were not compared, the old edge is the only thing that brings it back.
std::optional<EdgeReplacement> CompanySync::EdgesOfSettledUsers(bool last) {
  const int64_t settled = merge_.SettledUser();
  if (is_distrusted_ || settled <= edges_through_ || (is_scoped() && !last)) return std::nullopt;
  EdgeReplacement replacement;
  const auto end = std::upper_bound(edges_.begin(), edges_.end(), settled,
                                    [](int64_t user, const UserEdge& edge) { return user < edge.user_id; });
  replacement.edges.assign(std::make_move_iterator(edges_.begin()), std::make_move_iterator(end));
  edges_.erase(edges_.begin(), end);
  const int64_t after = std::exchange(edges_through_, settled);
  if (!is_scoped()) {
    replacement.after_user = after;
    replacement.through_user = settled;
    return replacement;
  }
  const auto unsettled = std::upper_bound(task_.users.begin(), task_.users.end(), settled);
  replacement.users.assign(task_.users.begin(), unsettled);
  // Without users it would speak of everybody.
  if (replacement.users.empty()) return std::nullopt;
  return replacement;
}

bool CompanySync::IsFlawed() const {
  const bool was_flawed = result_.resumed_after_user > 0 && round_.started_at == 0;
  return !is_scoped() && (was_flawed || underivable_ > 0);
}

std::optional<CandidatesDone> CompanySync::DealtWith() const {
  CandidatesDone done;
  if (!is_complete_) return std::nullopt;
  if (!is_scoped()) {
    // What was found since the round began may be younger than the comparison of its user.
    done.through = round_.through;
    return IsFlawed() || done.through == 0 ? std::nullopt : std::make_optional(done);
  }
  done.through = task_.candidates_through;
  // Also when nothing waits: the users tell the store that this success does not speak of the whole company.
  std::set_difference(task_.users.begin(), task_.users.end(), underivable_users_.begin(), underivable_users_.end(),
                      std::back_inserter(done.users));
  // Without users it would speak of everybody.
  if (done.users.empty()) return std::nullopt;
  return done;
}

void CompanySync::CountUnwritten() {
  committing_ = merge_.TakeChanges();
  batch_.upserts = std::move(committing_.upserts);
  batch_.tombstones = std::move(committing_.tombstones);
  CountRows();
}

}  // namespace cp::sync
