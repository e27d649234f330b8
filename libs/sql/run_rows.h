// A company's result of a run as the store holds it; written by a batch and by the end of a run alike.
#pragma once

#include "libs/progress/sync_record.h"
#include "libs/sql/queries.h"
#include "libs/sql/session.h"

namespace cp::sql {

// Inserts or, if it is there, does what `query` says.
void WriteResult(Session& session, const Query<query::ResultWrite>& query, const progress::CompanyRunRecord& result);

// An unknown word (a newer binary's) reads as failed.
progress::RunState RunStateFrom(absl::string_view word);

}  // namespace cp::sql
