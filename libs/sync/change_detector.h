// Finds what may have changed in Moodle since the last time, without looking at whole tables, and stores it as
// candidates.
//
//   ChangeDetector detector(lane, [&](Deadline d) { return source.OpenFeed(d); }, clock, options);
//   loop: Tick() at every interval; sync what lane.Waiting() names; Look() when LookIsDue(); RequestDueFulls() then.
//
// Three ways, each reported apart:
// - a tick reads the tails from their watermarks, and the enrolment edges that are due. Its cost depends on what came
//   since, not on the site: an idle one makes one statement per tail and one more;
// - a look reads rows by their time of change, and compares digests of courses, companies and the site with the stored
//   ones. It costs as much as Moodle's tables are large;
// - a full comparison of a company is asked for once in `full_interval`, and of all companies whenever the lane can not
//   know what it has missed: DetectionReport::everything says why.
//
// Rows commit in another order than their ids and times say, so an overlap is read again each time; what was seen there
// before is remembered by the process. Watermarks are ids or times that Moodle wrote, and move only in the transaction
// that stores the candidates they led to. So a detection may end anywhere: what it had not stored is found again.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"
#include "libs/progress/change_lane.h"
#include "libs/sync/candidate_writer.h"
#include "libs/sync/change_feed.h"

namespace cp::sync {

struct DetectorOptions {
  absl::Duration count_interval = absl::Minutes(5);  // between two looks
  absl::Duration full_interval = absl::Hours(24);    // between two full comparisons of a company
  // A lane that was off for longer compares everything: the event log is cleaned by Moodle's own settings, and reading
  // a long tail costs what the comparison costs.
  absl::Duration lane_window = absl::Hours(1);
  int auto_sync_hours = 1;                          // how far back a look reads where no time of change is known
  int64_t log_overlap = 1000;                       // ids of the event log that are read again
  int64_t tail_overlap = 200;                       // ids of each other table
  absl::Duration overlap_time = absl::Minutes(10);  // and what came during this time, the longest transaction of Moodle
  int64_t max_overlap = 20'000;                     // ids, whatever came
  absl::Duration stamp_overlap = absl::Minutes(10);  // likewise, before the largest time of change
  absl::Duration clock_tolerance = absl::Minutes(1);
  int attempts = 3;  // of a detection, when others store theirs meanwhile
  // The name of the worker among those that follow the same Moodle, and for how long after its last detection the
  // others stand by: several intervals. A look has longer, since one of its statements may read a large table.
  std::string owner = "detector";
  absl::Duration hold = absl::Seconds(15);
  absl::Duration look_hold = absl::Minutes(1);
  CandidateLimits limits = {};
};

// Opens one view of Moodle: Source::OpenFeed. Called after the lane's state was read, so that the view is the newer
// one: a view that is behind a watermark shows a Moodle that was set back, not another worker that was faster.
using OpenFeed = std::function<absl::StatusOr<std::unique_ptr<ChangeFeed>>(Deadline)>;

// Blocking; not thread-safe. Of several processes one is the detector, the others stand by until it has stored nothing
// for its hold; the next one goes on where the store is, and reads the overlaps once more. Errors as the ports';
// ABORTED when the attempts are used up. After an error the next call goes on where the store is.
class ChangeDetector {
 public:
  // `lane` and `clock` must outlive the detector.
  ChangeDetector(progress::ChangeLane& lane, OpenFeed open_feed, const Clock& clock, const DetectorOptions& options)
      : lane_(lane), open_feed_(std::move(open_feed)), clock_(clock), options_(options) {}

  ChangeDetector(const ChangeDetector&) = delete;
  ChangeDetector& operator=(const ChangeDetector&) = delete;

  // Tails and edges; a look as well when a tail asks for one, unless looks would take more than a tenth of the time,
  // and when the lane starts afresh. One store call while another worker is the detector.
  absl::StatusOr<DetectionReport> Tick(Deadline deadline) { return Detect(Work::kTick, deadline); }
  // A tick and a look. When somebody adds candidates meanwhile only a tick, and the look stays due.
  absl::StatusOr<DetectionReport> Look(Deadline deadline) { return Detect(Work::kLook, deadline); }
  // A tick and a look for a caller who waits: as the detector, whoever it was before, and for no longer than this
  // takes.
  absl::StatusOr<DetectionReport> LookOnDemand(Deadline deadline) { return Detect(Work::kLookOnDemand, deadline); }
  // Whether detections may say that nobody else has changed (Detection::fresh_at): not of a Moodle that was refused.
  void CallFresh(bool may) { may_call_fresh_ = may; }
  // After a restart, and every count_interval.
  bool LookIsDue() const;
  // False: another worker is the detector.
  absl::StatusOr<bool> MayDetect(Deadline deadline);
  // Before the worker ends: another one need not wait.
  absl::Status Leave(Deadline deadline);

