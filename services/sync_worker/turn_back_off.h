// Which turns of the change lane wait because the last one failed, so that a company, or a user, that always fails
// neither costs a turn at each tick nor keeps the rest of its company waiting.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/progress/change_lane.h"

namespace cp::worker {

// What failed waits for the first of these, then for twice as long each time, at most for the last.
inline constexpr absl::Duration kFirstBackOff = absl::Seconds(5);
inline constexpr absl::Duration kLastBackOff = absl::Minutes(5);
// After a turn for which somebody else held the company: no failure, so always the same.
inline constexpr absl::Duration kBusyBackOff = absl::Seconds(5);

// kUnfinished: another turn goes on where it stopped, at once; what failed before it is neither forgiven nor repeated.
enum class TurnOutcome { kDone, kUnfinished, kBusy, kFailed };

struct TurnEnd {
  CompanyId company;
  bool whole = false;  // a comparison of the company, not of some users
  TurnOutcome outcome = TurnOutcome::kDone;
  // Of a turn of users that got to its end: whose rows were compared, and whose of them could not all be derived. Both
  // ascending.
  std::vector<int64_t> users = {};
  std::vector<int64_t> failed_users = {};
};

// Thread-safe. Comparisons of a company, turns of its users, and single users wait apart from each other.
class TurnBackOff {
 public:
  // `clock` outlives it.
  explicit TurnBackOff(const Clock* clock) : clock_(*clock) {}

  // A turn goes on in this process: until its end the company has no other.
  void Began(CompanyId company);
  void Ended(const TurnEnd& end);

  // Takes out of `waiting` (ChangeLane::Waiting() or ReadCandidates()) what has to wait. False: nothing is left.
  bool Admit(progress::CompanyCandidates* waiting) const;
  // How many users of the company Admit() may take out.
  size_t UsersWaiting(CompanyId company) const;

 private:
  struct Wait {
    int failures = 0;
    absl::Duration until = -absl::InfiniteDuration();  // Clock::Monotonic()
  };
  struct Company {
    int turns = 0;  // that go on
    Wait whole;
    Wait some_users;
    std::map<int64_t, Wait> users;
  };

  static void Fail(Wait* wait, absl::Duration now);

  const Clock& clock_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<CompanyId, Company> companies_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cp::worker
