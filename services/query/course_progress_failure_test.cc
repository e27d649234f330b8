// GetCourseProgress: errors, deadlines, cancelled calls, draining.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "courseprogress/internal/v1/error_details.pb.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/query/test_service.h"

namespace cp::query {
namespace {

namespace v1 = courseprogress::v1;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::Row;
using testing::StatusIs;
using Reply = TestService::Reply;

constexpr char kMethod[] = "GetCourseProgress";

size_t ErrorInfos(const grpc::Status& status) {
  courseprogress::internal::v1::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  size_t infos = 0;
  for (const auto& detail : details.details()) {
    infos += detail.type_url() == "type.googleapis.com/google.rpc.ErrorInfo" ? 1 : 0;
  }
  return infos;
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
  EXPECT_EQ(slow.status.error_code(), grpc::StatusCode::UNAVAILABLE) << "its connection was closed";
  release.Notify();
}

}  // namespace
}  // namespace cp::query
