#include "libs/testing/server.h"

#include <signal.h>

#include "libs/testing/server_start.h"

namespace cp::testing {

absl::Status Server::StartUp() {
  if (absl::Status prepared = Prepare(); !prepared.ok()) return prepared;
  return StartOnFreePort([this](int port) {
    port_ = port;
    return Launch();
  });
}

absl::Status Server::Launch() {
  const ProcessOptions command = Command();
  return StartAndWait(
      command.argv.front(), command, [this] { return Answers(); }, &process_);
}

void Server::Kill() {
  if (process_ == nullptr) return;
  SignalAll(SIGKILL);
  process_->Stop(SIGKILL, absl::Seconds(10));
}

absl::Status Server::Restart() {
  Kill();
  return Launch();
}

void Server::Pause() const { SignalAll(SIGSTOP); }

void Server::Resume() const { SignalAll(SIGCONT); }

}  // namespace cp::testing
