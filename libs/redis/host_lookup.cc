#include "libs/redis/host_lookup.h"

#include <arpa/inet.h>
#include <event2/dns.h>
#include <event2/event.h>
#include <event2/util.h>
#include <netdb.h>

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/redis/reply.h"

namespace cp::redis {

bool IsNumericHost(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> ignored;
  return inet_pton(AF_INET, host.c_str(), ignored.data()) == 1 ||
         inet_pton(AF_INET6, host.c_str(), ignored.data()) == 1;
}

struct HostLookup::Lookup {
  HostLookup* owner;  // null when it is gone
  int family;
};

void HostLookup::FreeResolver::operator()(evdns_base* resolver) const { evdns_base_free(resolver, 1); }

HostLookup::~HostLookup() {
  if (lookup_ != nullptr) lookup_->owner = nullptr;
}

absl::Status HostLookup::Start(const std::string& host, OnFound on_found) {
  host_ = host;
  on_found_ = std::move(on_found);
  // A new resolver each time: it reads its configuration and /etc/hosts once, and both may change.
  resolver_.reset(evdns_base_new(base_, 0));
  if (resolver_ == nullptr) return Unavailable("out of memory");
  evdns_base_resolv_conf_parse(resolver_.get(), DNS_OPTIONS_ALL, resolv_conf_.c_str());  // unreadable: no name is found
  Ask(AF_INET);
  return absl::OkStatus();
}

void HostLookup::Ask(int family) {
  lookup_ = new Lookup{this, family};
  addrinfo hints = {};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_protocol = IPPROTO_TCP;
  evdns_getaddrinfo(resolver_.get(), host_.c_str(), nullptr, &hints, &HandleFound, lookup_);
}

void HostLookup::HandleFound(int error, addrinfo* found, void* lookup) {
  const std::unique_ptr<Lookup> ended(static_cast<Lookup*>(lookup));
  std::array<char, NI_MAXHOST> host = {};
  if (found != nullptr) {
    getnameinfo(found->ai_addr, static_cast<socklen_t>(found->ai_addrlen), host.data(), host.size(), nullptr, 0,
                NI_NUMERICHOST);
    evutil_freeaddrinfo(found);
  }
  HostLookup* const self = ended->owner;
  if (self == nullptr) return;
  self->lookup_ = nullptr;
  const std::string numeric(host.data());
  // One family after the other: asked for both, libevent waits for the slower one.
  if (numeric.empty() && ended->family == AF_INET) return self->Ask(AF_INET6);
  std::exchange(self->on_found_, nullptr)(numeric, evutil_gai_strerror(error));
}

absl::StatusOr<std::string> FindHost(const std::string& host, const std::string& resolv_conf, absl::Duration timeout,
                                     int stop_fd) {
  if (IsNumericHost(host)) return host;
  const std::unique_ptr<event_base, void (*)(event_base*)> base(event_base_new(), &event_base_free);
  if (base == nullptr) return Unavailable("out of memory");
  std::string found;
  std::string why = "no answer in time";
  {
    HostLookup lookup(base.get(), resolv_conf);
    CP_RETURN_IF_ERROR(lookup.Start(host, [&](const std::string& numeric_host, const std::string& error) {
      found = numeric_host;
      why = error;
      event_base_loopbreak(base.get());
    }));
    if (lookup.running()) {
      const auto stop = [](int, short, void* loop) { event_base_loopbreak(static_cast<event_base*>(loop)); };
      const std::unique_ptr<event, void (*)(event*)> stopped(event_new(base.get(), stop_fd, EV_READ, stop, base.get()),
                                                             &event_free);
      event_add(stopped.get(), nullptr);
      const timeval limit = absl::ToTimeval(timeout);
      event_base_loopexit(base.get(), &limit);
      event_base_dispatch(base.get());
    }
  }
  event_base_loop(base.get(), EVLOOP_NONBLOCK);  // what the look-up left there
  if (found.empty()) return Unavailable(absl::StrCat("the host name can not be resolved: ", why));
  return found;
}

}  // namespace cp::redis
