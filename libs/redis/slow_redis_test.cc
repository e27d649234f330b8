// A Redis that answers everything, but late: behind a relay that holds its answers back.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <list>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/redis/redis_test.h"

namespace cp::redis {
namespace {

using ::cp::testing::IsOk;
using ::cp::testing::StatusIs;

// Relays connections on a port of its own to a server on 127.0.0.1; what that answers arrives `delay` later.
class SlowRelay {
 public:
  explicit SlowRelay(int server_port) : server_port_(server_port), stop_(eventfd(0, EFD_CLOEXEC)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = Loopback(0);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 16), 0);
    EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { Accept(); });
  }
  ~SlowRelay() {
    eventfd_write(stop_, 1);
    accepting_.join();
    for (std::thread& relaying : relaying_) relaying.join();
    close(listener_);
    close(stop_);
  }

  int port() const { return port_; }
  void SetDelay(absl::Duration delay) { delay_ms_ = absl::ToInt64Milliseconds(delay); }

 private:
  static sockaddr_in Loopback(int port) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port));
    return address;
  }

  void Accept() {
    while (true) {
      std::array<pollfd, 2> fds = {pollfd{stop_, POLLIN, 0}, pollfd{listener_, POLLIN, 0}};
      poll(fds.data(), fds.size(), -1);
      if (fds[0].revents != 0) return;
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client >= 0) relaying_.emplace_back([this, client] { Relay(client); });
    }
  }

  void Relay(int client) {
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = Loopback(server_port_);
    bool open = connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    while (open) {
      std::array<pollfd, 3> fds = {pollfd{stop_, POLLIN, 0}, pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
      poll(fds.data(), fds.size(), -1);
      if (fds[0].revents != 0) break;
      if (fds[1].revents != 0) open = Copy(client, server);
      if (open && fds[2].revents != 0) {
        pollfd stopped = {stop_, POLLIN, 0};
        poll(&stopped, 1, static_cast<int>(delay_ms_.load()));
        open = Copy(server, client);
      }
    }
    close(server);
    close(client);
  }

  static bool Copy(int from, int to) {
    std::array<char, 4096> bytes;
    const ssize_t length = recv(from, bytes.data(), bytes.size(), 0);
    return length > 0 && send(to, bytes.data(), static_cast<size_t>(length), MSG_NOSIGNAL) == length;
  }

  const int server_port_;
  const int stop_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int64_t> delay_ms_ = 0;
  std::thread accepting_;
  std::list<std::thread> relaying_;  // of the accepting thread, until that has ended
};

class SlowRedisTest : public ::testing::Test {
 protected:
  void SetUp() override {
    server_ = StartRedis();
    ASSERT_NE(server_, nullptr);
    relay_ = std::make_unique<SlowRelay>(server_->port());
    RedisClientOptions options = Patient(*server_);
    options.address.port = relay_->port();
    options.op_timeout = kOpTimeout;
    options.probe_interval = absl::Milliseconds(50);
    client_ = RedisClient::Make(options, clock_);
    CP_ASSERT_OK(client_->CheckEndpoint(Deadline::After(clock_, kPatience)));
  }

  // With the patience that the read path has.
  absl::Status Get() {
    absl::Status status;
    absl::Notification answered;
    client_->Send({"GET", "key"}, [&](const absl::StatusOr<Reply>& reply) {
      status = reply.status();
      answered.Notify();
    });
    answered.WaitForNotification();
    return status;
  }

  // Ten times what the product allows, so that a busy machine is not taken for a slow Redis.
  static constexpr absl::Duration kOpTimeout = absl::Milliseconds(250);

  runtime::SystemClock clock_;
  std::unique_ptr<testing::RedisServer> server_;
  std::unique_ptr<SlowRelay> relay_;
  std::unique_ptr<RedisClient> client_;
};

TEST_F(SlowRedisTest, AlwaysLateOpensTheCircuitThatProbesLeaveOpenUntilItIsQuick) {
  ASSERT_THAT(Get(), IsOk());
  relay_->SetDelay(2 * kOpTimeout);
  const uint64_t replies = client_->health().replies;
  for (int i = 0; i < client_->options().failures_to_open && !client_->health().circuit_open; ++i) {
    const absl::Duration began = clock_.Monotonic();
    EXPECT_THAT(Get(), StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_LT(clock_.Monotonic() - began, kPatience / 2) << "bounded by the time-out";
  }
  ASSERT_TRUE(Await([&] { return client_->health().circuit_open; }));
  EXPECT_GT(client_->health().replies, replies) << "it did answer, late";
  // Probes find it late, too: no command is sent to be late again.
  const uint64_t timeouts = client_->health().timeouts;
  const uint64_t probed = client_->health().connection_failures + 3;
  ASSERT_TRUE(Await([&] { return client_->health().connection_failures >= probed; }));
  EXPECT_TRUE(client_->health().circuit_open);
  for (int i = 0; i < 100; ++i) EXPECT_THAT(Get(), StatusIs(absl::StatusCode::kUnavailable, "not connected"));
  EXPECT_EQ(client_->health().timeouts, timeouts);
  relay_->SetDelay(absl::ZeroDuration());
  EXPECT_TRUE(Await([&] { return client_->health().connected && !client_->health().circuit_open; })) << "recovers";
  EXPECT_TRUE(Await([&] { return Get().ok(); }));
}

TEST_F(SlowRedisTest, QuickAnswersInBetweenKeepTheCircuitClosed) {
  for (int i = 0; i < 2 * client_->options().failures_to_open; ++i) {
    relay_->SetDelay(2 * kOpTimeout);
    EXPECT_THAT(Get(), StatusIs(absl::StatusCode::kUnavailable));
    relay_->SetDelay(absl::ZeroDuration());
    ASSERT_TRUE(Await([&] { return Get().ok(); }));
  }
  EXPECT_FALSE(client_->health().circuit_open);
  EXPECT_EQ(client_->health().connects, 1u);
}

}  // namespace
}  // namespace cp::redis
