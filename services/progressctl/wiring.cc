#include "services/progressctl/wiring.h"

#include <algorithm>

#include "libs/sql/open_store.h"

namespace cp::ctl {

StoreOpener MakeStoreOpener(const Clock* clock) {
  return [clock](const std::string& dsn, Deadline deadline) -> absl::StatusOr<std::shared_ptr<progress::Store>> {
    sql::StoreOptions options;
    options.dsn = dsn;
    options.pool_size = 1;
    options.connect_timeout = std::min(options.connect_timeout, deadline.Remaining(*clock));
    options.migrate_timeout = deadline.Remaining(*clock);
    options.migrate = true;
    options.clock = clock;
    return sql::OpenStore(options);
  };
}

}  // namespace cp::ctl
