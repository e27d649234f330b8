#include "libs/sync/memory_lane.h"

#include <algorithm>
#include <set>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::sync {

using progress::CompanyCandidates;
using progress::CompanyUser;
using progress::Digest;
using progress::StoredRow;

namespace {

Deadline Never() { return Deadline::At(absl::InfiniteDuration()); }

bool Contains(absl::Span<const int64_t> ids, int64_t id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

}  // namespace

void MemoryLane::Apply(const progress::Batch& batch) {
  const CompanyId company = batch.lease.company;
  if (batch.edges.has_value()) {
    const progress::EdgeReplacement& replaced = *batch.edges;
    std::erase_if(edges_, [&](const auto& edge) {
      const CompanyUser& who = edge.first;
      if (who.company != company) return false;
      if (!replaced.users.empty()) return Contains(replaced.users, who.user_id);
      return who.user_id > replaced.after_user && who.user_id <= replaced.through_user;
    });
    for (const progress::UserEdge& edge : replaced.edges) edges_[{company, edge.user_id}] = edge.edge_at;
  }
  if (batch.candidates.has_value()) {
    std::erase_if(candidates_, [&](const auto& candidate) {
      const auto& [who, waits] = candidate;
      if (who.company != company || waits.sequence > batch.candidates->through) return false;
      return batch.candidates->users.empty() || Contains(batch.candidates->users, who.user_id);
    });
  }
}

absl::StatusOr<progress::LaneState> MemoryLane::ReadLane(Deadline) { return state_; }

void MemoryLane::Remember(const CompanyUser& who, const std::string& found_by, int64_t found_at) {
  const auto [it, is_new] = candidates_.try_emplace(who, Waits{state_.sequence, found_at, found_by});
  if (!is_new) it->second.sequence = state_.sequence;
}

absl::StatusOr<int64_t> MemoryLane::CommitDetection(const progress::Detection& detection, Deadline deadline) {
  if (refuse > 0) {
    --refuse;
    ++state_.sequence;
  }
  if (detection.expected_sequence != state_.sequence) {
    return MakeError(absl::StatusCode::kAborted, reason::kStoreConflict, "another detection was stored meanwhile");
  }
  std::set<std::pair<std::string, int64_t>> named;
  for (const Digest& digest : detection.digests) {
    const bool is_new = named.emplace(digest.kind, digest.id).second;
    if (!is_new) return absl::InvalidArgumentError("one detection names a digest twice");
  }
  ++commits_;
  ++state_.sequence;
  state_.detected_at = detection.detected_at;
  for (const auto& [name, value] : detection.watermarks) state_.watermarks[name] = value;
  for (const Digest& digest : detection.digests) {
    if (digest.value.empty()) {
      digests_.erase({digest.kind, digest.id});
    } else {
      digests_[{digest.kind, digest.id}] = digest.value;
    }
  }
  for (const CompanyUser& who : detection.edges_consumed) edges_.erase(who);
  for (const progress::Candidate& candidate : detection.candidates) {
    Remember({candidate.company, candidate.user_id}, candidate.found_by, detection.detected_at);
  }
  if (detection.everything) {
    CP_ASSIGN_OR_RETURN(const auto companies, store_->ListCompanies(deadline));
    for (const auto& company : companies) {
      Remember({company.company.id, 0}, detection.everything_found_by, detection.detected_at);
    }
  }
  if (lose_answers == 0) return state_.sequence;
  --lose_answers;
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "the store does not answer");
}

absl::StatusOr<std::vector<Digest>> MemoryLane::ReadDigests(const std::string& kind, int64_t after, int limit,
                                                            Deadline) {
  std::vector<Digest> page;
  for (auto it = digests_.upper_bound({kind, after}); it != digests_.end() && it->first.first == kind; ++it) {
    if (page.size() == static_cast<size_t>(limit)) break;
    page.push_back({kind, it->first.second, it->second});
  }
  return page;
}

absl::StatusOr<std::vector<CompanyUser>> MemoryLane::DueEdges(int64_t now, int limit, Deadline) {
  std::set<std::pair<int64_t, CompanyUser>> due;
  for (const auto& [who, edge_at] : edges_) {
    if (edge_at <= now && !edges_off) due.emplace(edge_at, who);
  }
  std::vector<CompanyUser> page;
  for (const auto& [edge_at, who] : due) {
    if (page.size() < static_cast<size_t>(limit)) page.push_back(who);
  }
  return page;
}

std::vector<std::pair<CompanyId, StoredRow>> MemoryLane::Rows() {
  std::vector<std::pair<CompanyId, StoredRow>> all;
  const auto companies = store_->ListCompanies(Never());
  for (const auto& company : *companies) {
    const auto rows = store_->ReadStored({.company = company.company.id, .limit = 1000000}, Never());
    for (const StoredRow& row : *rows) all.emplace_back(company.company.id, row);
  }
  return all;
}

absl::StatusOr<std::vector<CompanyUser>> MemoryLane::CompaniesOfUsers(absl::Span<const int64_t> users, Deadline) {
  std::set<CompanyUser> found;
  for (const auto& [company, row] : Rows()) {
    if (Contains(users, row.key.user.value())) found.insert({company, row.key.user.value()});
  }
  return std::vector<CompanyUser>(found.begin(), found.end());
}

absl::StatusOr<std::vector<CompanyUser>> MemoryLane::UsersOfCourses(absl::Span<const int64_t> courses,
                                                                    CompanyUser after, int limit, Deadline) {
  std::set<CompanyUser> found;
  for (const auto& [company, row] : Rows()) {
    const CompanyUser who{company, row.key.user.value()};
    if (!row.is_deleted && who > after && Contains(courses, row.key.course.value())) found.insert(who);
  }
  std::vector<CompanyUser> page(found.begin(), found.end());
  page.resize(std::min(page.size(), static_cast<size_t>(limit)));
  return page;
}

absl::StatusOr<std::vector<CompanyCandidates>> MemoryLane::Waiting(Deadline deadline) {
  std::map<CompanyId, CompanyCandidates> companies;
  for (const auto& [who, waits] : candidates_) {
    CP_ASSIGN_OR_RETURN(companies[who.company], ReadCandidates(who.company, 0, deadline));
  }
  std::vector<CompanyCandidates> all;
  for (auto& [company, waiting] : companies) {
    waiting.users.clear();
    all.push_back(std::move(waiting));
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.oldest_at < b.oldest_at; });
  return all;
}

absl::StatusOr<CompanyCandidates> MemoryLane::ReadCandidates(CompanyId company, int limit, Deadline) {
  CompanyCandidates found;
  found.company = company;
  for (const auto& [who, waits] : candidates_) {
    if (who.company != company) continue;
    found.through = std::max(found.through, waits.sequence);
    found.oldest_at = found.oldest_at == 0 ? waits.found_at : std::min(found.oldest_at, waits.found_at);
    ++found.found_by[waits.found_by];
    if (who.user_id == 0) {
      found.full = true;
    } else if (found.users.size() < static_cast<size_t>(limit)) {
      found.users.push_back(who.user_id);
    } else {
      found.more = true;
    }
  }
  return found;
}

absl::Status MemoryLane::MarkFresh(int64_t, Deadline) { return absl::OkStatus(); }

}  // namespace cp::sync
