// GetCourseProgress: whose rows a token shows, and what a bad one is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "courseprogress/internal/v1/error_details.pb.h"
#include "libs/base/reasons.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"
#include "services/query/test_service.h"

namespace cp::query {
namespace {

namespace v1 = courseprogress::v1;
using ::testing::AllOf;
using testing::HasReason;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::Row;
using testing::StatusIs;
using Reply = TestService::Reply;

size_t ErrorInfos(const grpc::Status& status) {
  courseprogress::internal::v1::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  size_t infos = 0;
  for (const auto& detail : details.details()) {
    infos += detail.type_url() == "type.googleapis.com/google.rpc.ErrorInfo" ? 1 : 0;
  }
  return infos;
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

}  // namespace
}  // namespace cp::query
