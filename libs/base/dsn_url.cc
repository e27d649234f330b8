// The URL form of a connection string.
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "libs/base/dsn_text.h"
#include "libs/base/status.h"

namespace cp {
namespace {

absl::Status Wrong(absl::string_view what) { return absl::InvalidArgumentError(what); }

bool IsHex(char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); }

// RFC 3986, section 2.1.
absl::StatusOr<std::string> Decode(absl::string_view text, absl::string_view part) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size() || !IsHex(text[i + 1]) || !IsHex(text[i + 2])) {
      return Wrong(absl::StrCat("has a % in its ", part, " that two hexadecimal digits do not follow; write % as %25"));
    }
    decoded += absl::HexStringToBytes(text.substr(i + 1, 2));
    i += 2;
  }
  if (absl::StrContains(decoded, '\0')) return Wrong(absl::StrCat("has a NUL byte in its ", part));
  return decoded;
}

// A name, an address, or the folder of a socket.
bool MayBeHost(absl::string_view host) {
  if (absl::StartsWith(host, "/")) return true;
  return std::all_of(host.begin(), host.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("._-", c);
  });
}

bool MayBeIpv6(absl::string_view address) {
  const absl::string_view digits = address.substr(0, address.find('%'));  // a zone may follow
  return absl::StrContains(digits, ':') &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return IsHex(c) || c == ':' || c == '.'; });
}

struct HostAndPort {
  std::string host;
  std::string port;
};

absl::StatusOr<HostAndPort> ParseHost(absl::string_view text) {
  HostAndPort parsed;
  absl::string_view port;
  if (absl::StartsWith(text, "[")) {
    const size_t end = text.find(']');
    if (end == absl::string_view::npos) return Wrong("has a [ without its ]; write an IPv6 address as [::1]");
    CP_ASSIGN_OR_RETURN(parsed.host, Decode(text.substr(1, end - 1), "host"));
    if (!MayBeIpv6(parsed.host)) return Wrong("has something else than an IPv6 address in brackets");
    port = text.substr(end + 1);
    if (!port.empty() && port[0] != ':') return Wrong("has something else than a port after its ]");
  } else {
    const size_t colon = std::min(text.find(':'), text.size());
    port = text.substr(colon);
    if (absl::StrContains(port.substr(std::min<size_t>(1, port.size())), ':')) {
      return Wrong("has two : in its host and port; write an IPv6 address in brackets, [::1]");
    }
    CP_ASSIGN_OR_RETURN(parsed.host, Decode(text.substr(0, colon), "host"));
    if (!MayBeHost(parsed.host)) return Wrong("has a character in its host that no host name has");
  }
  if (port.empty()) return parsed;
  int number = 0;
  if (!absl::SimpleAtoi(port.substr(1), &number) || number < 1 || number > 65535) {
    return Wrong("has a port that is not a number, 1..65535");
  }
  parsed.port = absl::StrCat(number);
  return parsed;
}

absl::Status AddHosts(absl::string_view text, std::vector<DsnWord>* words) {
  std::vector<std::string> hosts;
  std::vector<std::string> ports;
  for (const absl::string_view one : absl::StrSplit(text, ',')) {
    CP_ASSIGN_OR_RETURN(HostAndPort parsed, ParseHost(one));
    hosts.push_back(std::move(parsed.host));
    ports.push_back(std::move(parsed.port));
  }
  const auto is_empty = [](const std::string& port) { return port.empty(); };
  if (!text.empty() && text[0] != ':') words->push_back({"host", absl::StrJoin(hosts, ",")});
  if (!std::all_of(ports.begin(), ports.end(), is_empty)) words->push_back({"port", absl::StrJoin(ports, ",")});
  return absl::OkStatus();
}

absl::Status AddUserInfo(absl::string_view text, std::vector<DsnWord>* words) {
  const size_t colon = text.find(':');
  CP_ASSIGN_OR_RETURN(std::string user, Decode(text.substr(0, colon), "user"));
  if (!user.empty()) words->push_back({"user", std::move(user)});
  if (colon == absl::string_view::npos) return absl::OkStatus();
  CP_ASSIGN_OR_RETURN(std::string password, Decode(text.substr(colon + 1), "password"));
  words->push_back({"password", std::move(password)});
  return absl::OkStatus();
}

absl::Status AddParameters(absl::string_view text, std::vector<DsnWord>* words) {
  for (const absl::string_view parameter : absl::StrSplit(text, '&', absl::SkipEmpty())) {
    const size_t equals = parameter.find('=');
    if (equals == absl::string_view::npos || equals == 0) {
      return Wrong("has something else than name=value&name=value after its ?");
    }
    DsnWord word;
    CP_ASSIGN_OR_RETURN(word.name, Decode(parameter.substr(0, equals), "parameters"));
    CP_ASSIGN_OR_RETURN(word.value, Decode(parameter.substr(equals + 1), "parameters"));
    const bool is_name = std::all_of(word.name.begin(), word.name.end(), [](char c) {
      return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
    });
    if (!is_name) return Wrong("has a parameter whose name is not letters, digits and _");
    words->push_back(std::move(word));
  }
  return absl::OkStatus();
}

// Where a character that means something in a URL stands in a user or password as it is, the rest is misread.
absl::Status CheckAuthority(absl::string_view authority, absl::string_view rest) {
  if (absl::StrContains(authority, '#') || absl::StrContains(rest, '#')) {
    return Wrong("has a #; write # in user or password as %23");
  }
  if (std::count(authority.begin(), authority.end(), '@') > 1) {
    return Wrong("has two @; write @ in user or password as %40");
  }
  if (absl::StrContains(rest.substr(0, rest.find('?')), '@')) {
    return Wrong("has an @ after its first /; write / in user or password as %2F, ? as %3F");
  }
  return absl::OkStatus();
}

absl::Status CheckNamedOnce(const std::vector<DsnWord>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (words[i].name == words[j].name) return Wrong(absl::StrCat("gives ", words[i].name, " twice; keep one"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<DsnWord>> ParseDsnUrl(absl::string_view after_scheme) {
  const size_t end = std::min(after_scheme.find_first_of("/?"), after_scheme.size());
  const absl::string_view authority = after_scheme.substr(0, end);
  const absl::string_view rest = after_scheme.substr(end);
  CP_RETURN_IF_ERROR(CheckAuthority(authority, rest));
  std::vector<DsnWord> words;
  const size_t at = authority.find('@');
  if (at != absl::string_view::npos) CP_RETURN_IF_ERROR(AddUserInfo(authority.substr(0, at), &words));
  CP_RETURN_IF_ERROR(AddHosts(at == absl::string_view::npos ? authority : authority.substr(at + 1), &words));
  const size_t question = std::min(rest.find('?'), rest.size());
  if (const absl::string_view path = rest.substr(0, question); path.size() > 1) {
    CP_ASSIGN_OR_RETURN(std::string database, Decode(path.substr(1), "database"));
    words.push_back({"dbname", std::move(database)});
  }
  if (question < rest.size()) CP_RETURN_IF_ERROR(AddParameters(rest.substr(question + 1), &words));
  CP_RETURN_IF_ERROR(CheckNamedOnce(words));
  return words;
}

std::string ToDsnText(const std::vector<DsnWord>& words) {
  return absl::StrJoin(words, " ", [](std::string* out, const DsnWord& word) {
    absl::StrAppend(out, word.name, "='", absl::StrReplaceAll(word.value, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
  });
}

}  // namespace cp
