// RunLog: how a run reports itself, and the censuses of the source.
#include <optional>
#include <string>
#include <utility>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sql/queries.h"
#include "libs/sql/run_rows.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {

using progress::CompanyRunRecord;
using progress::RunRecord;
using progress::SourceCensus;

absl::Status SqlStore::BeginRun(const RunRecord& run, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    WriteRun(session, query::kBeginRun, run);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<RunRecord>> SqlStore::ReserveRequest(const RunRecord& run, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::StatusOr<std::optional<RunRecord>> {
    session.Run(query::kTakeRequest, run.started_at, run.request_id);
    if (ReserveRun(session, run)) return std::nullopt;
    auto row = session.RunForRow(query::kRunOfRequest, run.request_id);
    // Given back between the two statements: the next attempt gets it.
    if (!row.has_value()) {
      return MakeError(absl::StatusCode::kAborted, reason::kStoreConflict, "the request was given back meanwhile");
    }
    if (std::get<0>(*row) == run.run_id) return std::nullopt;
    return RunFrom(*std::move(row));
  });
}

absl::Status SqlStore::HeartbeatRun(const RunRecord& run, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    session.Run(query::kHeartbeatRun, run.companies_planned, run.companies_done, run.run_id);
    return absl::OkStatus();
  });
}

absl::Status SqlStore::FinishRun(const RunRecord& run, const std::vector<CompanyRunRecord>& results,
                                 Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    WriteRun(session, query::kFinishRun, run);
    for (CompanyRunRecord result : results) {
      result.run_id = run.run_id;
      WriteResult(session, result);
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<SourceCensus>> SqlStore::ReadCensus(bool pending, Deadline deadline) {
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<std::optional<SourceCensus>> {
    const auto row = session.RunForRow(query::kReadCensus, Int{pending});
    if (!row.has_value()) return std::nullopt;
    const auto& [counts, counted_at, agreeing] = *row;
    return SourceCensus{CountsFrom(counts), counted_at, static_cast<int>(agreeing)};
  });
}

absl::Status SqlStore::WriteCensus(bool pending, const SourceCensus& census, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    session.Run(query::kWriteCensus, Int{pending}, ToJson(census.rows), census.counted_at, Int{census.agreeing});
    return absl::OkStatus();
  });
}

}  // namespace cp::sql
