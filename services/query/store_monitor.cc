#include "services/query/store_monitor.h"

#include <algorithm>

#include "libs/base/status.h"

namespace cp::query {
namespace {

// What ProgressReader::ReadVersions() takes at once. Companies come oldest served first, never served ones before them.
constexpr size_t kCompaniesPerRead = 1000;

}  // namespace

absl::Status StoreMonitor::Sample(Deadline deadline) {
  CP_ASSIGN_OR_RETURN(const std::vector<progress::Company> companies, store_->OldestServedFirst(deadline));
  int64_t oldest = 0;
  for (size_t first = 0; first < companies.size() && oldest == 0; first += kCompaniesPerRead) {
    std::vector<CompanyId> ids;
    const size_t end = std::min(companies.size(), first + kCompaniesPerRead);
    for (size_t i = first; i < end; ++i) ids.push_back(companies[i].id);
    CP_ASSIGN_OR_RETURN(const progress::VersionBatch batch, store_->ReadVersions(ids, deadline));
    for (const auto& [id, version] : batch.companies) {
      if (version.source_synced_at == 0 || version.gone) continue;
      oldest = oldest == 0 ? version.source_synced_at : std::min(oldest, version.source_synced_at);
    }
  }
  absl::MutexLock lock(&mutex_);
  oldest_synced_at_ = oldest;
  return absl::OkStatus();
}

std::vector<runtime::Metrics::Sample> StoreMonitor::OldestDataAge() const {
  absl::MutexLock lock(&mutex_);
  if (oldest_synced_at_ == 0) return {};
  const int64_t age = absl::ToUnixSeconds(clock_->Now()) - oldest_synced_at_;
  return {{.labels = {}, .value = static_cast<double>(std::max<int64_t>(age, 0))}};
}

}  // namespace cp::query
