// What a sync did, in words.
#pragma once

#include <ostream>

#include "courseprogress/v1/sync_service.pb.h"
#include "services/progressctl/exit_code.h"

namespace cp::ctl {

// A line for each company and, with `verbose`, one for each changed row; the sum when there are several companies.
// Warnings and errors go to `err`.
void WriteSyncReport(const courseprogress::v1::RunSyncResponse& result, bool verbose, std::ostream& out,
                     std::ostream& err);

// kFailed when something failed; kTruncated when nothing did and yet the run is not complete.
ExitCode ExitCodeOf(const courseprogress::v1::RunSyncResponse& result);

}  // namespace cp::ctl
