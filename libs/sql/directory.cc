// CompanyDirectory: which companies there are, and their settings.
#include <utility>

#include "libs/sql/errors.h"
#include "libs/sql/queries.h"
#include "libs/sql/settings_rows.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {

using progress::Company;
using progress::CompanySettings;
using progress::CompanyState;

absl::Status SqlStore::UpsertCompanies(const std::vector<Company>& companies, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    for (const Company& company : companies) {
      session.Run(query::kUpsertCompany, company.id.value(), company.name, company.shortname);
    }
    return absl::OkStatus();
  });
}

absl::Status SqlStore::MarkGone(absl::Span<const CompanyId> companies, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    const Int now = absl::ToUnixSeconds(clock_.Now());
    for (const CompanyId company : companies) session.Run(query::kMarkGone, now, company.value());
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<CompanyState>> SqlStore::ListCompanies(Deadline deadline) {
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<std::vector<CompanyState>> {
    std::vector<CompanyState> companies;
    auto& rows = session.Run(query::kListCompanies);
    while (auto* row = rows.Next()) {
      auto& [id, name, shortname, epoch, version, synced_at, live_rows, gone_at] = *row;
      companies.push_back({Company{CompanyId(id), std::move(name), std::move(shortname)},
                           DataVersion{static_cast<uint64_t>(epoch), static_cast<uint64_t>(version)}, synced_at,
                           live_rows, gone_at != 0});
    }
    return companies;
  });
}

absl::StatusOr<std::vector<Company>> SqlStore::OldestServedFirst(Deadline deadline) {
  return guard_.Run(Scope::kAutocommit, deadline, [&](Session& session) -> absl::StatusOr<std::vector<Company>> {
    std::vector<Company> companies;
    auto& rows = session.Run(query::kOldestServedFirst);
    while (auto* row = rows.Next()) {
      auto& [id, name, shortname] = *row;
      companies.push_back({CompanyId(id), std::move(name), std::move(shortname)});
    }
    return companies;
  });
}

absl::Status SqlStore::MarkServed(CompanyId company, Deadline deadline) {
  return guard_.Run(Scope::kWrite, deadline, [&](Session& session) -> absl::Status {
    return session.RunForRow(query::kMarkServed, company.value()).has_value() ? absl::OkStatus()
                                                                              : UnknownCompany(company);
  });
}

absl::StatusOr<CompanySettings> SqlStore::ReadSettings(CompanyId company, Deadline deadline) {
  return guard_.Run(Scope::kSnapshot, deadline, [&](Session& session) -> absl::StatusOr<CompanySettings> {
    if (!session.RunForRow(query::kCompanyExists, company.value()).has_value()) {
      return UnknownCompany(company);
    }
    return LoadSettings(session, company);
  });
}

}  // namespace cp::sql
