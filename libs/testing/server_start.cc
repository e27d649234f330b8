#include "libs/testing/server_start.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/testing/free_port.h"

namespace cp::testing {

absl::Status StartAndWait(const std::string& name, const ProcessOptions& options, const std::function<bool()>& ready,
                          std::unique_ptr<Process>* process) {
  process->reset();
  absl::StatusOr<std::unique_ptr<Process>> started = Process::Start(options);
  if (!started.ok()) return started.status();
  const absl::Time give_up = absl::Now() + absl::Minutes(1);
  while (absl::Now() < give_up) {
    if ((*started)->Wait(absl::Milliseconds(10)).has_value()) break;
    if (ready()) {
      *process = *std::move(started);
      return absl::OkStatus();
    }
  }
  const std::string log = (*started)->Stderr();
  return absl::UnavailableError(absl::StrCat(name, (*started)->Running() ? " did not answer: " : " ended at start: ",
                                             log.substr(log.size() > 2000 ? log.size() - 2000 : 0)));
}

absl::Status StartOnFreePort(const std::function<absl::Status(int port)>& start) {
  absl::Status status;
  for (int attempt = 0; attempt < 3; ++attempt) {
    status = start(FreePort());
    if (status.ok()) break;
  }
  return status;
}

}  // namespace cp::testing
