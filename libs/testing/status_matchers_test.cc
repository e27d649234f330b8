#include "libs/testing/status_matchers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cp::testing {
namespace {

using ::testing::Eq;
using ::testing::Not;
using ::testing::SizeIs;

absl::Status Refused() { return MakeError(absl::StatusCode::kInvalidArgument, "LIMIT_TOO_LARGE", "limit is 1..1000"); }

TEST(StatusMatchers, SeeTheCodeAndTheText) {
  EXPECT_THAT(absl::OkStatus(), IsOk());
  EXPECT_THAT(Refused(), Not(IsOk()));
  EXPECT_THAT(Refused(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Refused(), StatusIs(absl::StatusCode::kInvalidArgument, "1..1000"));
  EXPECT_THAT(Refused(), Not(StatusIs(absl::StatusCode::kInvalidArgument, "1..99")));
  EXPECT_THAT(Refused(), Not(StatusIs(absl::StatusCode::kNotFound)));
}

TEST(StatusMatchers, SeeTheReason) {
  EXPECT_THAT(Refused(), HasReason("LIMIT_TOO_LARGE"));
  EXPECT_THAT(absl::OkStatus(), Not(HasReason("LIMIT_TOO_LARGE")));
  EXPECT_THAT(absl::StatusOr<int>(Refused()), HasReason("LIMIT_TOO_LARGE"));
}

TEST(StatusMatchers, SeeTheValue) {
  const absl::StatusOr<std::string> value = std::string("abc");
  EXPECT_THAT(value, IsOk());
  EXPECT_THAT(value, IsOkAndHolds(Eq("abc")));
  EXPECT_THAT(value, IsOkAndHolds(SizeIs(3)));
  EXPECT_THAT(value, Not(IsOkAndHolds(Eq("abd"))));
  EXPECT_THAT(absl::StatusOr<std::string>(Refused()), Not(IsOkAndHolds(Eq("abc"))));
}

}  // namespace
}  // namespace cp::testing
