// Where Redis is, as the setting --redis-url says it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cp::redis {

struct RedisAddress {
  std::string host;
  int port = 6379;
  std::string user = {};      // empty: Redis' default user
  std::string password = {};  // empty: no AUTH
  int database = 0;
};

// `redis://[[user]:password@]host[:port][/database]`; user and password percent-encoded, an IPv6 host in brackets.
// INVALID_ARGUMENT (CONFIG_INVALID, metadata setting) with a text that names --redis-url and never holds the password.
absl::StatusOr<RedisAddress> ParseRedisUrl(absl::string_view url);

// For logs: the password is "***".
std::string RedactedUrl(const RedisAddress& address);

}  // namespace cp::redis
