// A gRPC server with what every service needs: TLS rules, health, reflection, limits, graceful stop.
#pragma once

#include <grpcpp/impl/codegen/service_type.h>
#include <grpcpp/server.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace cp::rpc {

class HealthService;

struct ServerOptions {
  std::string listen = "127.0.0.1:0";  // host:port, [v6]:port or unix:path; port 0: any free one
  std::string tls_cert = {};           // PEM file (chain); with tls_key
  std::string tls_key = {};            // PEM file
  std::string tls_client_ca = {};      // PEM file; set: clients must show a certificate it signed
  bool insecure_plaintext = false;     // allows a non-loopback address without TLS
  int max_receive_bytes = 1 << 20;     // requests are small
  int max_send_bytes = 64 << 20;
  int max_concurrent_streams = 1000;                             // per connection
  absl::Duration max_connection_age = absl::InfiniteDuration();  // clients then reconnect and find new instances
};

// INVALID_ARGUMENT (CONFIG_INVALID, metadata setting) if the address is not loopback and neither TLS nor
// insecure_plaintext is set, if only one of tls_cert and tls_key is, or if `listen` is malformed. For a configuration
// rule, so that it is listed with the other errors.
absl::Status CheckServerOptions(const ServerOptions& options);

// Thread-safe.
class RpcServer {
 public:
  // Listens at once, NOT_SERVING (in the health service: "" and every service's full name). `services` outlive the
  // server; callback API. Errors as CheckServerOptions(), also for unreadable PEM files and an address in use.
  static absl::StatusOr<std::unique_ptr<RpcServer>> Start(const ServerOptions& options,
                                                          const std::vector<grpc::Service*>& services,
                                                          const std::vector<std::string>& service_names);
  ~RpcServer();  // as Stop(0)

  // The chosen port; 0 for a unix socket.
  int port() const { return port_; }
  // What to connect to: `listen` with the chosen port.
  const std::string& address() const { return address_; }

  // What health probes are told; calls are accepted either way. Ignored after Stop().
  void SetServing(bool serving);

  // NOT_SERVING first, then no new calls; calls in flight have `grace` to end, then they are cancelled. Blocks until
  // all have ended. Idempotent.
  void Stop(absl::Duration grace);

  // For in-process clients (tests).
  grpc::Server& grpc_server() { return *server_; }

 private:
  RpcServer();
  // Constant after Start().
  std::unique_ptr<HealthService> health_;  // outlives server_
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  int port_ = 0;

  absl::Mutex stop_mutex_;
  bool stopped_ ABSL_GUARDED_BY(stop_mutex_) = false;
};

}  // namespace cp::rpc
