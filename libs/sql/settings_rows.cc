#include "libs/sql/settings_rows.h"

#include <map>
#include <string>
#include <utility>

#include "libs/sql/queries.h"

namespace cp::sql {

progress::CompanySettings LoadSettings(Session& session, CompanyId company) {
  std::map<std::string, std::string> stored;
  auto& rows = session.Run(query::kSettings, company.value(), company.value());
  while (auto* row = rows.Next()) stored.insert_or_assign(std::move(std::get<0>(*row)), std::move(std::get<1>(*row)));
  return progress::SettingsFrom(stored);
}

}  // namespace cp::sql
