#include "libs/sql/session_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/sql/connector.h"
#include "libs/sql/test_support.h"
#include "libs/testing/status_matchers.h"

namespace cp::sql {
namespace {

using testing::HasReason;
using testing::StatusIs;

constexpr Query<Row<Int>()> kOne{"one", "SELECT 1"};

// A pool over a real SQLite file whose server can be switched off.
class SessionPoolTest : public ::testing::Test {
 protected:
  SessionPoolTest() {
    ConnectorOptions options;
    options.dsn = *ParseDsn(database_.dsn());
    options.create = true;
    connector_ = std::make_unique<Connector>(options, database_.clock());
  }

  SessionPool::Factory Factory() {
    return [this]() -> absl::StatusOr<std::unique_ptr<Session>> {
      ++attempts_;
      if (refuse_) return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "switched off");
      return connector_->Open();
    };
  }
  Deadline In(absl::Duration budget) { return database_.Soon(budget); }
  // Waits for a session that is still being opened for somebody who has got another one meanwhile.
  bool AllComeBack(const SessionPool& pool) {
    const Deadline patience = In(absl::Seconds(20));
    while (!patience.Passed(database_.clock())) {
      const SessionPool::Stats stats = pool.stats();
      if (stats.idle == stats.open) return true;
      std::this_thread::yield();
    }
    return false;
  }

