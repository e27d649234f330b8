#include "libs/moodle/connection.h"

#include "libs/moodle/errors.h"

namespace cp::moodle {

absl::StatusOr<std::unique_ptr<Connection>> Connect(const ConnectionOptions& options, const Clock& clock,
                                                    Deadline deadline) {
  if (deadline.Passed(clock)) return TookTooLong(options.dsn, "connecting");
  switch (options.dsn.engine) {
    case Engine::kMysql:
      return ConnectMysql(options, clock, deadline);
    case Engine::kPostgres:
      return ConnectPostgres(options, clock, deadline);
    case Engine::kSqlite:
      return ConnectSqlite(options, clock, deadline);
  }
  return absl::InternalError("unknown engine");
}

}  // namespace cp::moodle
