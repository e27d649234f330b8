// Following a run to its end, with a line of progress for who watches, and with Ctrl-C as a way to cancel it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "courseprogress/v1/sync_service.grpc.pb.h"
#include "services/progressctl/command.h"

namespace cp::ctl {

struct WatchOptions {
  absl::Duration timeout;            // of the whole stream
  bool cancel_on_interrupt = false;  // the first Ctrl-C cancels the run; false: it only ends the watching
  // Called for each message, in order. Empty: a line on a terminal, nothing elsewhere.
  std::function<void(const courseprogress::v1::WatchRunResponse&)> on_message;
};

// Returns the last message: with its result, unless Ctrl-C ended the watching. An error is the one that RunSync would
// have given, or one of the connection.
absl::StatusOr<courseprogress::v1::WatchRunResponse> WatchRun(const CommandContext& context, const Peer& worker,
                                                              const std::string& run_id, const WatchOptions& options);

// RunSync that ends, with the run, at the first Ctrl-C: CANCELLED.
absl::Status RunSync(const CommandContext& context, const Peer& worker, absl::Duration timeout,
                     const courseprogress::v1::RunSyncRequest& request, courseprogress::v1::RunSyncResponse* response);

}  // namespace cp::ctl
