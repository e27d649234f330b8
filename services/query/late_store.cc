#include "services/query/late_store.h"

#include <utility>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::query {

template <typename Call>
auto LateStore::With(Call call) -> decltype(call(std::declval<progress::Store&>())) {
  progress::Store* const store = store_.load(std::memory_order_acquire);
  if (store != nullptr) return call(*store);
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable,
                   "the service is starting and has not reached the reporting store yet; try again in a moment");
}

void LateStore::Open(std::unique_ptr<progress::Store> store) {
  owned_ = std::move(store);
  store_.store(owned_.get(), std::memory_order_release);
}

absl::StatusOr<progress::VersionBatch> LateStore::ReadVersions(absl::Span<const CompanyId> companies,
                                                               Deadline deadline) {
  return With([&](progress::Store& store) { return store.ReadVersions(companies, deadline); });
}

absl::StatusOr<progress::PageSnapshot> LateStore::ReadPage(const progress::PageQuery& query, Deadline deadline) {
  return With([&](progress::Store& store) { return store.ReadPage(query, deadline); });
}

absl::StatusOr<progress::Lease> LateStore::AcquireLease(CompanyId company, const std::string& owner, absl::Duration ttl,
                                                        Deadline deadline) {
  return With([&](progress::Store& store) { return store.AcquireLease(company, owner, ttl, deadline); });
}

absl::Status LateStore::RenewLease(const progress::Lease& lease, absl::Duration ttl, Deadline deadline) {
  return With([&](progress::Store& store) { return store.RenewLease(lease, ttl, deadline); });
}

absl::Status LateStore::ReleaseLease(const progress::Lease& lease, Deadline deadline) {
  return With([&](progress::Store& store) { return store.ReleaseLease(lease, deadline); });
}

absl::StatusOr<std::vector<progress::StoredRow>> LateStore::ReadStored(CompanyId company,
                                                                       std::optional<progress::RowKey> after, int limit,
                                                                       Deadline deadline) {
  return With([&](progress::Store& store) { return store.ReadStored(company, after, limit, deadline); });
}

absl::StatusOr<DataVersion> LateStore::CommitBatch(const progress::Batch& batch, Deadline deadline) {
  return With([&](progress::Store& store) { return store.CommitBatch(batch, deadline); });
}

absl::StatusOr<DataVersion> LateStore::BumpVersion(CompanyId company, Deadline deadline) {
  return With([&](progress::Store& store) { return store.BumpVersion(company, deadline); });
}

absl::Status LateStore::UpsertCompanies(const std::vector<progress::Company>& companies, Deadline deadline) {
  return With([&](progress::Store& store) { return store.UpsertCompanies(companies, deadline); });
}

absl::StatusOr<std::vector<progress::CompanyState>> LateStore::ListCompanies(Deadline deadline) {
  return With([&](progress::Store& store) { return store.ListCompanies(deadline); });
}

absl::StatusOr<std::vector<progress::Company>> LateStore::OldestServedFirst(Deadline deadline) {
  return With([&](progress::Store& store) { return store.OldestServedFirst(deadline); });
}

absl::StatusOr<progress::CompanySettings> LateStore::ReadSettings(CompanyId company, Deadline deadline) {
  return With([&](progress::Store& store) { return store.ReadSettings(company, deadline); });
}

absl::StatusOr<std::vector<progress::OutboxEntry>> LateStore::ReadOutbox(int limit, Deadline deadline) {
  return With([&](progress::Store& store) { return store.ReadOutbox(limit, deadline); });
}

absl::Status LateStore::ConfirmOutbox(CompanyId company, const DataVersion& version, Deadline deadline) {
  return With([&](progress::Store& store) { return store.ConfirmOutbox(company, version, deadline); });
}

absl::Status LateStore::BeginRun(const progress::RunRecord& run, Deadline deadline) {
  return With([&](progress::Store& store) { return store.BeginRun(run, deadline); });
}

absl::Status LateStore::FinishRun(const progress::RunRecord& run,
                                  const std::vector<progress::CompanyRunRecord>& results, Deadline deadline) {
  return With([&](progress::Store& store) { return store.FinishRun(run, results, deadline); });
}

absl::StatusOr<std::optional<progress::CompanyRunRecord>> LateStore::FindResult(const std::string& run_id,
                                                                                CompanyId company, Deadline deadline) {
  return With([&](progress::Store& store) { return store.FindResult(run_id, company, deadline); });
}

absl::StatusOr<std::vector<progress::RunRecord>> LateStore::ListRuns(int limit, Deadline deadline) {
  return With([&](progress::Store& store) { return store.ListRuns(limit, deadline); });
}

absl::StatusOr<std::optional<progress::SourceCensus>> LateStore::ReadCensus(bool pending, Deadline deadline) {
  return With([&](progress::Store& store) { return store.ReadCensus(pending, deadline); });
}

absl::Status LateStore::WriteCensus(bool pending, const progress::SourceCensus& census, Deadline deadline) {
  return With([&](progress::Store& store) { return store.WriteCensus(pending, census, deadline); });
}

absl::Status LateStore::CreateToken(const progress::ApiToken& token, Deadline deadline) {
  return With([&](progress::Store& store) { return store.CreateToken(token, deadline); });
}

absl::Status LateStore::RevokeToken(const std::string& id, int64_t revoked_at, Deadline deadline) {
  return With([&](progress::Store& store) { return store.RevokeToken(id, revoked_at, deadline); });
}

absl::StatusOr<progress::TokenTable> LateStore::LoadTokens(Deadline deadline) {
  return With([&](progress::Store& store) { return store.LoadTokens(deadline); });
}

}  // namespace cp::query
