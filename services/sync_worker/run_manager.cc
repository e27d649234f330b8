#include "services/sync_worker/run_manager.h"

#include <utility>

#include "services/sync_worker/run_session.h"

namespace cp::worker {

RunManager::RunManager(const RunManagerParts& parts, const RunManagerOptions& options)
    : parts_(parts), options_(options), driver_(parts.ports, parts.leases, parts.clock, options.as_of) {}

progress::RunRecord NewRecord(const RunManagerParts& parts, const RunManagerOptions& options,
                              const RunRequest& request) {
  progress::RunRecord record;
  record.run_id = parts.new_run_id();
  record.kind = request.kind;
  record.started_at = absl::ToUnixSeconds(parts.clock->Now());
  record.owner = options.owner;
  record.mode = request.mode;
  record.dry_run = request.dry_run;
  record.request_id = request.request_id;
  return record;
}

absl::StatusOr<RunResult> RunManager::Run(const RunRequest& request) {
  RunSession session(parts_, options_, driver_, request);
  return session.Run();
}

}  // namespace cp::worker
