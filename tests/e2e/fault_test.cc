// What breaks around the services, and what comes all at once, with the real binaries. What a test broke works again at
// its end, and it sees that the services use it.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <hiredis/hiredis.h>

#include <memory>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "libs/testing/postgres_server.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Looks into, and breaks, the stack's Redis.
class RedisConnection {
 public:
  using Reply = std::unique_ptr<redisReply, void (*)(void*)>;

  explicit RedisConnection(const testing::RedisServer& server)
      : context_(redisConnect(server.host().c_str(), server.port()), redisFree) {}

  template <typename... Arguments>
  Reply Do(const char* format, Arguments... arguments) {
    return Reply(static_cast<redisReply*>(redisCommand(context_.get(), format, arguments...)), freeReplyObject);
  }

  // Messages since it started.
  int Published() {
    const std::string stats = Do("INFO commandstats")->str;
    const std::string line = LineWith(stats, "cmdstat_publish:calls=");
    int calls = 0;
    if (line.empty()) return 0;
    EXPECT_TRUE(absl::SimpleAtoi(line.substr(22, line.find(',') - 22), &calls)) << line;
    return calls;
  }

 private:
  const std::unique_ptr<redisContext, void (*)(redisContext*)> context_;
};

// Every cached answer comes through Redis.
StackOptions WithoutLocalCache() {
  StackOptions options;
  options.query_arguments = {"--local-cache-mb=0"};
  return options;
}

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
  StartStack(WithoutLocalCache());
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
  EXPECT_TRUE(Await([this] { return Read(*stack_, token_)->cached(); }));
  EXPECT_EQ(CompletedInStore(), before + 2);
}

TEST_F(FaultTest, ARedisThatHangsDelaysNobodyForLongAndHeals) {
  StartStack(WithoutLocalCache());
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
  EXPECT_TRUE(Await([this] { return Read(*stack_, token_)->cached(); }));
}

TEST_F(FaultTest, ADroppedInvalidationMessageLeavesNothingStale) {
  StartStack();
  const int before = CompletedInStore();
  RedisConnection redis(stack_->redis());
  ASSERT_TRUE(Await([&] { return redis.Do("PUBSUB NUMPAT")->integer == 1; }));
  // Subscribers are cut off and may not come back.
  ASSERT_EQ(redis.Do("ACL SETUSER default -psubscribe")->type, REDIS_REPLY_STATUS);
  ASSERT_EQ(redis.Do("CLIENT KILL TYPE pubsub")->integer, 1);
  ASSERT_EQ(redis.Do("PUBSUB NUMPAT")->integer, 0);
  const int published = redis.Published();
  Complete();
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult sync, RunSync(*stack_, {1}));
  EXPECT_THAT(sync.warnings(), IsEmpty()) << "the worker was not hindered";
  EXPECT_EQ(redis.Published(), published + 1);
  EXPECT_EQ(redis.Do("PUBSUB NUMPAT")->integer, 0) << "nobody can have heard it";
  EXPECT_EQ(CompletedInStore(), before + 2);
  ASSERT_EQ(redis.Do("ACL SETUSER default +psubscribe")->type, REDIS_REPLY_STATUS);
  EXPECT_TRUE(Await([&] { return redis.Do("PUBSUB NUMPAT")->integer == 1; })) << "it listens again by itself";
  EXPECT_EQ(CompletedInStore(), before + 2);
}

TEST_F(FaultTest, GarbageInACacheKeyIsAMissAndIsReplaced) {
  StartStack(WithoutLocalCache());
  CP_ASSERT_OK_AND_ASSIGN(const Response good, Read(*stack_, token_));
  RedisConnection redis(stack_->redis());
  ASSERT_TRUE(Await([this] { return Read(*stack_, token_)->cached(); }));  // filled behind the answer
  const RedisConnection::Reply keys = redis.Do("KEYS *:e:*");
  ASSERT_GE(keys->elements, 1u);
  for (size_t i = 0; i < keys->elements; ++i) {
    ASSERT_EQ(redis.Do("SET %s garbage KEEPTTL", keys->element[i]->str)->type, REDIS_REPLY_STATUS);
  }
  CP_ASSERT_OK_AND_ASSIGN(const Response answer, Read(*stack_, token_));
  EXPECT_FALSE(answer.cached());
  ASSERT_EQ(answer.rows_size(), good.rows_size());
  for (int i = 0; i < good.rows_size(); ++i) {
    EXPECT_EQ(answer.rows(i).SerializeAsString(), good.rows(i).SerializeAsString());
  }
  EXPECT_GE(Metric(stack_->query_metrics(), "cache_requests_total{result=\"corrupt\"}"), 1);
  EXPECT_TRUE(Await([this] {
    return !LineWith(ReadFile(absl::StrCat(stack_->folder(), "/query.log")), "cache_entry_corrupt").empty();
  }));
  EXPECT_TRUE(Await([this] { return Read(*stack_, token_)->cached(); }));
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

// The server itself refuses a fifth connection, and the service would log that it did.
TEST_F(FaultTest, FiftyDifferentMissesUseFourStoreConnectionsAtMost) {
  testing::PostgresServer& postgres = testing::PostgresServer::Shared();
  StackOptions options;
  CP_ASSERT_OK_AND_ASSIGN(options.store_dsn, postgres.CreateDatabase("pool"));
  options.start_query = false;
  StartStack(options);
  CP_ASSERT_OK(postgres.Execute(
      "postgres", absl::StrCat("DROP ROLE IF EXISTS narrow; CREATE ROLE narrow LOGIN CONNECTION LIMIT 4 PASSWORD '",
                               postgres.password(), "'; GRANT ", postgres.user(), " TO narrow")));
  StackOptions narrow;
  narrow.store_dsn =
      absl::StrReplaceAll(options.store_dsn, {{absl::StrCat(" user=", postgres.user()), std::string(" user=narrow")}});
  narrow.start_worker = false;
  narrow.query_arguments = {"--store-pool-size=4", "--local-cache-mb=0", "--log-level=debug"};
  CP_ASSERT_OK_AND_ASSIGN(const auto reading, Stack::Start(narrow));
  std::vector<std::thread> readers;
  for (int i = 0; i < 50; ++i) {
    readers.emplace_back([&, i] {
      for (int round = 0; round < 10; ++round) CP_EXPECT_OK(Read(*reading, token_, 1 + i, round).status());
    });
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(Metric(reading->query_metrics(), "store_pool_max_connections"), 4);
  EXPECT_GE(Metric(reading->query_metrics(), "store_page_loads_total"), 500) << "every read was a miss";
  EXPECT_EQ(LineWith(ReadFile(absl::StrCat(reading->folder(), "/query.log")), "too many connections"), "");
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

}  // namespace
}  // namespace cp::e2e
