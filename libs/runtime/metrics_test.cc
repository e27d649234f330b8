#include "libs/runtime/metrics.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::runtime {
namespace {

using ::testing::HasSubstr;

// What `promtool check metrics` says to `text`; "" when it is content.
std::string Lint(const std::string& text) {
  std::string path = ::testing::TempDir() + "metrics_test_XXXXXX";
  const int fd = mkstemp(path.data());
  EXPECT_EQ(write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  close(fd);
  FILE* pipe = popen(("promtool check metrics < " + path + " 2>&1").c_str(), "r");
  std::string output;
  std::array<char, 4096> buffer;
  for (size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) output.append(buffer.data(), n);
  const int exit_status = pclose(pipe);
  std::remove(path.c_str());
  return exit_status == 0 ? output : absl::StrCat("exit status ", exit_status, ": ", output);
}

std::string HttpGet(int port, const std::string& path) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  const std::string request = "GET " + path + " HTTP/1.0\r\n\r\n";
  EXPECT_EQ(write(fd, request.data(), request.size()), static_cast<ssize_t>(request.size()));
  std::string answer;
  std::array<char, 4096> buffer;
  for (ssize_t n; (n = read(fd, buffer.data(), buffer.size())) > 0;)
    answer.append(buffer.data(), static_cast<size_t>(n));
  close(fd);
  const size_t body = answer.find("\r\n\r\n");
  return body == std::string::npos ? "" : answer.substr(body + 4);
}

class MetricsTest : public ::testing::Test {
 protected:
  void UseEveryFamily() {
    RpcMethodMetrics method = metrics_.ForMethod("courseprogress.v1.AdminService", "ListTokens");
    method.Started();
    method.Handled(0, absl::Milliseconds(3));
    method.Handled(99, absl::Milliseconds(3));
    metrics_.CacheRequests("local_hit").Increment();
    metrics_.SyncRuns("succeeded").Increment();
    metrics_.StoreStatements("page").Increment();
    metrics_.AddStorePool(
        [] { return Metrics::PoolSample{.limit = 4, .in_use = 3, .idle = 1, .waits = 17, .wait_seconds = 0.5}; });
    metrics_.AddDataAge([] { return std::vector<Metrics::Sample>{{{{"company", "7"}}, 12.5}}; });
  }
  Metrics metrics_;
};

TEST_F(MetricsTest, CountsStartEndAndTimeOfCalls) {
  UseEveryFamily();
  const std::string text = metrics_.Text();
  EXPECT_THAT(text, HasSubstr("grpc_server_started_total{grpc_method=\"ListTokens\",grpc_service=\"courseprogress.v1."
                              "AdminService\",grpc_type=\"unary\"} 1"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handled_total{grpc_code=\"OK\",grpc_method=\"ListTokens\""));
  EXPECT_THAT(text, ::testing::ContainsRegex("grpc_code=\"Unknown\"[^\n]*} 1\n"));
  EXPECT_THAT(text, ::testing::ContainsRegex("grpc_server_handling_seconds_bucket[^\n]*le=\"0.0025\"} 0\n"));
  EXPECT_THAT(text, ::testing::ContainsRegex("grpc_server_handling_seconds_bucket[^\n]*le=\"0.005\"} 2\n"));
}

TEST_F(MetricsTest, ShowsTheStoresPoolAsGaugesAndCounters) {
  UseEveryFamily();
  const std::string text = metrics_.Text();
  for (const char* line : {"# TYPE store_pool_max_connections gauge\nstore_pool_max_connections 4\n",
                           "# TYPE store_pool_in_use_connections gauge\nstore_pool_in_use_connections 3\n",
                           "# TYPE store_pool_idle_connections gauge\nstore_pool_idle_connections 1\n",
                           "# TYPE store_pool_waits_total counter\nstore_pool_waits_total 17\n",
                           "# TYPE store_pool_wait_seconds_total counter\nstore_pool_wait_seconds_total 0.5\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST_F(MetricsTest, ComputesCallbacksAtEachScrape) {
  double age = 1;
  metrics_.AddDataAge([&] { return std::vector<Metrics::Sample>{{{{"company", "7"}}, age}}; });
  EXPECT_THAT(metrics_.Text(), HasSubstr("data_age_seconds{company=\"7\"} 1\n"));
  age = 2;
  EXPECT_THAT(metrics_.Text(), HasSubstr("data_age_seconds{company=\"7\"} 2\n"));
}

TEST_F(MetricsTest, GivesTheSameHandleForTheSameLabels) {
  EXPECT_EQ(&metrics_.CacheRequests("miss"), &metrics_.CacheRequests("miss"));
}

TEST_F(MetricsTest, ServesOnAFreePortWhatPromtoolAccepts) {
  UseEveryFamily();
  const absl::StatusOr<int> port = metrics_.Serve("127.0.0.1:0");
  ASSERT_TRUE(port.ok()) << port.status();
  const std::string body = HttpGet(*port, "/metrics");
  EXPECT_THAT(body, HasSubstr("cache_requests_total{result=\"local_hit\"} 1"));
  EXPECT_EQ(Lint(body), "");
}

TEST_F(MetricsTest, NamesTheSettingForABusyOrMalformedAddress) {
  const absl::StatusOr<int> port = metrics_.Serve("127.0.0.1:0");
  ASSERT_TRUE(port.ok());
  for (const std::string& listen :
       {absl::StrCat("127.0.0.1:", *port), std::string("nonsense"), std::string("39099"), std::string(":39099")}) {
    Metrics other;
    const absl::Status status = other.Serve(listen).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << listen;
    EXPECT_EQ(ReasonOf(status), reason::kConfigInvalid);
    EXPECT_THAT(std::string(status.message()), HasSubstr("--metrics-listen"));
  }
}

TEST(MetricsListen, IsHostAndPort) {
  for (const char* good : {"127.0.0.1:9090", "0.0.0.0:0", "localhost:65535", "[::1]:9090"}) {
    EXPECT_TRUE(Metrics::CheckListen(good).ok()) << good;
  }
  for (const char* bad : {"", "9090", ":9090", "99999", "h:", "h:99999", "h:-1", "h:+1", "::1:9090", "[::1]", "h:1s",
                          "h:1,h:2", "http://h:1", "h :1"}) {
    EXPECT_EQ(Metrics::CheckListen(bad).code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

}  // namespace
}  // namespace cp::runtime
