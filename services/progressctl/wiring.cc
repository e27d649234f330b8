#include "services/progressctl/wiring.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sql/dsn.h"
#include "libs/sql/open_store.h"
#include "libs/sql/store_file.h"

namespace cp::ctl {

StoreOpener MakeStoreOpener(const Clock* clock) {
  return [clock](const std::string& dsn, MissingStore missing, Deadline deadline) -> absl::StatusOr<OpenedStore> {
    OpenedStore opened;
    CP_ASSIGN_OR_RETURN(const sql::Dsn parsed, sql::ParseDsn(dsn));
    std::error_code unknown;  // then opening it says what is wrong
    if (parsed.engine == sql::Engine::kSqlite && !std::filesystem::exists(parsed.path, unknown) && !unknown) {
      opened.made_file = std::filesystem::absolute(parsed.path, unknown).string();
      if (missing == MissingStore::kRefuse) {
        return MakeError(absl::StatusCode::kNotFound, reason::kConfigInvalid,
                         absl::StrCat("--store-dsn: there is no store at ", opened.made_file,
                                      "; name the one that the services use"),
                         {{"setting", "store-dsn"}});
      }
    }
    sql::StoreOptions options;
    options.dsn = dsn;
    options.pool_size = 1;
    options.connect_timeout = std::min(options.connect_timeout, deadline.Remaining(*clock));
    options.migrate_timeout = deadline.Remaining(*clock);
    options.migrate = true;
    options.clock = clock;
    CP_ASSIGN_OR_RETURN(opened.store, sql::OpenStore(options));
    opened.warning = sql::StoreFileWarning(dsn);
    return opened;
  };
}

}  // namespace cp::ctl
