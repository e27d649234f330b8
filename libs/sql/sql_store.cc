#include "libs/sql/sql_store.h"

#include <utility>

#include "libs/base/status.h"
#include "libs/sql/migrate.h"

namespace cp::sql {
namespace {

ConnectorOptions ConnectorOptionsOf(const StoreOptions& options, Dsn dsn) {
  ConnectorOptions connector;
  connector.dsn = std::move(dsn);
  connector.connect_timeout = options.connect_timeout;
  connector.create = options.migrate;
  connector.on_statement = options.on_statement;
  connector.on_driver_error = options.on_driver_error;
  return connector;
}

}  // namespace

SqlStore::SqlStore(const StoreOptions& options, Dsn dsn)
    : clock_(*options.clock),
      migrate_(options.migrate),
      connect_timeout_(options.connect_timeout),
      migrate_timeout_(options.migrate_timeout),
      connector_(ConnectorOptionsOf(options, std::move(dsn)), clock_),
      pool_([this] { return connector_.Open(); }, options.pool_size, clock_),
      guard_(pool_, connector_.dsn().redacted, options.on_driver_error, Guard::Gate::kClosed) {}

absl::Status SqlStore::Open() {
  // The pool opens a session in the background; a little more than one attempt may take.
  CP_RETURN_IF_ERROR(pool_.Lease(Deadline::After(clock_, connect_timeout_ + absl::Seconds(1))).status());
  const std::string& redacted = connector_.dsn().redacted;
  Guard before(pool_, redacted, guard_.observer());
  const Deadline deadline = Deadline::After(clock_, migrate_timeout_);
  CP_RETURN_IF_ERROR(migrate_ ? Migrate(before, redacted, clock_.Now(), deadline)
                              : CheckSchema(before, redacted, deadline));
  guard_.OpenGate();
  return absl::OkStatus();
}

PoolUse SqlStore::pool_use() const {
  const SessionPool::Stats stats = pool_.stats();
  PoolUse use;
  use.limit = pool_.size();
  use.in_use = stats.leased;
  use.idle = stats.idle;
  use.waits = stats.waits;
  use.waited = stats.waited;
  return use;
}

}  // namespace cp::sql
