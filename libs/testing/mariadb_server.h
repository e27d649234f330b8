// A MariaDB of our own: on a free port, in a private directory, utf8mb4, nothing synced to disk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/testing/server.h"

namespace cp::testing {

struct MariadbServerOptions {
  std::vector<std::string> more_arguments = {};  // "--max-connections=20", ...
};

// Not thread-safe, but for what DatabaseServer says. Runs as system user `mysql` when we are root. Accepts connections
// when Start() or Restart() returns.
class MariadbServer final : public DatabaseServer {
 public:
  // Runs mariadb-install-db: a few seconds.
  static absl::StatusOr<std::unique_ptr<MariadbServer>> Start(const MariadbServerOptions& options = {});
  // What a test wants unless it breaks the server.
  static MariadbServer& Shared() { return SharedServer<MariadbServer>(); }

  absl::StatusOr<std::string> CreateDatabase(const std::string& name) const override;
  std::string Dsn(const std::string& database) const override;
  absl::StatusOr<std::string> CreateReader(const std::string& database,
                                           const std::vector<std::string>& hidden) const override;
  absl::Status Execute(const std::string& database, absl::string_view sql) const override;
  absl::Status Load(const std::string& database, const std::string& path) const override;

 private:
  explicit MariadbServer(const MariadbServerOptions& options) : options_(options) {}
  absl::Status Prepare() override;
  ProcessOptions Command() const override;
  bool Answers() const override { return Execute("", "SELECT 1").ok(); }

  const MariadbServerOptions options_;
};

}  // namespace cp::testing
