// How progressctl reaches the services.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/rpc/client.h"
#include "libs/runtime/config.h"

namespace cp::ctl {

struct ConnectionSettings {
  std::string query_address = "127.0.0.1:7070";
  std::string worker_address = "127.0.0.1:7071";
  std::string token;       // never shown
  std::string token_file;  // what CP_TOKEN_FILE names, "" without; the token has been read from it
  std::string tls_ca;
  std::string tls_cert;
  std::string tls_key;
  bool tls = false;
  bool insecure_plaintext = false;
};
void AddConnectionSettings(runtime::ConfigParser* parser, ConnectionSettings* settings);

// Declares --timeout of one call, with the command's own default in `*timeout`.
void AddTimeout(runtime::ConfigParser* parser, absl::Duration* timeout);
inline constexpr absl::Duration kDefaultTimeout = absl::Seconds(30);

// A service as somebody to call. Copyable, thread-safe.
struct Peer {
  std::string service;  // "query-service"
  std::string setting;  // the setting that names its address
  std::string address;
  std::string token;
  std::string token_file;  // as in ConnectionSettings
  bool tls = false;
  std::shared_ptr<grpc::Channel> channel;
};

// Do not connect yet. INVALID_ARGUMENT (CONFIG_INVALID) as rpc::MakeChannel().
absl::StatusOr<Peer> QueryService(const ConnectionSettings& settings);
absl::StatusOr<Peer> SyncWorker(const ConnectionSettings& settings);

// What a call's status means to the person at the terminal: UNAVAILABLE and UNAUTHENTICATED name the setting to check,
// TLS ones too where the connection broke the way it does when the two sides do not agree about TLS.
absl::Status Explain(const Peer& peer, const grpc::Status& status, absl::Duration timeout);

// Whether there is a token to call with: INVALID_ARGUMENT (CONFIG_INVALID) says what is missing.
absl::Status CheckToken(const Peer& peer);

// One unary call that needs no token.
template <typename Stub, typename Request, typename Response>
absl::Status CallWithoutToken(const Peer& peer, absl::Duration timeout,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                              const Request& request, Response* response) {
  Stub stub(peer.channel);
  grpc::ClientContext context;
  rpc::PrepareCall(context, timeout, peer.token);
  return Explain(peer, (stub.*method)(&context, request, response), timeout);
}

// One unary call: Call(peer, timeout, &SyncService::Stub::RunSync, request, &response).
template <typename Stub, typename Request, typename Response>
absl::Status Call(const Peer& peer, absl::Duration timeout,
                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*), const Request& request,
                  Response* response) {
  if (const absl::Status status = CheckToken(peer); !status.ok()) return status;
  return CallWithoutToken(peer, timeout, method, request, response);
}

}  // namespace cp::ctl
