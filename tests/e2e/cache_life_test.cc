// The life of a cached answer with the real binaries and a real Redis: made, found, expired, made again; and a Redis
// that comes back with what it held before a sync.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hiredis/hiredis.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "libs/testing/status_matchers.h"
#include "tests/e2e/observe.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
namespace pb = courseprogress::v1;

class CacheLifeTest : public ::testing::Test {
 protected:
  // Two companies, each with 6 people in 4 courses.
  void StartStack(StackOptions options) {
    ASSERT_EQ(RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle_), "--companies=2",
                                         "--users=6", "--courses=4", "--seed=8"})
                  .exit_code,
              0);
    options.moodle_dsn = absl::StrCat("sqlite3://", moodle_);
    CP_ASSERT_OK_AND_ASSIGN(stack_, Stack::Start(options));
    CP_ASSERT_OK(RunSync(*stack_).status());
    CP_ASSERT_OK_AND_ASSIGN(token_, stack_->ReadToken(1));
    store_ = std::string(absl::StripPrefix(stack_->store_dsn(), "sqlite3://"));
  }

  struct Counts {
    double misses, hits, pages;
  };
  // `hit`: the value of the label that counts hits of the cache under test.
  Counts Count(const std::string& hit) {
    const auto requests = [this](const std::string& result) {
      return Metric(stack_->query_metrics(), absl::StrCat("cache_requests_total{result=\"", result, "\"}"));
    };
    return {.misses = requests("miss"),
            .hits = requests(hit),
            .pages = Metric(stack_->query_metrics(), "store_statements_total{kind=\"page\"}")};
  }

  // MISS, HITs until the entry's time is over, MISS, HIT; the entry lives `ttl`, give or take a tenth.
  void ExpectOneLife(absl::Duration ttl, const std::string& hit) {
    const Counts start = Count(hit);
    const absl::Time asked = absl::Now();
    CP_ASSERT_OK_AND_ASSIGN(const Response miss, Read(*stack_, token_));
    const absl::Time made = absl::Now();
    EXPECT_FALSE(miss.cached());
    EXPECT_EQ(miss.source(), pb::DATA_SOURCE_STORE);
    int hits = 0;
    absl::Time expired;
    // Filled behind the answer: a few more misses of the shared cache may come first.
    int filling = 0;
    for (;;) {
      CP_ASSERT_OK_AND_ASSIGN(const Response read, Read(*stack_, token_));
      expired = absl::Now();
      EXPECT_EQ(read.data_version(), miss.data_version());
      if (read.cached()) {
        ++hits;
        EXPECT_LE(read.cache_age_seconds(), absl::ToDoubleSeconds(ttl * 1.1 + absl::Seconds(5)));
      } else if (hits == 0) {
        ++filling;
      } else {
        break;
      }
      ASSERT_LT(expired - made, ttl * 1.1 + absl::Seconds(10)) << "it does not expire";
      absl::SleepFor(absl::Milliseconds(10));
    }
    EXPECT_GE(expired - asked, ttl * 0.9);
    EXPECT_GT(hits, 5);
    const Counts second = Count(hit);
    EXPECT_EQ(second.misses - start.misses, 2 + filling);
    EXPECT_EQ(second.pages - start.pages, 2 + filling);
    EXPECT_EQ(second.hits - start.hits, hits);
    EXPECT_TRUE(Await([this] { return Read(*stack_, token_)->cached(); }));
    EXPECT_EQ(Count(hit).hits, second.hits + 1);
  }

  // Of the stack's Redis, as it answers now.
  std::vector<std::string> Redis(const std::string& command) {
    const std::unique_ptr<redisContext, void (*)(redisContext*)> redis(
        redisConnect("127.0.0.1", stack_->redis().port()), redisFree);
    const std::unique_ptr<redisReply, void (*)(void*)> reply(
        static_cast<redisReply*>(redisCommand(redis.get(), command.c_str())), freeReplyObject);
    std::vector<std::string> words;
    if (reply == nullptr) {
      ADD_FAILURE() << command << ": " << redis->errstr;
      return words;
    }
    if (reply->type == REDIS_REPLY_INTEGER) words.push_back(absl::StrCat(reply->integer));
    if (reply->str != nullptr) words.emplace_back(reply->str);
    for (size_t i = 0; i < reply->elements; ++i) words.emplace_back(reply->element[i]->str);
    return words;
  }

  testing::TempDir folder_;
  const std::string moodle_ = folder_.File("moodle.db");
  std::unique_ptr<Stack> stack_;
  std::string token_;
  std::string store_;
};

TEST_F(CacheLifeTest, AnEntryInRedisLivesAsLongAsTheProfileSays) {
  StackOptions options;
  options.query_arguments = {"--local-cache-mb=0", "--app-env=testing"};
  StartStack(options);
  ExpectOneLife(absl::Seconds(5), "shared_hit");
  const std::vector<std::string> keys = Redis("KEYS *");
  EXPECT_THAT(keys, Not(IsEmpty()));
  for (const std::string& key : keys) EXPECT_NE(Redis("PTTL " + key), std::vector<std::string>{"-1"}) << key;
}

