// ChangeLane: what detections store, and what waits for the sync of each company.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sql/errors.h"
#include "libs/sql/list_literal.h"
#include "libs/sql/queries.h"
#include "libs/sql/queries_lane.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {
namespace {

using progress::Candidate;
using progress::CompanyCandidates;
using progress::CompanyUser;
using progress::Detection;
using progress::Digest;
using progress::LaneState;

absl::Status LaneMoved() {
  return MakeError(absl::StatusCode::kAborted, reason::kStoreConflict,
                   "another worker has stored a detection meanwhile; nothing was written");
}

// Each once, in key order: rows are locked in that order, and one INSERT takes a key only once.
using Candidates = std::map<CompanyUser, const std::string*>;

Candidates Distinct(const Detection& detection) {
  Candidates distinct;
  for (const Candidate& candidate : detection.candidates) {
    const std::string*& found_by = distinct[{candidate.company, candidate.user_id}];
    if (found_by == nullptr || detection.prevailing.contains(candidate.found_by)) found_by = &candidate.found_by;
  }
  return distinct;
}

void AddCandidates(Session& session, const Candidates& candidates, const std::set<std::string>& prevailing,
                   Int sequence, int64_t found_at) {
  if (candidates.empty()) return;
  if (session.engine() == Engine::kSqlite) {
    for (const auto& [key, found_by] : candidates) {
      session.Run(query::kUpsertCandidate, key.user_id, *found_by, sequence, found_at, key.company.value(),
                  Int{prevailing.contains(*found_by) ? 1 : 0});
    }
    return;
  }
  ArrayLiteral companies;
  ArrayLiteral users;
  ArrayLiteral detectors;
  for (const auto& [key, found_by] : candidates) {
    companies.Add(key.company.value());
    users.Add(key.user_id);
    detectors.Add(absl::string_view(*found_by));
  }
  session.Run(query::kUpsertCandidates, sequence, found_at, companies.Finish(), users.Finish(), detectors.Finish(),
              TextList(session.engine(), prevailing));
}

void ConsumeEdges(Session& session, const Detection& detection) {
  const std::set<CompanyUser> due(detection.edges_consumed.begin(), detection.edges_consumed.end());
  if (due.empty()) return;
  if (session.engine() == Engine::kSqlite) {
    for (const CompanyUser& user : due) {
      session.Run(query::kConsumeEdge, user.company.value(), user.user_id, detection.detected_at);
    }
    return;
  }
  ArrayLiteral companies;
  ArrayLiteral users;
  for (const CompanyUser& user : due) {
    companies.Add(user.company.value());
    users.Add(user.user_id);
  }
  session.Run(query::kConsumeEdges, companies.Finish(), users.Finish(), detection.detected_at);
}

using Digests = std::map<std::pair<std::string, int64_t>, const std::string*>;  // (kind, id) -> value

void UpsertDigests(Session& session, const Digests& digests) {
  if (digests.empty()) return;
  if (session.engine() == Engine::kSqlite) {
    for (const auto& [key, value] : digests) session.Run(query::kUpsertDigest, key.first, key.second, *value);
    return;
  }
  ArrayLiteral kinds;
  ArrayLiteral ids;
  ArrayLiteral values;
  for (const auto& [key, value] : digests) {
    kinds.Add(absl::string_view(key.first));
    ids.Add(key.second);
    values.Add(absl::string_view(*value));
  }
  session.Run(query::kUpsertDigests, kinds.Finish(), ids.Finish(), values.Finish());
}

void DeleteDigests(Session& session, const Digests& digests) {
  if (digests.empty()) return;
  if (session.engine() == Engine::kSqlite) {
    for (const auto& [key, value] : digests) session.Run(query::kDeleteDigest, key.first, key.second);
    return;
  }
  ArrayLiteral kinds;
  ArrayLiteral ids;
  for (const auto& [key, value] : digests) {
    kinds.Add(absl::string_view(key.first));
    ids.Add(key.second);
  }
  session.Run(query::kDeleteDigests, kinds.Finish(), ids.Finish());
}

// The last of a key counts.
void WriteDigests(Session& session, const std::vector<Digest>& digests) {
  Digests kept;
  Digests forgotten;
  for (const Digest& digest : digests) {
    const std::pair<std::string, int64_t> key(digest.kind, digest.id);
    kept.erase(key);
    forgotten.erase(key);
    (digest.value.empty() ? forgotten : kept)[key] = &digest.value;
  }
  DeleteDigests(session, forgotten);
  UpsertDigests(session, kept);
}

// The sequence; absent: the lane has moved, or another worker is the detector.
std::optional<Int> MoveLane(Session& session, const Detection& detection) {
  const Int step = detection.IsIdle() ? 0 : 1;
  const Int hold = absl::ToInt64Milliseconds(detection.hold);
  const auto row =
      detection.detector.empty()
          ? session.RunForRow(query::kMoveLane, step, detection.detected_at, detection.expected_sequence)
          : session.RunForRow(query::kMoveLaneAsDetector, step, detection.detected_at, detection.detector, hold,
                              detection.expected_sequence, detection.detector, Int{detection.takes_over});
  return row.has_value() ? std::make_optional(std::get<0>(*row)) : std::nullopt;
}

// Last in its transaction: it waits for no other lock.
void MarkCompanies(Session& session, int64_t read_at) {
  session.Run(query::kMarkFresh, read_at, read_at - progress::kFreshStepSeconds + 1);
}

// One entry a company from the sums of each detector, in the order of the ids.
template <typename Rows>
std::map<CompanyId, CompanyCandidates> TakeSums(Rows& rows) {
  std::map<CompanyId, CompanyCandidates> companies;
  while (auto* row = rows.Next()) {
    auto& [company, found_by, count, whole, newest, oldest_at] = *row;
    CompanyCandidates& sums = companies[CompanyId(company)];
    sums.company = CompanyId(company);
    sums.full = sums.full || whole != 0;
    sums.through = std::max<int64_t>(sums.through, newest);
    sums.oldest_at = sums.found_by.empty() ? oldest_at : std::min<int64_t>(sums.oldest_at, oldest_at);
    sums.found_by[found_by] = count;
  }
  return companies;
}

}  // namespace

