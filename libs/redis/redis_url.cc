#include "libs/redis/redis_url.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::redis {
namespace {

constexpr absl::string_view kForm = "redis://[:password@]host:port/db";
constexpr int kMaxPort = 65535;
constexpr int kMaxDatabase = 65535;

absl::Status Invalid(absl::string_view rule) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   absl::StrCat("--redis-url: ", rule, "; write it as ", kForm), {{"setting", "--redis-url"}});
}

// RFC 3986, 2.1. Nullopt for a '%' without two hex digits.
std::optional<std::string> PercentDecoded(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    uint32_t byte = 0;
    if (text[i] != '%') {
      decoded.push_back(text[i]);
    } else if (i + 2 < text.size() && absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 1])) &&
               absl::SimpleHexAtoi(text.substr(i + 1, 2), &byte)) {
      decoded.push_back(static_cast<char>(byte));
      i += 2;
    } else {
      return std::nullopt;
    }
  }
  return decoded;
}

absl::Status ReadCredentials(absl::string_view text, RedisAddress* address) {
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos) return Invalid("before '@' a password is expected, after a ':'");
  const auto user = PercentDecoded(text.substr(0, colon));
  const auto password = PercentDecoded(text.substr(colon + 1));
  if (!user.has_value() || !password.has_value()) {
    return Invalid("'%' in user or password must be followed by two hex digits (a '%' itself is %25)");
  }
  if (password->empty()) return Invalid("the password before '@' is empty");
  address->user = *user;
  address->password = *password;
  return absl::OkStatus();
}

absl::Status ReadNumber(absl::string_view text, absl::string_view name, int minimum, int maximum, int* number) {
  if (absl::SimpleAtoi(text, number) && *number >= minimum && *number <= maximum) return absl::OkStatus();
  return Invalid(absl::StrCat("the ", name, " must be a number from ", minimum, " to ", maximum));
}

// `text` is host, host:port or [v6]:port.
absl::Status ReadHostAndPort(absl::string_view text, RedisAddress* address) {
  absl::string_view port;
  if (absl::ConsumePrefix(&text, "[")) {
    const size_t end = text.find(']');
    if (end == absl::string_view::npos) return Invalid("the ']' behind an IPv6 address is missing");
    address->host = std::string(text.substr(0, end));
    port = text.substr(end + 1);
    if (!port.empty() && !absl::ConsumePrefix(&port, ":")) return Invalid("behind ']' only a port may follow");
  } else {
    const size_t colon = text.find(':');
    address->host = std::string(text.substr(0, colon));
    if (colon != absl::string_view::npos) port = text.substr(colon + 1);
    if (colon != absl::string_view::npos && port.empty()) return Invalid("the port behind ':' is missing");
  }
  if (address->host.empty()) return Invalid("the host is missing");
  return port.empty() ? absl::OkStatus() : ReadNumber(port, "port", 1, kMaxPort, &address->port);
}

}  // namespace

absl::StatusOr<RedisAddress> ParseRedisUrl(absl::string_view url) {
  if (absl::StartsWithIgnoreCase(url, "rediss://")) {
    return Invalid("rediss:// is not supported: terminate TLS beside the service (a local proxy) and name that");
  }
  if (!absl::ConsumePrefix(&url, "redis://")) return Invalid("it must begin with redis://");
  RedisAddress address;
  if (url.find_first_of("?#") != absl::string_view::npos) return Invalid("nothing may follow the database number");
  // A password may hold '/' only percent-encoded, but '@' is searched from the end to be kind to an unescaped one.
  if (const size_t at = url.rfind('@'); at != absl::string_view::npos) {
    CP_RETURN_IF_ERROR(ReadCredentials(url.substr(0, at), &address));
    url.remove_prefix(at + 1);
  }
  if (const size_t slash = url.find('/'); slash != absl::string_view::npos) {
    const absl::string_view database = url.substr(slash + 1);
    if (!database.empty()) {
      CP_RETURN_IF_ERROR(ReadNumber(database, "database", 0, kMaxDatabase, &address.database));
    }
    url = url.substr(0, slash);
  }
  CP_RETURN_IF_ERROR(ReadHostAndPort(url, &address));
  return address;
}

std::string RedactedUrl(const RedisAddress& address) {
  const bool v6 = absl::StrContains(address.host, ":");
  return absl::StrCat("redis://", address.user, address.password.empty() ? "" : ":***@", v6 ? "[" : "", address.host,
                      v6 ? "]" : "", ":", address.port, "/", address.database);
}

}  // namespace cp::redis
