#include "services/query/course_progress_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/base/reasons.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/query/test_service.h"

namespace cp::query {
namespace {

namespace v1 = courseprogress::v1;
using ::testing::AllOf;
using testing::CompletedRow;
using ::testing::ElementsAre;
using testing::HasReason;
using testing::IsOk;
using testing::Key;
using testing::Row;
using testing::StatusIs;
using Reply = TestService::Reply;

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

}  // namespace
}  // namespace cp::query
