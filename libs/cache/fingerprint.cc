#include "libs/cache/fingerprint.h"

#include "absl/strings/str_cat.h"

namespace cp::cache {
namespace {

// Which method asked; one number per kind of cached answer, never used again for another one.
constexpr uint64_t kKindCourseProgressPage = 1;

}  // namespace

Fingerprint FingerprintOf(const progress::PageQuery& query) {
  return {.high = kKindCourseProgressPage << 32 | static_cast<uint32_t>(query.limit),
          .low = static_cast<uint64_t>(query.offset)};
}

std::string ToHex(const Fingerprint& fingerprint) {
  return absl::StrCat(absl::Hex(fingerprint.high, absl::kZeroPad16), absl::Hex(fingerprint.low, absl::kZeroPad16));
}

}  // namespace cp::cache
