#include "libs/rpc/secret.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <climits>
#include <cstdlib>

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

// Fetched once: SHA256() looks the algorithm up anew in every call, which costs more than the digest of a token.
const EVP_MD* Sha256Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

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
  const int done = EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
                              Sha256Algorithm(), nullptr);
  if (done != 1) std::abort();  // no memory, or an OpenSSL without SHA-256
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
