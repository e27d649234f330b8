#include "libs/sql/lane_rows.h"

#include <algorithm>
#include <map>
#include <vector>

#include "libs/sql/list_literal.h"
#include "libs/sql/queries_lane.h"

namespace cp::sql {
namespace {

using progress::CandidatesDone;
using progress::EdgeReplacement;
using progress::UserEdge;

using Edges = std::map<int64_t, int64_t>;  // user -> edge

template <typename Rows>
Edges TakeEdges(Rows& rows) {
  Edges edges;
  while (auto* row = rows.Next()) edges.emplace(std::get<0>(*row), std::get<1>(*row));
  return edges;
}

Edges Known(Session& session, CompanyId company, const EdgeReplacement& scope) {
  if (scope.users.empty()) {
    return TakeEdges(session.Run(query::kEdgesInRange, company.value(), scope.after_user, scope.through_user));
  }
  return TakeEdges(session.Run(query::kEdgesOfUsers, company.value(), IdList(session.engine(), scope.users)));
}

void Upsert(Session& session, CompanyId company, const Edges& edges) {
  if (session.engine() == Engine::kSqlite) {
    for (const auto& [user, edge_at] : edges) session.Run(query::kUpsertEdge, company.value(), user, edge_at);
    return;
  }
  ArrayLiteral users;
  ArrayLiteral times;
  for (const auto& [user, edge_at] : edges) {
    users.Add(user);
    times.Add(edge_at);
  }
  session.Run(query::kUpsertEdges, company.value(), users.Finish(), times.Finish());
}

}  // namespace

void ReplaceEdges(Session& session, CompanyId company, const EdgeReplacement& replacement) {
  Edges ended = Known(session, company, replacement);
  Edges changed;
  for (const UserEdge& edge : replacement.edges) changed[edge.user_id] = edge.edge_at;
  for (auto it = changed.begin(); it != changed.end();) {
    const auto known = ended.extract(it->first);
    const bool stays = !known.empty() && known.mapped() == it->second;
    it = stays ? changed.erase(it) : std::next(it);
  }
  std::vector<int64_t> users;
  for (const auto& [user, edge_at] : ended) users.push_back(user);
  if (!users.empty()) session.Run(query::kDeleteEdges, company.value(), IdList(session.engine(), users));
  if (!changed.empty()) Upsert(session, company, changed);
}

void RemoveCandidates(Session& session, CompanyId company, const CandidatesDone& done) {
  if (done.users.empty()) {
    session.Run(query::kCandidatesDone, company.value(), done.through);
  } else {
    session.Run(query::kCandidatesOfUsersDone, company.value(), done.through, IdList(session.engine(), done.users));
  }
}

}  // namespace cp::sql
