// Random histories of Moodle and random faults. Each test prints its seed; CP_SEED plays it again.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sync/sync_test_kit.h"
#include "libs/testing/builders.h"
#include "libs/testing/random_seed.h"

namespace cp::sync {
namespace {

class History {
 public:
  explicit History(uint64_t seed) : random_(seed) {}

  int64_t Pick(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(random_); }

  void ChooseSizes(SyncTestKit& kit) {
    kit.options.batch_rows = static_cast<size_t>(Pick(1, 8));
    kit.options.source_rows = static_cast<size_t>(Pick(1, 8));
    kit.options.stored_rows = static_cast<int>(Pick(1, 8));
    kit.options.publish_interval = absl::Milliseconds(Pick(0, 20));
    kit.time_per_command = absl::Milliseconds(Pick(0, 5));
  }

  // Some changes of any kind, as an hour of a site might bring.
  void ChangeMoodle(SyncTestKit& kit) {
    const int64_t changes = Pick(0, 10);
    for (int64_t i = 0; i < changes; ++i) ChangeOne(kit, Pick(1, 8), Pick(2, 5));
  }

 private:
  void ChangeOne(SyncTestKit& kit, int64_t user, int64_t course) {
    progress::PairFacts facts = testing::Facts(user, course, Pick(0, 4), 4);
    switch (Pick(0, 4)) {
      case 0:
        kit.Remove(user, course);
        return;
      case 1:
        facts.timecompleted = Pick(1, 1000000);
        break;
      case 2:
        facts.email = "changed@example.test";
        break;
      case 3:
        facts.completion_enabled = false;
        break;
      default:
        break;
    }
    kit.Put(facts);
  }

  std::mt19937_64 random_;
};

void ExpectRepeatWritesNothing(SyncTestKit& kit) {
  const uint64_t version = kit.Version();
  const size_t messages = kit.published.size();
  EXPECT_EQ(kit.Sync().affected_count, 0);
  EXPECT_EQ(kit.Version(), version);
  EXPECT_EQ(kit.OutboxSize(), 0u);
  EXPECT_EQ(kit.published.size(), messages);
}

// Promise P2: row for row a fresh derivation, and a repeat writes no row.
TEST(Convergence, AfterAnyHistoryTheStoreEqualsAFreshDerivation) {
  const uint64_t seed = testing::RandomSeed();
  History history(seed);
  for (int round = 0; round < 60; ++round) {
    SyncTestKit kit;
    for (int step = 0; step < 8; ++step) {
      history.ChooseSizes(kit);
      history.ChangeMoodle(kit);
      const std::vector<progress::CourseProgress> before = kit.Stored();
      const CompanyResult result = kit.Sync();
      ASSERT_EQ(result.outcome, CompanyOutcome::kSucceeded) << "CP_SEED=" << seed;
      ASSERT_EQ(kit.Stored(), kit.Derived()) << "CP_SEED=" << seed;
      ASSERT_EQ(static_cast<int64_t>(kit.Stored().size()),
                static_cast<int64_t>(before.size()) + result.record.created - result.record.deleted)
          << "CP_SEED=" << seed;
      ExpectRepeatWritesNothing(kit);
      ASSERT_FALSE(HasFailure()) << "CP_SEED=" << seed;
    }
  }
}

// Scoped syncs of random users among full ones: each makes the rows and edges of its users equal, deals with their
// candidates, and touches nothing else.
TEST(Convergence, OfScopedSyncsIsThatOfTheirUsers) {
  const uint64_t seed = testing::RandomSeed();
  History history(seed);
  const auto of_users = [](const std::vector<progress::CourseProgress>& rows, const std::set<int64_t>& users, bool in) {
    std::vector<progress::CourseProgress> found;
    for (const progress::CourseProgress& row : rows) {
      if (users.contains(row.key.user.value()) == in) found.push_back(row);
    }
    return found;
  };
  for (int round = 0; round < 100; ++round) {
    SyncTestKit kit;
    for (int step = 0; step < 8; ++step) {
      history.ChooseSizes(kit);
      history.ChangeMoodle(kit);
      kit.edges.clear();
      std::set<int64_t> users;
      for (int64_t user = 1; user <= 9; ++user) {
        if (history.Pick(0, 1) == 0) kit.edges[user] = history.Pick(1, 1000);
        if (history.Pick(0, 2) == 0) users.insert(user);
        kit.lane().Change([&](TestLane::Contents& lane) {
          lane.candidates[{CompanyId(1), user}] = {"log", step + 1, 1};
        });
      }
      kit.task.users.assign(users.begin(), users.end());
      kit.task.candidates_through = step + 1;
      const std::vector<progress::CourseProgress> before = kit.Stored();
      const std::map<progress::CompanyUser, int64_t> edges_before = kit.lane().edges();
      ASSERT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
      const bool is_full = users.empty();
      for (int64_t user = 1; user <= 9; ++user) {
        const progress::CompanyUser who{CompanyId(1), user};
        const bool in_scope = is_full || users.contains(user);
        const auto old = edges_before.find(who);
        const int64_t edge = kit.store().InspectEdge(who).value_or(0);
        const int64_t old_edge = old == edges_before.end() ? 0 : old->second;
        const int64_t moodle_edge = kit.edges.contains(user) ? kit.edges.at(user) : 0;
        EXPECT_EQ(edge, in_scope ? moodle_edge : old_edge);
        EXPECT_EQ(kit.lane().candidates().contains(who), !in_scope);
      }
      if (is_full) {
        EXPECT_EQ(kit.Stored(), kit.Derived());
      } else {
        EXPECT_EQ(of_users(kit.Stored(), users, true), of_users(kit.Derived(), users, true));
        EXPECT_EQ(of_users(kit.Stored(), users, false), of_users(before, users, false));
      }
      ASSERT_FALSE(HasFailure()) << "CP_SEED=" << seed;
    }
  }
}

// Any command may fail, performed or not, any number of times; or the sync is stopped.
class RandomFaults {
 public:
  RandomFaults(History& history, int one_in) : history_(history), one_in_(one_in) {}

