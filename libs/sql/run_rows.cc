#include "libs/sql/run_rows.h"

#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <utility>

namespace cp::sql {
namespace {

using progress::CompanyRunRecord;
using progress::RunMode;
using progress::RunRecord;
using progress::RunState;

std::string ToJson(const std::vector<std::string>& sentences) {
  return nlohmann::json(sentences).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

RunMode RunModeFrom(absl::string_view word) {
  for (const RunMode mode : {RunMode::kChanges, RunMode::kPopulate}) {
    if (word == progress::ToString(mode)) return mode;
  }
  return RunMode::kFull;
}

// In the order of query::RunWrite.
Query<query::RunWrite>::ArgumentTuple ValuesOf(const RunRecord& run) {
  return {run.run_id,
          run.kind,
          std::string(progress::ToString(run.state)),
          run.started_at,
          run.finished_at,
          run.owner,
          std::string(progress::ToString(run.mode)),
          Int{run.dry_run},
          run.request_id,
          run.companies_planned,
          run.companies_done,
          ToJson(run.errors),
          ToJson(run.warnings)};
}

}  // namespace

void WriteRun(Session& session, const Query<query::RunWrite>& query, const RunRecord& run) {
  std::apply([&](auto&&... values) { session.Run(query, std::move(values)...); }, ValuesOf(run));
}

bool ReserveRun(Session& session, const RunRecord& run) {
  return std::apply(
      [&](auto&&... values) { return session.RunForRow(query::kReserveRun, std::move(values)...).has_value(); },
      ValuesOf(run));
}

RunRecord RunFrom(query::RunRow row) {
  auto& [run_id, kind, state, started_at, finished_at, owner, mode, dry_run, request_id, planned, done, cancel, errors,
         warnings] = row;
  RunRecord run;
  run.run_id = std::move(run_id);
  run.kind = std::move(kind);
  run.state = RunStateFrom(state);
  run.started_at = started_at;
  run.finished_at = finished_at;
  run.owner = std::move(owner);
  run.mode = RunModeFrom(mode);
  run.dry_run = dry_run != 0;
  run.request_id = std::move(request_id);
  run.companies_planned = planned;
  run.companies_done = done;
  run.cancel_requested = cancel != 0;
  run.errors = SentencesFrom(errors);
  run.warnings = SentencesFrom(warnings);
  return run;
}

void WriteResult(Session& session, const CompanyRunRecord& result) {
  session.Run(query::kWriteResult, result.run_id, result.company.value(), std::string(progress::ToString(result.state)),
              result.started_at, result.finished_at, result.source_read_at, result.rows_read, result.created,
              result.updated, result.deleted, result.cache_cleared, ToJson(result.errors), ToJson(result.found_by));
}

RunState RunStateFrom(absl::string_view word) {
  for (const RunState state :
       {RunState::kRunning, RunState::kSucceeded, RunState::kTruncated, RunState::kCancelled, RunState::kAbandoned}) {
    if (word == progress::ToString(state)) return state;
  }
  return RunState::kFailed;
}

std::vector<std::string> SentencesFrom(const std::string& json) {
  std::vector<std::string> sentences;
  const nlohmann::json parsed = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_array()) return sentences;
  for (const nlohmann::json& sentence : parsed) {
    if (sentence.is_string()) sentences.push_back(sentence.get<std::string>());
  }
  return sentences;
}

std::map<std::string, int64_t> CountsFrom(const std::string& json) {
  std::map<std::string, int64_t> counts;
  const nlohmann::json parsed = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) return counts;
  for (const auto& [name, count] : parsed.items()) {
    if (count.is_number_integer()) counts.emplace(name, count.get<int64_t>());
  }
  return counts;
}

std::string ToJson(const std::map<std::string, int64_t>& counts) {
  return nlohmann::json(counts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace cp::sql
