#include "libs/testing/redis_server.h"

#include <hiredis/hiredis.h>
#include <sys/time.h>

#include "absl/strings/str_cat.h"

namespace cp::testing {
absl::StatusOr<std::unique_ptr<RedisServer>> RedisServer::Start(const RedisServerOptions& options) {
  std::unique_ptr<RedisServer> server(new RedisServer(options));
  if (absl::Status started = server->StartUp(); !started.ok()) return started;
  return server;
}

ProcessOptions RedisServer::Command() const {
  ProcessOptions command;
  command.argv = {"redis-server", "--port", absl::StrCat(port()), "--bind", host(), "--save", "", "--appendonly",
                  "no",           "--dir",  directory().path()};
  if (!options_.password.empty()) command.argv.insert(command.argv.end(), {"--requirepass", options_.password});
  command.argv.insert(command.argv.end(), options_.more_arguments.begin(), options_.more_arguments.end());
  command.stdout_path = directory().File("redis.log");
  command.stderr_path = command.stdout_path;
  return command;
}

bool RedisServer::Answers() const {
  const timeval limit{1, 0};
  redisContext* context = redisConnectWithTimeout(host().c_str(), port(), limit);
  bool answers = context != nullptr && context->err == 0 && redisSetTimeout(context, limit) == REDIS_OK;
  const auto ask = [&](const char* format, const char* argument) {
    auto* reply = static_cast<redisReply*>(redisCommand(context, format, argument));
    const bool good = reply != nullptr && reply->type == REDIS_REPLY_STATUS;
    freeReplyObject(reply);
    return good;
  };
  if (answers && !options_.password.empty()) answers = ask("AUTH %s", options_.password.c_str());
  answers = answers && ask("PING", nullptr);
  if (context != nullptr) redisFree(context);
  return answers;
}

std::string RedisServer::Url() const {
  const std::string credentials = options_.password.empty() ? "" : absl::StrCat(":", options_.password, "@");
  return absl::StrCat("redis://", credentials, host(), ":", port(), "/0");
}

}  // namespace cp::testing
