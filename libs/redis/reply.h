// What Redis answered, and what its errors mean. hiredis' own types and texts end here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct redisReply;

namespace cp::redis {

struct Reply {
  enum class Kind { kNil, kText, kInteger, kArray };

  Kind kind = Kind::kNil;
  std::string text = {};  // of strings and status lines
  int64_t integer = 0;
  std::vector<Reply> elements = {};
};

// Copies the reply; an error reply becomes a status (see ErrorFromText), a null pointer a lost connection.
absl::StatusOr<Reply> ToReply(const redisReply* reply);

// Errors that a setting cures are FAILED_PRECONDITION (CONFIG_INVALID, metadata setting): a Redis Cluster, a refused
// password, a missing database. All others are UNAVAILABLE (CACHE_UNAVAILABLE): full, loading, read-only, ...
absl::Status ErrorFromText(absl::string_view text);

// UNAVAILABLE (CACHE_UNAVAILABLE).
absl::Status Unavailable(absl::string_view what);

}  // namespace cp::redis
