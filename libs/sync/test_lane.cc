#include "libs/sync/test_lane.h"

#include <set>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::sync {

using progress::CompanyUser;

absl::StatusOr<int64_t> TestLane::CommitDetection(const progress::Detection& detection, Deadline deadline) {
  if (refuse > 0) {
    --refuse;
    Change([](Contents& lane) { ++lane.state.sequence; });
  }
  std::set<std::pair<std::string, int64_t>> named;
  for (const progress::Digest& digest : detection.digests) {
    const bool is_new = named.emplace(digest.kind, digest.id).second;
    if (!is_new) return absl::InvalidArgumentError("one detection names a digest twice");
  }
  CP_ASSIGN_OR_RETURN(const int64_t sequence, store_.CommitDetection(detection, deadline));
  ++commits_;
  if (lose_answers == 0) return sequence;
  --lose_answers;
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "the store does not answer");
}

absl::StatusOr<std::vector<CompanyUser>> TestLane::DueEdges(int64_t now, int limit, Deadline deadline) {
  if (edges_off) return std::vector<CompanyUser>();
  return store_.DueEdges(now, limit, deadline);
}

void TestLane::Change(absl::FunctionRef<void(Contents&)> change) {
  Contents lane = contents();
  change(lane);
  SetBack(std::move(lane));
}

void TestLane::SetEdges(std::map<CompanyUser, int64_t> edges) {
  Change([&](Contents& lane) { lane.edges = std::move(edges); });
}

void TestLane::SetEdge(const CompanyUser& user, int64_t edge_at) {
  Change([&](Contents& lane) { lane.edges[user] = edge_at; });
}

}  // namespace cp::sync
