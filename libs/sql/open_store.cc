#include "libs/sql/open_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
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

absl::StatusOr<std::unique_ptr<DatabaseStore>> MakeStore(const StoreOptions& options) {
  CP_RETURN_IF_ERROR(CheckPoolSize(options.pool_size));
  CP_ASSIGN_OR_RETURN(Dsn dsn, ParseDsn(options.dsn));
  return std::make_unique<SqlStore>(options, std::move(dsn));
}

absl::StatusOr<std::unique_ptr<DatabaseStore>> OpenStore(const StoreOptions& options) {
  CP_ASSIGN_OR_RETURN(std::unique_ptr<DatabaseStore> store, MakeStore(options));
  CP_RETURN_IF_ERROR(store->Open());
  return store;
}

}  // namespace cp::sql
