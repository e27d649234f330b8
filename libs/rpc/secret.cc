#include "libs/rpc/secret.h"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <climits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::rpc {
namespace {

constexpr char kPrefix[] = "cpt_";
constexpr size_t kSecretBytes = 32;
constexpr size_t kIdCharacters = 12;
constexpr char kBase32[] = "abcdefghijklmnopqrstuvwxyz234567";  // RFC 4648, lower case

const unsigned char* Bytes(absl::string_view data) { return reinterpret_cast<const unsigned char*>(data.data()); }

}  // namespace

absl::StatusOr<std::string> RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  if (count > INT_MAX || RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    return MakeError(absl::StatusCode::kInternal, reason::kInternal, "The system gave no random numbers.");
  }
  return bytes;
}

std::string Sha256(absl::string_view data) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(Bytes(data), data.size(), reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

absl::StatusOr<NewToken> MakeToken() {
  CP_ASSIGN_OR_RETURN(const std::string secret_bytes, RandomBytes(kSecretBytes));
  CP_ASSIGN_OR_RETURN(const std::string id_bytes, RandomBytes(kIdCharacters));
  NewToken token;
  for (const char byte : id_bytes) token.id.push_back(kBase32[static_cast<unsigned char>(byte) % 32]);
  token.secret = absl::StrCat(kPrefix, absl::WebSafeBase64Escape(secret_bytes));
  token.sha256 = Sha256(token.secret);
  return token;
}

}  // namespace cp::rpc
