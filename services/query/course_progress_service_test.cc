#include "services/query/course_progress_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "courseprogress/internal/v1/error_details.pb.h"
#include "libs/base/reasons.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/query/test_service.h"

namespace cp::query {
namespace {

namespace v1 = courseprogress::v1;
using ::testing::AllOf;
using ::testing::AnyOf;
using testing::CompletedRow;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::Key;
using testing::Row;
using testing::StatusIs;
using Reply = TestService::Reply;

constexpr char kMethod[] = "GetCourseProgress";

TestService::Request Page(int32_t limit, int32_t offset) {
  TestService::Request request;
  request.set_limit(limit);
  request.set_offset(offset);
  return request;
}

// The part that the cache holds.
std::string EntryBytes(const Reply& reply) {
  TestService::Response rows;
  *rows.mutable_rows() = reply.response.rows();
  return rows.SerializeAsString();
}

size_t ErrorInfos(const grpc::Status& status) {
  courseprogress::internal::v1::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  size_t infos = 0;
  for (const auto& detail : details.details()) {
    infos += detail.type_url() == "type.googleapis.com/google.rpc.ErrorInfo" ? 1 : 0;
  }
  return infos;
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

TEST(GetCourseProgress, AReadAfterASyncSeesIt) {
  TestService service;
  service.Sync(1, {Row(1, 2), Row(2, 2)});
  const std::string token = service.NewReadToken(1);
  const Reply before = service.Get(token);
  const DataVersion version = service.Sync(1, {CompletedRow(1, 2)}, {Key(2, 2)});
  const Reply after = service.Get(token);
  ASSERT_THAT(after.error, IsOk());
  EXPECT_EQ(before.response.rows(0).status(), "in_progress");
  ASSERT_EQ(after.response.rows_size(), 1);
  EXPECT_EQ(after.response.rows(0).status(), "completed");
  EXPECT_EQ(after.response.data_version(), ToStamp(version));
  EXPECT_FALSE(after.response.cached());
}

TEST(GetCourseProgress, AReaderPausedAroundASyncLeavesNothingStaleBehind) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  absl::Notification read;
  absl::Notification go_on;
  service.reader.after_page = [&] {
    if (service.reader.pages > 1) return;
    read.Notify();
    go_on.WaitForNotification();
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

TEST(GetCourseProgress, WalksToTheEmptyPage) {
  TestService service;
  std::vector<progress::CourseProgress> rows;
  for (int user = 1; user <= 5; ++user) rows.push_back(Row(user, 2));
  service.Sync(1, rows);
  const std::string token = service.NewReadToken(1);
  std::vector<int> users;
  int32_t offset = 0;
  Reply reply;
  do {
    reply = service.Get(token, Page(2, offset));
    ASSERT_THAT(reply.error, IsOk());
    for (const auto& row : reply.response.rows()) users.push_back(row.user_id());
    offset += reply.response.rows_size();
  } while (reply.response.rows_size() > 0);
  EXPECT_THAT(users, ElementsAre(1, 2, 3, 4, 5));
  EXPECT_EQ(reply.response.empty_reason(), v1::EMPTY_REASON_PAST_THE_END);
}

TEST(GetCourseProgress, SaysThatNothingWasSyncedYet) {
  TestService service;
  const Reply reply = service.Get(service.NewReadToken(1));
  ASSERT_THAT(reply.error, IsOk());
  EXPECT_EQ(reply.response.empty_reason(), v1::EMPTY_REASON_NO_DATA_YET);
  EXPECT_FALSE(reply.response.has_data_as_of_time());
}

TEST(GetCourseProgress, BypassReadsTheStoreEveryTime) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  TestService::Request request;
  request.set_bypass_cache(true);
  for (int i = 1; i <= 3; ++i) {
    EXPECT_FALSE(service.Get(token, request).response.cached());
    EXPECT_EQ(service.reader.pages, i);
  }
}

TEST(GetCourseProgress, AHiddenFieldActsAtTheNextCall) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  EXPECT_TRUE(service.Get(token).response.rows(0).has_email());
  service.store.SetSetting(CompanyId(1), "field_email", "0");
  EXPECT_FALSE(service.Get(token).response.rows(0).has_email());
}

TEST(GetCourseProgress, DemandsOnTheVersionAreMetOrRefused) {
  TestService service;
  const DataVersion version = service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  TestService::Request request;
  request.set_min_data_version(ToStamp(version));
  EXPECT_THAT(service.Get(token, request).error, IsOk());
  request.set_min_data_version(ToStamp({version.epoch, version.version + 1}));
  const Reply ahead = service.Get(token, request);
  EXPECT_THAT(ahead.error, AllOf(StatusIs(absl::StatusCode::kAborted), HasReason(reason::kDataVersionAhead)));
  request.set_min_data_version(ToStamp({version.epoch + 1, 0}));
  const Reply foreign = service.Get(token, request);
  EXPECT_THAT(foreign.error, AllOf(StatusIs(absl::StatusCode::kFailedPrecondition), HasReason(reason::kEpochChanged)));
}

TEST(GetCourseProgress, TokensSeeTheirOwnCompanyOnly) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  service.Sync(2, {Row(7, 3), Row(8, 3)});
  const std::string first = service.NewReadToken(1);
  const std::string second = service.NewReadToken(2);
  for (int i = 0; i < 2; ++i) {
    const Reply one = service.Get(first);
    const Reply two = service.Get(second);
    ASSERT_EQ(one.response.rows_size(), 1);
    EXPECT_EQ(one.response.rows(0).user_id(), 1);
    ASSERT_EQ(two.response.rows_size(), 2);
    EXPECT_EQ(two.response.rows(0).user_id(), 7);
  }
}

TEST(GetCourseProgress, ATokenMadeAMomentAgoWorks) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  ASSERT_THAT(service.Get(service.NewReadToken(1)).error, IsOk());
  EXPECT_THAT(service.Get(service.NewReadToken(1)).error, IsOk());
}

