#include "libs/sql/open_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sql/migrate.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {
namespace {

constexpr size_t kMaxPoolSize = 1000;

absl::Status CheckPoolSize(size_t size) {
  if (size >= 1 && size <= kMaxPoolSize) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   absl::StrCat("--store-pool-size=", size, ": must be 1 to ", kMaxPoolSize),
                   {{"setting", "store-pool-size"}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<progress::Store>> OpenStore(const StoreOptions& options) {
  CP_RETURN_IF_ERROR(CheckPoolSize(options.pool_size));
  CP_ASSIGN_OR_RETURN(Dsn dsn, ParseDsn(options.dsn));
  const std::string redacted = dsn.redacted;
  const Clock& clock = *options.clock;
  ConnectorOptions connector;
  connector.dsn = std::move(dsn);
  connector.connect_timeout = options.connect_timeout;
  connector.create = options.migrate;
  connector.on_statement = options.on_statement;
  connector.on_driver_error = options.on_driver_error;
  auto store = std::make_unique<SqlStore>(std::move(connector), options.pool_size, clock);
  // The pool opens a session in the background; a little more than one attempt may take.
  const Deadline first = Deadline::After(clock, options.connect_timeout + absl::Seconds(1));
  CP_RETURN_IF_ERROR(store->WaitUntilConnected(first));
  const Deadline deadline = Deadline::After(clock, options.migrate_timeout);
  CP_RETURN_IF_ERROR(options.migrate ? Migrate(store->guard(), redacted, clock.Now(), deadline)
                                     : CheckSchema(store->guard(), redacted, deadline));
  return store;
}

}  // namespace cp::sql
