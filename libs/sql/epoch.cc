#include "libs/sql/epoch.h"

#include <algorithm>
#include <string>

#include "libs/sql/queries.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {
namespace {

uint64_t ReadEpoch(Session& session) {
  const auto row = session.RunForRow(query::kEpoch);
  return row.has_value() ? static_cast<uint64_t>(std::get<0>(*row)) : 0;
}

}  // namespace

uint64_t RaiseEpoch(Session& session, uint64_t beyond, progress::EpochCause cause, absl::Time now) {
  const Int epoch = std::max<Int>(absl::ToUnixMicros(now), static_cast<Int>(beyond) + 1);
  const auto raised = session.RunForRow(query::kRaiseEpoch, epoch, epoch, epoch, static_cast<Int>(beyond));
  if (!raised.has_value()) return ReadEpoch(session);
  if (cause == progress::EpochCause::kSetBack) session.Run(query::kRaiseFences, epoch, epoch);
  session.Run(query::kForgetOutbox);
  session.Run(query::kFillOutbox, epoch, absl::ToUnixSeconds(now));
  return static_cast<uint64_t>(epoch);
}

void CheckPlace(Session& session, absl::Time now) {
  if (session.engine() == Engine::kSqlite) return session.SetPlaceKnown();
  const auto row = session.RunForRow(query::kPlace);
  if (!row.has_value()) return;
  const auto& [known, place] = *row;
  // Set only once it was found in the store: this transaction may still be rolled back.
  if (known == place) return session.SetPlaceKnown();
  // Of several that come at once the first moves it; the others wait for its row lock and find nothing to do.
  if (!session.RunForRow(query::kMovePlace, place, known).has_value() || known.empty()) return;
  RaiseEpoch(session, ReadEpoch(session), progress::EpochCause::kSetBack, now);
}

absl::StatusOr<uint64_t> SqlStore::RaiseEpoch(uint64_t beyond, progress::EpochCause cause, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::StatusOr<uint64_t> {
    return sql::RaiseEpoch(session, beyond, cause, clock_.Now());
  });
}

}  // namespace cp::sql