absl::StatusOr<LaneState> SqlStore::ReadLane(Deadline deadline) {
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<LaneState> {
    LaneState lane;
    auto& rows = session.Run(query::kReadLane);
    while (auto* row = rows.Next()) {
      auto& [sequence, detected_at, fresh_at, detector, name, value] = *row;
      lane.sequence = sequence;
      lane.detected_at = detected_at;
      lane.fresh_at = fresh_at;
      lane.detector = std::move(detector);
      if (!name.empty()) lane.watermarks.emplace(std::move(name), value);
    }
    return lane;
  });
}

absl::StatusOr<int64_t> SqlStore::CommitDetection(const Detection& detection, Deadline deadline) {
  const Candidates candidates = Distinct(detection);
  return Write(deadline, [&](Session& session) -> absl::StatusOr<int64_t> {
    const int64_t at = detection.detected_at;
    const std::optional<Int> moved = MoveLane(session, detection);
    if (!moved.has_value()) return LaneMoved();
    const Int sequence = *moved;
    for (const auto& [name, value] : detection.watermarks) session.Run(query::kMoveWatermark, name, value, at);
    WriteDigests(session, detection.digests);
    AddCandidates(session, candidates, detection.prevailing, sequence, at);
    if (detection.everything) {
      session.Run(query::kCandidateEverywhere, detection.everything_found_by, sequence, at);
    }
    ConsumeEdges(session, detection);
    if (detection.fresh_at > 0) {
      session.Run(query::kLaneIsFresh, detection.fresh_at);
      MarkCompanies(session, detection.fresh_at);
    }
    return sequence;
  });
}

