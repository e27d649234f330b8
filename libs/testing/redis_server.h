// A Redis of our own: on a free port, in a private directory, without persistence.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/testing/process.h"
#include "libs/testing/temp_dir.h"

namespace cp::testing {

struct RedisServerOptions {
  std::string password = {};                     // empty: none
  std::vector<std::string> more_arguments = {};  // "--maxmemory", "1mb", ...
};

// Not thread-safe. Answers PING when Start() or Restart() returns; killed by the destructor.
class RedisServer {
 public:
  static absl::StatusOr<std::unique_ptr<RedisServer>> Start(const RedisServerOptions& options = {});

  const std::string& host() const { return host_; }
  int port() const { return port_; }
  // redis://[:password@]127.0.0.1:<port>/0
  std::string Url() const;
  const Process& process() const { return *process_; }

  // Ends it at once, as a crash does: connections are reset, the data is lost.
  void Kill();
  // On the same port, empty.
  absl::Status Restart();
  // A server that accepts connections (in the kernel) and answers nothing, until Resume().
  void Pause() const;
  void Resume() const;

 private:
  RedisServer() = default;
  absl::Status Launch();

  RedisServerOptions options_;
  TempDir directory_;
  std::string host_ = "127.0.0.1";
  int port_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace cp::testing
