#include "libs/progress/memory_store.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::progress {
namespace {

absl::Status LeaseLost(const Lease& lease) {
  return MakeError(absl::StatusCode::kAborted, reason::kLeaseLost,
                   absl::StrCat("company ", lease.company.value(), " was taken over by another worker"),
                   {{"company", absl::StrCat(lease.company.value())}});
}

void Tombstone(StoredRecord* record) {
  record->is_deleted = true;
  record->row.firstname.clear();
  record->row.lastname.clear();
  record->row.email.clear();
  record->row.username.clear();
  record->content_hash.clear();
}

}  // namespace

MemoryStore::MemoryStore(const Clock& clock)
    : clock_(clock), epoch_(static_cast<uint64_t>(absl::ToUnixMicros(clock.Now()))) {}

absl::Status MemoryStore::CheckDeadline(Deadline deadline) const {
  if (!deadline.Passed(clock_)) return absl::OkStatus();
  return MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded,
                   "the deadline passed before the store was asked");
}

absl::StatusOr<MemoryStore::CompanyData*> MemoryStore::Find(CompanyId company) {
  const auto it = companies_.find(company);
  if (it != companies_.end()) return &it->second;
  return MakeError(absl::StatusCode::kNotFound, reason::kNotFound,
                   absl::StrCat("company ", company.value(), " is not known"),
                   {{"resource", absl::StrCat("companies/", company.value())}});
}

CompanyVersion MemoryStore::VersionOf(const CompanyData& data) const {
  const CompanySettings settings = SettingsFrom(data.settings);
  CompanyVersion version;
  version.version = {epoch_, data.version};
  version.view_version = data.view_version;
  version.source_synced_at = data.source_synced_at;
  version.max_records = settings.max_records;
  version.cache_ttl_seconds = settings.cache_ttl_seconds;
  return version;
}

absl::StatusOr<VersionBatch> MemoryStore::ReadVersions(absl::Span<const CompanyId> companies, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  VersionBatch batch;
  batch.epoch = epoch_;
  batch.auth_version = auth_version_;
  for (const CompanyId company : companies) {
    const auto it = companies_.find(company);
    if (it == companies_.end()) continue;
    CompanyVersion& version = batch.companies[company] = VersionOf(it->second);
    version.gone = it->second.gone_at != 0;
  }
  return batch;
}

absl::StatusOr<PageSnapshot> MemoryStore::ReadPage(const PageQuery& query, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  CP_ASSIGN_OR_RETURN(const CompanyData* data, Find(query.company));
  PageSnapshot page;
  page.version = VersionOf(*data);
  page.settings = SettingsFrom(data->settings);
  int64_t skip = query.offset;
  for (const auto& [key, record] : data->rows) {
    if (record.is_deleted || page.settings.hidden_courses.contains(key.course)) continue;
    if (page.rows.size() == static_cast<size_t>(query.limit)) break;
    if (skip > 0) {
      --skip;
    } else {
      page.rows.push_back(record.row);
    }
  }
  return page;
}

absl::StatusOr<Lease> MemoryStore::AcquireLease(CompanyId company, const std::string& owner, absl::Duration ttl,
                                                Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  CP_ASSIGN_OR_RETURN(CompanyData * data, Find(company));
  const absl::Time now = clock_.Now();
  if (now < data->lease_until && data->lease_owner != owner) {
    return MakeError(absl::StatusCode::kAborted, reason::kAlreadyRunning,
                     absl::StrCat("company ", company.value(), " is being synced by ", data->lease_owner),
                     {{"company", absl::StrCat(company.value())}, {"owner", data->lease_owner}});
  }
  ++data->fence;
  data->lease_owner = owner;
  data->lease_until = now + ttl;
  return Lease{company, data->fence, data->round};
}

absl::Status MemoryStore::RenewLease(const Lease& lease, absl::Duration ttl, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  CP_ASSIGN_OR_RETURN(CompanyData * data, Find(lease.company));
  if (data->fence != lease.fence) return LeaseLost(lease);
  data->lease_until = clock_.Now() + ttl;
  return absl::OkStatus();
}

