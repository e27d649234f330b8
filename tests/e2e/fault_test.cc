// What breaks around the services, with the real binaries; each test ends in "recovers".
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <hiredis/hiredis.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class FaultTest : public ::testing::Test {
 protected:
  void StartStack(StackOptions options = {}) {
    ASSERT_EQ(RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle_), "--companies=2",
                                         "--users=10", "--courses=4", "--seed=5"})
                  .exit_code,
              0);
    options.moodle_dsn = absl::StrCat("sqlite3://", moodle_);
    auto stack = Stack::Start(options);
    CP_ASSERT_OK(stack.status());
    stack_ = *std::move(stack);
    CP_ASSERT_OK(RunSync(*stack_).status());
    CP_ASSERT_OK_AND_ASSIGN(token_, stack_->ReadToken(1));
  }

  void Complete() {
    const CommandResult played = RunCommand("progressctl", {"demo", "complete", absl::StrCat("--path=", moodle_)});
    ASSERT_EQ(played.exit_code, 0) << played.err;
  }

  int CompletedInStore() {
    const auto rows = ReadAll(*stack_, token_, 1000);
    CP_EXPECT_OK(rows.status());
    int completed = 0;
    for (const auto& row : rows.value_or(std::vector<courseprogress::v1::CourseProgress>())) {
      if (row.status() == "completed") ++completed;
    }
    return completed;
  }

  testing::TempDir folder_;
  const std::string moodle_ = folder_.File("moodle.db");
  std::unique_ptr<Stack> stack_;
  std::string token_;
};

TEST_F(FaultTest, RedisStoppedCostsNoAnswerAndNoSyncAndHeals) {
  StartStack();
  const int before = CompletedInStore();
  stack_->redis().Kill();
  const absl::Time start = absl::Now();
  CP_EXPECT_OK(Read(*stack_, token_, 17).status());  // a page that no cache holds
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
  Complete();
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult sync, RunSync(*stack_, {1}));
  EXPECT_TRUE(sync.success());
  EXPECT_EQ(sync.records_updated(), 2);
  EXPECT_EQ(sync.cache_cleared(), 0);
  EXPECT_THAT(sync.warnings(), SizeIs(1));
  EXPECT_EQ(CompletedInStore(), before + 2);
  EXPECT_GT(Metric(stack_->query_metrics(), "cache_unavailable_total"), 0);
  CP_ASSERT_OK(stack_->redis().Restart());
  EXPECT_EQ(CompletedInStore(), before + 2);
}

TEST_F(FaultTest, ARedisThatHangsDelaysNobodyForLong) {
  StartStack();
  stack_->redis().Pause();
  for (int page = 0; page < 20; ++page) {
    const absl::Time start = absl::Now();
    CP_EXPECT_OK(Read(*stack_, token_, 2, page).status());
    EXPECT_LT(absl::Now() - start, absl::Seconds(1));
  }
  Complete();
  const absl::Time start = absl::Now();
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult sync, RunSync(*stack_, {1}));
  EXPECT_LT(absl::Now() - start, absl::Seconds(3));
  EXPECT_TRUE(sync.success());
  EXPECT_THAT(sync.warnings(), SizeIs(1));
  stack_->redis().Resume();
  CP_EXPECT_OK(Read(*stack_, token_).status());
}

TEST_F(FaultTest, ADroppedInvalidationMessageLeavesNothingStale) {
  StackOptions options;
  StartStack(options);
  const int before = CompletedInStore();
  // Nobody hears the worker's message any more: subscribers are cut off while it is sent.
  std::atomic<bool> stop = false;
  std::thread cutter([&] {
    const std::unique_ptr<redisContext, void (*)(redisContext*)> redis(
        redisConnect("127.0.0.1", stack_->redis().port()), redisFree);
    while (!stop) freeReplyObject(redisCommand(redis.get(), "CLIENT KILL TYPE pubsub"));
  });
  Complete();
  CP_EXPECT_OK(RunSync(*stack_, {1}).status());
  EXPECT_EQ(CompletedInStore(), before + 2);
  stop = true;
  cutter.join();
  EXPECT_EQ(CompletedInStore(), before + 2);
}

TEST_F(FaultTest, GarbageInACacheKeyIsAMissAndIsReplaced) {
  // No in-process cache: every answer comes through Redis.
  StackOptions options;
  options.query_arguments = {"--local-cache-mb=0"};
  StartStack(options);
  CP_ASSERT_OK_AND_ASSIGN(const Response good, Read(*stack_, token_));
  const std::unique_ptr<redisContext, void (*)(redisContext*)> redis(redisConnect("127.0.0.1", stack_->redis().port()),
                                                                     redisFree);
  const auto reply = [&](const char* format, auto... arguments) {
    return std::unique_ptr<redisReply, void (*)(void*)>(
        static_cast<redisReply*>(redisCommand(redis.get(), format, arguments...)), freeReplyObject);
  };
  ASSERT_TRUE(Await([this] { return Read(*stack_, token_)->cached(); }));  // filled behind the answer
  const auto keys = reply("KEYS *:e:*");
  ASSERT_GE(keys->elements, 1u);
  for (size_t i = 0; i < keys->elements; ++i) {
    ASSERT_EQ(reply("SET %s garbage KEEPTTL", keys->element[i]->str)->type, REDIS_REPLY_STATUS);
  }
  CP_ASSERT_OK_AND_ASSIGN(const Response answer, Read(*stack_, token_));
  EXPECT_FALSE(answer.cached());
  ASSERT_EQ(answer.rows_size(), good.rows_size());
  for (int i = 0; i < good.rows_size(); ++i) {
    EXPECT_EQ(answer.rows(i).SerializeAsString(), good.rows(i).SerializeAsString());
  }
  EXPECT_GE(Metric(stack_->query_metrics(), "cache_requests_total{result=\"corrupt\"}"), 1);
  for (int attempt = 0; attempt < 100 && !Read(*stack_, token_)->cached(); ++attempt)
    absl::SleepFor(absl::Milliseconds(10));
  EXPECT_TRUE(Read(*stack_, token_)->cached());
}