TEST(GetCourseProgress, ARevokedTokenIsRefusedAtTheNextCall) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  std::string id;
  const std::string token = service.NewReadToken(1, &id);
  ASSERT_THAT(service.Get(token).error, IsOk());
  ASSERT_TRUE(service.Get(token).response.cached());
  ASSERT_TRUE(service.store.RevokeToken(id, 1, Deadline::After(service.clock, absl::Seconds(1))).ok());
  const Reply refused = service.Get(token);
  EXPECT_THAT(refused.error, AllOf(StatusIs(absl::StatusCode::kUnauthenticated), HasReason(reason::kTokenInvalid)));
  EXPECT_EQ(refused.response.rows_size(), 0);
}

TEST(GetCourseProgress, EveryBadTokenGetsTheSameAnswer) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  TestService elsewhere;
  std::string id;
  const std::string revoked = service.NewReadToken(1, &id);
  ASSERT_TRUE(service.store.RevokeToken(id, 1, Deadline::After(service.clock, absl::Seconds(1))).ok());
  grpc::ClientContext without;
  std::vector<Reply> replies = {service.GetWith(&without), service.Get(""), service.Get("garbage"),
                                service.Get(elsewhere.NewReadToken(1)), service.Get(revoked)};
  for (const Reply& reply : replies) {
    EXPECT_THAT(reply.error, AllOf(StatusIs(absl::StatusCode::kUnauthenticated), HasReason(reason::kTokenInvalid)));
    EXPECT_EQ(reply.status.error_message(), replies[0].status.error_message());
    EXPECT_EQ(ErrorInfos(reply.status), 1U);
  }
  EXPECT_EQ(service.reader.pages, 0);
}

