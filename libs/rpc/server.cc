#include "libs/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/status.h"
#include "libs/rpc/endpoint.h"
#include "libs/rpc/health.h"

namespace cp::rpc {
namespace {

constexpr char kListen[] = "listen";

// gRPC drops a connection whose client pings more often (GOAWAY "too_many_pings"); its default allows one ping in 5
// minutes, which cuts off clients that keep idle connections through NAT.
constexpr absl::Duration kMinPingInterval = absl::Seconds(10);
// Our own pings, which find dead clients behind a broken network.
constexpr absl::Duration kKeepaliveInterval = absl::Minutes(2);
constexpr absl::Duration kKeepaliveTimeout = absl::Seconds(20);

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(std::min<int64_t>(absl::ToInt64Milliseconds(duration), std::numeric_limits<int>::max()));
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> Credentials(const ServerOptions& options) {
  if (options.tls_cert.empty()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions ssl(options.tls_client_ca.empty()
                                            ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                                            : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  CP_ASSIGN_OR_RETURN(std::string certificates, ReadCertificates("tls-cert", options.tls_cert));
  CP_ASSIGN_OR_RETURN(std::string key, ReadPrivateKey("tls-key", options.tls_key));
  CP_RETURN_IF_ERROR(CheckKeyPair("tls-key", options.tls_key, certificates, key));
  if (!options.tls_client_ca.empty()) {
    CP_ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadCertificates("tls-client-ca", options.tls_client_ca));
  }
  ssl.pem_key_cert_pairs.push_back({std::move(key), std::move(certificates)});
  return grpc::SslServerCredentials(ssl);
}

void SetLimits(const ServerOptions& options, grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(options.max_receive_bytes);
  builder->SetMaxSendMessageSize(options.max_send_bytes);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_concurrent_streams);
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, Milliseconds(kMinPingInterval));
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(kKeepaliveInterval));
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Milliseconds(kKeepaliveTimeout));
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // By default two servers may share a port, and each would get half of the calls.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  if (options.max_connection_age != absl::InfiniteDuration()) {
    builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, Milliseconds(options.max_connection_age));
  }
}

}  // namespace

absl::Status CheckServerOptions(const ServerOptions& options) {
  CP_ASSIGN_OR_RETURN(const Endpoint endpoint, ParseEndpoint(kListen, options.listen));
  if (options.tls_cert.empty() != options.tls_key.empty()) {
    return options.tls_key.empty() ? SettingError("tls-key", "", "must be set, because --tls-cert is")
                                   : SettingError("tls-cert", "", "must be set, because --tls-key is");
  }
  if (options.tls_cert.empty() && !options.tls_client_ca.empty()) {
    return SettingError("tls-client-ca", options.tls_client_ca, "needs --tls-cert and --tls-key");
  }
  if (!endpoint.local && options.tls_cert.empty() && !options.insecure_plaintext) {
    return SettingError(kListen, options.listen,
                        "an address that other machines reach needs --tls-cert and --tls-key, or --insecure-plaintext "
                        "if the network is trusted; 127.0.0.1 needs neither");
  }
  return absl::OkStatus();
}

RpcServer::RpcServer() = default;

RpcServer::~RpcServer() { Stop(absl::ZeroDuration()); }

absl::StatusOr<std::unique_ptr<RpcServer>> RpcServer::Start(const ServerOptions& options,
                                                            const std::vector<grpc::Service*>& services,
                                                            const std::vector<std::string>& service_names) {
  CP_RETURN_IF_ERROR(CheckServerOptions(options));
  CP_ASSIGN_OR_RETURN(const Endpoint endpoint, ParseEndpoint(kListen, options.listen));
  CP_ASSIGN_OR_RETURN(std::shared_ptr<grpc::ServerCredentials> credentials, Credentials(options));
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  std::unique_ptr<RpcServer> server(new RpcServer());
  server->health_ = std::make_unique<HealthService>(service_names);
  grpc::ServerBuilder builder;
  SetLimits(options, &builder);
  builder.AddListeningPort(options.listen, std::move(credentials), &server->port_);
  builder.RegisterService(server->health_.get());
  for (grpc::Service* service : services) builder.RegisterService(service);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) {
    return SettingError(kListen, options.listen,
                        "can not listen there; is the port in use, the address of this machine?");
  }
  if (endpoint.is_unix()) server->port_ = 0;
  server->address_ = endpoint.is_unix() ? options.listen : endpoint.WithPort(server->port_);
  return server;
}

void RpcServer::SetServing(bool serving) { health_->SetServing(serving); }

void RpcServer::Stop(absl::Duration grace) {
  if (server_ == nullptr) return;
  health_->End();
  absl::MutexLock lock(&stop_mutex_);
  if (std::exchange(stopped_, true)) return;
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
}

}  // namespace cp::rpc