  TestDatabase database_{Engine::kSqlite};
  std::unique_ptr<Connector> connector_;
  std::atomic<bool> refuse_{false};
  std::atomic<int> attempts_{0};
};

TEST_F(SessionPoolTest, OpensNothingBeforeItIsAsked) {
  SessionPool pool(Factory(), 4, database_.clock());
  EXPECT_EQ(pool.stats().open, 0u);
  CP_ASSERT_OK(pool.Lease(In(absl::Seconds(10))));
  EXPECT_EQ(pool.stats().open, 1u);
  EXPECT_EQ(attempts_, 1);
}

TEST_F(SessionPoolTest, UsesTheWarmSessionAgain) {
  SessionPool pool(Factory(), 4, database_.clock());
  for (int i = 0; i < 20; ++i) CP_ASSERT_OK(pool.Lease(In(absl::Seconds(10))));
  EXPECT_EQ(pool.stats().opened, 1u);
}

TEST_F(SessionPoolTest, SaysDeadlineExceededWhenAllAreLeased) {
  SessionPool pool(Factory(), 1, database_.clock());
  const auto held = pool.Lease(In(absl::Seconds(10)));
  CP_ASSERT_OK(held);
  const auto refused = pool.Lease(In(absl::Milliseconds(30)));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(refused, HasReason("DEADLINE_EXCEEDED"));
}

TEST_F(SessionPoolTest, PassedDeadlineIsRefusedEvenWhenOneIsIdle) {
  SessionPool pool(Factory(), 1, database_.clock());
  CP_ASSERT_OK(pool.Lease(In(absl::Seconds(10))));
  EXPECT_THAT(pool.Lease(In(absl::ZeroDuration())), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(SessionPoolTest, WaiterGetsTheSessionThatIsGivenBack) {
  SessionPool pool(Factory(), 1, database_.clock());
  auto held = std::make_optional(pool.Lease(In(absl::Seconds(10))));
  CP_ASSERT_OK(*held);
  absl::Status waited;
  std::thread waiter([&] { waited = pool.Lease(In(absl::Seconds(20))).status(); });
  held.reset();
  waiter.join();
  CP_EXPECT_OK(waited);
  EXPECT_EQ(pool.stats().opened, 1u);
}

TEST_F(SessionPoolTest, CountsWhatIsInUseAndEachLeaseThatHadToWaitOnce) {
  SessionPool pool(Factory(), 1, database_.clock());
  auto held = std::make_optional(pool.Lease(In(absl::Seconds(10))));
  CP_ASSERT_OK(*held);
  const SessionPool::Stats opened = pool.stats();
  EXPECT_EQ(opened.leased, 1u);
  EXPECT_EQ(opened.idle, 0u);
  EXPECT_EQ(opened.waits, 1u) << "the first lease waits for its connection to be opened";
  EXPECT_THAT(pool.Lease(In(absl::Milliseconds(30))), StatusIs(absl::StatusCode::kDeadlineExceeded));
  const SessionPool::Stats refused = pool.stats();
  EXPECT_EQ(refused.waits, 2u);
  EXPECT_GE(refused.waited - opened.waited, absl::Milliseconds(30));
  held.reset();
  CP_ASSERT_OK(pool.Lease(In(absl::Seconds(10))));
  EXPECT_EQ(pool.stats().leased, 0u);
  EXPECT_EQ(pool.stats().idle, 1u);
  EXPECT_EQ(pool.stats().waits, 2u) << "an idle connection is no wait";
}

TEST_F(SessionPoolTest, FiftyParallelReadsOnAPoolOfFourUseAtMostFourConnections) {
  SessionPool pool(Factory(), 4, database_.clock());
  constexpr int kReaders = 50;
  std::atomic<int> leased{0};
  std::atomic<int> most{0};
  std::atomic<int> answered{0};
  absl::Barrier* start = new absl::Barrier(kReaders);
  std::vector<std::thread> readers;
  for (int i = 0; i < kReaders; ++i) {
    readers.emplace_back([&] {
      if (start->Block()) delete start;
      for (int round = 0; round < 20; ++round) {
        auto lease = pool.Lease(In(absl::Seconds(60)));
        if (!lease.ok()) continue;
        const int now = ++leased;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
        }
        if ((*lease)->RunForRow(kOne).has_value()) ++answered;
        --leased;
      }
    });
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(answered, kReaders * 20);
  EXPECT_LE(most, 4);
  EXPECT_TRUE(AllComeBack(pool)) << "a lease leaked";
  EXPECT_LE(pool.stats().opened, 4u);
  EXPECT_EQ(attempts_, static_cast<int>(pool.stats().opened));
}

TEST_F(SessionPoolTest, CallersThatBeginTogetherGetASessionEach) {
  constexpr int kCallers = 4;
  std::atomic<int> begun{0};
  SessionPool pool(
      [&]() -> absl::StatusOr<std::unique_ptr<Session>> {
        while (begun < kCallers) std::this_thread::yield();
        return connector_->Open();
      },
      kCallers, database_.clock());
  absl::Mutex mutex;
  int held = 0;
  int without = 0;
  const auto all_done = [&] { return held + without == kCallers; };
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&] {
      ++begun;
      const auto lease = pool.Lease(In(absl::Seconds(10)));
      absl::MutexLock lock(&mutex);
      ++(lease.ok() ? held : without);
      mutex.Await(absl::Condition(&all_done));
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(held, kCallers) << "somebody waited for a session of another while more could be opened";
  EXPECT_EQ(pool.stats().opened, 4u);
}

TEST_F(SessionPoolTest, IsFullAgainAfterAHundredInducedErrors) {
  SessionPool pool(Factory(), 4, database_.clock());
  Guard guard(pool, "sqlite3://test", nullptr);
  constexpr Query<Row<>()> kBroken{"broken", "SELECT * FROM no_such_table"};
  for (int i = 0; i < 100; ++i) {
    EXPECT_THAT(guard.Run(i % 2 == 0 ? Scope::kWrite : Scope::kAutocommit, In(absl::Seconds(20)),
                          [&](Session& session) -> absl::Status {
                            session.Run(kBroken);
                            return absl::OkStatus();
                          }),
                StatusIs(absl::StatusCode::kInternal));
  }
  EXPECT_EQ(pool.stats().dropped, 100u);
  std::vector<SessionLease> all;
  for (int i = 0; i < 4; ++i) {
    auto lease = pool.Lease(In(absl::Seconds(20)));
    CP_ASSERT_OK(lease);
    EXPECT_TRUE((*lease)->RunForRow(kOne).has_value());
    all.push_back(*std::move(lease));
  }
  EXPECT_EQ(pool.stats().open, 4u);
}

TEST_F(SessionPoolTest, TellsWhyNothingCanBeOpenedAndRecovers) {
  SessionPool pool(Factory(), 4, database_.clock());
  refuse_ = true;
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(pool.Lease(In(absl::Seconds(20))), StatusIs(absl::StatusCode::kUnavailable, "switched off"));
  }
  EXPECT_LE(attempts_, 6) << "at most one attempt more than asked for";
  refuse_ = false;
  CP_EXPECT_OK(pool.Lease(In(absl::Seconds(20))));
}

TEST_F(SessionPoolTest, WaitsForTheOthersWhenNoMoreCanBeOpened) {
  SessionPool pool(Factory(), 2, database_.clock());
  auto held = std::make_optional(pool.Lease(In(absl::Seconds(20))));
  CP_ASSERT_OK(*held);
  refuse_ = true;
  absl::Status waited;
  std::thread waiter([&] { waited = pool.Lease(In(absl::Seconds(20))).status(); });
  while (pool.stats().refusals == 0) std::this_thread::yield();
  held.reset();
  waiter.join();
  CP_EXPECT_OK(waited);
}

TEST_F(SessionPoolTest, CallersDeadlineHoldsWhileASessionIsBeingOpened) {
  absl::Notification connect;
  SessionPool pool(
      [&]() -> absl::StatusOr<std::unique_ptr<Session>> {
        connect.WaitForNotification();
        return connector_->Open();
      },
      4, database_.clock());
  EXPECT_THAT(pool.Lease(In(absl::Milliseconds(30))), StatusIs(absl::StatusCode::kDeadlineExceeded));
  connect.Notify();
  CP_EXPECT_OK(pool.Lease(In(absl::Seconds(20))));
}

}  // namespace
}  // namespace cp::sql
