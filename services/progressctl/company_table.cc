#include "services/progressctl/company_table.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/progressctl/table.h"
#include "services/progressctl/text.h"

namespace cp::ctl {

int64_t DataAgeSeconds(const courseprogress::v1::Company& company, absl::Time now) {
  if (!company.has_data_as_of_time()) return -1;
  return std::max<int64_t>(0, absl::ToUnixSeconds(now) - company.data_as_of_time().seconds());
}

void WriteCompanies(const courseprogress::v1::ListCompaniesResponse& companies, absl::Time now, std::ostream& out) {
  std::vector<TableRow> rows;
  for (const courseprogress::v1::Company& company : companies.companies()) {
    const int64_t age = DataAgeSeconds(company, now);
    rows.push_back({absl::StrCat(company.company_id()), company.name(), company.shortname(),
                    absl::StrCat(company.live_row_count()), age < 0 ? "never synced" : AgeText(age),
                    company.data_version()});
  }
  TableWriter(&out, {"company", "name", "shortname", "rows", "data age", "data version"}).Write(std::move(rows));
}

}  // namespace cp::ctl
