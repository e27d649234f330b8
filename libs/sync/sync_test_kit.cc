#include "libs/sync/sync_test_kit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"

namespace cp::sync {
namespace {

constexpr int64_t kCompany = 1;

template <typename... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

// The reply to `action` that carries `status`.
Reply ErrorReply(const Action& action, const absl::Status& status, int64_t cleared_before_fault) {
  using Rows = absl::StatusOr<std::vector<progress::StoredRow>>;
  using Tables = absl::StatusOr<std::vector<std::string>>;
  return std::visit(Overloaded{
                        [&](const AcquireLease&) -> Reply { return absl::StatusOr<progress::Lease>(status); },
                        [&](const CheckTables&) -> Reply { return Tables(status); },
                        [&](const FetchSource&) -> Reply {
                          return SourceReply{status, 0};
                        },
                        [&](const FetchStored&) -> Reply { return Rows(status); },
                        [&](const CommitBatch&) -> Reply { return absl::StatusOr<DataVersion>(status); },
                        [&](const ClearSuperseded&) -> Reply {
                          return Cleared{cleared_before_fault, status};
                        },
                        [&](const auto&) -> Reply { return status; },
                    },
                    action);
}

}  // namespace

SyncTestKit::SyncTestKit() {
  task.company = testing::MakeCompany(kCompany);
  task.owner = "host:17";
  task.run_id = "run0";
  EXPECT_TRUE(store_.UpsertCompanies({task.company}, Soon()).ok());
}

void SyncTestKit::Put(const progress::PairFacts& facts) {
  pairs_[{UserId(facts.user_id), CourseId(facts.course_id)}] = facts;
}

void SyncTestKit::Put(int64_t user, int64_t course, int64_t done, int64_t total) {
  Put(testing::Facts(user, course, done, total));
}

void SyncTestKit::Remove(int64_t user, int64_t course) { pairs_.erase(testing::Key(user, course)); }

CompanyResult SyncTestKit::Sync() {
  CompanyResult result = Turn();
  if (result.resumed_after_user == 0 || !result.complete) return result;
  return Together(std::move(result), Turn());
}

CompanyResult SyncTestKit::Turn() {
  static int64_t runs = 0;
  task.run_id = absl::StrCat("run", ++runs);
  trace_.clear();
  CompanySync sync(task, options);
  const auto now = [&] { return Instant{clock_.Now(), clock_.Monotonic()}; };
  Command command = sync.Start(now());
  for (int number = 0; !sync.done(); ++number) {
    trace_.push_back(NameOf(command.action));
    const std::optional<Fault> fault = meddle ? meddle(sync, command.action, number) : std::nullopt;
    Reply reply;
    if (fault.has_value()) {
      PerformFailed(command.action, fault->performed);
      reply = ErrorReply(command.action, fault->status, fault->cleared);
    } else {
      reply = Perform(command.action);
    }
    clock_.Advance(time_per_command);
    command = sync.OnReply(std::move(reply), now());
  }
  LandLateCommit();
  return std::move(sync).TakeResult();
}

void SyncTestKit::PerformFailed(const Action& action, Performed performed) {
  if (performed == Performed::kNot) return;
  const auto* commit = std::get_if<CommitBatch>(&action);
  if (commit == nullptr || performed == Performed::kAtOnce) {
    Perform(action);
    return;
  }
  LandLateCommit();
  late_commit_ = *commit->batch;
}

void SyncTestKit::LandLateCommit() {
  // Refused when the lease is gone meanwhile, as in a store.
  if (late_commit_.has_value()) (void)store_.CommitBatch(*std::exchange(late_commit_, std::nullopt), Soon());
}

absl::Status SyncTestKit::FetchPairs(const FetchSource& fetch) {
  fetch.rows->clear();
  const size_t end = std::min(snapshot_.size(), snapshot_next_ + fetch.max_rows);
  for (; snapshot_next_ < end; ++snapshot_next_) fetch.rows->push_back(snapshot_[snapshot_next_]);
  return absl::OkStatus();
}

std::vector<progress::UserEdge> SyncTestKit::TakeEdges() {
  const bool has_ended = snapshot_next_ == snapshot_.size();
  std::vector<progress::UserEdge> taken;
  for (; edges_next_ < snapshot_edges_.size(); ++edges_next_) {
    if (!has_ended && snapshot_edges_[edges_next_].user_id >= snapshot_[snapshot_next_].user_id) break;
    taken.push_back(snapshot_edges_[edges_next_]);
  }
  return taken;
}

Reply SyncTestKit::Perform(const Action& action) {
  const bool takes_row_lock =
      std::holds_alternative<CommitBatch>(action) || std::holds_alternative<AcquireLease>(action) ||
      std::holds_alternative<RenewLease>(action) || std::holds_alternative<ReleaseLease>(action);
  if (takes_row_lock) LandLateCommit();
  return std::visit(
      Overloaded{
          [&](const AcquireLease& c) -> Reply { return store_.AcquireLease(c.company, c.owner, c.ttl, Soon()); },
          [&](const RenewLease& c) -> Reply { return store_.RenewLease(c.lease, c.ttl, Soon()); },
          [&](const ReleaseLease& c) -> Reply { return store_.ReleaseLease(c.lease, Soon()); },
          [&](const OpenSnapshot& c) -> Reply {
            const auto is_asked_for = [&request = c.request](int64_t user) {
              if (request.after_user > 0 && user <= request.after_user) return false;
              return request.users.empty() || std::binary_search(request.users.begin(), request.users.end(), user);
            };
            snapshot_.clear();
            snapshot_edges_.clear();
            snapshot_next_ = edges_next_ = 0;
            for (const auto& [key, facts] : pairs_) {
              if (is_asked_for(key.user.value())) snapshot_.push_back(facts);
            }
            for (const auto& [user, edge_at] : edges) {
              if (is_asked_for(user)) snapshot_edges_.push_back({user, edge_at});
            }
            if (raw_stream.has_value()) snapshot_ = *raw_stream;
            return absl::OkStatus();
          },
          [&](const CheckTables&) -> Reply { return absl::StatusOr<std::vector<std::string>>(empty_tables); },
          [&](const FetchSource& c) -> Reply {
            absl::Status status = FetchPairs(c);
            return SourceReply{std::move(status), sanitized_values, TakeEdges()};
          },
          [&](const FetchStored& c) -> Reply { return store_.ReadStored(c.query, Soon()); },
          [&](const CommitBatch& c) -> Reply { return store_.CommitBatch(*c.batch, Soon()); },
          [&](const Publish& c) -> Reply {
            published.push_back(c.message);
            return absl::OkStatus();
          },
          [&](const ClearSuperseded&) -> Reply {
            return Cleared{std::exchange(superseded_entries, 0), absl::OkStatus()};
          },
          [&](const ConfirmOutbox& c) -> Reply { return store_.ConfirmOutbox(c.company, c.version, Soon()); },
          [&](const Wait& c) -> Reply {
            clock_.Advance(c.duration);
            return absl::OkStatus();
          },
          [&](const auto&) -> Reply { return absl::OkStatus(); },
      },
      action);
}

std::vector<progress::CourseProgress> SyncTestKit::Stored() {
  progress::PageQuery query;
  query.company = task.company.id;
  query.limit = 1000000;
  return store_.ReadPage(query, Soon())->rows;
}

std::vector<progress::CourseProgress> SyncTestKit::Derived() const {
  std::vector<progress::CourseProgress> rows;
  for (const auto& [key, facts] : pairs_) {
    if (auto row = progress::Derive(facts, options.switches); row.ok()) rows.push_back(*std::move(row));
  }
  return rows;
}

uint64_t SyncTestKit::Version() {
  return store_.ReadVersions({&task.company.id, 1}, Soon())->companies.at(task.company.id).version.version;
}

size_t SyncTestKit::OutboxSize() { return store_.ReadOutbox(1000000, Soon())->size(); }

std::optional<progress::CompanyRunRecord> SyncTestKit::Recorded() {
  return store_.InspectResult(task.run_id, task.company.id);
}

int SyncTestKit::CountOf(const std::string& name) const {
  return static_cast<int>(std::count(trace_.begin(), trace_.end(), name));
}

std::string NameOf(const Action& action) {
  static constexpr const char* kNames[] = {
      "AcquireLease", "RenewLease",  "ReleaseLease", "OpenSnapshot",    "CheckTables",   "FetchSource", "CloseSnapshot",
      "FetchStored",  "CommitBatch", "Publish",      "ClearSuperseded", "ConfirmOutbox", "Wait",        "Done"};
  static_assert(std::size(kNames) == std::variant_size_v<Action>);
  return kNames[action.index()];
}

std::function<std::optional<Fault>(CompanySync&, const Action&, int)> FailNth(std::string name, int n, Fault fault) {
  return [name = std::move(name), fault = std::move(fault), seen = std::make_shared<int>(0), n](
             CompanySync&, const Action& action, int) -> std::optional<Fault> {
    if (NameOf(action) != name || (*seen)++ != n) return std::nullopt;
    return fault;
  };
}

absl::Status SourceDown() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kSourceUnavailable, "Moodle's database does not answer");
}
absl::Status StoreDown() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "the store does not answer");
}
absl::Status StoreTooSlow() {
  return MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded, "the store took too long");
}
absl::Status StoreConflict() {
  return MakeError(absl::StatusCode::kAborted, reason::kStoreConflict, "the transaction met another one");
}
absl::Status StoreBroken() { return MakeError(absl::StatusCode::kInternal, reason::kInternal, "the store failed"); }
absl::Status CacheDown() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kCacheUnavailable, "Redis does not answer");
}

void MakeChanges(SyncTestKit& kit) {
  for (int64_t user = 1; user <= 10; ++user) kit.Put(user, 2);
  kit.Sync();
  for (int64_t user = 1; user <= 3; ++user) kit.Remove(user, 2);
  for (int64_t user = 4; user <= 8; ++user) kit.Put(user, 2, 4);
  for (int64_t user = 11; user <= 14; ++user) kit.Put(user, 2);
  kit.options.batch_rows = 5;
  kit.options.source_rows = 4;
  kit.options.stored_rows = 3;
}

void ExpectConverges(SyncTestKit& kit) {
  kit.meddle = nullptr;
  kit.clock().Advance(kit.options.lease_ttl);  // a lease that was lost on the way has expired
  EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
  EXPECT_EQ(kit.Stored(), kit.Derived());
  const uint64_t version = kit.Version();
  EXPECT_EQ(kit.Sync().affected_count, 0);
  EXPECT_EQ(kit.Version(), version);
  EXPECT_EQ(kit.OutboxSize(), 0u);
}

}  // namespace cp::sync
