#include "libs/redis/invalidation_subscriber.h"

#include <google/protobuf/util/json_util.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "courseprogress/internal/v1/invalidation.pb.h"
#include "libs/base/status.h"
#include "libs/redis/blocking_connection.h"
#include "libs/redis/host_lookup.h"

namespace cp::redis {
namespace {

constexpr absl::string_view kChannelPrefix = "cp:inv:";
constexpr int kMessageSchema = 1;

struct Hint {
  CompanyId company;
  DataVersion version;
};

// Nullopt unless it is a message of our schema whose company is the channel's.
std::optional<Hint> ReadMessage(absl::string_view channel, const std::string& json) {
  courseprogress::internal::v1::Invalidation message;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // a newer worker may say more
  if (!google::protobuf::util::JsonStringToMessage(json, &message, options).ok()) return std::nullopt;
  int64_t company = 0;
  if (!absl::ConsumePrefix(&channel, kChannelPrefix) || !absl::SimpleAtoi(channel, &company)) return std::nullopt;
  const absl::StatusOr<DataVersion> version = ParseStamp(message.generation());
  if (message.schema() != kMessageSchema || message.company() != company || !version.ok()) return std::nullopt;
  return Hint{CompanyId(company), *version};
}

class Subscriber final : public InvalidationSubscriber {
 public:
  Subscriber(InvalidationSubscriberOptions options, OnHint on_hint)
      : options_(std::move(options)), on_hint_(std::move(on_hint)), stop_fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    thread_ = std::thread([this] { Run(); });
  }

  ~Subscriber() override {
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(stop_fd_, &one, sizeof(one));
    thread_.join();
    close(stop_fd_);
  }

  InvalidationSubscriberHealth health() const override {
    return {.subscribed = subscribed_, .messages = messages_, .garbage = garbage_, .subscriptions = subscriptions_};
  }

 private:
  enum class Woken { kReadable, kTimedOut, kStopped };

  void Run();
  absl::StatusOr<BlockingConnection> Connect() const;
  // Returns when the connection ended; true when the subscription had been confirmed.
  bool Listen(BlockingConnection& connection);
  void Handle(const Reply& reply);
  Woken Wait(int fd, absl::Duration timeout) const;

  const InvalidationSubscriberOptions options_;
  const OnHint on_hint_;
  const int stop_fd_;
  bool stopped_ = false;  // of the thread
  std::atomic<bool> subscribed_ = false;
  std::atomic<uint64_t> messages_ = 0, garbage_ = 0, subscriptions_ = 0;
  std::thread thread_;
};

void Subscriber::Run() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);
  pthread_setname_np(pthread_self(), "cp-redis-sub");
  absl::Duration backoff = options_.min_backoff;
  while (!stopped_) {
    absl::StatusOr<BlockingConnection> connection = Connect();
    const bool worked = connection.ok() && Listen(*connection);
    subscribed_ = false;
    backoff = worked ? options_.min_backoff : std::min(backoff * 2, options_.max_backoff);
    if (!stopped_) stopped_ = Wait(-1, backoff) == Woken::kStopped;
  }
}

absl::StatusOr<BlockingConnection> Subscriber::Connect() const {
  RedisAddress address = options_.address;
  CP_ASSIGN_OR_RETURN(address.host,
                      FindHost(options_.address.host, options_.resolv_conf, options_.lookup_timeout, stop_fd_));
  return BlockingConnection::Open(address, options_.connect_timeout);
}

bool Subscriber::Listen(BlockingConnection& connection) {
  if (!connection.Write({"PSUBSCRIBE", "cp:inv:*"}).ok()) return false;
  bool asked = false;  // nothing was heard for one interval, and a PING was sent
  while (true) {
    const Woken woken = Wait(connection.fd(), options_.ping_interval);
    if (woken == Woken::kStopped) {
      stopped_ = true;
      return true;
    }
    if (woken == Woken::kTimedOut) {
      if (asked || !connection.Write({"PING"}).ok()) return subscribed_;
      asked = true;
      continue;
    }
    asked = false;
    if (!connection.ReadAvailable([this](const Reply& reply) { Handle(reply); }).ok()) return subscribed_;
  }
}

// ["psubscribe", pattern, count], ["pmessage", pattern, channel, text] or ["pong", ""].
void Subscriber::Handle(const Reply& reply) {
  if (reply.elements.size() == 3 && reply.elements[0].text == "psubscribe") {
    ++subscriptions_;
    subscribed_ = true;
    return;
  }
  if (reply.elements.size() != 4 || reply.elements[0].text != "pmessage") return;
  ++messages_;
  if (const std::optional<Hint> hint = ReadMessage(reply.elements[2].text, reply.elements[3].text); hint.has_value()) {
    on_hint_(hint->company, hint->version);
  } else {
    ++garbage_;
  }
}

Subscriber::Woken Subscriber::Wait(int fd, absl::Duration timeout) const {
  pollfd fds[] = {{.fd = stop_fd_, .events = POLLIN, .revents = 0}, {.fd = fd, .events = POLLIN, .revents = 0}};
  const int ready = poll(fds, 2, static_cast<int>(absl::ToInt64Milliseconds(timeout)));
  if (fds[0].revents != 0) return Woken::kStopped;
  return ready > 0 ? Woken::kReadable : Woken::kTimedOut;
}

}  // namespace

std::unique_ptr<InvalidationSubscriber> InvalidationSubscriber::Start(InvalidationSubscriberOptions options,
                                                                      OnHint on_hint) {
  return std::make_unique<Subscriber>(std::move(options), std::move(on_hint));
}

}  // namespace cp::redis