  // Asks for a full comparison of those that were not asked for one during full_interval, "daily". REQUIRES: the store
  // knows the companies. A new company is due at once. Any worker may.
  absl::StatusOr<DetectionReport> RequestDueFulls(absl::Span<const CompanyId> companies, Deadline deadline);

 private:
  enum class Work { kTick, kLook, kLookOnDemand };

  // One attempt, over one view.
  struct Pass {
    progress::LaneState state;
    ChangeFeed* feed = nullptr;
    CandidateWriter* writer = nullptr;
    std::map<Tail, int64_t> heads = {};
    DetectionReport* report = nullptr;
    Deadline deadline;
    // Rows that become known to the process when the candidates they led to are stored.
    std::vector<std::pair<Tail, int64_t>> seen = {};
    std::map<std::string, int64_t> moved = {};     // watermarks
    std::optional<absl::Duration> stored_at = {};  // Store() was called last
  };

  absl::StatusOr<DetectionReport> Detect(Work work, Deadline deadline);
  absl::Status Attempt(Work work, Deadline deadline, DetectionReport* report);
  absl::Status Detect(Work work, Pass& pass);
  bool IsOurs(const progress::LaneState& state) const {
    return state.detector.empty() || state.detector == options_.owner;
  }
  DetectorRight RightFor(Work work, absl::Duration hold) const {
    return {.owner = options_.owner, .hold = hold, .takes_over = work == Work::kLookOnDemand};
  }
  // Between two statements of a look. REQUIRES: something was stored in this pass.
  absl::Status KeepRight(Pass& pass);
  absl::Status RequestDueFulls(absl::Span<const CompanyId> companies, Deadline deadline, DetectionReport* report);

  absl::StatusOr<std::map<int64_t, int64_t>> AskedInFull(Deadline deadline, DetectionReport* report);

  // Why the lane can not know what it has missed; "" = it can.
  std::string WhyEverything(const Pass& pass) const;
  bool ClockWentBack(const progress::LaneState& state, absl::Time now) const;
  bool LaneWasOff(const progress::LaneState& state, absl::Time now) const;
  bool SourceWasSetBack(const Pass& pass) const;
  int64_t OverlapOf(Tail tail) const { return tail == Tail::kLog ? options_.log_overlap : options_.tail_overlap; }
  // Rows above it are read again.
  int64_t FloorOf(Tail tail, int64_t watermark) const;

  absl::Status StartAfresh(const std::string& reason, Pass& pass);
  absl::Status ReadTails(Pass& pass);
  absl::Status ReadTail(Tail tail, int64_t head, Pass& pass);
  // `fresh`: when all is stored, companies without candidates are fresh.
  absl::Status ReadEdges(bool fresh, Pass& pass);
  absl::Status Store(Pass& pass, progress::Detection rest);
  void Remember(const Pass& pass);

  // A look; keeps the right of detecting for `hold` after it. `baseline`: everything is compared anyway, so only what
  // is stored for the next one counts.
  absl::Status LookAt(DetectorRight after, Pass& pass);
  absl::Status LookAgain(bool baseline, Pass& pass);
  absl::Status LookAtStamps(Stamp stamp, bool baseline, Pass& pass);
  absl::Status LookAtDigests(DigestKind kind, bool baseline, Pass& pass);
  absl::StatusOr<std::map<int64_t, std::string>> StoredDigests(DigestKind kind, int64_t after, int64_t through,
                                                               Pass& pass);

  progress::ChangeLane& lane_;
  const OpenFeed open_feed_;
  const Clock& clock_;
  const DetectorOptions options_;

  // What the process remembers; without it, overlaps are candidates once more.
  struct Heads {
    absl::Duration at;
    std::map<Tail, int64_t> heads;
  };
  std::map<Tail, std::set<int64_t>> seen_;                   // of the overlaps
  std::map<Stamp, std::map<int64_t, int64_t>> seen_stamps_;  // id -> time, of the last look's overlap
  std::deque<Heads> history_;                                // the first is at least overlap_time old, or the oldest
  int64_t last_sequence_ = 0;
  bool leaves_ = false;                      // another worker, or nobody, was the detector before the look on demand
  std::optional<absl::Duration> last_pass_;  // by the monotonic clock
  absl::Time last_pass_time_;
  std::optional<absl::Duration> last_look_;
  absl::Duration look_took_;
  bool may_call_fresh_ = true;
  bool look_pending_ = false;
};

}  // namespace cp::sync
