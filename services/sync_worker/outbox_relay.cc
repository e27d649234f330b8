#include "services/sync_worker/outbox_relay.h"

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/base/status.h"

namespace cp::worker {
namespace {

constexpr int kRowsPerRead = 1000;
constexpr absl::Duration kStoreTimeout = absl::Seconds(5);
constexpr absl::Duration kPublishTimeout = absl::Milliseconds(250);

// The newest entry of each company, in the order of the companies' oldest ones.
std::vector<progress::OutboxEntry> NewestPerCompany(const std::vector<progress::OutboxEntry>& oldest_first) {
  std::vector<progress::OutboxEntry> newest;
  absl::flat_hash_map<CompanyId, size_t> position;
  for (const progress::OutboxEntry& entry : oldest_first) {
    const auto [it, inserted] = position.try_emplace(entry.company, newest.size());
    if (inserted) {
      newest.push_back(entry);
    } else if (newest[it->second].version < entry.version) {
      newest[it->second] = entry;
    }
  }
  return newest;
}

}  // namespace

absl::StatusOr<int64_t> OutboxRelay::RelayOnce() {
  int64_t relayed = 0;
  for (;;) {
    CP_ASSIGN_OR_RETURN(const std::vector<progress::OutboxEntry> waiting,
                        outbox_.ReadOutbox(kRowsPerRead, Deadline::After(clock_, kStoreTimeout)));
    for (const progress::OutboxEntry& entry : NewestPerCompany(waiting)) {
      const sync::Invalidation message{.company = entry.company,
                                       .version = entry.version,
                                       .reason = "republish",
                                       .run_id = entry.run_id,
                                       .committed_at = entry.created_at,
                                       .upserted = entry.upserted,
                                       .deleted = entry.deleted};
      CP_RETURN_IF_ERROR(invalidator_.Publish(message, Deadline::After(clock_, kPublishTimeout)));
      CP_RETURN_IF_ERROR(outbox_.ConfirmOutbox(entry.company, entry.version, Deadline::After(clock_, kStoreTimeout)));
      ++relayed;
    }
    if (waiting.size() < kRowsPerRead) return relayed;
  }
}

void OutboxRelay::Run(const StopSignal& stop) {
  // A failure is not worth a line every five seconds: the metric of the invalidator counts it, the run that met it
  // warned, and the rows wait.
  do {
    (void)RelayOnce();
  } while (!stop.WaitFor(kRelayInterval));
}

}  // namespace cp::worker
