// progress::Store on a pool of SQL sessions. One file per port: reader, writer, change_lane, housekeeping, directory,
// outbox, run_log, run_history, tokens; epoch for what raises it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "libs/progress/store.h"
#include "libs/sql/connector.h"
#include "libs/sql/epoch.h"
#include "libs/sql/guard.h"
#include "libs/sql/open_store.h"
#include "libs/sql/session_pool.h"

namespace cp::sql {

// Thread-safe. Made by MakeStore(); the class is visible for tests of this library only.
class SqlStore final : public DatabaseStore {
 public:
  SqlStore(const StoreOptions& options, Dsn dsn);

  absl::Status Open() override;
  PoolUse pool_use() const override;
  Guard& guard() { return guard_; }
  SessionPool& pool() { return pool_; }

  absl::StatusOr<progress::VersionBatch> ReadVersions(absl::Span<const CompanyId> companies,
                                                      Deadline deadline) override;
  absl::StatusOr<progress::PageSnapshot> ReadPage(const progress::PageQuery& query, Deadline deadline) override;

  absl::StatusOr<progress::Lease> AcquireLease(CompanyId company, const std::string& owner, absl::Duration ttl,
                                               Deadline deadline) override;
  absl::Status RenewLease(const progress::Lease& lease, absl::Duration ttl, Deadline deadline) override;
  absl::Status ReleaseLease(const progress::Lease& lease, Deadline deadline) override;
  absl::StatusOr<std::vector<progress::StoredRow>> ReadStored(const progress::StoredQuery& query,
                                                              Deadline deadline) override;
  absl::StatusOr<DataVersion> CommitBatch(const progress::Batch& batch, Deadline deadline) override;
  absl::StatusOr<DataVersion> BumpVersion(CompanyId company, Deadline deadline) override;
  absl::StatusOr<uint64_t> RaiseEpoch(uint64_t beyond, progress::EpochCause cause, Deadline deadline) override;

  absl::StatusOr<progress::LaneState> ReadLane(Deadline deadline) override;
  absl::StatusOr<int64_t> CommitDetection(const progress::Detection& detection, Deadline deadline) override;
  absl::StatusOr<std::vector<progress::Digest>> ReadDigests(const std::string& kind, int64_t after, int limit,
                                                            Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyUser>> DueEdges(int64_t now, int limit, Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyUser>> CompaniesOfUsers(absl::Span<const int64_t> users,
                                                                      Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyUser>> UsersOfCourses(absl::Span<const int64_t> courses,
                                                                    progress::CompanyUser after, int limit,
                                                                    Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyCandidates>> Waiting(Deadline deadline) override;
  absl::StatusOr<progress::CompanyCandidates> ReadCandidates(CompanyId company, int limit, Deadline deadline) override;
  absl::Status MarkFresh(int64_t read_at, Deadline deadline) override;

  absl::StatusOr<int64_t> RemoveOld(progress::OldRows what, int64_t before, int max_rows, Deadline deadline) override;
  absl::StatusOr<progress::HousekeepingTurn> TakeTurn(int64_t now, int64_t until, Deadline deadline) override;
  absl::Status ScheduleTurn(int64_t due_at, int64_t done_at, Deadline deadline) override;

  absl::Status UpsertCompanies(const std::vector<progress::Company>& companies, Deadline deadline) override;
  absl::Status MarkGone(absl::Span<const CompanyId> companies, Deadline deadline) override;
  absl::StatusOr<std::vector<progress::CompanyState>> ListCompanies(Deadline deadline) override;
  absl::StatusOr<std::vector<progress::Company>> OldestServedFirst(Deadline deadline) override;
  absl::Status MarkServed(CompanyId company, Deadline deadline) override;
  absl::StatusOr<progress::CompanySettings> ReadSettings(CompanyId company, Deadline deadline) override;

  absl::StatusOr<std::vector<progress::OutboxEntry>> ReadOutbox(int limit, Deadline deadline) override;
  absl::Status ConfirmOutbox(CompanyId company, const DataVersion& version, Deadline deadline) override;

  absl::Status BeginRun(const progress::RunRecord& run, Deadline deadline) override;
  absl::StatusOr<std::optional<progress::RunRecord>> ReserveRequest(const progress::RunRecord& run,
                                                                    Deadline deadline) override;
  absl::Status HeartbeatRun(const progress::RunRecord& run, Deadline deadline) override;
  absl::Status FinishRun(const progress::RunRecord& run, const std::vector<progress::CompanyRunRecord>& results,
                         Deadline deadline) override;
  absl::StatusOr<std::optional<progress::SourceCensus>> ReadCensus(bool pending, Deadline deadline) override;
  absl::Status WriteCensus(bool pending, const progress::SourceCensus& census, Deadline deadline) override;

  absl::StatusOr<std::vector<progress::RunRecord>> ListRuns(const progress::RunQuery& query,
                                                            Deadline deadline) override;
  absl::StatusOr<progress::RunDetails> GetRun(const std::string& run_id, Deadline deadline) override;
  absl::Status RequestCancel(const std::string& run_id, Deadline deadline) override;
  absl::StatusOr<std::vector<std::string>> CancelledAmong(absl::Span<const std::string> run_ids,
                                                          Deadline deadline) override;

  absl::Status CreateToken(const progress::ApiToken& token, Deadline deadline) override;
  absl::Status RevokeToken(const std::string& id, int64_t revoked_at, Deadline deadline) override;
  absl::StatusOr<progress::TokenTable> LoadTokens(Deadline deadline) override;

 private:
  // Every transaction that writes: the first one of a session looks first whether the store is still where it was.
  template <typename Body>
  std::invoke_result_t<Body, Session&> Write(Deadline deadline, Body&& body) {
    return guard_.Run(Scope::kWrite, deadline, [&](Session& session) {
      if (!session.place_known()) CheckPlace(session, clock_.Now());
      return body(session);
    });
  }

  const Clock& clock_;
  const bool migrate_;
  const absl::Duration connect_timeout_;
  const absl::Duration migrate_timeout_;
  Connector connector_;
  SessionPool pool_;  // after the connector: sessions use its watchdog
  Guard guard_;
};

}  // namespace cp::sql
