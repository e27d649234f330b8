// Host names of --redis-url: found by a name server of ours, slow ones, and one that never answers.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <fstream>
#include <thread>

#include "libs/base/reasons.h"
#include "libs/redis/invalidation_subscriber.h"
#include "libs/redis/redis_test.h"
#include "libs/testing/temp_dir.h"

namespace cp::redis {
namespace {

using ::cp::testing::HasReason;

// A name server on 127.0.0.1: every name is 127.0.0.1 (RFC 1035, one A record), said after `delay`; with an infinite
// delay it never answers.
class NameServer {
 public:
  explicit NameServer(absl::Duration delay) : delay_(delay), stop_(eventfd(0, EFD_CLOEXEC)) {
    socket_ = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    std::ofstream(resolv_conf()) << "nameserver 127.0.0.1:" << ntohs(address.sin_port) << "\n";
    thread_ = std::thread([this] { Serve(); });
  }
  ~NameServer() {
    eventfd_write(stop_, 1);
    thread_.join();
    close(socket_);
    close(stop_);
  }

  std::string resolv_conf() const { return directory_.File("resolv.conf"); }
  int questions() const { return questions_; }

 private:
  // False when the server is to end before.
  bool Wait(absl::Duration limit, bool for_question) const {
    std::array<pollfd, 2> fds = {pollfd{stop_, POLLIN, 0}, pollfd{socket_, POLLIN, 0}};
    const int timeout = limit == absl::InfiniteDuration() ? -1 : static_cast<int>(absl::ToInt64Milliseconds(limit));
    poll(fds.data(), for_question ? 2 : 1, timeout);
    return fds[0].revents == 0;
  }

  void Serve() {
    std::array<unsigned char, 512> packet = {};
    sockaddr_in peer = {};
    while (Wait(absl::InfiniteDuration(), /*for_question=*/true)) {
      socklen_t size = sizeof(peer);
      const ssize_t length =
          recvfrom(socket_, packet.data(), packet.size() - 16, 0, reinterpret_cast<sockaddr*>(&peer), &size);
      if (length < 12) continue;
      ++questions_;
      if (!Wait(delay_, /*for_question=*/false)) return;
      packet[2] |= 0x80;  // an answer
      packet[7] = 1;      // with one record
      constexpr std::array<unsigned char, 16> kRecord = {0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1};
      std::memcpy(packet.data() + length, kRecord.data(), kRecord.size());
      sendto(socket_, packet.data(), static_cast<size_t>(length) + kRecord.size(), 0,
             reinterpret_cast<sockaddr*>(&peer), size);
    }
  }

  const absl::Duration delay_;
  const testing::TempDir directory_;
  const int stop_;
  int socket_ = -1;
  std::atomic<int> questions_ = 0;
  std::thread thread_;
};

class HostNameTest : public ::testing::Test {
 protected:
  void SetUp() override {
    server_ = StartRedis();
    ASSERT_NE(server_, nullptr);
  }
  RedisClientOptions Named(const NameServer& names) const {
    RedisClientOptions options;
    options.address = *ParseRedisUrl(server_->Url());
    options.address.host = "redis.cache.test";
    options.resolv_conf = names.resolv_conf();
    return options;
  }
  Deadline In(absl::Duration budget) const { return Deadline::After(clock_, budget); }

