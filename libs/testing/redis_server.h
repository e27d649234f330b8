// A Redis of our own: on a free port, in a private directory, without persistence.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/testing/server.h"

namespace cp::testing {

struct RedisServerOptions {
  std::string password = {};                     // empty: none
  std::vector<std::string> more_arguments = {};  // "--maxmemory", "1mb", ...
};

// Not thread-safe. Answers PING when Start() or Restart() returns; it has lost its data then.
class RedisServer final : public Server {
 public:
  static absl::StatusOr<std::unique_ptr<RedisServer>> Start(const RedisServerOptions& options = {});

  // redis://[:password@]127.0.0.1:<port>/0
  std::string Url() const;

 private:
  explicit RedisServer(const RedisServerOptions& options) : options_(options) {}
  ProcessOptions Command() const override;
  bool Answers() const override;

  const RedisServerOptions options_;
};

}  // namespace cp::testing
