#include "libs/rpc/endpoint.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/files/small_file.h"

namespace cp::rpc {
namespace {

using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;
using CertificatePtr = std::unique_ptr<X509, decltype(&X509_free)>;
using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

// An encrypted key has no one to ask for its passphrase.
int NoPassphrase(char*, int, int, void*) { return -1; }

CertificatePtr FirstCertificate(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  CertificatePtr certificate(PEM_read_bio_X509(bio.get(), nullptr, &NoPassphrase, nullptr), &X509_free);
  ERR_clear_error();
  return certificate;
}

KeyPtr PrivateKey(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &NoPassphrase, nullptr), &EVP_PKEY_free);
  ERR_clear_error();
  return key;
}

absl::StatusOr<std::string> ReadFile(absl::string_view setting, const std::string& path) {
  absl::StatusOr<std::string> content = files::ReadSmallFile(path, files::kMaxCertificatesBytes);
  if (content.ok()) return content;
  return SettingError(setting, path, absl::StrCat("can not be read: ", content.status().message()));
}

bool IsLocalHost(const std::string& host) {
  if (host == "localhost") return true;
  in_addr v4;
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6;
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

}  // namespace

absl::Status SettingError(absl::string_view setting, absl::string_view value, absl::string_view problem) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   absl::StrCat("--", setting, " is \"", value, "\": ", problem), {{"setting", std::string(setting)}});
}

std::string Endpoint::WithPort(int chosen_port) const {
  const bool v6 = absl::StrContains(host, ':');
  return absl::StrCat(v6 ? "[" : "", host, v6 ? "]:" : ":", chosen_port);
}

absl::StatusOr<Endpoint> ParseEndpoint(absl::string_view setting, absl::string_view address) {
  Endpoint endpoint;
  absl::string_view path = address;
  if (absl::ConsumePrefix(&path, "unix:")) {
    if (path.empty()) return SettingError(setting, address, kAddressForms);
    endpoint.local = true;
    return endpoint;
  }
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return SettingError(setting, address, kAddressForms);
  absl::string_view host = address.substr(0, colon);
  const bool bracketed = absl::StartsWith(host, "[") && absl::EndsWith(host, "]");
  if (bracketed) host = host.substr(1, host.size() - 2);
  const absl::string_view port = address.substr(colon + 1);
  if (host.empty() || absl::StrContains(host, ':') != bracketed || host.find_first_of("[]/ ") != host.npos ||
      !absl::SimpleAtoi(port, &endpoint.port) || endpoint.port < 0 || endpoint.port > 65535) {
    return SettingError(setting, address, kAddressForms);
  }
  endpoint.host = std::string(host);
  endpoint.local = IsLocalHost(endpoint.host);
  return endpoint;
}

absl::StatusOr<std::string> ReadCertificates(absl::string_view setting, const std::string& path) {
  CP_ASSIGN_OR_RETURN(std::string pem, ReadFile(setting, path));
  if (FirstCertificate(pem) == nullptr) return SettingError(setting, path, "holds no certificate in PEM form");
  return pem;
}

absl::StatusOr<std::string> ReadPrivateKey(absl::string_view setting, const std::string& path) {
  CP_ASSIGN_OR_RETURN(std::string pem, ReadFile(setting, path));
  if (PrivateKey(pem) == nullptr) {
    return SettingError(setting, path, "holds no private key in PEM form without a passphrase");
  }
  return pem;
}

absl::Status CheckKeyPair(absl::string_view setting, const std::string& path, const std::string& certificates,
                          const std::string& key) {
  const CertificatePtr certificate = FirstCertificate(certificates);
  const KeyPtr private_key = PrivateKey(key);
  const bool match = certificate != nullptr && private_key != nullptr &&
                     X509_check_private_key(certificate.get(), private_key.get()) == 1;
  ERR_clear_error();
  return match ? absl::OkStatus() : SettingError(setting, path, "is not the key of the certificate");
}

}  // namespace cp::rpc
