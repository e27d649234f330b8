#include "libs/base/data_version.h"

#include <charconv>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp {
namespace {

constexpr size_t kHalf = 16;

// Only lower-case digits count: upper-case ones would break the string order.
bool ParseHalf(absl::string_view text, uint64_t* value) {
  if (text.find_first_not_of("0123456789abcdef") != absl::string_view::npos) return false;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), *value, 16);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

}  // namespace

std::string ToStamp(const DataVersion& version) {
  return absl::StrCat(absl::Hex(version.epoch, absl::kZeroPad16), absl::Hex(version.version, absl::kZeroPad16));
}

absl::StatusOr<DataVersion> ParseStamp(absl::string_view stamp) {
  DataVersion version;
  if (stamp.size() != 2 * kHalf || !ParseHalf(stamp.substr(0, kHalf), &version.epoch) ||
      !ParseHalf(stamp.substr(kHalf), &version.version)) {
    return MakeError(absl::StatusCode::kInvalidArgument, reason::kDataVersionInvalid,
                     "a data_version is the 32 hexadecimal digits of an earlier answer, passed back unchanged");
  }
  return version;
}

std::ostream& operator<<(std::ostream& out, const DataVersion& version) {
  return out << "{" << version.epoch << ", " << version.version << "}";
}

}  // namespace cp
