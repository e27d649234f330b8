#include "services/query/progress_messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "grpcpp/support/slice.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/testing/status_matchers.h"
#include "services/query/page_encoder.h"

namespace cp::query {
namespace {

namespace v1 = ::courseprogress::v1;
using ::testing::Contains;
using testing::HasReason;
using ::testing::HasSubstr;
using ::testing::Pair;
using testing::StatusIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer BufferOf(const v1::GetCourseProgressRequest& request) { return BufferOf(request.SerializeAsString()); }

absl::StatusOr<cache::ReadRequest> ParseWith(void (*edit)(v1::GetCourseProgressRequest*)) {
  v1::GetCourseProgressRequest request;
  edit(&request);
  return ParseRequest(BufferOf(request));
}

TEST(ParseRequest, AnEmptyRequestAsksForTheFirstHundredRows) {
  CP_ASSERT_OK_AND_ASSIGN(const cache::ReadRequest read, ParseRequest(BufferOf(std::string())));
  EXPECT_EQ(read.query.limit, 100);
  EXPECT_EQ(read.query.offset, 0);
  EXPECT_FALSE(read.min_data_version.has_value());
  EXPECT_FALSE(read.bypass_cache);
}

TEST(ParseRequest, TakesEveryFieldOver) {
  CP_ASSERT_OK_AND_ASSIGN(const cache::ReadRequest read, ParseWith([](v1::GetCourseProgressRequest* request) {
                            request->set_limit(10000);
                            request->set_offset(2147483647);
                            request->set_min_data_version(ToStamp({3, 4}));
                            request->set_bypass_cache(true);
                          }));
  EXPECT_EQ(read.query.limit, 10000);
  EXPECT_EQ(read.query.offset, 2147483647);
  EXPECT_EQ(read.min_data_version, (DataVersion{3, 4}));
  EXPECT_TRUE(read.bypass_cache);
}

TEST(ParseRequest, RefusesLimitZeroByName) {
  const auto read = ParseWith([](v1::GetCourseProgressRequest* request) { request->set_limit(0); });
  EXPECT_THAT(read, StatusIs(kInvalid, "limit must be 1 or more, not 0"));
  EXPECT_THAT(read, HasReason(reason::kLimitNotPositive));
  EXPECT_THAT(MetadataOf(read.status()), Contains(Pair("field", "limit")));
  EXPECT_THAT(MetadataOf(read.status()), Contains(Pair("minimum", "1")));
}

TEST(ParseRequest, RefusesANegativeLimit) {
  EXPECT_THAT(ParseWith([](v1::GetCourseProgressRequest* request) { request->set_limit(-1); }),
              HasReason(reason::kLimitNotPositive));
}

TEST(ParseRequest, RefusesALimitThatNoCompanyAllows) {
  const auto read = ParseWith([](v1::GetCourseProgressRequest* request) { request->set_limit(10001); });
  EXPECT_THAT(read, StatusIs(kInvalid, "at most 10000, not 10001"));
  EXPECT_THAT(read, HasReason(reason::kLimitTooLarge));
  EXPECT_THAT(MetadataOf(read.status()), Contains(Pair("maximum", "10000")));
}

TEST(ParseRequest, RefusesANegativeOffset) {
  const auto read = ParseWith([](v1::GetCourseProgressRequest* request) { request->set_offset(-1); });
  EXPECT_THAT(read, StatusIs(kInvalid, "offset"));
  EXPECT_THAT(read, HasReason(reason::kOffsetNegative));
}

TEST(ParseRequest, RefusesAGarbledDataVersion) {
  const auto read =
      ParseWith([](v1::GetCourseProgressRequest* request) { request->set_min_data_version("yesterday"); });
  EXPECT_THAT(read, StatusIs(kInvalid, "min_data_version: a data_version is"));
  EXPECT_THAT(read, HasReason(reason::kDataVersionInvalid));
  EXPECT_EQ(MetadataOf(read.status()).at("field"), "min_data_version");
}

TEST(ParseRequest, RefusesBytesThatAreNoRequest) {
  EXPECT_THAT(ParseRequest(BufferOf("\xff\xff\xff")), StatusIs(kInvalid, "not a GetCourseProgressRequest"));
}

TEST(ParseRequest, ReadsARequestThatArrivedInPieces) {
  v1::GetCourseProgressRequest request;
  request.set_limit(77);
  request.set_min_data_version(ToStamp({3, 4}));
  const std::string bytes = request.SerializeAsString();
  const std::vector<grpc::Slice> pieces = {grpc::Slice(bytes.substr(0, 9)), grpc::Slice(bytes.substr(9))};
  CP_ASSERT_OK_AND_ASSIGN(const cache::ReadRequest read, ParseRequest(grpc::ByteBuffer(pieces.data(), pieces.size())));
  EXPECT_EQ(read.query.limit, 77);
  EXPECT_EQ(read.min_data_version, (DataVersion{3, 4}));
}

class AnswerMessage : public ::testing::Test {
 protected:
  AnswerMessage() {
    progress::PageSnapshot page;
    page.rows.resize(2);
    auto payload = std::make_shared<cache::Payload>();
    payload->version = {3, 4};
    payload->bytes = EncodePage(page);
    payload->computed_at_ms = 1'000'000;
    answer_.payload = std::move(payload);
    answer_.current.version = {3, 4};
    answer_.current.source_synced_at = 990;
  }

