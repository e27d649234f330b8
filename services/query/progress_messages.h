// What GetCourseProgress says on the wire: the checks of a request and the part of an answer that belongs to one call.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "courseprogress/v1/course_progress_service.pb.h"
#include "grpcpp/support/byte_buffer.h"
#include "libs/cache/read_path.h"

namespace cp::query {

// Upper bound of `limit` for every company; a company's own bound (max_records) is checked when its version is known.
inline constexpr int32_t kMaxLimit = 10000;

// INVALID_ARGUMENT naming the field, what is allowed and what came: LIMIT_NOT_POSITIVE, LIMIT_TOO_LARGE,
// OFFSET_NEGATIVE, DATA_VERSION_INVALID, FIELD_INVALID for bytes that are no request. Leaves company and deadline at
// their defaults.
absl::StatusOr<cache::ReadRequest> ParseRequest(const grpc::ByteBuffer& bytes);

// The fields of the answer beside its rows, serialized: appended to the payload they make the whole message, since
// protobuf merges concatenated messages.
std::string EncodeCallPart(const cache::ReadAnswer& answer, const progress::PageQuery& query, absl::Time now);

// The whole answer. The payload's bytes are not copied: the buffer keeps the payload alive until it has been sent.
grpc::ByteBuffer AssembleAnswer(const cache::ReadAnswer& answer, const std::string& call_part);

}  // namespace cp::query
