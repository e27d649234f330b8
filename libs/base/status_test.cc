#include "libs/base/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cp {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(MakeError, CarriesReasonAndMetadataBesideCodeAndText) {
  const absl::Status status = MakeError(absl::StatusCode::kInvalidArgument, "LIMIT_TOO_LARGE", "limit is at most 1000",
                                        {{"field", "limit"}, {"maximum", "1000"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "limit is at most 1000");
  EXPECT_EQ(ReasonOf(status), "LIMIT_TOO_LARGE");
  EXPECT_THAT(MetadataOf(status), ElementsAre(Pair("field", "limit"), Pair("maximum", "1000")));
}

TEST(ReasonOf, IsEmptyForAStatusMadeOtherwise) {
  EXPECT_EQ(ReasonOf(absl::OkStatus()), "");
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), "");
  EXPECT_THAT(MetadataOf(absl::InternalError("x")), IsEmpty());
}

absl::StatusOr<int> Half(int value) {
  if (value % 2 != 0) return absl::InvalidArgumentError("odd");
  return value / 2;
}

absl::StatusOr<int> Quarter(int value) {
  CP_ASSIGN_OR_RETURN(const int half, Half(value));
  CP_RETURN_IF_ERROR(Half(half).status());
  return half / 2;
}

TEST(AssignOrReturn, PassesTheFirstErrorOn) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_EQ(Quarter(7).status().message(), "odd");
  EXPECT_EQ(Quarter(6).status().message(), "odd");
}

}  // namespace
}  // namespace cp
