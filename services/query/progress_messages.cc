#include "services/query/progress_messages.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/support/slice.h"
#include "libs/base/data_version.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/progress/settings.h"

namespace cp::query {
namespace {

namespace v1 = courseprogress::v1;

absl::Status Invalid(absl::string_view reason, absl::string_view message,
                     const std::map<std::string, std::string>& metadata) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason, message, metadata);
}

absl::StatusOr<v1::GetCourseProgressRequest> Decode(const grpc::ByteBuffer& bytes) {
  v1::GetCourseProgressRequest request;
  grpc::Slice slice;
  // One slice is the usual case, and is not copied.
  const bool whole = bytes.Length() == 0 || bytes.TrySingleSlice(&slice).ok() || bytes.DumpToSingleSlice(&slice).ok();
  if (!whole || !request.ParseFromArray(slice.begin(), static_cast<int>(slice.size())))
    return Invalid(reason::kFieldInvalid, "the request is not a GetCourseProgressRequest", {});
  return request;
}

absl::Status CheckPage(int32_t limit, int32_t offset) {
  if (limit <= 0) {
    return Invalid(reason::kLimitNotPositive, absl::StrCat("limit must be 1 or more, not ", limit),
                   {{"field", "limit"}, {"minimum", "1"}});
  }
  if (limit > kMaxLimit) {
    return Invalid(reason::kLimitTooLarge, absl::StrCat("limit must be at most ", kMaxLimit, ", not ", limit),
                   {{"field", "limit"}, {"maximum", absl::StrCat(kMaxLimit)}});
  }
  if (offset < 0) {
    return Invalid(reason::kOffsetNegative, absl::StrCat("offset must be 0 or more, not ", offset),
                   {{"field", "offset"}, {"minimum", "0"}});
  }
  return absl::OkStatus();
}

void SetEmptyReason(const cache::ReadAnswer& answer, const progress::PageQuery& query,
                    v1::GetCourseProgressResponse* response) {
  // A first sync that could not derive every row has written the others: there are pages, and an end.
  const bool has_rows = answer.current.version.version != 0 && query.offset > 0;
  if (answer.current.source_synced_at == 0 && !has_rows) {
    response->set_empty_reason(v1::EMPTY_REASON_NO_DATA_YET);
    response->set_empty_message("There is no data yet: Moodle has not been read to the end for this company.");
  } else if (query.offset > 0) {
    response->set_empty_reason(v1::EMPTY_REASON_PAST_THE_END);
    response->set_empty_message("There are no more rows: the offset is at or behind the last one.");
  } else {
    response->set_empty_reason(v1::EMPTY_REASON_NO_ROWS);
    response->set_empty_message("There are no rows: nobody of this company is enrolled in a visible course.");
  }
}

}  // namespace

absl::StatusOr<cache::ReadRequest> ParseRequest(const grpc::ByteBuffer& bytes) {
  CP_ASSIGN_OR_RETURN(const v1::GetCourseProgressRequest request, Decode(bytes));
  cache::ReadRequest read;
  read.query.limit = request.has_limit() ? request.limit() : progress::kDefaultLimit;
  read.query.offset = request.offset();
  CP_RETURN_IF_ERROR(CheckPage(read.query.limit, request.offset()));
  if (!request.min_data_version().empty()) {
    const absl::StatusOr<DataVersion> least = ParseStamp(request.min_data_version());
    if (!least.ok()) {
      return Invalid(reason::kDataVersionInvalid, absl::StrCat("min_data_version: ", least.status().message()),
                     {{"field", "min_data_version"}});
    }
    read.min_data_version = *least;
  }
  read.bypass_cache = request.bypass_cache();
  return read;
}

std::string EncodeCallPart(const cache::ReadAnswer& answer, const progress::PageQuery& query, absl::Time now) {
  v1::GetCourseProgressResponse response;
  if (answer.source != cache::AnswerSource::kStore) {
    response.set_cached(true);
    // The clock may have jumped back since.
    const int64_t age_ms = std::max<int64_t>(0, absl::ToUnixMillis(now) - answer.payload->computed_at_ms);
    response.set_cache_age_seconds(static_cast<double>(age_ms) / 1000.0);
    response.set_source(v1::DATA_SOURCE_CACHE);
  } else {
    response.set_source(v1::DATA_SOURCE_STORE);
  }
  response.set_data_version(ToStamp(answer.payload->version));
  if (answer.current.source_synced_at != 0) {
    response.mutable_data_as_of_time()->set_seconds(answer.current.source_synced_at);
  }
  if (answer.payload->bytes.empty()) SetEmptyReason(answer, query, &response);
  return response.SerializeAsString();
}

grpc::ByteBuffer AssembleAnswer(const cache::ReadAnswer& answer, const std::string& call_part) {
  grpc::Slice call_slice(call_part.data(), call_part.size());
  if (answer.payload->bytes.empty()) return grpc::ByteBuffer(&call_slice, 1);
  auto* kept = new cache::PayloadPtr(answer.payload);
  // gRPC never writes to it; its slices have no const form.
  void* const bytes = const_cast<char*>((*kept)->bytes.data());
  const std::array<grpc::Slice, 2> slices = {
      grpc::Slice(
          bytes, (*kept)->bytes.size(), [](void* owner) { delete static_cast<cache::PayloadPtr*>(owner); }, kept),
      std::move(call_slice)};
  return grpc::ByteBuffer(slices.data(), slices.size());
}

}  // namespace cp::query