  v1::GetCourseProgressResponse Assemble(absl::Time now = absl::FromUnixMillis(1'002'500)) {
    const grpc::ByteBuffer buffer = AssembleAnswer(answer_, EncodeCallPart(answer_, query_, now));
    grpc::Slice slice;
    EXPECT_TRUE(buffer.DumpToSingleSlice(&slice).ok());
    v1::GetCourseProgressResponse response;
    EXPECT_TRUE(response.ParseFromArray(slice.begin(), static_cast<int>(slice.size())));
    return response;
  }

  void MakeEmpty() { answer_.payload = std::make_shared<cache::Payload>(cache::Payload{{3, 4}, "", 0}); }

  cache::ReadAnswer answer_;
  progress::PageQuery query_;
};

TEST_F(AnswerMessage, IsPayloadAndCallPartMerged) {
  const v1::GetCourseProgressResponse response = Assemble();
  EXPECT_EQ(response.rows_size(), 2);
  EXPECT_FALSE(response.cached());
  EXPECT_EQ(response.cache_age_seconds(), 0);
  EXPECT_EQ(response.source(), v1::DATA_SOURCE_STORE);
  EXPECT_EQ(response.data_version(), ToStamp({3, 4}));
  EXPECT_EQ(response.data_as_of_time().seconds(), 990);
  EXPECT_EQ(response.empty_reason(), v1::EMPTY_REASON_UNSPECIFIED);
  EXPECT_EQ(response.empty_message(), "");
}

TEST_F(AnswerMessage, ACachedAnswerSaysItsAge) {
  for (const auto source : {cache::AnswerSource::kLocalCache, cache::AnswerSource::kSharedCache}) {
    answer_.source = source;
    const v1::GetCourseProgressResponse response = Assemble();
    EXPECT_TRUE(response.cached());
    EXPECT_EQ(response.cache_age_seconds(), 2.5);
    EXPECT_EQ(response.source(), v1::DATA_SOURCE_CACHE);
  }
}

TEST_F(AnswerMessage, AnAgeIsNeverNegative) {
  answer_.source = cache::AnswerSource::kLocalCache;
  EXPECT_EQ(Assemble(absl::FromUnixMillis(999'000)).cache_age_seconds(), 0);
}

TEST_F(AnswerMessage, KeepsThePayloadAliveUntilItWasSent) {
  std::weak_ptr<const cache::Payload> payload = answer_.payload;
  {
    const grpc::ByteBuffer buffer = AssembleAnswer(answer_, "");
    answer_.payload.reset();
    EXPECT_FALSE(payload.expired());
  }
  EXPECT_TRUE(payload.expired());
}

TEST_F(AnswerMessage, DoesNotCopyThePayload) {
  auto payload = std::make_shared<cache::Payload>(cache::Payload{{3, 4}, std::string(100000, 'x'), 0});
  answer_.payload = payload;
  const grpc::ByteBuffer buffer = AssembleAnswer(answer_, "call part");
  std::vector<grpc::Slice> slices;
  ASSERT_TRUE(buffer.Dump(&slices).ok());
  ASSERT_EQ(slices.size(), 2U);
  EXPECT_EQ(static_cast<const void*>(slices[0].begin()), static_cast<const void*>(payload->bytes.data()));
}

TEST_F(AnswerMessage, SaysThatThereIsNoDataYet) {
  MakeEmpty();
  answer_.current.source_synced_at = 0;
  const v1::GetCourseProgressResponse response = Assemble();
  EXPECT_EQ(response.empty_reason(), v1::EMPTY_REASON_NO_DATA_YET);
  EXPECT_THAT(response.empty_message(), HasSubstr("no data yet"));
  EXPECT_FALSE(response.has_data_as_of_time());
}

// As after a first sync in which one row could not be derived.
TEST_F(AnswerMessage, SaysThatTheRowsEndWhenTheFirstSyncFailedInPart) {
  MakeEmpty();
  answer_.current.source_synced_at = 0;
  query_.offset = 100;
  EXPECT_EQ(Assemble().empty_reason(), v1::EMPTY_REASON_PAST_THE_END);
  query_.offset = 0;
  EXPECT_EQ(Assemble().empty_reason(), v1::EMPTY_REASON_NO_DATA_YET) << "such as after ClearCache before any sync";
  answer_.current.version = {3, 0};
  query_.offset = 100;
  EXPECT_EQ(Assemble().empty_reason(), v1::EMPTY_REASON_NO_DATA_YET);
}

TEST_F(AnswerMessage, SaysThatThereAreNoRows) {
  MakeEmpty();
  EXPECT_EQ(Assemble().empty_reason(), v1::EMPTY_REASON_NO_ROWS);
}

TEST_F(AnswerMessage, SaysThatTheOffsetIsPastTheEnd) {
  MakeEmpty();
  query_.offset = 100;
  const v1::GetCourseProgressResponse response = Assemble();
  EXPECT_EQ(response.empty_reason(), v1::EMPTY_REASON_PAST_THE_END);
  EXPECT_NE(response.empty_message(), "");
}

}  // namespace
}  // namespace cp::query
