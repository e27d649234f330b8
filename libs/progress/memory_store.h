// The reporting store in memory: the model that the SQL stores are measured against, and the store of tests.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/clock.h"
#include "libs/progress/store.h"

namespace cp::progress {

// A row as the store keeps it, tombstones included.
struct StoredRecord {
  CourseProgress row;        // of a tombstone: the key; names, e-mail and username are empty
  std::string content_hash;  // of a live row
  uint64_t row_version = 0;  // the company's version at which the row last changed
  int64_t last_updated = 0;  // unix seconds
  bool is_deleted = false;
};

// What the store keeps for the change lane.
struct LaneContents {
  struct Waits {
    std::string found_by;
    int64_t sequence = 0;
    int64_t found_at = 0;
  };

  LaneState state;  // its detector is the last one, whether it still is or not
  absl::Time detector_until = absl::InfinitePast();
  std::map<std::pair<std::string, int64_t>, std::string> digests;  // (kind, id)
  std::map<CompanyUser, Waits> candidates;
  std::map<CompanyUser, int64_t> edges;
};

// Thread-safe: one mutex, so that every call is one transaction. Leases expire by `clock`.
class MemoryStore final : public Store {
 public:
  // `clock` must outlive the store; its time now becomes the epoch.
  explicit MemoryStore(const Clock& clock);

  // ProgressReader
  absl::StatusOr<VersionBatch> ReadVersions(absl::Span<const CompanyId> companies, Deadline deadline) override;
  absl::StatusOr<PageSnapshot> ReadPage(const PageQuery& query, Deadline deadline) override;

  // ProgressWriter
  absl::StatusOr<Lease> AcquireLease(CompanyId company, const std::string& owner, absl::Duration ttl,
                                     Deadline deadline) override;
  absl::Status RenewLease(const Lease& lease, absl::Duration ttl, Deadline deadline) override;
  absl::Status ReleaseLease(const Lease& lease, Deadline deadline) override;
  absl::StatusOr<std::vector<StoredRow>> ReadStored(const StoredQuery& query, Deadline deadline) override;
  absl::StatusOr<DataVersion> CommitBatch(const Batch& batch, Deadline deadline) override;
  absl::StatusOr<DataVersion> BumpVersion(CompanyId company, Deadline deadline) override;
  absl::StatusOr<uint64_t> RaiseEpoch(uint64_t beyond, EpochCause cause, Deadline deadline) override;

  // ChangeLane
  absl::StatusOr<LaneState> ReadLane(Deadline deadline) override;
  absl::StatusOr<int64_t> CommitDetection(const Detection& detection, Deadline deadline) override;
  absl::StatusOr<std::vector<Digest>> ReadDigests(const std::string& kind, int64_t after, int limit,
                                                  Deadline deadline) override;
  absl::StatusOr<std::vector<CompanyUser>> DueEdges(int64_t now, int limit, Deadline deadline) override;
  absl::StatusOr<std::vector<CompanyUser>> CompaniesOfUsers(absl::Span<const int64_t> users,
                                                            Deadline deadline) override;
  absl::StatusOr<std::vector<CompanyUser>> UsersOfCourses(absl::Span<const int64_t> courses, CompanyUser after,
                                                          int limit, Deadline deadline) override;
  absl::StatusOr<std::vector<CompanyCandidates>> Waiting(Deadline deadline) override;
  absl::StatusOr<CompanyCandidates> ReadCandidates(CompanyId company, int limit, Deadline deadline) override;
  absl::Status MarkFresh(int64_t read_at, Deadline deadline) override;

  // Housekeeping
  absl::StatusOr<int64_t> RemoveOld(OldRows what, int64_t before, int max_rows, Deadline deadline) override;
  absl::StatusOr<HousekeepingTurn> TakeTurn(int64_t now, int64_t until, Deadline deadline) override;
  absl::Status ScheduleTurn(int64_t due_at, int64_t done_at, Deadline deadline) override;

  // CompanyDirectory
  absl::Status UpsertCompanies(const std::vector<Company>& companies, Deadline deadline) override;
  absl::Status MarkGone(absl::Span<const CompanyId> companies, Deadline deadline) override;
  absl::StatusOr<std::vector<CompanyState>> ListCompanies(Deadline deadline) override;
  absl::StatusOr<std::vector<Company>> OldestServedFirst(Deadline deadline) override;
  absl::Status MarkServed(CompanyId company, Deadline deadline) override;
  absl::StatusOr<CompanySettings> ReadSettings(CompanyId company, Deadline deadline) override;

  // Outbox
  absl::StatusOr<std::vector<OutboxEntry>> ReadOutbox(int limit, Deadline deadline) override;
  absl::Status ConfirmOutbox(CompanyId company, const DataVersion& version, Deadline deadline) override;

  // RunLog
  absl::Status BeginRun(const RunRecord& run, Deadline deadline) override;
  absl::StatusOr<std::optional<RunRecord>> ReserveRequest(const RunRecord& run, Deadline deadline) override;
  absl::Status HeartbeatRun(const RunRecord& run, Deadline deadline) override;
  absl::Status FinishRun(const RunRecord& run, const std::vector<CompanyRunRecord>& results,
                         Deadline deadline) override;
  absl::StatusOr<std::optional<SourceCensus>> ReadCensus(bool pending, Deadline deadline) override;
  absl::Status WriteCensus(bool pending, const SourceCensus& census, Deadline deadline) override;

