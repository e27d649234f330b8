#include "services/progressctl/connection.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/rpc/status.h"

namespace cp::ctl {
namespace {

absl::StatusOr<Peer> MakePeer(const ConnectionSettings& settings, std::string service, std::string setting,
                              std::string address) {
  rpc::ChannelOptions options;
  options.address = address;
  options.tls_ca = settings.tls_ca;
  options.tls = settings.tls;
  options.insecure_plaintext = settings.insecure_plaintext;
  CP_ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel, rpc::MakeChannel(options));
  return Peer{std::move(service), std::move(setting), std::move(address), settings.token, std::move(channel)};
}

}  // namespace

void AddConnectionSettings(runtime::ConfigParser* parser, ConnectionSettings* settings) {
  parser->AddString(
      {.name = "query-address", .help = "Where query-service listens.", .allowed = "host:port or unix:path"},
      &settings->query_address);
  parser->AddString(
      {.name = "worker-address", .help = "Where sync-worker listens.", .allowed = "host:port or unix:path"},
      &settings->worker_address);
  parser->AddSecret(
      {.name = "token",
       .help = "API token: scope read for `get`, scope admin for everything else. Rather than on the command "
               "line, where other users see it, give it as CP_TOKEN or in the file CP_TOKEN_FILE."},
      &settings->token);
  parser->AddString(
      {.name = "tls-ca", .help = "PEM file of the CA that signed the services' certificates; turns TLS on."},
      &settings->tls_ca);
  parser->AddBool({.name = "tls", .help = "TLS with the system's CAs."}, &settings->tls);
  parser->AddBool(
      {.name = "insecure-plaintext", .help = "Allows plaintext to another machine: the token can be read on the way."},
      &settings->insecure_plaintext);
}

void AddTimeout(runtime::ConfigParser* parser, absl::Duration* timeout) {
  parser->AddDuration({.name = "timeout", .help = "How long one call may take."},
                      {absl::Milliseconds(1), absl::Hours(24)}, timeout);
}

absl::StatusOr<Peer> QueryService(const ConnectionSettings& settings) {
  return MakePeer(settings, "query-service", "--query-address", settings.query_address);
}

absl::StatusOr<Peer> SyncWorker(const ConnectionSettings& settings) {
  return MakePeer(settings, "sync-worker", "--worker-address", settings.worker_address);
}

absl::Status Explain(const Peer& peer, const grpc::Status& status, absl::Duration timeout) {
  absl::Status error = rpc::FromGrpcStatus(status);
  if (error.ok()) return error;
  const std::string reason = ReasonOf(error);
  const std::string where = absl::StrCat(peer.service, " at ", peer.address);
  if (error.code() == absl::StatusCode::kUnavailable && reason.empty()) {
    return absl::UnavailableError(
        absl::StrCat(where, " does not answer: is it running, and is ", peer.setting, " right?"));
  }
  if (error.code() == absl::StatusCode::kDeadlineExceeded && reason.empty()) {
    return absl::DeadlineExceededError(absl::StrCat(where, " has not answered within ", absl::FormatDuration(timeout),
                                                    ": a longer --timeout, or ", peer.setting, ", may be the cure"));
  }
  if (error.code() == absl::StatusCode::kUnimplemented) {
    return absl::UnimplementedError(absl::StrCat(where, " does not know this call: does ", peer.setting,
                                                 " name another service, or an older one?"));
  }
  const bool token = error.code() == absl::StatusCode::kUnauthenticated || reason == reason::kScopeMissing ||
                     reason == reason::kNoCompany;
  if (!token && error.code() != absl::StatusCode::kUnavailable) return error;
  const std::string cure = token ? "check --token, CP_TOKEN or CP_TOKEN_FILE" : absl::StrCat("asked ", where);
  return MakeError(error.code(), reason.empty() ? reason::kInternal : reason,
                   absl::StrCat(std::string(error.message()), " (", cure, ")"), MetadataOf(error));
}

}  // namespace cp::ctl
