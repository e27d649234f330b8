// Runs in words.
#pragma once

#include <string>

#include "courseprogress/v1/sync_service.pb.h"
#include "services/progressctl/table.h"

namespace cp::ctl {

// "succeeded", "running", ...
std::string StateText(courseprogress::v1::RunState state);
// "changes", "full", "populate"; with ", dry run".
std::string ModeText(const courseprogress::v1::Run& run);

// The columns of `run list`.
TableRow RunHeaders();
TableRow RunCells(const courseprogress::v1::Run& run);

// One line: a bar or a percentage where it is known, companies, rows, rate, time left.
std::string ProgressLine(const courseprogress::v1::WatchRunResponse& now);

}  // namespace cp::ctl
