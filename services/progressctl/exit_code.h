// Exit codes of progressctl. Documented in README.md and --help; CronJobs and scripts switch on them: never change one.
#pragma once

#include "absl/status/status.h"

namespace cp::ctl {

enum class ExitCode {
  kOk = 0,              // done, or nothing to do
  kFailed = 1,          // refused, unreachable, or done only in part
  kUsage = 2,           // the command line or the configuration is wrong
  kTruncated = 3,       // a sync stopped at its time budget; the next one goes on
  kAlreadyRunning = 4,  // somebody else is syncing that company
};

// REQUIRES: !status.ok().
ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace cp::ctl
