// The epoch of the store's versions: what raises it, so that no version is ever made twice.
#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "libs/progress/progress_writer.h"
#include "libs/sql/session.h"

namespace cp::sql {

// ProgressWriter::RaiseEpoch() inside a transaction that writes. Throws as Session does.
uint64_t RaiseEpoch(Session& session, uint64_t beyond, progress::EpochCause cause, absl::Time now);

// Before the first write of a connection, in its transaction. PostgreSQL: raises the epoch when the tables are not in
// the place that store_meta names: another cluster, another timeline (point-in-time recovery, promotion of a standby),
// another database or another table (a restored dump). One that names none takes this one. SQLite has no such mark: a
// file that is copied back looks the same.
void CheckPlace(Session& session, absl::Time now);

}  // namespace cp::sql
