#include "services/common/version.h"

#include "absl/strings/str_cat.h"
#include "libs/sql/migrations/migrations.h"

namespace cp::service {

std::string VersionText(absl::string_view program) {
  return absl::StrCat(program, " " CP_VERSION ", knows store schema ", sql::NewestSchema(), " (needs at least ",
                      sql::kMinimumSchema, ")");
}

}  // namespace cp::service
