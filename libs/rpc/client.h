// Calling our services.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace cp::rpc {

struct ChannelOptions {
  std::string address = {};                 // host:port or unix:path
  std::string tls_ca = {};                  // PEM file of the CA that signed the server's certificate; set: TLS
  bool tls = false;                         // TLS with the system's CAs
  std::string tls_cert = {}, tls_key = {};  // PEM files; where the server asks for a client certificate
  std::string setting = "address";          // the setting that `address` comes from, for error texts
  bool insecure_plaintext = false;  // allows plaintext to a non-loopback address: the token can be read on the way
};

// INVALID_ARGUMENT unless `address` is host:port, [ipv6]:port or unix:path; for the check of a setting.
absl::Status CheckAddress(absl::string_view address);

// Does not connect yet. INVALID_ARGUMENT (CONFIG_INVALID, metadata setting) for an empty address, an unreadable file,
// or plaintext to another machine without insecure_plaintext.
absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const ChannelOptions& options);

// Sets the call's deadline and, unless `token` is empty, its bearer token. Every call needs this once.
void PrepareCall(grpc::ClientContext& context, absl::Duration timeout, const std::string& token);

}  // namespace cp::rpc
