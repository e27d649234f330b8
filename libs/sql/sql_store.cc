#include "libs/sql/sql_store.h"

#include <utility>

namespace cp::sql {

SqlStore::SqlStore(ConnectorOptions options, size_t pool_size, const Clock& clock)
    : clock_(clock),
      connector_(options, clock),
      pool_([this] { return connector_.Open(); }, pool_size, clock),
      guard_(pool_, options.dsn.redacted, options.on_driver_error) {}

absl::Status SqlStore::WaitUntilConnected(Deadline deadline) { return pool_.Lease(deadline).status(); }

}  // namespace cp::sql
