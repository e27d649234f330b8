#include "libs/runtime/redact.h"

#include <array>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace cp::runtime {
namespace {

constexpr char kMask[] = "***";
constexpr std::array<absl::string_view, 5> kSecretKeys = {"password", "pass", "passwd", "pwd", "sslpassword"};

bool IsSecretKey(absl::string_view key) {
  for (const absl::string_view secret : kSecretKeys) {
    if (absl::EqualsIgnoreCase(key, secret)) return true;
  }
  return false;
}

// Position after the value that starts at `begin`. Quoted values may hold blanks; libpq escapes with a backslash,
// SOCI's MySQL form by doubling, so a quote directly after a quote goes on. Without a closing quote everything is the
// value.
size_t EndOfValue(absl::string_view text, size_t begin) {
  if (begin < text.size() && (text[begin] == '\'' || text[begin] == '"')) {
    const char quote = text[begin];
    size_t i = begin + 1;
    while (i < text.size()) {
      if (text[i] == '\\') {
        i += 2;
      } else if (text[i] != quote) {
        ++i;
      } else if (i + 1 < text.size() && text[i + 1] == quote) {
        i += 2;
      } else {
        return i + 1;
      }
    }
    return text.size();
  }
  const size_t end = text.find_first_of(" \t\r\n&", begin);
  return end == absl::string_view::npos ? text.size() : end;
}

std::string RedactKeyValues(absl::string_view text) {
  std::string out;
  size_t copied = 0;
  for (size_t equals = text.find('='); equals != absl::string_view::npos; equals = text.find('=', equals + 1)) {
    if (equals < copied) continue;
    const absl::string_view before = absl::StripTrailingAsciiWhitespace(text.substr(0, equals));
    size_t key = before.size();
    while (key > 0 && (absl::ascii_isalnum(static_cast<unsigned char>(before[key - 1])) || before[key - 1] == '_'))
      --key;
    if (!IsSecretKey(before.substr(key))) continue;
    const size_t value = text.find_first_not_of(" \t", equals + 1);
    if (value == absl::string_view::npos) break;
    absl::StrAppend(&out, text.substr(copied, equals + 1 - copied), kMask);
    copied = EndOfValue(text, value);
  }
  absl::StrAppend(&out, text.substr(copied));
  return out;
}

// The last @ ends the user information, so that an unescaped @ or / in a password can not leak its tail.
std::string RedactUserInfo(absl::string_view text) {
  const size_t scheme = text.find("://");
  const size_t at = text.rfind('@');
  if (scheme == absl::string_view::npos || at == absl::string_view::npos || at < scheme + 3) return std::string(text);
  const size_t begin = scheme + 3;
  const absl::string_view user_info = text.substr(begin, at - begin);
  const size_t colon = user_info.find(':');
  const bool is_redis = absl::StartsWithIgnoreCase(text, "redis");
  if (colon == absl::string_view::npos && !is_redis) return std::string(text);
  const absl::string_view user =
      colon == absl::string_view::npos ? absl::string_view() : user_info.substr(0, colon + 1);
  return absl::StrCat(text.substr(0, begin), user, kMask, text.substr(at));
}

}  // namespace

std::string RedactDsn(absl::string_view dsn) {
  // A URL's password may itself hold "password=": user information first, the rest by keys.
  return RedactKeyValues(RedactUserInfo(dsn));
}

}  // namespace cp::runtime
