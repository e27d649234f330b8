// What the store keeps for the change lane: candidates, edges, digests, watermarks.
#include <algorithm>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/progress/memory_store.h"

namespace cp::progress {
namespace {

constexpr int64_t kFirst = std::numeric_limits<int64_t>::min();

template <typename Set>
std::vector<CompanyUser> FirstOf(const Set& users, int limit) {
  const size_t count = std::min(users.size(), static_cast<size_t>(limit));
  return {users.begin(), std::next(users.begin(), static_cast<std::ptrdiff_t>(count))};
}

}  // namespace

void MemoryStore::ApplyLane(const Batch& batch) {
  const CompanyId company = batch.lease.company;
  if (batch.edges.has_value()) {
    const EdgeReplacement& edges = *batch.edges;
    for (const int64_t user : edges.users) lane_.edges.erase({company, user});
    if (edges.users.empty()) {
      lane_.edges.erase(lane_.edges.upper_bound({company, edges.after_user}),
                        lane_.edges.upper_bound({company, std::max(edges.after_user, edges.through_user)}));
    }
    for (const UserEdge& edge : edges.edges) lane_.edges[{company, edge.user_id}] = edge.edge_at;
  }
  if (!batch.candidates.has_value()) return;
  const std::set<int64_t> users(batch.candidates->users.begin(), batch.candidates->users.end());
  const auto is_wanted = [&users](int64_t user) { return users.empty() || users.contains(user); };
  std::erase_if(lane_.candidates, [&](const auto& entry) {
    const auto& [key, candidate] = entry;
    return key.company == company && candidate.sequence <= batch.candidates->through && is_wanted(key.user_id);
  });
}

absl::StatusOr<LaneState> MemoryStore::ReadLane(Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  LaneState state = lane_.state;
  if (clock_.Now() >= lane_.detector_until) state.detector.clear();
  return state;
}

void MemoryStore::AddCandidate(const CompanyUser& user, const std::string& found_by, bool prevails, int64_t found_at) {
  if (!companies_.contains(user.company)) return;
  const auto it =
      lane_.candidates.try_emplace(user, LaneContents::Waits{found_by, lane_.state.sequence, found_at}).first;
  it->second.sequence = lane_.state.sequence;
  if (prevails) it->second.found_by = found_by;
}

absl::Status MemoryStore::MoveLane(const Detection& detection) {
  LaneState& state = lane_.state;
  const absl::Time now = clock_.Now();
  const bool is_detector = detection.detector.empty() || detection.takes_over || detection.detector == state.detector ||
                           now >= lane_.detector_until;
  if (state.sequence != detection.expected_sequence || !is_detector) {
    return MakeError(absl::StatusCode::kAborted, reason::kStoreConflict,
                     "another worker has stored a detection meanwhile; nothing was written");
  }
  if (!detection.IsIdle()) ++state.sequence;
  state.detected_at = detection.detected_at;
  if (detection.fresh_at > 0) state.fresh_at = detection.fresh_at;
  if (detection.detector.empty()) return absl::OkStatus();
  state.detector = detection.detector;
  lane_.detector_until = now + detection.hold;
  return absl::OkStatus();
}

absl::StatusOr<int64_t> MemoryStore::CommitDetection(const Detection& detection, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  CP_RETURN_IF_ERROR(MoveLane(detection));
  for (const auto& [name, value] : detection.watermarks) lane_.state.watermarks[name] = value;
  for (const Digest& digest : detection.digests) {
    if (digest.value.empty()) {
      lane_.digests.erase({digest.kind, digest.id});
    } else {
      lane_.digests[{digest.kind, digest.id}] = digest.value;
    }
  }
  for (const Candidate& candidate : detection.candidates) {
    AddCandidate({candidate.company, candidate.user_id}, candidate.found_by,
                 detection.prevailing.contains(candidate.found_by), detection.detected_at);
  }
  for (const auto& [id, data] : companies_) {
    if (!detection.everything || data.gone_at != 0) continue;
    AddCandidate({id, 0}, detection.everything_found_by, /*prevails=*/false, detection.detected_at);
  }
  for (const CompanyUser& user : detection.edges_consumed) {
    const auto edge = lane_.edges.find(user);
    if (edge != lane_.edges.end() && edge->second <= detection.detected_at) lane_.edges.erase(edge);
  }
  if (detection.fresh_at > 0) Mark(detection.fresh_at);
  return lane_.state.sequence;
}

absl::StatusOr<std::vector<Digest>> MemoryStore::ReadDigests(const std::string& kind, int64_t after, int limit,
                                                             Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  std::vector<Digest> digests;
  for (auto it = lane_.digests.upper_bound({kind, after}); it != lane_.digests.end() && it->first.first == kind; ++it) {
    if (digests.size() == static_cast<size_t>(limit)) break;
    digests.push_back({kind, it->first.second, it->second});
  }
  return digests;
}

absl::StatusOr<std::vector<CompanyUser>> MemoryStore::DueEdges(int64_t now, int limit, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  std::set<std::pair<int64_t, CompanyUser>> due;
  for (const auto& [user, edge_at] : lane_.edges) {
    if (edge_at <= now) due.emplace(edge_at, user);
  }
  std::vector<CompanyUser> users;
  for (const auto& [edge_at, user] : due) {
    if (users.size() < static_cast<size_t>(limit)) users.push_back(user);
  }
  return users;
}

absl::StatusOr<std::vector<CompanyUser>> MemoryStore::CompaniesOfUsers(absl::Span<const int64_t> users,
                                                                       Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  std::set<CompanyUser> found;
  for (const auto& [id, data] : companies_) {
    for (const int64_t user : users) {
      const auto row = data.rows.lower_bound({UserId(user), CourseId(kFirst)});
      if (row != data.rows.end() && row->first.user == UserId(user)) found.insert({id, user});
    }
  }
  return std::vector<CompanyUser>(found.begin(), found.end());
}

absl::StatusOr<std::vector<CompanyUser>> MemoryStore::UsersOfCourses(absl::Span<const int64_t> courses,
                                                                     CompanyUser after, int limit, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  const std::set<int64_t> wanted(courses.begin(), courses.end());
  std::set<CompanyUser> found;
  for (const auto& [id, data] : companies_) {
    for (const auto& [key, record] : data.rows) {
      const CompanyUser user{id, key.user.value()};
      if (user > after && !record.is_deleted && wanted.contains(key.course.value())) found.insert(user);
    }
  }
  return FirstOf(found, limit);
}

CompanyCandidates MemoryStore::Summary(CompanyId company) const {
  CompanyCandidates summary;
  summary.company = company;
  for (auto it = lane_.candidates.lower_bound({company, kFirst});
       it != lane_.candidates.end() && it->first.company == company; ++it) {
    const LaneContents::Waits& candidate = it->second;
    summary.full = summary.full || it->first.user_id == 0;
    summary.through = std::max(summary.through, candidate.sequence);
    summary.oldest_at = summary.found_by.empty() ? candidate.found_at : std::min(summary.oldest_at, candidate.found_at);
    ++summary.found_by[candidate.found_by];
  }
  return summary;
}

absl::StatusOr<std::vector<CompanyCandidates>> MemoryStore::Waiting(Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  std::vector<CompanyCandidates> waiting;
  for (const auto& [id, data] : companies_) {
    CompanyCandidates summary = Summary(id);
    if (!summary.found_by.empty()) waiting.push_back(std::move(summary));
  }
  std::stable_sort(waiting.begin(), waiting.end(),
                   [](const auto& a, const auto& b) { return a.oldest_at < b.oldest_at; });
  return waiting;
}

absl::StatusOr<CompanyCandidates> MemoryStore::ReadCandidates(CompanyId company, int limit, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  CP_RETURN_IF_ERROR(Find(company).status());
  CompanyCandidates candidates = Summary(company);
  for (auto it = lane_.candidates.upper_bound({company, 0});
       it != lane_.candidates.end() && it->first.company == company; ++it) {
    candidates.more = candidates.users.size() == static_cast<size_t>(limit);
    if (candidates.more) break;
    candidates.users.push_back(it->first.user_id);
  }
  return candidates;
}

void MemoryStore::Mark(int64_t read_at) {
  for (auto& [id, data] : companies_) {
    const bool was_compared = data.source_synced_at > 0;
    if (!was_compared || data.gone_at != 0 || data.source_synced_at > read_at - kFreshStepSeconds) continue;
    if (Summary(id).found_by.empty()) data.source_synced_at = read_at;
  }
}

absl::Status MemoryStore::MarkFresh(int64_t read_at, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  Mark(read_at);
  return absl::OkStatus();
}

LaneContents MemoryStore::InspectLane() const {
  absl::MutexLock lock(&mutex_);
  return lane_;
}

void MemoryStore::SetLane(LaneContents lane) {
  absl::MutexLock lock(&mutex_);
  lane_ = std::move(lane);
}

std::optional<int64_t> MemoryStore::InspectEdge(const CompanyUser& user) const {
  absl::MutexLock lock(&mutex_);
  const auto edge = lane_.edges.find(user);
  return edge == lane_.edges.end() ? std::nullopt : std::make_optional(edge->second);
}

}  // namespace cp::progress
