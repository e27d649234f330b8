#include "services/sync_worker/source_probe.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::worker {
namespace {

constexpr absl::Duration kProbeTimeout = absl::Seconds(10);
constexpr absl::Duration kFirstPause = absl::Seconds(1);
constexpr absl::Duration kLongestPause = absl::Seconds(30);
constexpr int64_t kToleratedSkewSeconds = 5;

}  // namespace

absl::Status ProbeSource(sync::Source& source, const Clock& clock, const runtime::Logger& log) {
  const absl::StatusOr<sync::SourceInfo> info = source.Probe(Deadline::After(clock, kProbeTimeout));
  if (!info.ok()) return info.status();
  log.Info("source_probed", {{"kind", info->kind}, {"version", info->version}, {"iomad", info->iomad}});
  if (std::abs(info->clock_skew_seconds) > kToleratedSkewSeconds) {
    log.Warning("source_clock_differs", {{"seconds_ahead", info->clock_skew_seconds},
                                         {"advice", "enrolment windows open and close by this machine's clock"}});
  }
  return absl::OkStatus();
}

absl::Status AwaitSource(sync::Source& source, const Clock& clock, const runtime::Logger& log,
                         const std::function<bool(absl::Duration)>& wait) {
  absl::Status cause;
  for (absl::Duration pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
    absl::Status probed = ProbeSource(source, clock, log);
    if (probed.ok() || absl::IsCancelled(probed) || ReasonOf(probed) == reason::kConfigInvalid) return probed;
    if (probed != cause) log.Error("waiting_for_source", {{"setting", "moodle-dsn"}, {"error", probed}});
    cause = std::move(probed);
    if (wait(pause)) return absl::CancelledError("stopped while waiting for Moodle");
  }
}

}  // namespace cp::worker