TEST_F(FaultTest, FiftyParallelMissesReadThePageOnce) {
  StartStack();
  const std::string sample = "store_statements_total{kind=\"page\"}";
  const double before = Metric(stack_->query_metrics(), sample);
  std::vector<std::thread> readers;
  for (int i = 0; i < 50; ++i) readers.emplace_back([&] { CP_EXPECT_OK(Read(*stack_, token_, 33).status()); });
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(Metric(stack_->query_metrics(), sample), before + 1);
}

TEST_F(FaultTest, FiftyDifferentMissesUseFourStoreConnectionsAtMost) {
  testing::PostgresServer& postgres = testing::PostgresServer::Shared();
  StackOptions options;
  CP_ASSERT_OK_AND_ASSIGN(options.store_dsn, postgres.CreateDatabase("pool"));
  options.query_arguments = {"--store-pool-size=4"};
  StartStack(options);
  // What is left are query-service's own connections.
  stack_->worker().Signal(SIGTERM);
  ASSERT_TRUE(stack_->worker().Wait(absl::Seconds(30)).has_value());
  const auto connections = [&] {
    testing::ProcessOptions psql;
    psql.argv = {"psql",
                 "-At",
                 "-h",
                 postgres.host(),
                 "-p",
                 absl::StrCat(postgres.port()),
                 "-U",
                 postgres.user(),
                 "postgres",
                 "-c",
                 "SELECT count(*) FROM pg_stat_activity WHERE datname='pool'"};
    psql.env = {absl::StrCat("PGPASSWORD=", postgres.password())};
    int count = -1;
    EXPECT_TRUE(absl::SimpleAtoi(*testing::RunProcess(psql, absl::Seconds(20)), &count));
    return count;
  };
  std::vector<std::thread> readers;
  for (int i = 0; i < 50; ++i) {
    readers.emplace_back([this, i] {
      for (int round = 0; round < 10; ++round) CP_EXPECT_OK(Read(*stack_, token_, 1 + i, round).status());
    });
  }
  for (int i = 0; i < 10; ++i) EXPECT_LE(connections(), 4);
  for (std::thread& reader : readers) reader.join();
  const int after = connections();
  EXPECT_GE(after, 1);
  EXPECT_LE(after, 4);
}

TEST_F(FaultTest, AKilledStoreConnectionIsReplaced) {
  testing::PostgresServer& postgres = testing::PostgresServer::Shared();
  StackOptions options;
  CP_ASSERT_OK_AND_ASSIGN(options.store_dsn, postgres.CreateDatabase("killed"));
  StartStack(options);
  for (int round = 0; round < 5; ++round) {
    CP_ASSERT_OK(
        postgres.Execute("killed",
                         "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname='killed' AND pid<>"
                         "pg_backend_pid()"));
    absl::StatusOr<Response> read = Read(*stack_, token_, 5 + round);
    for (int attempt = 0; attempt < 20 && !read.ok(); ++attempt) {
      EXPECT_THAT(read.status(), testing::StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
      read = Read(*stack_, token_, 5 + round);
    }
    CP_EXPECT_OK(read.status());
    absl::StatusOr<SyncResult> sync = RunSync(*stack_);
    for (int attempt = 0; attempt < 20 && !(sync.ok() && sync->success()); ++attempt) sync = RunSync(*stack_);
    CP_ASSERT_OK(sync.status());
    EXPECT_TRUE(sync->success());
  }
}

TEST_F(FaultTest, AWorkerKilledAtAnyMomentLeavesAStoreThatTheNextSyncCompletes) {
  StartStack();
  const int before = CompletedInStore();
  Complete();
  std::thread syncing([this] { (void)RunSync(*stack_, {1}); });
  stack_->worker().Signal(SIGKILL);
  syncing.join();
  CP_ASSERT_OK(stack_->StartWorker());
  // The dead worker's lease must run out first.
  absl::StatusOr<SyncResult> sync = RunSync(*stack_, {1});
  const absl::Time give_up = absl::Now() + absl::Minutes(3);
  while (!sync.ok() && absl::Now() < give_up) {
    EXPECT_THAT(sync.status(), testing::StatusIs(absl::StatusCode::kAborted, "ALREADY_RUNNING"));
    absl::SleepFor(absl::Milliseconds(500));
    sync = RunSync(*stack_, {1});
  }
  CP_ASSERT_OK(sync.status());
  EXPECT_EQ(CompletedInStore(), before + 2);
}

}  // namespace
}  // namespace cp::e2e
