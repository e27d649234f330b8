// Whether the runs of this process may believe Moodle: the guard's last verdict, and when it is asked again.
#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"

namespace cp::worker {

// Thread-safe. A verdict is that of RunSession on a census of Moodle (sync::JudgeSource), or of a snapshot that met an
// empty table.
class SourceTrust {
 public:
  static constexpr absl::Duration kShortestPause = absl::Minutes(1);
  static constexpr absl::Duration kLongestPause = absl::Minutes(10);

  // `clock` outlives it. The first pause is as long as `look_interval`, within the bounds above.
  SourceTrust(const Clock* clock, absl::Duration look_interval);

  // Moodle was refused, and has not passed since: nobody is served, and nobody is known to be fresh.
  bool IsRefused() const;
  // It was refused, or never judged by this process: a run that serves somebody asks the guard first.
  bool NeedsVerdict() const;
  // It was refused so short a time ago that continuous runs do not ask again: a census reads whole tables.
  bool IsPausing() const;

  void Passed();
  // The next pause is twice as long. A refusal during a pause is the same one, met by somebody else.
  void Refused();

 private:
  const Clock& clock_;
  const absl::Duration first_pause_;
  mutable absl::Mutex mutex_;
  enum class Verdict { kNone, kPassed, kRefused };
  Verdict verdict_ ABSL_GUARDED_BY(mutex_) = Verdict::kNone;
  absl::Duration pause_ ABSL_GUARDED_BY(mutex_);  // the next one
  absl::Duration until_ ABSL_GUARDED_BY(mutex_);  // Clock::Monotonic()
};

}  // namespace cp::worker
