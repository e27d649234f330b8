// A PostgreSQL of our own: on a free port, in a private directory, without fsync.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/testing/server.h"

namespace cp::testing {

struct PostgresServerOptions {
  std::vector<std::string> settings = {};  // "max_connections=20", ...
};

// Not thread-safe, but for what DatabaseServer says. Runs as system user `postgres` when we are root, which the server
// refuses to run as. Accepts connections when Start() or Restart() returns. Pause() makes a server that accepts nobody;
// connections that are open have processes of their own, which may go on: a test that needs those frozen signals the
// backends itself.
class PostgresServer final : public DatabaseServer {
 public:
  // Runs initdb: about two seconds. Programs are those of the newest version below /usr/lib/postgresql, else of PATH.
  static absl::StatusOr<std::unique_ptr<PostgresServer>> Start(const PostgresServerOptions& options = {});
  // What a test wants unless it breaks the server.
  static PostgresServer& Shared() { return SharedServer<PostgresServer>(); }
  // Its backends lead process groups of their own, and would go on writing into the directory that is being removed.
  ~PostgresServer() override { Kill(); }

  absl::StatusOr<std::string> CreateDatabase(const std::string& name) const override;
  std::string Dsn(const std::string& database) const override;
  absl::StatusOr<std::string> CreateReader(const std::string& database,
                                           const std::vector<std::string>& hidden) const override;
  absl::Status Execute(const std::string& database, absl::string_view sql) const override;
  absl::Status Load(const std::string& database, const std::string& path) const override;

 private:
  explicit PostgresServer(const PostgresServerOptions& options) : options_(options) {}
  absl::Status Prepare() override;
  ProcessOptions Command() const override;
  bool Answers() const override { return Execute("postgres", "SELECT 1").ok(); }
  void SignalAll(int signal) const override;
  std::string ConnectString(const std::string& database) const;

  const PostgresServerOptions options_;
};

}  // namespace cp::testing
