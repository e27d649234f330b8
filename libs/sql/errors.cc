#include "libs/sql/errors.h"

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::sql {

absl::Status UnknownCompany(CompanyId company) {
  return MakeError(absl::StatusCode::kNotFound, reason::kNotFound,
                   absl::StrCat("the reporting store knows no company ", company.value(),
                                "; a company is known after its first sync"),
                   {{"resource", absl::StrCat("companies/", company.value())}});
}

}  // namespace cp::sql
