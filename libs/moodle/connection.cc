#include "libs/moodle/connection.h"

#include <utility>

#include "libs/moodle/errors.h"

namespace cp::moodle {
namespace {

// Tells an interruption apart from whatever error the engine made of it.
class InterruptibleConnection final : public Connection {
 public:
  InterruptibleConnection(std::unique_ptr<Connection> connection, std::shared_ptr<Interruption> interruption)
      : connection_(std::move(connection)), interruption_(std::move(interruption)) {}

  const ServerInfo& server() const override { return connection_->server(); }

  absl::Status Query(const std::string& sql, Deadline deadline, absl::FunctionRef<void(const Row&)> each) override {
    return Guard([&] { return connection_->Query(sql, deadline, each); });
  }
  absl::Status End(Deadline deadline) override {
    return Guard([&] { return connection_->End(deadline); });
  }
  absl::Status Begin(Deadline deadline) override {
    return Guard([&] { return connection_->Begin(deadline); });
  }

 private:
  absl::Status Guard(absl::FunctionRef<absl::Status()> call) {
    if (interruption_->Requested()) return Interrupted();
    absl::Status status = call();
    return !status.ok() && interruption_->Requested() ? Interrupted() : status;
  }

  const std::unique_ptr<Connection> connection_;
  const std::shared_ptr<Interruption> interruption_;
};

absl::StatusOr<std::unique_ptr<Connection>> ConnectTo(const ConnectionOptions& options, const Clock& clock,
                                                      Deadline deadline) {
  switch (options.dsn.engine) {
    case Engine::kMysql:
      return ConnectMysql(options, clock, deadline);
    case Engine::kPostgres:
      return ConnectPostgres(options, clock, deadline);
    case Engine::kSqlite:
      break;
  }
  return ConnectSqlite(options, clock, deadline);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connect(const ConnectionOptions& options, const Clock& clock,
                                                    Deadline deadline) {
  if (options.interruption->Requested()) return Interrupted();
  if (deadline.Passed(clock)) return ConnectingTookTooLong(options.dsn);
  absl::StatusOr<std::unique_ptr<Connection>> connected = ConnectTo(options, clock, deadline);
  if (connected.ok()) {
    return std::make_unique<InterruptibleConnection>(*std::move(connected), options.interruption);
  }
  return options.interruption->Requested() ? Interrupted() : connected.status();
}

}  // namespace cp::moodle
