#include "libs/sql/run_rows.h"

#include <nlohmann/json.hpp>
#include <string>

namespace cp::sql {
namespace {

using progress::CompanyRunRecord;
using progress::RunState;

std::string ErrorsToJson(const std::vector<std::string>& errors) {
  return nlohmann::json(errors).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void WriteResult(Session& session, const Query<query::ResultWrite>& query, const CompanyRunRecord& result) {
  session.Run(query, result.run_id, result.company.value(), std::string(progress::ToString(result.state)),
              result.started_at, result.finished_at, result.source_read_at, result.rows_read, result.created,
              result.updated, result.deleted, result.cache_cleared, ErrorsToJson(result.errors));
}

RunState RunStateFrom(absl::string_view word) {
  for (const RunState state : {RunState::kRunning, RunState::kSucceeded, RunState::kTruncated}) {
    if (word == progress::ToString(state)) return state;
  }
  return RunState::kFailed;
}

}  // namespace cp::sql
