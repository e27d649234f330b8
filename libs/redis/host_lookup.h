// Finds the address of a host name without ever blocking on a name server: /etc/hosts, then the servers of resolv.conf.
// Private to libs/redis.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

struct addrinfo;
struct evdns_base;
struct event_base;

namespace cp::redis {

// An IPv4 or IPv6 address: nothing is to be found.
bool IsNumericHost(const std::string& host);

// One look-up at a time, on the loop of `base`. Of the loop's thread.
class HostLookup {
 public:
  // The address, IPv4 if there is one; or "" and why.
  using OnFound = std::function<void(const std::string& numeric_host, const std::string& why)>;

  // Both outlive it. `resolv_conf` names the resolver's configuration.
  HostLookup(event_base* base, const std::string& resolv_conf) : base_(base), resolv_conf_(resolv_conf) {}
  // on_found is not called any more. What it leaves on the loop ends in the loop's next round.
  ~HostLookup();
  HostLookup(const HostLookup&) = delete;
  HostLookup& operator=(const HostLookup&) = delete;

  bool running() const { return lookup_ != nullptr; }

  // on_found follows, or comes before it returns, unless an error is returned. REQUIRES: !running().
  absl::Status Start(const std::string& host, OnFound on_found);

 private:
  struct Lookup;
  struct FreeResolver {
    void operator()(evdns_base* resolver) const;
  };

  void Ask(int family);
  static void HandleFound(int error, addrinfo* found, void* lookup);

  event_base* const base_;
  const std::string& resolv_conf_;
  std::string host_;
  OnFound on_found_;
  Lookup* lookup_ = nullptr;  // under way; owned by the resolver, tells us by `this`
  std::unique_ptr<evdns_base, FreeResolver> resolver_;
};

// The same, for a thread that has nothing else to do: waits until it is found, `timeout` has passed, or `stop_fd` is
// readable. UNAVAILABLE when there is no address.
absl::StatusOr<std::string> FindHost(const std::string& host, const std::string& resolv_conf, absl::Duration timeout,
                                     int stop_fd);

}  // namespace cp::redis
