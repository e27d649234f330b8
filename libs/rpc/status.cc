#include "libs/rpc/status.h"

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "courseprogress/internal/v1/error_details.pb.h"
#include "google/rpc/error_details.pb.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::rpc {
namespace {

namespace wire = ::courseprogress::internal::v1;

constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kInternalText[] = "Internal error. The service's log says more.";
constexpr char kReplacement[] = "\xEF\xBF\xBD";

// Bytes of the well-formed UTF-8 sequence that `text` begins with (Unicode table 3-7), or 0.
size_t SequenceLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto tail = [&](size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool ok = byte(1) >= (lead == 0xE0 ? 0xA0u : 0x80u) && byte(1) <= (lead == 0xED ? 0x9Fu : 0xBFu);
    return ok && tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool ok = byte(1) >= (lead == 0xF0 ? 0x90u : 0x80u) && byte(1) <= (lead == 0xF4 ? 0x8Fu : 0xBFu);
    return ok && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

std::string ToValidUtf8(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const size_t length = SequenceLength(text);
    if (length == 0) {
      out.append(kReplacement);
    } else {
      out.append(text.data(), length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

grpc::Status Encode(absl::StatusCode code, absl::string_view message, const std::string& error_reason,
                    const std::map<std::string, std::string>& metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(error_reason);
  info.set_domain(kErrorDomain);
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[ToValidUtf8(key)] = ToValidUtf8(value);
  wire::Status status;
  status.set_code(static_cast<int>(code));
  status.set_message(ToValidUtf8(message));
  wire::Detail& detail = *status.add_details();
  detail.set_type_url(kErrorInfoUrl);
  detail.set_value(info.SerializeAsString());
  return grpc::Status(static_cast<grpc::StatusCode>(code), status.message(), status.SerializeAsString());
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const std::string error_reason = ReasonOf(status);
  if (error_reason.empty()) return Encode(absl::StatusCode::kInternal, kInternalText, reason::kInternal, {});
  return Encode(status.code(), absl::string_view(status.message()), error_reason, MetadataOf(status));
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  wire::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const wire::Detail& detail : details.details()) {
      google::rpc::ErrorInfo info;
      if (detail.type_url() != kErrorInfoUrl || !info.ParseFromString(detail.value())) continue;
      if (info.domain() != kErrorDomain || info.reason().empty()) continue;
      return MakeError(code, info.reason(), status.error_message(), {info.metadata().begin(), info.metadata().end()});
    }
  }
  return absl::Status(code, status.error_message());
}

absl::Status Overloaded() {
  return MakeError(absl::StatusCode::kUnavailable, reason::kOverloaded, "The service is overloaded. Try again later.");
}

}  // namespace cp::rpc
