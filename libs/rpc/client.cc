#include "libs/rpc/client.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/status.h"
#include "libs/rpc/endpoint.h"

namespace cp::rpc {
namespace {

constexpr int kMaxReceiveBytes = 64 << 20;  // what a server may send (ServerOptions::max_send_bytes)

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> TlsCredentials(const ChannelOptions& options) {
  grpc::SslCredentialsOptions ssl;
  if (!options.tls_ca.empty()) {
    CP_ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadCertificates("tls-ca", options.tls_ca));
  }
  if (options.tls_cert.empty() != options.tls_key.empty()) {
    return options.tls_key.empty() ? SettingError("tls-key", "", "must be set, because --tls-cert is")
                                   : SettingError("tls-cert", "", "must be set, because --tls-key is");
  }
  if (!options.tls_cert.empty()) {
    CP_ASSIGN_OR_RETURN(ssl.pem_cert_chain, ReadCertificates("tls-cert", options.tls_cert));
    CP_ASSIGN_OR_RETURN(ssl.pem_private_key, ReadPrivateKey("tls-key", options.tls_key));
    CP_RETURN_IF_ERROR(CheckKeyPair("tls-key", options.tls_key, ssl.pem_cert_chain, ssl.pem_private_key));
  }
  return grpc::SslCredentials(ssl);
}

}  // namespace

absl::Status CheckAddress(absl::string_view address) {
  return ParseEndpoint("", address).ok() ? absl::OkStatus() : absl::InvalidArgumentError(kAddressForms);
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const ChannelOptions& options) {
  CP_ASSIGN_OR_RETURN(const Endpoint endpoint, ParseEndpoint(options.setting, options.address));
  const bool tls = options.tls || !options.tls_ca.empty() || !options.tls_cert.empty() || !options.tls_key.empty();
  if (!tls && !endpoint.local && !options.insecure_plaintext) {
    return SettingError(options.setting, options.address,
                        "another machine needs --tls or --tls-ca, or --insecure-plaintext if the network is trusted: "
                        "without TLS the token can be read on the way");
  }
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (tls) {
    CP_ASSIGN_OR_RETURN(credentials, TlsCredentials(options));
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // http_proxy is meant for the web, and would see the token
  return grpc::CreateCustomChannel(options.address, credentials, arguments);
}

void PrepareCall(grpc::ClientContext& context, absl::Duration timeout, const std::string& token) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  if (!token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
}

}  // namespace cp::rpc
