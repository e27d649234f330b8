// What AdminService does, without gRPC: checks, calls to the store and the cache, answers.
#pragma once

#include "absl/status/status.h"
#include "courseprogress/v1/admin_service.pb.h"
#include "libs/base/clock.h"
#include "libs/progress/store.h"
#include "libs/runtime/logging.h"
#include "libs/sync/epoch_guard.h"
#include "libs/sync/invalidation.h"

namespace cp::query {

// Thread-safe; every method blocks. Each fills `response` when it returns OK. Errors as admin_service.proto says, and
// those of the store's ports.
class AdminCommands {
 public:
  struct Parts {
    progress::Store* store = nullptr;
    sync::CacheInvalidator* invalidator = nullptr;  // null: there is no shared cache
    sync::EpochGuard* epoch = nullptr;
    const Clock* clock = nullptr;
    const runtime::Logger* logger = nullptr;
  };

  explicit AdminCommands(const Parts& parts) : parts_(parts) {}

  absl::Status ListCompanies(Deadline deadline, courseprogress::v1::ListCompaniesResponse* response) const;
  absl::Status GetCompanySettings(const courseprogress::v1::GetCompanySettingsRequest& request, Deadline deadline,
                                  courseprogress::v1::GetCompanySettingsResponse* response) const;
  // The version is raised first, so that every in-process cache misses too. A shared cache that does not answer counts
  // as 0 removed: its entries are of a version nobody asks for any more.
  absl::Status ClearCache(const courseprogress::v1::ClearCacheRequest& request, Deadline deadline,
                          courseprogress::v1::ClearCacheResponse* response) const;
  absl::Status CreateToken(const courseprogress::v1::CreateTokenRequest& request, Deadline deadline,
                           courseprogress::v1::CreateTokenResponse* response) const;
  absl::Status ListTokens(Deadline deadline, courseprogress::v1::ListTokensResponse* response) const;
  absl::Status RevokeToken(const courseprogress::v1::RevokeTokenRequest& request, Deadline deadline) const;

 private:
  const Parts parts_;
};

}  // namespace cp::query