  runtime::SystemClock clock_;
  std::unique_ptr<testing::RedisServer> server_;
};

TEST_F(HostNameTest, IsFoundByTheNameServer) {
  const NameServer names(absl::ZeroDuration());
  RedisClientOptions options = Named(names);
  options.connect_timeout = kPatience;
  const auto client = RedisClient::Make(options, clock_);
  CP_EXPECT_OK(client->CheckEndpoint(In(kPatience)));
  EXPECT_EQ(names.questions(), 1);
}

TEST_F(HostNameTest, IsLookedUpAnewForEachConnection) {
  const NameServer names(absl::ZeroDuration());
  RedisClientOptions options = Named(names);
  options.connect_timeout = kPatience;
  options.probe_interval = absl::Milliseconds(10);
  const auto client = RedisClient::Make(options, clock_);
  CP_ASSERT_OK(client->CheckEndpoint(In(kPatience)));
  CP_ASSERT_OK(server_->Restart());
  EXPECT_TRUE(Await([&] { return client->health().connects == 2; }));
  EXPECT_GE(names.questions(), 2);
}

TEST_F(HostNameTest, ThatTakesLongerThanAnAttemptIsUsedByALaterOne) {
  const NameServer names(absl::Milliseconds(300));
  RedisClientOptions options = Named(names);
  options.connect_timeout = absl::Milliseconds(100);
  options.probe_interval = absl::Milliseconds(10);
  const auto client = RedisClient::Make(options, clock_);
  EXPECT_TRUE(Await([&] { return client->health().connected; }));
  EXPECT_GE(client->health().connection_failures, 1u);
}

TEST_F(HostNameTest, NameServerThatHangsLooksLikeARedisThatIsDown) {
  const NameServer names(absl::InfiniteDuration());
  const auto client = RedisClient::Make(Named(names), clock_);
  EXPECT_TRUE(Await([&] { return names.questions() > 0; }));
  const absl::Duration began = clock_.Monotonic();
  for (int i = 0; i < 100; ++i) {
    EXPECT_THAT(client->Call({"GET", "key"}, In(absl::Milliseconds(25))), HasReason(reason::kCacheUnavailable));
  }
  // One attempt's worth of waiting for all of them together: the time-outs of a hundred would be 2.5 s.
  EXPECT_LT(clock_.Monotonic() - began, absl::Milliseconds(2000));
  EXPECT_TRUE(Await([&] { return client->health().circuit_open; }));
  EXPECT_FALSE(client->health().connected);
}

TEST_F(HostNameTest, ClientEndsAtOnceWhileANameIsLookedUp) {
  const NameServer names(absl::InfiniteDuration());
  auto client = RedisClient::Make(Named(names), clock_);
  EXPECT_TRUE(Await([&] { return names.questions() > 0; }));
  const absl::Duration began = clock_.Monotonic();
  client.reset();
  EXPECT_LT(clock_.Monotonic() - began, absl::Seconds(2)) << "a name server is given 5 s by default";
}

TEST_F(HostNameTest, OfTheHostsFileNeedsNoNameServer) {
  const NameServer names(absl::InfiniteDuration());
  RedisClientOptions options = Named(names);
  options.address.host = "localhost";
  options.connect_timeout = kPatience;
  const auto client = RedisClient::Make(options, clock_);
  CP_EXPECT_OK(client->CheckEndpoint(In(kPatience)));
  EXPECT_EQ(names.questions(), 0);
}

class SubscriberHostNameTest : public HostNameTest {
 protected:
  std::unique_ptr<InvalidationSubscriber> Subscribe(const NameServer& names) const {
    const RedisClientOptions named = Named(names);
    return InvalidationSubscriber::Start(
        {.address = named.address, .connect_timeout = kPatience, .resolv_conf = named.resolv_conf},
        [](CompanyId, const DataVersion&) {});
  }
};

TEST_F(SubscriberHostNameTest, IsFoundByTheNameServer) {
  const NameServer names(absl::ZeroDuration());
  const auto subscriber = Subscribe(names);
  EXPECT_TRUE(Await([&] { return subscriber->health().subscribed; }));
}

TEST_F(SubscriberHostNameTest, ThatTakesLongIsWaitedFor) {
  const NameServer names(absl::Milliseconds(700));
  const auto subscriber = Subscribe(names);
  EXPECT_TRUE(Await([&] { return subscriber->health().subscribed; }));
}

TEST_F(SubscriberHostNameTest, EndsAtOnceWhileANameServerHangs) {
  const NameServer names(absl::InfiniteDuration());
  auto subscriber = Subscribe(names);
  EXPECT_TRUE(Await([&] { return names.questions() > 0; }));
  const absl::Duration began = clock_.Monotonic();
  subscriber.reset();
  EXPECT_LT(clock_.Monotonic() - began, absl::Seconds(2)) << "a name server is given 5 s by default";
}

}  // namespace
}  // namespace cp::redis
