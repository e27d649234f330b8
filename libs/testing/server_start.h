// What the server fixtures share: start a process and wait until it truly answers.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "libs/testing/process.h"

namespace cp::testing {

// Starts the process and asks `ready` every few milliseconds, for at most a minute. When the process ends before, the
// error carries the end of its log.
absl::Status StartAndWait(const std::string& name, const ProcessOptions& options, const std::function<bool()>& ready,
                          std::unique_ptr<Process>* process);

// Runs `start` with free ports until it succeeds, at most three times: another process may take a port in between.
absl::Status StartOnFreePort(const std::function<absl::Status(int port)>& start);

}  // namespace cp::testing