TEST_F(CacheLifeTest, AnEntryInTheProcessLivesAsLongAsTheCompanySays) {
  StackOptions options;
  options.with_redis = false;
  StartStack(options);
  Execute(store_,
          "INSERT INTO company_setting (company_id, key, value) VALUES (1, 'cache_ttl_seconds', '2');"
          "UPDATE company SET version = version + 1, view_version = view_version + 1 WHERE company_id = 1");
  ExpectOneLife(absl::Seconds(2), "local_hit");
}

// As the API sends a row and as the store holds it, alike.
std::string Line(const pb::CourseProgress& row) {
  return absl::StrFormat("%d|%d|%s|%s|%s|%s|%s|%d|%s|%d|%.2f|%s", row.user_id(), row.course_id(), row.firstname(),
                         row.lastname(), row.email(), row.coursename(), row.timecompleted(),
                         static_cast<int64_t>(row.timecompleted_unix()), row.timestarted(),
                         static_cast<int64_t>(row.timestarted_unix()), row.percentage(), row.status());
}

std::vector<std::string> LinesOfStore(const std::string& store, int company) {
  const auto text = [](const std::string& time) {
    return absl::StrCat("CASE ", time, " WHEN 0 THEN '' ELSE datetime(", time, ", 'unixepoch') END");
  };
  std::vector<std::string> lines;
  for (const auto& row :
       Select(store, absl::StrCat("SELECT user_id || '|' || course_id || '|' || firstname || '|' || lastname || '|' || "
                                  "email || '|' || coursename || '|' || ",
                                  text("timecompleted"), " || '|' || timecompleted || '|' || ", text("timestarted"),
                                  " || '|' || timestarted || '|' || printf('%.2f', percentage) || '|' || status "
                                  "FROM course_progress WHERE is_deleted = 0 AND company_id = ",
                                  company, " ORDER BY user_id, course_id"))) {
    lines.push_back(row[0]);
  }
  return lines;
}

// Reads the whole company in pages of `limit`, counts the pages that a cache answered.
std::vector<std::string> LinesOfService(Stack& stack, const std::string& token, int limit, int* cached) {
  std::vector<std::string> lines;
  for (;;) {
    const auto page = Read(stack, token, limit, static_cast<int>(lines.size()));
    CP_EXPECT_OK(page.status());
    if (!page.ok()) return lines;
    *cached += page->cached() ? 1 : 0;
    if (page->rows().empty()) return lines;
    for (const pb::CourseProgress& row : page->rows()) lines.push_back(Line(row));
  }
}

TEST_F(CacheLifeTest, ARedisThatComesBackWithItsOldDataServesNothingOfIt) {
  StackOptions options;
  options.query_arguments = {"--local-cache-mb=0"};  // every answer comes through Redis
  StartStack(options);
  CP_ASSERT_OK_AND_ASSIGN(const std::string other, stack_->ReadToken(2));
  const std::vector<int> limits = {5, 24, 1000};
  // Every page is what the store holds, however often it is read; in the end all of them come from the cache.
  const auto expect_all_as_stored = [&](bool until_cached) {
    for (int company = 1; company <= 2; ++company) {
      const std::vector<std::string> stored = LinesOfStore(store_, company);
      for (const int limit : limits) {
        const int pages = (static_cast<int>(stored.size()) + limit - 1) / limit + 1;  // the empty one, too
        EXPECT_TRUE(Await([&] {
          int cached = 0;
          EXPECT_EQ(LinesOfService(*stack_, company == 1 ? token_ : other, limit, &cached), stored);
          return !until_cached || cached == pages;
        })) << "company "
            << company << ", limit " << limit;
      }
    }
  };
  expect_all_as_stored(true);
  // 6 pages of 5, 2 of 24, 2 of 1000, the empty ones included, of two companies.
  const std::vector<std::string> old_entries = Redis("KEYS *:e:*");
  EXPECT_THAT(old_entries, SizeIs(20));
  ASSERT_THAT(Redis("SAVE"), SizeIs(1));
  stack_->redis().Kill();

  ASSERT_EQ(RunCommand("progressctl", {"demo", "complete", absl::StrCat("--path=", moodle_)}).exit_code, 0);
  Execute(moodle_,
          "UPDATE mdl_user SET firstname = 'Renamed' WHERE username = 'user2.1';"
          "DELETE FROM mdl_user_enrolments WHERE userid = (SELECT id FROM mdl_user WHERE username = 'user1.4')");
  CP_ASSERT_OK_AND_ASSIGN(const SyncResult sync, RunSync(*stack_));
  EXPECT_TRUE(sync.success());
  EXPECT_EQ(sync.records_updated(), 6);
  EXPECT_EQ(sync.records_deleted(), 4);
  EXPECT_EQ(sync.cache_cleared(), 0);
  EXPECT_THAT(sync.warnings(), SizeIs(1));
  expect_all_as_stored(false);

  CP_ASSERT_OK(stack_->redis().Restart());
  ASSERT_THAT(Redis("KEYS *:e:*"), ::testing::UnorderedElementsAreArray(old_entries)) << "it lost its data";
  // Until the service has found Redis again, and then from what it fills.
  expect_all_as_stored(false);
  expect_all_as_stored(true);
}

}  // namespace
}  // namespace cp::e2e
