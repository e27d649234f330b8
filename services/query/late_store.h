// A reporting store that is not open yet: the server listens, and says so, while the store is being waited for.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/progress/store.h"

namespace cp::query {

// Passes every call on. Before Open() each is UNAVAILABLE (STORE_UNAVAILABLE). Thread-safe.
class LateStore final : public progress::Store {
 public:
  // At most once.
  void Open(std::unique_ptr<progress::Store> store);

  // ProgressReader
  absl::StatusOr<progress::VersionBatch> ReadVersions(absl::Span<const CompanyId> companies,
                                                      Deadline deadline) override;
  absl::StatusOr<progress::PageSnapshot> ReadPage(const progress::PageQuery& query, Deadline deadline) override;

  // ProgressWriter
  absl::StatusOr<progress::Lease> AcquireLease(CompanyId company, const std::string& owner, absl::Duration ttl,
                                               Deadline deadline) override;
  absl::Status RenewLease(const progress::Lease& lease, absl::Duration ttl, Deadline deadline) override;
  absl::Status ReleaseLease(const progress::Lease& lease, Deadline deadline) override;
  absl::StatusOr<std::vector<progress::StoredRow>> ReadStored(CompanyId company, std::optional<progress::RowKey> after,
                                                              int limit, Deadline deadline) override;
  absl::StatusOr<DataVersion> CommitBatch(const progress::Batch& batch, Deadline deadline) override;
  absl::StatusOr<DataVersion> BumpVersion(CompanyId company, Deadline deadline) override;

  // CompanyDirectory
  absl::Status UpsertCompanies(const std::vector<progress::Company>& companies, Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyState>> ListCompanies(Deadline deadline) override;
  absl::StatusOr<std::vector<progress::Company>> OldestServedFirst(Deadline deadline) override;
  absl::StatusOr<progress::CompanySettings> ReadSettings(CompanyId company, Deadline deadline) override;

  // Outbox
  absl::StatusOr<std::vector<progress::OutboxEntry>> ReadOutbox(int limit, Deadline deadline) override;
  absl::Status ConfirmOutbox(CompanyId company, const DataVersion& version, Deadline deadline) override;

  // RunLog
  absl::Status BeginRun(const progress::RunRecord& run, Deadline deadline) override;
  absl::Status FinishRun(const progress::RunRecord& run, const std::vector<progress::CompanyRunRecord>& results,
                         Deadline deadline) override;
  absl::StatusOr<std::optional<progress::CompanyRunRecord>> FindResult(const std::string& run_id, CompanyId company,
                                                                       Deadline deadline) override;
  absl::StatusOr<std::vector<progress::RunRecord>> ListRuns(int limit, Deadline deadline) override;
  absl::StatusOr<std::optional<progress::SourceCensus>> ReadCensus(bool pending, Deadline deadline) override;
  absl::Status WriteCensus(bool pending, const progress::SourceCensus& census, Deadline deadline) override;

  // TokenStore
  absl::Status CreateToken(const progress::ApiToken& token, Deadline deadline) override;
  absl::Status RevokeToken(const std::string& id, int64_t revoked_at, Deadline deadline) override;
  absl::StatusOr<progress::TokenTable> LoadTokens(Deadline deadline) override;

 private:
  template <typename Call>
  auto With(Call call) -> decltype(call(std::declval<progress::Store&>()));

  std::unique_ptr<progress::Store> owned_;
  std::atomic<progress::Store*> store_{nullptr};  // owned_, once it is there
};

}  // namespace cp::query
