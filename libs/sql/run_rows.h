// Runs and their companies' results as the store holds them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "libs/progress/sync_record.h"
#include "libs/sql/queries.h"
#include "libs/sql/session.h"

namespace cp::sql {

// Inserts or, if it is there, does what `query` says.
void WriteRun(Session& session, const Query<query::RunWrite>& query, const progress::RunRecord& run);
// False when the run, or another one of its request, is there already.
bool ReserveRun(Session& session, const progress::RunRecord& run);
progress::RunRecord RunFrom(query::RunRow row);

// Inserts or replaces; written by a batch and by the end of a run alike.
void WriteResult(Session& session, const progress::CompanyRunRecord& result);

// An unknown word (a newer binary's) reads as failed.
progress::RunState RunStateFrom(absl::string_view word);

// Column texts; what is not of that shape reads as empty.
std::vector<std::string> SentencesFrom(const std::string& json);
std::map<std::string, int64_t> CountsFrom(const std::string& json);
std::string ToJson(const std::map<std::string, int64_t>& counts);

}  // namespace cp::sql
