#include "libs/testing/redis_server.h"

#include <hiredis/hiredis.h>
#include <signal.h>
#include <sys/time.h>

#include "absl/strings/str_cat.h"
#include "libs/testing/free_port.h"
#include "libs/testing/server_start.h"

namespace cp::testing {
namespace {

bool Answers(const std::string& host, int port, const std::string& password) {
  const timeval limit{1, 0};
  redisContext* context = redisConnectWithTimeout(host.c_str(), port, limit);
  bool answers = context != nullptr && context->err == 0 && redisSetTimeout(context, limit) == REDIS_OK;
  const auto ask = [&](const char* format, const char* argument) {
    auto* reply = static_cast<redisReply*>(redisCommand(context, format, argument));
    const bool good = reply != nullptr && reply->type == REDIS_REPLY_STATUS;
    freeReplyObject(reply);
    return good;
  };
  if (answers && !password.empty()) answers = ask("AUTH %s", password.c_str());
  answers = answers && ask("PING", nullptr);
  if (context != nullptr) redisFree(context);
  return answers;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RedisServer>> RedisServer::Start(const RedisServerOptions& options) {
  std::unique_ptr<RedisServer> server(new RedisServer);
  server->options_ = options;
  absl::Status started = StartOnFreePort([&](int port) {
    server->port_ = port;
    return server->Launch();
  });
  if (!started.ok()) return started;
  return server;
}

absl::Status RedisServer::Launch() {
  ProcessOptions launch;
  launch.argv = {"redis-server", "--port", absl::StrCat(port_), "--bind", host_, "--save", "", "--appendonly",
                 "no",           "--dir",  directory_.path()};
  if (!options_.password.empty()) launch.argv.insert(launch.argv.end(), {"--requirepass", options_.password});
  launch.argv.insert(launch.argv.end(), options_.more_arguments.begin(), options_.more_arguments.end());
  launch.stdout_path = directory_.File("redis.log");
  launch.stderr_path = launch.stdout_path;
  return StartAndWait(
      "redis-server", launch, [&] { return Answers(host_, port_, options_.password); }, &process_);
}

std::string RedisServer::Url() const {
  const std::string credentials = options_.password.empty() ? "" : absl::StrCat(":", options_.password, "@");
  return absl::StrCat("redis://", credentials, host_, ":", port_, "/0");
}

void RedisServer::Kill() { process_->Stop(SIGKILL, absl::Seconds(10)); }

absl::Status RedisServer::Restart() {
  Kill();
  return Launch();
}

void RedisServer::Pause() const { process_->Signal(SIGSTOP); }

void RedisServer::Resume() const { process_->Signal(SIGCONT); }

}  // namespace cp::testing
