// ProgressWriter: leases, the stored side of a comparison, and batches.
#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/crash_point.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sql/batch_rows.h"
#include "libs/sql/errors.h"
#include "libs/sql/lane_rows.h"
#include "libs/sql/list_literal.h"
#include "libs/sql/queries.h"
#include "libs/sql/run_rows.h"
#include "libs/sql/sql_store.h"

namespace cp::sql {
namespace {

using progress::Batch;
using progress::Lease;
using progress::RowKey;
using progress::RunState;
using progress::StoredRow;

// Why no row had the lease's fence.
absl::Status LeaseLost(Session& session, CompanyId company) {
  if (!session.RunForRow(query::kCompanyExists, company.value()).has_value()) return UnknownCompany(company);
  return MakeError(absl::StatusCode::kAborted, reason::kLeaseLost,
                   absl::StrCat("another worker took company ", company.value(), " over; nothing was written"),
                   {{"company", absl::StrCat(company.value())}});
}

absl::Status AlreadyRunning(CompanyId company, const std::string& owner) {
  return MakeError(absl::StatusCode::kAborted, reason::kAlreadyRunning,
                   absl::StrCat("company ", company.value(), " is being synced by ", owner),
                   {{"company", absl::StrCat(company.value())}, {"owner", owner}});
}

Int TtlMs(absl::Duration ttl) { return std::max<int64_t>(0, absl::ToInt64Milliseconds(ttl)); }

// Takes the company's row lock; absent: the lease is not ours any more.
std::optional<DataVersion> LockCompany(Session& session, const Batch& batch, bool bump) {
  const bool whole = !batch.candidates.has_value() || batch.candidates->users.empty();
  const bool synced = whole && batch.finish.has_value() && batch.finish->state == RunState::kSucceeded &&
                      batch.finish->source_read_at > 0;
  const auto row = session.RunForRow(query::kLockCompany, Int{bump}, synced ? batch.finish->source_read_at : 0,
                                     batch.lease.company.value(), static_cast<Int>(batch.lease.fence));
  if (!row.has_value()) return std::nullopt;
  return DataVersion{static_cast<uint64_t>(std::get<0>(*row)), static_cast<uint64_t>(std::get<1>(*row))};
}

void WriteOutbox(Session& session, CompanyId company, const DataVersion& version, const std::string& run_id,
                 int64_t created_at, size_t upserted, size_t deleted) {
  session.Run(query::kInsertOutbox, company.value(), static_cast<Int>(version.version), static_cast<Int>(version.epoch),
              run_id, created_at, static_cast<Int>(upserted), static_cast<Int>(deleted));
}

RowKey StartOf(const progress::StoredQuery& wanted) {
  constexpr int64_t kBeforeAll = std::numeric_limits<int64_t>::min();
  return wanted.after.value_or(RowKey{UserId(kBeforeAll), CourseId(kBeforeAll)});
}

template <typename Rows>
std::vector<StoredRow> TakeStored(Rows& rows, int limit) {
  std::vector<StoredRow> stored;
  stored.reserve(static_cast<size_t>(limit));
  while (auto* row = rows.Next()) {
    auto& [user, course, hash, is_deleted] = *row;
    stored.push_back({RowKey{UserId(user), CourseId(course)}, std::move(hash), is_deleted != 0});
  }
  return stored;
}

std::vector<StoredRow> StoredOfAll(Session& session, const progress::StoredQuery& wanted) {
  const RowKey from = StartOf(wanted);
  return TakeStored(
      session.Run(query::kStored, wanted.company.value(), from.user.value(), from.course.value(), Int{wanted.limit}),
      wanted.limit);
}

std::vector<StoredRow> StoredOfUsers(Session& session, const progress::StoredQuery& wanted) {
  const RowKey from = StartOf(wanted);
  const auto first = std::lower_bound(wanted.users.begin(), wanted.users.end(), from.user.value());
  const absl::Span<const int64_t> left = absl::MakeConstSpan(wanted.users).subspan(first - wanted.users.begin());
  const std::string users = IdList(session.engine(), left);
  const Int limit = wanted.limit;
  if (session.engine() == Engine::kSqlite) {
    return TakeStored(session.Run(query::kStoredOfUsersSqlite, wanted.company.value(), users, from.user.value(),
                                  from.course.value(), limit),
                      wanted.limit);
  }
  return TakeStored(session.Run(query::kStoredOfUsersPostgres, users, wanted.company.value(), from.user.value(),
                                from.course.value(), limit, limit),
                    wanted.limit);
}

}  // namespace

absl::StatusOr<Lease> SqlStore::AcquireLease(CompanyId company, const std::string& owner, absl::Duration ttl,
                                             Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::StatusOr<Lease> {
    if (const auto row = session.RunForRow(query::kAcquireLease, owner, TtlMs(ttl), company.value(), owner)) {
      const auto& [fence, after_user, started_at, through] = *row;
      return Lease{company, static_cast<uint64_t>(fence), {after_user, started_at, through}};
    }
    const auto holder = session.RunForRow(query::kLeaseOwner, company.value());
    if (!holder.has_value()) return UnknownCompany(company);
    return AlreadyRunning(company, std::get<0>(*holder));
  });
}

