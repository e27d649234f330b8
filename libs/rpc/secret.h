// Making and comparing API tokens (OpenSSL).
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cp::rpc {

// From the system's generator. INTERNAL if it fails.
absl::StatusOr<std::string> RandomBytes(size_t count);

// 32 raw bytes.
std::string Sha256(absl::string_view data);

struct NewToken {
  std::string id;      // 12 characters a-z2-7 of their own randomness, public
  std::string secret;  // "cpt_" and 43 base64url characters: 32 random bytes. Shown once, never stored or logged
  std::string sha256;  // of the secret, 32 raw bytes: what the store keeps
};
absl::StatusOr<NewToken> MakeToken();

}  // namespace cp::rpc
