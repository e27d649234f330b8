// RunLog: runs, their results per company, and the censuses of the source.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "libs/sql/queries.h"
#include "libs/sql/run_rows.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {
namespace {

using progress::CompanyRunRecord;
using progress::RunRecord;
using progress::SourceCensus;

void WriteRun(Session& session, const RunRecord& run) {
  session.Run(query::kUpsertRun, run.run_id, run.kind, std::string(progress::ToString(run.state)), run.started_at,
              run.finished_at, run.owner);
}

std::map<std::string, int64_t> CountsFromJson(const std::string& text) {
  std::map<std::string, int64_t> counts;
  const nlohmann::json parsed = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) return counts;
  for (const auto& [table, rows] : parsed.items()) {
    if (rows.is_number_integer()) counts.emplace(table, rows.get<int64_t>());
  }
  return counts;
}

}  // namespace

absl::Status SqlStore::BeginRun(const RunRecord& run, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    WriteRun(session, run);
    return absl::OkStatus();
  });
}

absl::Status SqlStore::FinishRun(const RunRecord& run, const std::vector<CompanyRunRecord>& results,
                                 Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    WriteRun(session, run);
    for (CompanyRunRecord result : results) {
      result.run_id = run.run_id;
      WriteResult(session, query::kFinishRunResult, result);
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<RunRecord>> SqlStore::ListRuns(int limit, Deadline deadline) {
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<std::vector<RunRecord>> {
    std::vector<RunRecord> runs;
    auto& rows = session.Run(query::kListRuns, Int{limit});
    while (auto* row = rows.Next()) {
      auto& [run_id, kind, state, started_at, finished_at, owner] = *row;
      runs.push_back({run_id, kind, RunStateFrom(state), started_at, finished_at, owner});
    }
    return runs;
  });
}

absl::StatusOr<std::optional<SourceCensus>> SqlStore::ReadCensus(bool pending, Deadline deadline) {
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<std::optional<SourceCensus>> {
    const auto row = session.RunForRow(query::kReadCensus, Int{pending});
    if (!row.has_value()) return std::nullopt;
    const auto& [counts, counted_at, agreeing] = *row;
    return SourceCensus{CountsFromJson(counts), counted_at, static_cast<int>(agreeing)};
  });
}

absl::Status SqlStore::WriteCensus(bool pending, const SourceCensus& census, Deadline deadline) {
  const std::string counts = nlohmann::json(census.rows).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return Write(deadline, [&](Session& session) -> absl::Status {
    session.Run(query::kWriteCensus, Int{pending}, counts, census.counted_at, Int{census.agreeing});
    return absl::OkStatus();
  });
}

}  // namespace cp::sql
