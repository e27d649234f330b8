// The type behind invariant I7: nothing that was read from a cache decides which version is current.
#pragma once

#include <optional>

#include "libs/cache/read_path.h"

namespace cp::cache {

// A company's version as the store itself reported it, in a version batch or in a page's snapshot. There is no other
// way to make one: flights are keyed by it and answers are given under it, so a version found in a cache entry, a key,
// a message or a request does not compile there.
class ValidatedVersion {
 public:
  // Nullopt when the store does not know the company.
  static std::optional<ValidatedVersion> FromBatch(const progress::VersionBatch& batch, CompanyId company) {
    const auto found = batch.companies.find(company);
    if (found == batch.companies.end()) return std::nullopt;
    return ValidatedVersion(found->second, batch.auth_version);
  }

  // The snapshot's own version, for a request that had validated `*this` before. Nullopt when the page is not what was
  // asked for: older than `*this` (I4), or tagged with a version that is not its snapshot's (I3).
  std::optional<ValidatedVersion> AdvancedTo(const LoadedPage& page) const {
    if (page.payload == nullptr || page.payload->version != page.version.version) return std::nullopt;
    if (page.version.version < company_.version) return std::nullopt;
    return ValidatedVersion(page.version, auth_version_);
  }

  const DataVersion& version() const { return company_.version; }
  const progress::CompanyVersion& company() const { return company_; }
  uint64_t auth_version() const { return auth_version_; }

 private:
  ValidatedVersion(const progress::CompanyVersion& company, uint64_t auth_version)
      : company_(company), auth_version_(auth_version) {}

  progress::CompanyVersion company_;
  uint64_t auth_version_;
};

}  // namespace cp::cache
