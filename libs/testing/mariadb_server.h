// A MariaDB of our own: on a free port, in a private directory, utf8mb4, nothing synced to disk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/testing/process.h"
#include "libs/testing/temp_dir.h"

namespace cp::testing {

struct MariadbServerOptions {
  std::vector<std::string> more_arguments = {};  // "--max-connections=20", ...
};

// Not thread-safe, but CreateDatabase() and Execute() are. Runs as system user `mysql` when we are root. Accepts
// connections when Start() or Restart() returns; killed by the destructor.
class MariadbServer {
 public:
  // Runs mariadb-install-db: a few seconds.
  static absl::StatusOr<std::unique_ptr<MariadbServer>> Start(const MariadbServerOptions& options = {});

  // One server for the whole test process, made at the first call and stopped at its exit: what a test wants unless it
  // breaks the server. Aborts the test when it can not start.
  static MariadbServer& Shared();

  // Drops it first if it is there. The DSN is SOCI's: "mysql://host=127.0.0.1 port=.. dbname=.. user=.. password=..".
  absl::StatusOr<std::string> CreateDatabase(const std::string& name) const;
  std::string Dsn(const std::string& database) const;

  // One or several statements, separated by ';'.
  absl::Status Execute(const std::string& database, absl::string_view sql) const;
  // The mysql client with the file as its input, for a dump.
  absl::Status Load(const std::string& database, const std::string& path) const;

  const std::string& host() const { return host_; }
  int port() const { return port_; }
  const std::string& user() const { return user_; }
  const std::string& password() const { return password_; }
  const Process& process() const { return *process_; }

  // Ends it at once, as a crash does. The data survives (the operating system did not crash).
  void Kill();
  absl::Status Restart();
  // A server that accepts connections (in the kernel) and answers nothing, until Resume().
  void Pause() const;
  void Resume() const;

 private:
  MariadbServer() = default;
  absl::Status InstallDb();
  absl::Status Launch();

  MariadbServerOptions options_;
  TempDir directory_;
  std::string host_ = "127.0.0.1";
  int port_ = 0;
  std::string user_ = "cp";
  std::string password_ = "cp-test-secret";
  std::unique_ptr<Process> process_;
};

}  // namespace cp::testing