absl::Status SqlStore::RenewLease(const Lease& lease, absl::Duration ttl, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    const auto row =
        session.RunForRow(query::kRenewLease, TtlMs(ttl), lease.company.value(), static_cast<Int>(lease.fence));
    return row.has_value() ? absl::OkStatus() : LeaseLost(session, lease.company);
  });
}

absl::Status SqlStore::ReleaseLease(const Lease& lease, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::Status {
    const auto row = session.RunForRow(query::kReleaseLease, lease.company.value(), static_cast<Int>(lease.fence));
    if (row.has_value()) return absl::OkStatus();
    const absl::Status why = LeaseLost(session, lease.company);
    return absl::IsNotFound(why) ? why : absl::OkStatus();
  });
}

absl::StatusOr<std::vector<StoredRow>> SqlStore::ReadStored(const progress::StoredQuery& wanted, Deadline deadline) {
  return guard_.Run(Scope::kSnapshot, deadline, [&](Session& session) -> absl::StatusOr<std::vector<StoredRow>> {
    std::vector<StoredRow> stored =
        wanted.users.empty() ? StoredOfAll(session, wanted) : StoredOfUsers(session, wanted);
    const bool maybe_unknown = stored.empty() && !wanted.after.has_value();
    if (maybe_unknown && !session.RunForRow(query::kCompanyExists, wanted.company.value()).has_value()) {
      return UnknownCompany(wanted.company);
    }
    return stored;
  });
}

absl::StatusOr<DataVersion> SqlStore::CommitBatch(const Batch& batch, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::StatusOr<DataVersion> {
    const bool changes = !batch.upserts.empty() || !batch.tombstones.empty();
    const std::optional<DataVersion> version = LockCompany(session, batch, changes);
    if (!version.has_value()) return LeaseLost(session, batch.lease.company);
    Reach(CrashPoint::kBatchLocked);
    if (changes) {
      WriteRows(session, batch, static_cast<int64_t>(version->version));
      Reach(CrashPoint::kBatchHalfWritten);
      WriteOutbox(session, batch.lease.company, *version, batch.run_id, absl::ToUnixSeconds(clock_.Now()),
                  batch.upserts.size(), batch.tombstones.size());
    }
    if (batch.edges.has_value()) ReplaceEdges(session, batch.lease.company, *batch.edges);
    if (batch.candidates.has_value()) RemoveCandidates(session, batch.lease.company, *batch.candidates);
    if (batch.round.has_value()) {
      session.Run(query::kWriteRound, batch.round->after_user, batch.round->started_at, batch.round->through,
                  batch.lease.company.value());
    }
    if (batch.finish.has_value()) WriteResult(session, *batch.finish);
    Reach(CrashPoint::kBatchBeforeCommit);
    return *version;
  });
}

absl::StatusOr<DataVersion> SqlStore::BumpVersion(CompanyId company, Deadline deadline) {
  return Write(deadline, [&](Session& session) -> absl::StatusOr<DataVersion> {
    const auto row = session.RunForRow(query::kBumpVersion, company.value());
    if (!row.has_value()) return UnknownCompany(company);
    const DataVersion version{static_cast<uint64_t>(std::get<0>(*row)), static_cast<uint64_t>(std::get<1>(*row))};
    WriteOutbox(session, company, version, /*run_id=*/"", absl::ToUnixSeconds(clock_.Now()), 0, 0);
    return version;
  });
}

}  // namespace cp::sql