  std::optional<Fault> operator()(CompanySync& sync, const Action&, int) {
    if (history_.Pick(0, 200) == 0) sync.RequestStop();
    if (history_.Pick(1, one_in_) != 1) return std::nullopt;
    return Fault{AnyStatus(), static_cast<Performed>(history_.Pick(0, 2))};
  }

 private:
  absl::Status AnyStatus() {
    switch (history_.Pick(0, 4)) {
      case 0:
        return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "down");
      case 1:
        return MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded, "slow");
      case 2:
        return MakeError(absl::StatusCode::kInternal, reason::kInternal, "broken");
      case 3:
        return MakeError(absl::StatusCode::kAborted, reason::kLeaseLost, "taken over");
      default:
        return MakeError(absl::StatusCode::kCancelled, "", "cancelled");
    }
  }

  History& history_;
  const int one_in_;
};

// Live rows never go beyond what Moodle said, now or before, and never lose a pair that Moodle still has.
void ExpectNothingLost(SyncTestKit& kit, const std::vector<progress::CourseProgress>& before) {
  for (const progress::CourseProgress& row : before) {
    if (!kit.pairs().contains(row.key)) continue;
    const auto stored = kit.store().Inspect(CompanyId(1), row.key);
    ASSERT_TRUE(stored.has_value());
    EXPECT_FALSE(stored->is_deleted) << "a pair that Moodle lists was tombstoned";
  }
}

TEST(Faults, AnyFaultsLeaveAStoreThatTheNextGoodSyncRepairs) {
  const uint64_t seed = testing::RandomSeed();
  History history(seed);
  for (int round = 0; round < 200; ++round) {
    SyncTestKit kit;
    for (int step = 0; step < 4; ++step) {
      history.ChooseSizes(kit);
      history.ChangeMoodle(kit);
      const std::vector<progress::CourseProgress> before = kit.Stored();
      const uint64_t version = kit.Version();
      kit.meddle = RandomFaults(history, static_cast<int>(history.Pick(2, 40)));
      const CompanyResult result = kit.Sync();
      ASSERT_GE(kit.Version(), version);
      if (result.outcome == CompanyOutcome::kSucceeded) {
        ASSERT_EQ(kit.Stored(), kit.Derived()) << "CP_SEED=" << seed;
      }
      ExpectNothingLost(kit, before);
      kit.clock().Advance(kit.options.lease_ttl * 2);
      ASSERT_FALSE(HasFailure()) << "CP_SEED=" << seed << " round " << round;
    }
    kit.meddle = nullptr;
    ASSERT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded) << "CP_SEED=" << seed;
    ASSERT_EQ(kit.Stored(), kit.Derived()) << "CP_SEED=" << seed;
    // The relay of the worker repeats what the faults kept from the cache.
    ASSERT_TRUE(kit.store().ConfirmOutbox(CompanyId(1), {~uint64_t{0}, 0}, kit.Soon()).ok());
    ExpectRepeatWritesNothing(kit);
    ASSERT_FALSE(HasFailure()) << "CP_SEED=" << seed << " round " << round;
  }
}

// One fault, at every command of the sync in turn, made or not made in truth.
TEST(Faults, EveryCommandMayFail) {
  const std::vector<absl::Status> statuses = {
      MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "down"),
      MakeError(absl::StatusCode::kDeadlineExceeded, reason::kDeadlineExceeded, "slow"),
      MakeError(absl::StatusCode::kAborted, reason::kStoreConflict, "conflict"),
      MakeError(absl::StatusCode::kInternal, reason::kInternal, "broken")};
  for (const absl::Status& status : statuses) {
    for (const Performed performed : {Performed::kNot, Performed::kAtOnce, Performed::kLate}) {
      // A conflict means that nothing was done.
      if (performed != Performed::kNot && ReasonOf(status) == reason::kStoreConflict) continue;
      bool reached = true;
      for (int at = 0; reached; ++at) {
        reached = false;
        SyncTestKit kit;
        for (int64_t user = 1; user <= 6; ++user) kit.Put(user, 2);
        kit.Sync();
        for (int64_t user = 2; user <= 4; ++user) kit.Put(user, 2, 4);
        kit.Remove(5, 2);
        kit.Put(9, 2);
        kit.options.batch_rows = 2;
        kit.options.source_rows = 2;
        kit.options.stored_rows = 2;
        kit.meddle = [&](CompanySync&, const Action&, int number) -> std::optional<Fault> {
          if (number != at) return std::nullopt;
          reached = true;
          return Fault{status, performed};
        };
        const CompanyResult result = kit.Sync();
        SCOPED_TRACE(::testing::Message()
                     << status << " at command " << at << ", performed " << static_cast<int>(performed));
        EXPECT_EQ(result.affected_count, result.record.created + result.record.updated + result.record.deleted);
        if (result.outcome == CompanyOutcome::kSucceeded) {
          EXPECT_EQ(kit.Stored(), kit.Derived());
        }
        kit.meddle = nullptr;
        kit.clock().Advance(kit.options.lease_ttl * 2);
        EXPECT_EQ(kit.Sync().outcome, CompanyOutcome::kSucceeded);
        EXPECT_EQ(kit.Stored(), kit.Derived());
        ASSERT_FALSE(HasFailure());
      }
    }
  }
}

}  // namespace
}  // namespace cp::sync
