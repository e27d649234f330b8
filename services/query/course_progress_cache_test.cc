// GetCourseProgress: what the caches do to an answer, and what they never do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/query/test_service.h"

namespace cp::query {
namespace {

namespace v1 = courseprogress::v1;
using testing::CompletedRow;
using testing::IsOk;
using testing::Row;
using Reply = TestService::Reply;

// The part that the cache holds.
std::string EntryBytes(const Reply& reply) {
  TestService::Response rows;
  *rows.mutable_rows() = reply.response.rows();
  return rows.SerializeAsString();
}

TEST(GetCourseProgress, TheSecondAnswerIsTheFirstOnesBytesWithoutAPageQuery) {
  TestService service;
  service.Sync(1, {Row(1, 2), Row(2, 2), CompletedRow(3, 2)});
  const std::string token = service.NewReadToken(1);
  const Reply miss = service.Get(token);
  ASSERT_THAT(miss.error, IsOk());
  EXPECT_EQ(miss.response.rows_size(), 3);
  EXPECT_FALSE(miss.response.cached());
  EXPECT_EQ(miss.response.source(), v1::DATA_SOURCE_STORE);
  EXPECT_EQ(service.reader.pages, 1);

  const Reply hit = service.Get(token);
  ASSERT_THAT(hit.error, IsOk());
  EXPECT_TRUE(hit.response.cached());
  EXPECT_EQ(hit.response.source(), v1::DATA_SOURCE_CACHE);
  EXPECT_EQ(hit.response.data_version(), miss.response.data_version());
  EXPECT_EQ(EntryBytes(hit), EntryBytes(miss));
  EXPECT_EQ(service.reader.pages, 1);
  EXPECT_EQ(service.server().engine().counters().local_hits, 1U);
}

TEST(GetCourseProgress, ASecondInstanceHitsTheSharedCache) {
  TestService service;
  service.options.read_path.local_cache_bytes = 0;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  const Reply miss = service.Get(token);
  const Reply hit = service.Get(token);
  ASSERT_THAT(hit.error, IsOk());
  EXPECT_TRUE(hit.response.cached());
  EXPECT_EQ(EntryBytes(hit), EntryBytes(miss));
  EXPECT_EQ(service.reader.pages, 1);
  EXPECT_EQ(service.server().engine().counters().shared_hits, 1U);
}

TEST(GetCourseProgress, AReaderPausedAroundASyncLeavesNothingStaleBehind) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  absl::Notification read;
  absl::Notification go_on;
  service.reader.after_page = [&] {
    if (service.reader.pages > 1) return absl::OkStatus();
    read.Notify();
    go_on.WaitForNotification();
    return absl::OkStatus();
  };
  Reply paused;
  std::thread reader([&] { paused = service.Get(token); });
  read.WaitForNotification();
  const DataVersion version = service.Sync(1, {CompletedRow(1, 2)});
  const Reply fresh = service.Get(token);
  EXPECT_EQ(fresh.response.rows(0).status(), "completed");
  go_on.Notify();
  reader.join();
  EXPECT_EQ(paused.response.rows(0).status(), "in_progress");  // it began before the sync
  const Reply next = service.Get(token);
  EXPECT_EQ(next.response.rows(0).status(), "completed");
  EXPECT_EQ(next.response.data_version(), ToStamp(version));
}

TEST(GetCourseProgress, FiftyParallelMissesAreOnePageQuery) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  ASSERT_THAT(service.Get(token, Page(1, 1)).error, IsOk());  // the token is in memory now
  absl::Notification all_wait;
  service.reader.before_page = [&] {
    all_wait.WaitForNotification();
    return absl::OkStatus();
  };
  std::vector<Reply> replies(50);
  std::vector<std::thread> readers;
  for (Reply& reply : replies) readers.emplace_back([&] { reply = service.Get(token); });
  while (service.server().engine().counters().joined < replies.size() - 1) std::this_thread::yield();
  all_wait.Notify();
  for (std::thread& reader : readers) reader.join();
  for (const Reply& reply : replies) {
    ASSERT_THAT(reply.error, IsOk());
    EXPECT_EQ(reply.response.rows_size(), 1);
  }
  EXPECT_EQ(service.reader.pages, 2);
}

