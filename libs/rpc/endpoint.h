// Addresses and key files, as server and client both check them. Private to libs/rpc.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cp::rpc {

// CONFIG_INVALID of one setting: "--<setting> is "<value>": <problem>".
absl::Status SettingError(absl::string_view setting, absl::string_view value, absl::string_view problem);

inline constexpr char kAddressForms[] = "must be host:port, [ipv6]:port or unix:path";

struct Endpoint {
  std::string host;    // without brackets; "" for a unix socket
  int port = 0;        // 0..65535
  bool local = false;  // this machine only: loopback or a unix socket

  bool is_unix() const { return host.empty(); }
  // host:port as gRPC takes it; the host in brackets if it is an IPv6 address.
  std::string WithPort(int chosen_port) const;
};

// "host:port", "[v6]:port" or "unix:path". Any name but localhost counts as another machine: it may resolve to one.
absl::StatusOr<Endpoint> ParseEndpoint(absl::string_view setting, absl::string_view address);

// The content of a PEM file with at least one certificate | with a private key without a passphrase.
absl::StatusOr<std::string> ReadCertificates(absl::string_view setting, const std::string& path);
absl::StatusOr<std::string> ReadPrivateKey(absl::string_view setting, const std::string& path);

// OK if `key` belongs to the first certificate of `certificates`.
absl::Status CheckKeyPair(absl::string_view setting, const std::string& path, const std::string& certificates,
                          const std::string& key);

}  // namespace cp::rpc