absl::StatusOr<std::vector<Digest>> SqlStore::ReadDigests(const std::string& kind, int64_t after, int limit,
                                                          Deadline deadline) {
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<std::vector<Digest>> {
    std::vector<Digest> digests;
    auto& rows = session.Run(query::kReadDigests, kind, after, Int{limit});
    while (auto* row = rows.Next()) digests.push_back({kind, std::get<0>(*row), std::move(std::get<1>(*row))});
    return digests;
  });
}

absl::StatusOr<std::vector<CompanyUser>> SqlStore::DueEdges(int64_t now, int limit, Deadline deadline) {
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<std::vector<CompanyUser>> {
    std::vector<CompanyUser> due;
    auto& rows = session.Run(query::kDueEdges, now, Int{limit});
    while (auto* row = rows.Next()) due.push_back({CompanyId(std::get<0>(*row)), std::get<1>(*row)});
    return due;
  });
}

absl::StatusOr<std::vector<CompanyUser>> SqlStore::CompaniesOfUsers(absl::Span<const int64_t> users,
                                                                    Deadline deadline) {
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<std::vector<CompanyUser>> {
    std::set<CompanyUser> found;
    auto& rows = session.Run(query::kCompaniesOfUsers, IdList(session.engine(), users));
    while (auto* row = rows.Next()) found.insert({CompanyId(std::get<1>(*row)), std::get<0>(*row)});
    return std::vector<CompanyUser>(found.begin(), found.end());
  });
}

// Each course is a range of its index; the first `limit` of their union are among the first `limit` of each.
absl::StatusOr<std::vector<CompanyUser>> SqlStore::UsersOfCourses(absl::Span<const int64_t> courses, CompanyUser after,
                                                                  int limit, Deadline deadline) {
  return guard_.Run(Scope::kSnapshot, deadline, [&](Session& session) -> absl::StatusOr<std::vector<CompanyUser>> {
    std::set<CompanyUser> first;
    for (const int64_t course : courses) {
      auto& rows = session.Run(query::kUsersOfCourse, course, after.company.value(), after.user_id, Int{limit});
      while (auto* row = rows.Next()) {
        const CompanyUser user{CompanyId(std::get<0>(*row)), std::get<1>(*row)};
        if (first.size() == static_cast<size_t>(limit)) {
          if (user > *first.rbegin()) break;
          if (!first.insert(user).second) continue;
          first.erase(std::prev(first.end()));
        } else {
          first.insert(user);
        }
      }
    }
    return std::vector<CompanyUser>(first.begin(), first.end());
  });
}

absl::StatusOr<std::vector<CompanyCandidates>> SqlStore::Waiting(Deadline deadline) {
  using Result = absl::StatusOr<std::vector<CompanyCandidates>>;
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> Result {
    std::vector<CompanyCandidates> waiting;
    for (auto& [company, sums] : TakeSums(session.Run(query::kWaiting))) waiting.push_back(std::move(sums));
    std::stable_sort(waiting.begin(), waiting.end(),
                     [](const auto& a, const auto& b) { return a.oldest_at < b.oldest_at; });
    return waiting;
  });
}

absl::StatusOr<CompanyCandidates> SqlStore::ReadCandidates(CompanyId company, int limit, Deadline deadline) {
  return guard_.Run(Scope::kSnapshot, deadline, [&](Session& session) -> absl::StatusOr<CompanyCandidates> {
    if (!session.RunForRow(query::kCompanyExists, company.value()).has_value()) return UnknownCompany(company);
    CompanyCandidates candidates = TakeSums(session.Run(query::kWaitingOf, company.value()))[company];
    candidates.company = company;
    auto& rows = session.Run(query::kCandidateUsers, company.value(), Int{limit} + 1);
    while (auto* row = rows.Next()) {
      candidates.more = candidates.users.size() == static_cast<size_t>(limit);
      if (candidates.more) break;
      candidates.users.push_back(std::get<0>(*row));
    }
    return candidates;
  });
}

absl::Status SqlStore::MarkFresh(int64_t read_at, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    MarkCompanies(session, read_at);
    return absl::OkStatus();
  });
}

}  // namespace cp::sql