TEST(GetCourseProgress, FiftyMissesOfDifferentPagesUseAtMostFourConnections) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  std::atomic<int> now{0};
  std::atomic<int> most{0};
  const auto enter = [&] {
    for (int seen = most, busy = ++now; busy > seen && !most.compare_exchange_weak(seen, busy);) {
    }
    std::this_thread::yield();
    --now;
    return absl::OkStatus();
  };
  service.reader.before_page = enter;
  service.reader.before_versions = enter;
  std::vector<Reply> replies(50);
  std::vector<std::thread> readers;
  for (int i = 0; i < 50; ++i) {
    readers.emplace_back([&, i] { replies[static_cast<size_t>(i)] = service.Get(token, Page(1, i)); });
  }
  for (std::thread& reader : readers) reader.join();
  for (const Reply& reply : replies) EXPECT_THAT(reply.error, IsOk());
  EXPECT_EQ(service.reader.pages, 50);
  EXPECT_LE(most, 4);
}

TEST(GetCourseProgress, GarbageInTheSharedCacheIsAMiss) {
  for (const std::string& garbage : {std::string(), std::string("garbage"), std::string(100000, '\xff')}) {
    TestService service;
    service.options.read_path.local_cache_bytes = 0;
    service.Sync(1, {Row(1, 2)});
    const std::string token = service.NewReadToken(1);
    service.cache.SetAdversary(
        [&](const cache::EntryKey&, const std::vector<std::string>&) -> absl::StatusOr<std::optional<std::string>> {
          return garbage;
        });
    for (int i = 1; i <= 3; ++i) {
      const Reply reply = service.Get(token);
      ASSERT_THAT(reply.error, IsOk());
      EXPECT_EQ(reply.response.rows_size(), 1);
      EXPECT_FALSE(reply.response.cached());
      EXPECT_EQ(service.reader.pages, i);
    }
    EXPECT_GE(service.server().engine().counters().corrupt, 3U);
  }
}

TEST(GetCourseProgress, AnotherVersionsEntryUnderTheKeyIsAMiss) {
  TestService service;
  service.options.read_path.local_cache_bytes = 0;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  std::string old_entry;
  service.cache.SetAdversary(
      [&](const cache::EntryKey& key,
          const std::vector<std::string>& history) -> absl::StatusOr<std::optional<std::string>> {
        if (!history.empty() && key.version.version == 1) old_entry = history.back();
        return old_entry.empty() ? std::nullopt : std::optional<std::string>(old_entry);
      });
  ASSERT_THAT(service.Get(token).error, IsOk());
  ASSERT_TRUE(service.Get(token).response.cached());
  service.Sync(1, {CompletedRow(1, 2)});
  const Reply reply = service.Get(token);
  EXPECT_FALSE(reply.response.cached());
  EXPECT_EQ(reply.response.rows(0).status(), "completed");
}

TEST(GetCourseProgress, ABrokenSharedCacheChangesNothingButTheSource) {
  TestService service;
  service.options.read_path.local_cache_bytes = 0;
  service.cache.SetAdversary(
      [](const cache::EntryKey&, const std::vector<std::string>&) -> absl::StatusOr<std::optional<std::string>> {
        return absl::UnavailableError("down");
      });
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  for (int i = 0; i < 3; ++i) {
    const Reply reply = service.Get(token);
    ASSERT_THAT(reply.error, IsOk());
    EXPECT_EQ(reply.response.rows_size(), 1);
  }
  EXPECT_GE(service.server().engine().counters().shared_unavailable, 2U);
}

}  // namespace
}  // namespace cp::query
