// Outbox: committed versions whose message was not confirmed yet.
#include "libs/sql/queries.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {

using progress::OutboxEntry;

absl::StatusOr<std::vector<OutboxEntry>> SqlStore::ReadOutbox(int limit, Deadline deadline) {
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<std::vector<OutboxEntry>> {
    std::vector<OutboxEntry> entries;
    auto& rows = session.Run(query::kReadOutbox, Int{limit});
    while (auto* row = rows.Next()) {
      auto& [company, version, epoch, run_id, created_at, upserted, deleted] = *row;
      entries.push_back({CompanyId(company), DataVersion{static_cast<uint64_t>(epoch), static_cast<uint64_t>(version)},
                         run_id, created_at, upserted, deleted});
    }
    return entries;
  });
}

absl::Status SqlStore::ConfirmOutbox(CompanyId company, const DataVersion& version, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    session.Run(query::kConfirmOutbox, company.value(), static_cast<Int>(version.epoch),
                static_cast<Int>(version.version));
    return absl::OkStatus();
  });
}

}  // namespace cp::sql
