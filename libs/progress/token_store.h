// Port: API tokens. Only their SHA-256 is ever stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"

namespace cp::progress {

enum class TokenScope { kRead = 1, kAdmin = 2 };

struct ApiToken {
  std::string id;      // 12 characters, public: names the token in lists, logs and revocations
  std::string sha256;  // 32 raw bytes
  TokenScope scope = TokenScope::kRead;
  CompanyId company;       // set iff scope is kRead
  std::string label;       // for people, at most 100 characters
  int64_t created_at = 0;  // unix seconds
  int64_t expires_at = 0;  // unix seconds, 0 = never
  int64_t revoked_at = 0;  // unix seconds, 0 = not revoked
};

struct TokenTable {
  uint64_t auth_version = 0;     // of the snapshot that the tokens were read in
  std::vector<ApiToken> tokens;  // all, revoked and expired ones included, ordered by created_at, id
};

// Thread-safe, blocking. Every change raises store_meta.auth_version in its transaction. Errors as ProgressReader's.
class TokenStore {
 public:
  virtual ~TokenStore() = default;
  // ALREADY_EXISTS if the id or hash is taken; NOT_FOUND if a read token names an unknown company.
  virtual absl::Status CreateToken(const ApiToken& token, Deadline deadline) = 0;
  // NOT_FOUND for an unknown id; OK if it was revoked before (the first time stands).
  virtual absl::Status RevokeToken(const std::string& id, int64_t revoked_at, Deadline deadline) = 0;
  virtual absl::StatusOr<TokenTable> LoadTokens(Deadline deadline) = 0;
};

}  // namespace cp::progress
