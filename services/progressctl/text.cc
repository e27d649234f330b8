#include "services/progressctl/text.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/status.h"

namespace cp::ctl {
namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";

}  // namespace

std::string Printable(absl::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char byte = text[i];
    if (byte < 0x20 || byte == 0x7f) {
      result += kReplacement;
    } else if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) {
      result += kReplacement;  // U+0080..U+009F
      ++i;
    } else {
      result += static_cast<char>(byte);
    }
  }
  return result;
}

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return width;
}

std::string Count(int64_t count, absl::string_view singular, absl::string_view plural) {
  return absl::StrCat(count, " ", count == 1 ? singular : plural);
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
}

std::string AgeText(int64_t seconds) {
  if (seconds < 60) return absl::StrCat(seconds, " s");
  if (seconds < 3600) return absl::StrCat(seconds / 60, " min");
  if (seconds < 172800) return absl::StrCat(seconds / 3600, " h");
  return absl::StrCat(seconds / 86400, " days");
}

std::string ErrorText(const absl::Status& status) {
  const std::string code = absl::StatusCodeToString(status.code());
  const std::string reason = ReasonOf(status);
  const std::string head = reason.empty() || reason == code ? code : absl::StrCat(code, " ", reason);
  return Printable(absl::StrCat(head, ": ", std::string(status.message())));
}

}  // namespace cp::ctl