  // RunHistory
  absl::StatusOr<std::vector<RunRecord>> ListRuns(const RunQuery& query, Deadline deadline) override;
  absl::StatusOr<RunDetails> GetRun(const std::string& run_id, Deadline deadline) override;
  absl::Status RequestCancel(const std::string& run_id, Deadline deadline) override;
  absl::StatusOr<std::vector<std::string>> CancelledAmong(absl::Span<const std::string> run_ids,
                                                          Deadline deadline) override;

  // TokenStore
  absl::Status CreateToken(const ApiToken& token, Deadline deadline) override;
  absl::Status RevokeToken(const std::string& id, int64_t revoked_at, Deadline deadline) override;
  absl::StatusOr<TokenTable> LoadTokens(Deadline deadline) override;

  // For tests. Changes one setting (SettingsFrom) and raises both versions of the company. REQUIRES: it exists.
  void SetSetting(CompanyId company, const std::string& key, const std::string& value);
  // For tests: the row as kept, or nullopt.
  std::optional<StoredRecord> Inspect(CompanyId company, const RowKey& key) const;
  // For tests: what the run stored for the company, or nullopt.
  std::optional<CompanyRunRecord> InspectResult(const std::string& run_id, CompanyId company) const;
  // For tests: the edge of the user, or nullopt.
  std::optional<int64_t> InspectEdge(const CompanyUser& user) const;
  // For tests: all that is kept for the change lane, to be looked at or set back.
  LaneContents InspectLane() const;
  void SetLane(LaneContents lane);
  // For tests: CompanyData::purge_floor. REQUIRES: the company exists.
  uint64_t PurgeFloor(CompanyId company) const;
  // For tests: a row of the request log, of an alert (`at`: when it was resolved, 0 = open) or of the audit log. None
  // of them holds more than its time here.
  void AddLogRow(OldRows log, int64_t at);
  // For tests: two rows, how far a client of the company has read and its quota.
  void AddClient(CompanyId company);
  // For tests: how many rows there are that RemoveOld(what) is about, old or not; of kRuns only the results.
  int64_t Count(OldRows what) const;
  // For tests: nothing has been heard of the run for so long.
  void SilenceRun(const std::string& run_id, absl::Duration silence);

 private:
  struct CompanyData {
    Company company;
    uint64_t version = 0;
    uint64_t view_version = 0;
    uint64_t purge_floor = 0;  // the highest row_version of a tombstone that was removed
    int64_t source_synced_at = 0;
    int64_t gone_at = 0;  // unix seconds; 0: it is in Moodle
    absl::Time served_at = absl::InfinitePast();
    uint64_t fence = 0;
    std::string lease_owner;
    absl::Time lease_until = absl::InfinitePast();
    ComparisonRound round;
    std::map<std::string, std::string> settings;
    std::map<RowKey, StoredRecord> rows;
  };

  struct RunData {
    RunRecord record;
    absl::Time heard_of_at;
  };

  absl::Status CheckDeadline(Deadline deadline) const;
  void Begin(const RunRecord& run) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The run as others see it.
  RunRecord Shown(const RunData& run) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<CompanyData*> Find(CompanyId company) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  CompanyVersion VersionOf(const CompanyData& data) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Queue(const CompanyData& data, const std::string& run_id, int64_t upserted, int64_t deleted)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Raises the version and queues its invalidation.
  DataVersion Bump(CompanyData* data, const std::string& run_id, int64_t upserted, int64_t deleted)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Apply(const Batch& batch, CompanyData* data) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ApplyLane(const Batch& batch) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddCandidate(const CompanyUser& user, const std::string& found_by, bool prevails, int64_t found_at)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Moves the sequence, if the detection may be stored.
  absl::Status MoveLane(const Detection& detection) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Mark(int64_t read_at) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Without users.
  CompanyCandidates Summary(CompanyId company) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  int64_t RemoveRuns(int64_t before, int64_t max_rows) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  int64_t RemoveTombstones(int64_t before, int64_t max_rows) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  int64_t RemoveOrphans(int64_t before, int64_t max_rows) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Clock& clock_;

  mutable absl::Mutex mutex_;
  uint64_t epoch_ ABSL_GUARDED_BY(mutex_);
  std::map<CompanyId, CompanyData> companies_ ABSL_GUARDED_BY(mutex_);
  std::deque<OutboxEntry> outbox_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, RunData> runs_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<std::string, CompanyId>, CompanyRunRecord> results_ ABSL_GUARDED_BY(mutex_);
  LaneContents lane_ ABSL_GUARDED_BY(mutex_);
  std::map<OldRows, std::multiset<int64_t>> logs_ ABSL_GUARDED_BY(mutex_);  // times; see AddLogRow()
  std::multiset<CompanyId> clients_ ABSL_GUARDED_BY(mutex_);
  int64_t turn_due_at_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t turn_done_at_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<SourceCensus> accepted_census_ ABSL_GUARDED_BY(mutex_);
  std::optional<SourceCensus> pending_census_ ABSL_GUARDED_BY(mutex_);
  std::vector<ApiToken> tokens_ ABSL_GUARDED_BY(mutex_);
  uint64_t auth_version_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace cp::progress