TEST(GetCourseProgress, NoLineOfTheLogHoldsATokenOrAnAddress) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  std::string id;
  const std::string token = service.NewReadToken(1, &id);
  ASSERT_THAT(service.Get(token).error, IsOk());
  ASSERT_TRUE(service.store.RevokeToken(id, 1, Deadline::After(service.clock, absl::Seconds(1))).ok());
  ASSERT_FALSE(service.Get(token).status.ok());
  ASSERT_FALSE(service.Get("cpt_wrong").status.ok());
  std::string log;
  for (const std::string& line : service.LogLines()) log += line;
  EXPECT_THAT(log, HasSubstr("call_refused"));
  EXPECT_THAT(log, ::testing::Not(HasSubstr(token)));
  EXPECT_THAT(log, ::testing::Not(HasSubstr("cpt_wrong")));
  EXPECT_THAT(log, ::testing::Not(HasSubstr(Row(1, 2).email)));
}

TEST(GetCourseProgress, AnAdminTokenHasNoCompany) {
  TestService service;
  const Reply reply = service.Get(service.NewAdminToken());
  EXPECT_THAT(reply.error, AllOf(StatusIs(absl::StatusCode::kPermissionDenied), HasReason(reason::kNoCompany)));
}

TEST(GetCourseProgress, EveryErrorHasExactlyOneErrorInfo) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  service.store.SetSetting(CompanyId(1), "max_records", "50");
  TestService::Request garbled;
  garbled.set_min_data_version("x");
  const std::vector<std::pair<TestService::Request, std::string>> cases = {
      {Page(0, 0), reason::kLimitNotPositive},       {Page(-1, 0), reason::kLimitNotPositive},
      {Page(51, 0), reason::kLimitTooLarge},         {Page(1001, 0), reason::kLimitTooLarge},
      {Page(2147483647, 0), reason::kLimitTooLarge}, {Page(1, -1), reason::kOffsetNegative},
      {garbled, reason::kDataVersionInvalid}};
  for (const auto& [request, why] : cases) {
    const Reply reply = service.Get(token, request);
    EXPECT_THAT(reply.error, AllOf(StatusIs(absl::StatusCode::kInvalidArgument), HasReason(why)))
        << request.ShortDebugString();
    EXPECT_EQ(ErrorInfos(reply.status), 1U);
    EXPECT_NE(reply.status.error_message(), "");
  }
  EXPECT_EQ(service.reader.pages, 0);
}

TEST(GetCourseProgress, AStoreThatIsDownIsUnavailable) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  ASSERT_THAT(service.Get(token).error, IsOk());
  std::atomic<bool> down{true};
  service.reader.before_versions = [&] {
    return down ? MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "down") : absl::OkStatus();
  };
  const Reply reply = service.Get(token);
  EXPECT_THAT(reply.error, AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kStoreUnavailable)));
  EXPECT_EQ(ErrorInfos(reply.status), 1U);
  down = false;
  EXPECT_THAT(service.Get(token).error, IsOk());
}

TEST(GetCourseProgress, WhereTheStoreIsIsForTheLogOnly) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  service.reader.before_page = [] {
    return MakeError(absl::StatusCode::kUnavailable, reason::kStoreUnavailable, "--store-dsn=postgresql://host=db7");
  };
  const Reply reply = service.Get(token);
  EXPECT_THAT(reply.error, AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kStoreUnavailable)));
  EXPECT_THAT(reply.status.error_message(), ::testing::Not(HasSubstr("db7")));
  EXPECT_THAT(service.LogLines(), ::testing::Contains(HasSubstr("db7")));
}

TEST(GetCourseProgress, TextOfADriverNeverReachesAClient) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  service.reader.before_page = [] { return absl::InternalError("FATAL: password of reader at 10.0.0.7"); };
  const Reply reply = service.Get(token);
  EXPECT_THAT(reply.error, AllOf(StatusIs(absl::StatusCode::kInternal), HasReason(reason::kInternal)));
  EXPECT_THAT(reply.status.error_message(), ::testing::Not(HasSubstr("password")));
}

