#include "services/progressctl/connection.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/rpc/status.h"

namespace cp::ctl {
namespace {

absl::StatusOr<Peer> MakePeer(const ConnectionSettings& settings, std::string service, const std::string& setting,
                              std::string address) {
  rpc::ChannelOptions options;
  options.address = address;
  options.tls_ca = settings.tls_ca;
  options.tls = settings.tls;
  options.tls_cert = settings.tls_cert;
  options.tls_key = settings.tls_key;
  options.setting = setting;
  options.insecure_plaintext = settings.insecure_plaintext;
  CP_ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel, rpc::MakeChannel(options));
  const bool tls = settings.tls || !settings.tls_ca.empty() || !settings.tls_cert.empty();
  return Peer{.service = std::move(service),
              .setting = absl::StrCat("--", setting),
              .address = std::move(address),
              .token = settings.token,
              .token_file = settings.token_file,
              .tls = tls,
              .channel = std::move(channel)};
}

bool ContainsAny(absl::string_view text, std::initializer_list<absl::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](absl::string_view word) { return absl::StrContains(text, word); });
}

// gRPC has no code for a failed handshake, only words. When it changes them, the hint alone is lost.
std::string Disconnected(const Peer& peer, absl::string_view grpc_text) {
  const std::string where = absl::StrCat(peer.service, " at ", peer.address);
  const bool ended_at_once = ContainsAny(grpc_text, {"Socket closed", "reset by peer", "Broken pipe"});
  if (ended_at_once && !absl::StartsWith(grpc_text, "failed to connect")) {
    return absl::StrCat(where, " went away during the call: was it stopped or restarted?");
  }
  if (peer.tls && absl::StrContains(grpc_text, "certificate")) {
    return absl::StrCat(where, " shows a certificate that is not trusted, or that is for another name: check --tls-ca ",
                        "and ", peer.setting);
  }
  if (peer.tls && (ended_at_once || ContainsAny(grpc_text, {"handshake", "SSL"}))) {
    return absl::StrCat(where, " ends the TLS handshake: does it listen without TLS (then leave --tls and --tls-ca ",
                        "away), or ask for a client certificate (--tls-cert, --tls-key)?");
  }
  if (!peer.tls && ended_at_once) {
    return absl::StrCat(where, " takes the connection and ends it: it may want TLS (--tls-ca, --tls)");
  }
  return absl::StrCat(where, " does not answer: is it running, and is ", peer.setting, " right?");
}

}  // namespace

void AddConnectionSettings(runtime::ConfigParser* parser, ConnectionSettings* settings) {
  parser->AddString(
      {.name = "query-address", .help = "Where query-service listens.", .allowed = "host:port or unix:path"},
      &settings->query_address, rpc::CheckAddress);
  parser->AddString(
      {.name = "worker-address", .help = "Where sync-worker listens.", .allowed = "host:port or unix:path"},
      &settings->worker_address, rpc::CheckAddress);
  parser->AddSecret(
      {.name = "token",
       .help = "API token: scope read for `get`, scope admin for everything else. Rather than on the command "
               "line, where other users see it, give it as CP_TOKEN or in the file CP_TOKEN_FILE."},
      &settings->token);
  parser->AddString(
      {.name = "tls-ca", .help = "PEM file of the CA that signed the services' certificates; turns TLS on."},
      &settings->tls_ca);
  parser->AddBool({.name = "tls", .help = "TLS with the system's CAs."}, &settings->tls);
  parser->AddString({.name = "tls-cert",
                     .help = "PEM file with the certificate to show to services that ask for one (their "
                             "--tls-client-ca); turns TLS on."},
                    &settings->tls_cert);
  parser->AddString({.name = "tls-key", .help = "PEM file with the private key of --tls-cert."}, &settings->tls_key);
  parser->AddBool(
      {.name = "insecure-plaintext", .help = "Allows plaintext to another machine: the token can be read on the way."},
      &settings->insecure_plaintext);
}

void AddTimeout(runtime::ConfigParser* parser, absl::Duration* timeout) {
  parser->AddDuration({.name = "timeout", .help = "How long one call may take.", .from_environment = true},
                      {absl::Milliseconds(1), absl::Hours(24)}, timeout);
}

absl::StatusOr<Peer> QueryService(const ConnectionSettings& settings) {
  return MakePeer(settings, "query-service", "query-address", settings.query_address);
}

absl::StatusOr<Peer> SyncWorker(const ConnectionSettings& settings) {
  return MakePeer(settings, "sync-worker", "worker-address", settings.worker_address);
}

absl::Status CheckToken(const Peer& peer) {
  if (!peer.token.empty()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, reason::kConfigInvalid,
                   peer.token_file.empty()
                       ? "no token is given: set CP_TOKEN, or CP_TOKEN_FILE to a file that holds it"
                       : absl::StrCat("no token is given: the file ", peer.token_file, " (CP_TOKEN_FILE) is empty"),
                   {{"setting", "token"}});
}

absl::Status Explain(const Peer& peer, const grpc::Status& status, absl::Duration timeout) {
  absl::Status error = rpc::FromGrpcStatus(status);
  if (error.ok()) return error;
  const std::string reason = ReasonOf(error);
  const std::string where = absl::StrCat(peer.service, " at ", peer.address);
  if (error.code() == absl::StatusCode::kUnavailable && reason.empty()) {
    return absl::UnavailableError(Disconnected(peer, status.error_message()));
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
