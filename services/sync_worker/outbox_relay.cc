#include "services/sync_worker/outbox_relay.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/base/status.h"
#include "services/sync_worker/store_timeouts.h"

namespace cp::worker {
namespace {

constexpr int kRowsPerRead = 1000;
constexpr absl::Duration kPublishTimeout = absl::Milliseconds(250);

sync::Invalidation MessageOf(const progress::OutboxEntry& entry) {
  return {.company = entry.company,
          .version = entry.version,
          .previous = {entry.version.epoch, entry.version.version - 1},
          .reason = "republish",
          .run_id = entry.run_id,
          .committed_at = entry.created_at,
          .upserted = entry.upserted,
          .deleted = entry.deleted};
}

// `newer` takes the place of both: it tells of the changes of both.
void Supersede(sync::Invalidation newer, sync::Invalidation* message) {
  newer.previous = std::min(newer.previous, message->previous);
  newer.upserted += message->upserted;
  newer.deleted += message->deleted;
  *message = std::move(newer);
}

// One message a company, of its newest version, in the order of the companies' oldest entries.
std::vector<sync::Invalidation> MessagesOf(const std::vector<progress::OutboxEntry>& oldest_first) {
  std::vector<sync::Invalidation> messages;
  absl::flat_hash_map<CompanyId, size_t> position;
  for (const progress::OutboxEntry& entry : oldest_first) {
    const auto [it, inserted] = position.try_emplace(entry.company, messages.size());
    sync::Invalidation message = MessageOf(entry);
    if (inserted) {
      messages.push_back(std::move(message));
      continue;
    }
    sync::Invalidation& known = messages[it->second];
    if (message.version < known.version) std::swap(message, known);
    Supersede(std::move(message), &known);
  }
  return messages;
}

}  // namespace

absl::StatusOr<int64_t> OutboxRelay::RelayOnce() {
  int64_t relayed = 0;
  for (;;) {
    CP_ASSIGN_OR_RETURN(const std::vector<progress::OutboxEntry> waiting,
                        outbox_.ReadOutbox(kRowsPerRead, Deadline::After(clock_, kQuickStoreCall)));
    for (const sync::Invalidation& message : MessagesOf(waiting)) {
      CP_RETURN_IF_ERROR(invalidator_.Publish(message, Deadline::After(clock_, kPublishTimeout)));
      CP_RETURN_IF_ERROR(
          outbox_.ConfirmOutbox(message.company, message.version, Deadline::After(clock_, kQuickStoreCall)));
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