TEST(GetCourseProgress, ASlowStoreEndsInDeadlineExceeded) {
  TestService service;
  service.options.max_call_duration = absl::Milliseconds(100);
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  absl::Notification release;
  service.reader.before_page = [&] {
    release.WaitForNotification();
    return absl::OkStatus();
  };
  const Reply reply = service.Get(token);  // the client itself would wait for ever
  EXPECT_THAT(reply.error, AllOf(StatusIs(absl::StatusCode::kDeadlineExceeded), HasReason(reason::kDeadlineExceeded)));
  EXPECT_EQ(ErrorInfos(reply.status), 1U);
  release.Notify();
}

TEST(GetCourseProgress, TheClientsDeadlineIsKept) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  ASSERT_THAT(service.Get(token, Page(1, 0)).error, IsOk());
  absl::Notification release;
  service.reader.before_page = [&] {
    release.WaitForNotification();
    return absl::OkStatus();
  };
  grpc::ClientContext context;
  TestService::Authorize(&context, token);
  const absl::Duration start = service.clock.Monotonic();
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
  EXPECT_EQ(service.GetWith(&context).status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  service.recorder.WaitFor(kMethod, 2);  // the call ended here too, although the store still hangs
  EXPECT_LT(service.clock.Monotonic() - start, absl::Seconds(5));
  release.Notify();
}

TEST(GetCourseProgress, ACancelledCallEndsAtOnce) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  absl::Notification reading;
  absl::Notification release;
  service.reader.before_page = [&] {
    if (!reading.HasBeenNotified()) reading.Notify();
    release.WaitForNotification();
    return absl::OkStatus();
  };
  grpc::ClientContext context;
  TestService::Authorize(&context, token);
  Reply reply;
  std::thread caller([&] { reply = service.GetWith(&context); });
  reading.WaitForNotification();
  context.TryCancel();
  caller.join();
  EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::CANCELLED);
  service.recorder.WaitFor(kMethod, 1);
  EXPECT_THAT(service.recorder.Codes(kMethod), ElementsAre(grpc::StatusCode::CANCELLED));
  release.Notify();
  EXPECT_THAT(service.Get(token).error, IsOk());
}

TEST(GetCourseProgress, DrainingFinishesACallInFlight) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  absl::Notification reading;
  absl::Notification release;
  service.reader.before_page = [&] {
    reading.Notify();
    release.WaitForNotification();
    return absl::OkStatus();
  };
  Reply slow;
  std::thread caller([&] { slow = service.Get(token); });
  reading.WaitForNotification();
  service.server().SetServing(true);
  std::thread drain([&] { service.server().Drain(absl::Seconds(30)); });
  // Once draining, new calls are not accepted.
  Reply late;
  do {
    late = service.Get("garbage");
  } while (late.status.error_code() == grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(late.status.error_code(), AnyOf(grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::CANCELLED));
  release.Notify();
  caller.join();
  drain.join();
  EXPECT_THAT(slow.error, IsOk());
  EXPECT_EQ(slow.response.rows_size(), 1);
}

TEST(GetCourseProgress, DrainingCancelsWhatTakesTooLong) {
  TestService service;
  service.Sync(1, {Row(1, 2)});
  const std::string token = service.NewReadToken(1);
  absl::Notification reading;
  absl::Notification release;
  service.reader.before_page = [&] {
    reading.Notify();
    release.WaitForNotification();
    return absl::OkStatus();
  };
  Reply slow;
  std::thread caller([&] { slow = service.Get(token); });
  reading.WaitForNotification();
  service.server().Drain(absl::Milliseconds(10));
  caller.join();
  EXPECT_FALSE(slow.status.ok());
  release.Notify();
}

}  // namespace
}  // namespace cp::query
