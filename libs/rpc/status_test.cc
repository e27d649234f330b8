#include "libs/rpc/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "courseprogress/internal/v1/error_details.pb.h"
#include "google/rpc/error_details.pb.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/status_matchers.h"

namespace cp::rpc {
namespace {

using ::google::rpc::ErrorInfo;
using ::testing::HasSubstr;
using ::testing::Not;

using Metadata = std::map<std::string, std::string>;

TEST(ToGrpcStatus, KeepsOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

TEST(ToGrpcStatus, ComesBackWithCodeTextReasonAndMetadata) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status sent = MakeError(static_cast<absl::StatusCode>(code), reason::kLimitTooLarge,
                                        "limit: at most 1000", {{"field", "limit"}, {"maximum", "1000"}});
    const grpc::Status wire = ToGrpcStatus(sent);
    EXPECT_EQ(wire.error_code(), code);
    const absl::Status received = FromGrpcStatus(wire);
    EXPECT_EQ(received, sent) << received;
    EXPECT_EQ(ReasonOf(received), reason::kLimitTooLarge);
    EXPECT_EQ(MetadataOf(received), (Metadata{{"field", "limit"}, {"maximum", "1000"}}));
  }
}

// Bytes of google.rpc.Status{5, "no", [Any(google.rpc.ErrorInfo{"NOT_FOUND", "courseprogress"})]}, written out by hand
// from google/rpc/status.proto: every client library must decode them.
TEST(ToGrpcStatus, SendsTheWireFormatOfGoogleRpcStatus) {
  const std::string info =
      "\x0a\x09NOT_FOUND\x12\x0e"
      "courseprogress";
  const std::string any = std::string("\x0a\x28type.googleapis.com/google.rpc.ErrorInfo\x12\x1b") + info;
  const std::string expected = std::string("\x08\x05\x12\x02no\x1a\x47") + any;
  const grpc::Status wire = ToGrpcStatus(MakeError(absl::StatusCode::kNotFound, reason::kNotFound, "no"));
  EXPECT_EQ(absl::BytesToHexString(wire.error_details()), absl::BytesToHexString(expected));
}

TEST(ToGrpcStatus, HidesTextThatWasNotWrittenForClients) {
  const grpc::Status wire = ToGrpcStatus(absl::NotFoundError("SQLSTATE 42P01: relation \"x\" of user secret"));
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(wire.error_message() + wire.error_details(), Not(HasSubstr("secret")));
  EXPECT_THAT(FromGrpcStatus(wire), testing::HasReason(reason::kInternal));
}

TEST(ToGrpcStatus, ReplacesInvalidUtf8) {
  const std::string bad = "a\xff\xc3(\xed\xa0\x80\xf4\x90\x80\x80z";
  const grpc::Status wire = ToGrpcStatus(MakeError(absl::StatusCode::kInvalidArgument, reason::kFieldInvalid, bad,
                                                   {{"field", "\xfe"}, {"good", "äöü€😀"}}));
  const std::string replaced = "\xEF\xBF\xBD";
  EXPECT_THAT(wire.error_message(), ::testing::StartsWith("a" + replaced + replaced + "("));
  EXPECT_THAT(wire.error_message(), ::testing::EndsWith(replaced + "z"));
  EXPECT_EQ(MetadataOf(FromGrpcStatus(wire)), (Metadata{{"field", replaced}, {"good", "äöü€😀"}}));
}

TEST(FromGrpcStatus, TakesTheLibrarysOwnErrorsAsTheyAre) {
  const absl::Status status = FromGrpcStatus(grpc::Status(grpc::StatusCode::UNAVAILABLE, "failed to connect"));
  EXPECT_THAT(status, testing::StatusIs(absl::StatusCode::kUnavailable, "failed to connect"));
  EXPECT_EQ(ReasonOf(status), "");
}

TEST(FromGrpcStatus, SurvivesForeignAndGarbledDetails) {
  const grpc::Status garbled(grpc::StatusCode::NOT_FOUND, "no", "\xff\xff\xff garbage");
  EXPECT_THAT(FromGrpcStatus(garbled), testing::StatusIs(absl::StatusCode::kNotFound, "no"));
  ErrorInfo foreign;
  foreign.set_reason("QUOTA");
  foreign.set_domain("another.example");
  courseprogress::internal::v1::Status details;
  details.add_details()->set_type_url("type.googleapis.com/google.rpc.ErrorInfo");
  details.mutable_details(0)->set_value(foreign.SerializeAsString());
  const grpc::Status other(grpc::StatusCode::NOT_FOUND, "no", details.SerializeAsString());
  EXPECT_EQ(ReasonOf(FromGrpcStatus(other)), "");
}

}  // namespace
}  // namespace cp::rpc
