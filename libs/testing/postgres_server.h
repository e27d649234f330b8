// A PostgreSQL of our own: on a free port, in a private directory, without fsync.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/testing/process.h"
#include "libs/testing/temp_dir.h"

namespace cp::testing {

struct PostgresServerOptions {
  std::vector<std::string> settings = {};  // "max_connections=20", ...
};

// Not thread-safe, but CreateDatabase() and Execute() are. Runs as system user `postgres` when we are root, which the
// server refuses to run as. Accepts connections when Start() or Restart() returns; killed by the destructor.
class PostgresServer {
 public:
  // Runs initdb: about two seconds. Programs are those of the newest version below /usr/lib/postgresql, else of PATH.
  static absl::StatusOr<std::unique_ptr<PostgresServer>> Start(const PostgresServerOptions& options = {});

  // One server for the whole test process, made at the first call and stopped at its exit: what a test wants unless it
  // breaks the server. Aborts the test when it can not start.
  static PostgresServer& Shared();

  // Drops it first if it is there. The DSN is SOCI's: "postgresql://host=127.0.0.1 port=.. dbname=.. user=..
  // password=..".
  absl::StatusOr<std::string> CreateDatabase(const std::string& name) const;
  std::string Dsn(const std::string& database) const;

  // Several statements, not in a transaction of their own.
  absl::Status Execute(const std::string& database, absl::string_view sql) const;
  // psql -f, for a dump.
  absl::Status Load(const std::string& database, const std::string& path) const;

  const std::string& host() const { return host_; }
  int port() const { return port_; }
  const std::string& user() const { return user_; }
  const std::string& password() const { return password_; }
  const Process& process() const { return *process_; }

  // Ends it at once, as a crash does. The data survives (the operating system did not crash).
  void Kill();
  absl::Status Restart();
  // A server that accepts nobody, until Resume(). Connections that are open have processes of their own, which may go
  // on: a test that needs those frozen signals the backends itself.
  void Pause() const;
  void Resume() const;

 private:
  PostgresServer() = default;
  absl::Status InitDb();
  absl::Status Launch();
  std::string ConnectString(const std::string& database) const;

  PostgresServerOptions options_;
  TempDir directory_;
  std::string host_ = "127.0.0.1";
  int port_ = 0;
  std::string user_ = "cp";
  std::string password_ = "cp-test-secret";
  std::unique_ptr<Process> process_;
};

}  // namespace cp::testing
