// RunHistory: runs as others see them.
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sql/list_literal.h"
#include "libs/sql/queries.h"
#include "libs/sql/run_rows.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {
namespace {

using progress::CompanyRunRecord;
using progress::RunDetails;
using progress::RunRecord;

absl::Status UnknownRun(const std::string& run_id) {
  return MakeError(absl::StatusCode::kNotFound, reason::kNotFound, absl::StrCat("run ", run_id, " is not known"),
                   {{"resource", absl::StrCat("runs/", run_id)}});
}

std::vector<CompanyRunRecord> ReadResults(Session& session, const std::string& run_id) {
  std::vector<CompanyRunRecord> results;
  auto& rows = session.Run(query::kRunResults, run_id);
  while (auto* row = rows.Next()) {
    const auto& [company, state, started_at, finished_at, read_at, rows_read, created, updated, deleted, cleared,
                 errors, found_by] = *row;
    CompanyRunRecord& result = results.emplace_back();
    result.run_id = run_id;
    result.company = CompanyId(company);
    result.state = RunStateFrom(state);
    result.started_at = started_at;
    result.finished_at = finished_at;
    result.source_read_at = read_at;
    result.rows_read = rows_read;
    result.created = created;
    result.updated = updated;
    result.deleted = deleted;
    result.cache_cleared = cleared;
    result.errors = SentencesFrom(errors);
    result.found_by = CountsFrom(found_by);
  }
  return results;
}

}  // namespace

absl::StatusOr<std::vector<RunRecord>> SqlStore::ListRuns(const progress::RunQuery& wanted, Deadline deadline) {
  const progress::RunPosition before_all{std::numeric_limits<int64_t>::max(), ""};
  const progress::RunPosition after = wanted.after.value_or(before_all);
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<std::vector<RunRecord>> {
    std::vector<RunRecord> runs;
    const auto take_all = [&runs](auto& rows) {
      while (auto* row = rows.Next()) runs.push_back(RunFrom(std::move(*row)));
    };
    if (wanted.company.has_value()) {
      take_all(session.Run(query::kListRunsOfCompany, wanted.company->value(), after.started_at, after.run_id,
                           Int{wanted.limit}));
    } else {
      take_all(session.Run(query::kListRuns, after.started_at, after.run_id, Int{wanted.limit}));
    }
    return runs;
  });
}

absl::StatusOr<RunDetails> SqlStore::GetRun(const std::string& run_id, Deadline deadline) {
  return guard_.Run(Scope::kSnapshot, deadline, [&](Session& session) -> absl::StatusOr<RunDetails> {
    auto row = session.RunForRow(query::kGetRun, run_id);
    if (!row.has_value()) return UnknownRun(run_id);
    RunRecord run = RunFrom(*std::move(row));
    return RunDetails{.run = std::move(run), .companies = ReadResults(session, run_id)};
  });
}

absl::Status SqlStore::RequestCancel(const std::string& run_id, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    return session.RunForRow(query::kRequestCancel, run_id).has_value() ? absl::OkStatus() : UnknownRun(run_id);
  });
}

absl::StatusOr<std::vector<std::string>> SqlStore::CancelledAmong(absl::Span<const std::string> run_ids,
                                                                  Deadline deadline) {
  if (run_ids.empty()) return std::vector<std::string>();
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<std::vector<std::string>> {
    std::vector<std::string> cancelled;
    auto& rows = session.Run(query::kCancelledAmong, TextList(session.engine(), run_ids));
    while (auto* row = rows.Next()) cancelled.push_back(std::move(std::get<0>(*row)));
    return cancelled;
  });
}

}  // namespace cp::sql