absl::Status MemoryStore::ReleaseLease(const Lease& lease, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  CP_ASSIGN_OR_RETURN(CompanyData * data, Find(lease.company));
  if (data->fence != lease.fence) return absl::OkStatus();
  ++data->fence;
  data->lease_owner.clear();
  data->lease_until = absl::InfinitePast();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<StoredRow>> MemoryStore::ReadStored(const StoredQuery& query, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  CP_ASSIGN_OR_RETURN(const CompanyData* data, Find(query.company));
  const auto is_wanted = [&users = query.users](const RowKey& key) {
    return users.empty() || std::binary_search(users.begin(), users.end(), int64_t{key.user.value()});
  };
  std::vector<StoredRow> rows;
  auto it = query.after.has_value() ? data->rows.upper_bound(*query.after) : data->rows.begin();
  for (; it != data->rows.end() && rows.size() < static_cast<size_t>(query.limit); ++it) {
    if (!is_wanted(it->first)) continue;
    rows.push_back({it->first, it->second.content_hash, it->second.is_deleted});
  }
  return rows;
}

DataVersion MemoryStore::Bump(CompanyData* data, const std::string& run_id, int64_t upserted, int64_t deleted) {
  ++data->version;
  Queue(*data, run_id, upserted, deleted);
  return {epoch_, data->version};
}

void MemoryStore::Queue(const CompanyData& data, const std::string& run_id, int64_t upserted, int64_t deleted) {
  OutboxEntry entry;
  entry.company = data.company.id;
  entry.version = {epoch_, data.version};
  entry.run_id = run_id;
  entry.created_at = absl::ToUnixSeconds(clock_.Now());
  entry.upserted = upserted;
  entry.deleted = deleted;
  outbox_.push_back(std::move(entry));
}

void MemoryStore::Apply(const Batch& batch, CompanyData* data) {
  const DataVersion version = Bump(data, batch.run_id, static_cast<int64_t>(batch.upserts.size()),
                                   static_cast<int64_t>(batch.tombstones.size()));
  for (const CourseProgress& row : batch.upserts) {
    data->rows[row.key] = {row, ContentHash(row), version.version, batch.written_at, false};
  }
  for (const RowKey& key : batch.tombstones) {
    const auto it = data->rows.find(key);
    if (it == data->rows.end() || it->second.is_deleted) continue;
    Tombstone(&it->second);
    it->second.row_version = version.version;
    it->second.last_updated = batch.written_at;
  }
}

absl::StatusOr<DataVersion> MemoryStore::CommitBatch(const Batch& batch, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  CP_ASSIGN_OR_RETURN(CompanyData * data, Find(batch.lease.company));
  if (data->fence != batch.lease.fence) return LeaseLost(batch.lease);
  if (!batch.upserts.empty() || !batch.tombstones.empty()) Apply(batch, data);
  ApplyLane(batch);
  if (batch.round.has_value()) data->round = *batch.round;
  if (batch.finish.has_value()) {
    results_[{batch.finish->run_id, batch.finish->company}] = *batch.finish;
    const bool whole = !batch.candidates.has_value() || batch.candidates->users.empty();
    const bool is_synced = whole && batch.finish->state == RunState::kSucceeded && batch.finish->source_read_at > 0;
    // A comparison may end after the lane has said that all is known to be as of a later time.
    if (is_synced) data->source_synced_at = std::max(data->source_synced_at, batch.finish->source_read_at);
  }
  return DataVersion{epoch_, data->version};
}

absl::StatusOr<DataVersion> MemoryStore::BumpVersion(CompanyId company, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  CP_ASSIGN_OR_RETURN(CompanyData * data, Find(company));
  return Bump(data, "", 0, 0);
}

absl::StatusOr<uint64_t> MemoryStore::RaiseEpoch(uint64_t beyond, EpochCause cause, Deadline deadline) {
  CP_RETURN_IF_ERROR(CheckDeadline(deadline));
  absl::MutexLock lock(&mutex_);
  if (epoch_ > beyond) return epoch_;
  epoch_ = std::max(static_cast<uint64_t>(absl::ToUnixMicros(clock_.Now())), beyond + 1);
  auth_version_ = std::max(auth_version_ + 1, epoch_);
  outbox_.clear();  // superseded, each by the entry of its company
  for (auto& [id, data] : companies_) {
    Queue(data, /*run_id=*/"", 0, 0);
    if (cause != EpochCause::kSetBack) continue;
    data.fence = std::max(data.fence + 1, epoch_);
    data.lease_owner.clear();
    data.lease_until = absl::InfinitePast();
  }
  return epoch_;
}

void MemoryStore::SetSetting(CompanyId company, const std::string& key, const std::string& value) {
  absl::MutexLock lock(&mutex_);
  CompanyData& data = companies_.at(company);
  data.settings[key] = value;
  ++data.view_version;
  Bump(&data, "", 0, 0);
}

std::optional<StoredRecord> MemoryStore::Inspect(CompanyId company, const RowKey& key) const {
  absl::MutexLock lock(&mutex_);
  const auto data = companies_.find(company);
  if (data == companies_.end()) return std::nullopt;
  const auto row = data->second.rows.find(key);
  if (row == data->second.rows.end()) return std::nullopt;
  return row->second;
}

}  // namespace cp::progress
