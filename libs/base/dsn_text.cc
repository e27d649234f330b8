#include "libs/base/dsn_text.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace cp {
namespace {

constexpr absl::string_view kMask = "***";
constexpr std::array<absl::string_view, 6> kServerSchemes = {"postgresql://", "postgres://", "mysql://",
                                                             "mariadb://",    "redis://",    "rediss://"};
constexpr std::array<absl::string_view, 2> kFileSchemes = {"sqlite3://", "sqlite://"};
// Of libpq and of SOCI's MySQL backend. What is missing here is hidden.
constexpr std::array<absl::string_view, 29> kHarmless = {"host",
                                                         "hostaddr",
                                                         "port",
                                                         "dbname",
                                                         "db",
                                                         "user",
                                                         "sslmode",
                                                         "sslrootcert",
                                                         "sslcert",
                                                         "sslkey",
                                                         "sslca",
                                                         "passfile",
                                                         "service",
                                                         "unix_socket",
                                                         "charset",
                                                         "client_encoding",
                                                         "application_name",
                                                         "gssencmode",
                                                         "channel_binding",
                                                         "target_session_attrs",
                                                         "connect_timeout",
                                                         "read_timeout",
                                                         "write_timeout",
                                                         "tcp_user_timeout",
                                                         "keepalives",
                                                         "keepalives_idle",
                                                         "keepalives_interval",
                                                         "keepalives_count",
                                                         "local_infile"};

bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }
bool IsNameCharacter(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool ConsistsOf(absl::string_view text, absl::string_view punctuation) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains(punctuation, c);
  });
}

template <size_t kSize>
absl::string_view FindScheme(const std::array<absl::string_view, kSize>& schemes, absl::string_view text) {
  for (const absl::string_view scheme : schemes) {
    if (absl::StartsWith(text, scheme)) return scheme;
  }
  return "";
}

// Position after the value that starts at `at`; nullopt when it does not end, or ends in the middle of a word.
std::optional<size_t> EndOfValue(absl::string_view text, size_t at) {
  const char quote = at < text.size() && (text[at] == '\'' || text[at] == '"') ? text[at] : '\0';
  if (quote != '\0') ++at;
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      if (++at == text.size()) return std::nullopt;
    } else if (quote != '\0' && text[at] == quote) {
      if (at + 1 < text.size() && !IsSpace(text[at + 1])) return std::nullopt;
      return at + 1;
    } else if (quote == '\0' && IsSpace(text[at])) {
      return at;
    }
  }
  if (quote != '\0') return std::nullopt;
  return text.size();
}

// A word can be harmless and its value not: "dbname=postgresql://u:secret@h/d", "host=h&password=secret".
std::string Shown(absl::string_view name, absl::string_view value) {
  const bool harmless =
      std::find(kHarmless.begin(), kHarmless.end(), name) != kHarmless.end() && ConsistsOf(value, "._-/:,+~*[] '\"");
  return absl::StrCat(name, "=", harmless ? value : kMask);
}

std::optional<std::string> ShownWords(absl::string_view text) {
  const std::optional<std::vector<DsnWord>> words = ParseDsnWords(text);
  if (!words.has_value()) return std::nullopt;
  return absl::StrJoin(*words, " ",
                       [](std::string* out, const DsnWord& word) { out->append(Shown(word.name, word.value)); });
}

std::optional<std::string> ShownParameters(absl::string_view text) {
  std::vector<std::string> shown;
  for (const absl::string_view parameter : absl::StrSplit(text, '&')) {
    const std::pair<absl::string_view, absl::string_view> word = absl::StrSplit(parameter, absl::MaxSplits('=', 1));
    if (word.first.empty() || !ConsistsOf(word.first, "_") || !absl::StrContains(parameter, '=')) return std::nullopt;
    shown.push_back(Shown(word.first, word.second));
  }
  return absl::StrJoin(shown, "&");
}

// The last @ ends the user information: an @ or / in a password should be percent-encoded, and often is not.
std::optional<std::string> ShownUserInfo(absl::string_view user_info, bool password_only) {
  if (!ConsistsOf(user_info, "._-~!$&'()*+,;=:%")) return std::nullopt;
  const size_t colon = user_info.find(':');
  if (colon != absl::string_view::npos) return absl::StrCat(user_info.substr(0, colon), ":", kMask, "@");
  return absl::StrCat(password_only ? kMask : user_info, "@");
}

std::optional<std::string> ShownUrl(absl::string_view text, bool password_only) {
  std::string shown;
  if (const size_t at = text.rfind('@'); at != absl::string_view::npos) {
    const std::optional<std::string> user_info = ShownUserInfo(text.substr(0, at), password_only);
    if (!user_info.has_value()) return std::nullopt;
    shown = *user_info;
    text.remove_prefix(at + 1);
  }
  const size_t question = text.find('?');
  const absl::string_view place = text.substr(0, question);
  const size_t slash = std::min(place.find('/'), place.size());
  if (!ConsistsOf(place.substr(0, slash), "._-:,[]") || !ConsistsOf(place.substr(slash), "._-/")) return std::nullopt;
  absl::StrAppend(&shown, place);
  if (question == absl::string_view::npos) return shown;
  const std::optional<std::string> parameters = ShownParameters(text.substr(question + 1));
  if (!parameters.has_value()) return std::nullopt;
  return absl::StrCat(shown, "?", *parameters);
}

}  // namespace

std::optional<std::vector<DsnWord>> ParseDsnWords(absl::string_view text) {
  std::vector<DsnWord> words;
  size_t at = 0;
  const auto skip_spaces = [&] {
    while (at < text.size() && IsSpace(text[at])) ++at;
  };
  for (skip_spaces(); at < text.size(); skip_spaces()) {
    const size_t begin = at;
    while (at < text.size() && IsNameCharacter(text[at])) ++at;
    const absl::string_view name = text.substr(begin, at - begin);
    if (name.empty() || at == text.size() || text[at] != '=') return std::nullopt;
    ++at;
    const std::optional<size_t> end = EndOfValue(text, at);
    if (!end.has_value()) return std::nullopt;
    words.push_back({std::string(name), std::string(text.substr(at, *end - at))});
    at = *end;
  }
  return words;
}

bool IsDsnUrl(absl::string_view after_scheme) {
  return !after_scheme.empty() && !absl::StrContains(after_scheme.substr(0, after_scheme.find_first_of("/?")), '=');
}

std::string RedactDsn(absl::string_view dsn) {
  if (dsn.empty()) return "";
  if (const absl::string_view scheme = FindScheme(kFileSchemes, dsn); !scheme.empty()) {
    absl::string_view path = dsn.substr(scheme.size());
    if (!absl::ConsumePrefix(&path, "dbname=")) absl::ConsumePrefix(&path, "db=");
    return path.find_first_of("=\"") == absl::string_view::npos ? std::string(dsn) : absl::StrCat(scheme, kMask);
  }
  const absl::string_view scheme = FindScheme(kServerSchemes, dsn);
  const absl::string_view rest = dsn.substr(scheme.size());
  if (scheme.empty()) return std::string(kMask);
  const std::optional<std::string> shown =
      IsDsnUrl(rest) ? ShownUrl(rest, /*password_only=*/absl::StartsWith(scheme, "redis")) : ShownWords(rest);
  return absl::StrCat(scheme, shown.has_value() ? *shown : kMask);
}

std::string RedactText(absl::string_view text) {
  const bool may_be_dsn = text.find_first_of("=@") != absl::string_view::npos || absl::StrContains(text, "://");
  return may_be_dsn ? RedactDsn(text) : std::string(text);
}

}  // namespace cp
