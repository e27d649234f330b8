#include "services/progressctl/exit_code.h"

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::ctl {

ExitCode ExitCodeOf(const absl::Status& status) {
  if (ReasonOf(status) == reason::kAlreadyRunning) return ExitCode::kAlreadyRunning;
  const bool wrong = absl::IsInvalidArgument(status) || ReasonOf(status) == reason::kConfigInvalid;
  return wrong ? ExitCode::kUsage : ExitCode::kFailed;
}

}  // namespace cp::ctl
