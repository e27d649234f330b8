// Housekeeping: removing what is old.
#include <algorithm>
#include <vector>

#include "libs/sql/list_literal.h"
#include "libs/sql/queries_housekeeping.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {
namespace {

using progress::OldRows;

int64_t Remove(Session& session, const Query<query::RemovalBefore>& query, int64_t before, Int max_rows) {
  return session.Run(query, before, max_rows).Affected();
}

// A run goes after the last of its results. Only the oldest runs are looked at: as many as may go.
int64_t RemoveRuns(Session& session, int64_t before, Int max_rows) {
  const Int silent = before * 1000;
  const int64_t results = session.Run(query::kRemoveRunResults, before, silent, max_rows, max_rows).Affected();
  if (results == max_rows) return results;  // more of them may be left
  return results + session.Run(query::kRemoveRuns, before, silent, Int{max_rows - results}).Affected();
}

int64_t RemoveTombstones(Session& session, int64_t before, Int max_rows) {
  const auto oldest = session.RunForRow(query::kCompanyWithOldDead, before);
  if (!oldest.has_value()) return 0;
  const Int company = std::get<0>(*oldest);
  // Before the rows are chosen: under the lock none of them is revived, and no version is made.
  session.RunForRow(query::kHoldCompany, company);
  int64_t removed = 0;
  Int floor = 0;
  auto& rows = session.Run(query::kRemoveDead, company, before, max_rows);
  while (auto* row = rows.Next()) {
    ++removed;
    floor = std::max(floor, std::get<0>(*row));
  }
  session.Run(query::kRaiseFloor, floor, company, floor);
  return removed;
}

int64_t RemoveOrphans(Session& session, int64_t before, Int max_rows) {
  std::vector<int64_t> gone;
  auto& rows = session.Run(query::kGoneCompanies, before);
  while (auto* row = rows.Next()) gone.push_back(std::get<0>(*row));
  if (gone.empty()) return 0;
  const std::string companies = IdList(session.engine(), gone);
  int64_t removed = 0;
  for (const Query<query::RemovalOf>* query :
       {&query::kRemoveClientsOf, &query::kRemoveQuotaOf, &query::kRemoveCandidatesOf, &query::kRemoveEdgesOf}) {
    if (removed < max_rows) removed += session.Run(*query, companies, Int{max_rows - removed}).Affected();
  }
  return removed;
}

int64_t RemoveSome(Session& session, OldRows what, int64_t before, Int max_rows) {
  switch (what) {
    case OldRows::kRequestLog:
      return Remove(session, query::kRemoveRequestLog, before, max_rows);
    case OldRows::kAlerts:
      return Remove(session, query::kRemoveAlerts, before, max_rows);
    case OldRows::kAudit:
      return Remove(session, query::kRemoveAudit, before, max_rows);
    case OldRows::kRuns:
      return RemoveRuns(session, before, max_rows);
    case OldRows::kTombstones:
      return RemoveTombstones(session, before, max_rows);
    case OldRows::kOrphans:
      return RemoveOrphans(session, before, max_rows);
  }
  return 0;
}

}  // namespace

absl::StatusOr<int64_t> SqlStore::RemoveOld(OldRows what, int64_t before, int max_rows, Deadline deadline) {
  const Int most = std::min(max_rows, progress::kMaxRowsPerRemoval);
  return Write(deadline,
               [&](Session& session) -> absl::StatusOr<int64_t> { return RemoveSome(session, what, before, most); });
}

absl::StatusOr<progress::HousekeepingTurn> SqlStore::TakeTurn(int64_t now, int64_t until, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::StatusOr<progress::HousekeepingTurn> {
    const auto taken = session.RunForRow(query::kTakeTurn, until, now, now + progress::kLongestTurnWaitSeconds);
    if (taken.has_value()) return progress::HousekeepingTurn{.taken = true, .done_at = std::get<0>(*taken)};
    const auto known = session.RunForRow(query::kTurnDoneAt);
    return progress::HousekeepingTurn{.taken = false, .done_at = known.has_value() ? std::get<0>(*known) : 0};
  });
}

absl::Status SqlStore::ScheduleTurn(int64_t due_at, int64_t done_at, Deadline deadline) {
  return Write(deadline, [&](Session& session) {
    session.Run(query::kScheduleTurn, due_at, done_at);
    return absl::OkStatus();
  });
}

}  // namespace cp::sql
