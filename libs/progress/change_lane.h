// Port: what the store keeps for the change lane: where each source of change was read to, what may have changed and
// waits to be derived again, and when an enrolment window opens or closes next.
//
// The lane works in two transactions. A detection stores candidates together with the watermarks that it moves; the
// sync of a company removes its candidates in the transaction that stores its last batch (Batch::candidates). So a
// change that was seen is never lost, whatever stops in between, and a company that fails keeps its candidates without
// holding up another.
//
// A store that was set back to an older state needs no cure here: watermarks, digests, candidates, edges and rows went
// back together, so that the next detection reads again from where that state had got to. Its sequences are given a
// second time: a worker that has held a lease across the restore must not remove candidates by what it read before. Its
// fence is of the lost history and is refused: ProgressWriter::RaiseEpoch() leaves no fence of it to be given again.
//
// One worker at a time is the detector. The others serve what it found; it is followed by another one when it has not
// stored anything for as long as it said.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"

namespace cp::progress {

// All rows of a user in a company are derived again together. user_id 0: the whole company, by a full comparison. Found
// again before it was dealt with, a candidate takes the newest sequence and keeps the time at which it was found first,
// and its `found_by` unless the new one is Detection::prevailing.
struct Candidate {
  CompanyId company;
  int64_t user_id = 0;
  std::string found_by;  // name of the detector, for people: "log", "enrolments", "edge"
};

struct CompanyUser {
  CompanyId company;
  int64_t user_id = 0;

  friend auto operator<=>(const CompanyUser&, const CompanyUser&) = default;
};

// The next time at which one of the user's enrolments opens or closes without a write in Moodle.
struct UserEdge {
  int64_t user_id = 0;
  int64_t edge_at = 0;  // unix seconds
};

// What the lane remembered of one object of Moodle: when it differs, the object changed.
struct Digest {
  std::string kind;  // "course", "course_rows", "company", "site"
  int64_t id = 0;
  std::string value;  // empty in a Detection: forget it

  friend bool operator==(const Digest&, const Digest&) = default;
};

struct LaneState {
  // Grows by one with each detection that is not idle: a detection that began at another one is refused.
  int64_t sequence = 0;
  std::map<std::string, int64_t> watermarks;  // ids or the largest time value read, never a clock
  int64_t detected_at = 0;                    // unix seconds of the last detection, idle or not; 0 = never
  int64_t fresh_at = 0;                       // the last Detection::fresh_at; 0 = none
  std::string detector;                       // who it is now, by the store's clock; empty: nobody
};

// A company is marked fresh when the mark is older than this: as of then or later it was known already, and its row is
// not written at every tick.
inline constexpr int64_t kFreshStepSeconds = 5;

// One transaction. Idempotent: the same candidate twice is one.
struct Detection {
  int64_t expected_sequence = 0;
  int64_t detected_at = 0;  // unix seconds, not before the `now` that DueEdges() was asked with
  // Who is the detector from here on, for `hold` by the store's clock; zero: it leaves, for anybody. Refused while
  // another one is, unless it takes over. Empty: somebody who adds candidates, whoever is the detector.
  std::string detector;
  absl::Duration hold;
  bool takes_over = false;
  // unix seconds; MarkFresh() in the same transaction, after the candidates. 0: nobody is known to be fresh.
  int64_t fresh_at = 0;
  std::vector<Candidate> candidates;  // those of companies that the store does not know are passed over
  // Of `candidates`: a `found_by` that takes the place of another one when both find the same candidate.
  std::set<std::string> prevailing;
  bool everything = false;                    // a full comparison of every company that is not gone
  std::string everything_found_by;            // says why
  std::map<std::string, int64_t> watermarks;  // those that move, in either direction
  std::vector<Digest> digests;                // those that changed
  // Due edges that became candidates of this detection. An edge that a batch has moved beyond detected_at stays.
  std::vector<CompanyUser> edges_consumed;

  // Nothing was found: the sequence stays.
  bool IsIdle() const {
    return candidates.empty() && !everything && watermarks.empty() && digests.empty() && edges_consumed.empty();
  }
};

// What waits for one company.
struct CompanyCandidates {
  CompanyId company;
  bool full = false;                        // a full comparison is wanted
  std::vector<int64_t> users;               // ascending; at most the limit asked for
  bool more = false;                        // there are more users than that
  int64_t through = 0;                      // sequence of the newest candidate: CandidatesDone::through
  int64_t oldest_at = 0;                    // unix seconds at which the oldest of them was found
  std::map<std::string, int64_t> found_by;  // detector -> candidates
};

// Thread-safe, blocking. Errors as ProgressWriter's.
class ChangeLane {
 public:
  virtual ~ChangeLane() = default;

  virtual absl::StatusOr<LaneState> ReadLane(Deadline deadline) = 0;

  // ABORTED (STORE_CONFLICT) when somebody else has stored a detection since `expected_sequence`, or is the detector:
  // nothing was written, read the lane again. An unknown outcome is settled by reading the sequence. Returns the
  // sequence, which is that of its candidates.
  virtual absl::StatusOr<int64_t> CommitDetection(const Detection& detection, Deadline deadline) = 0;

  // Digests of a kind with ids above `after` in order, at most `limit`; empty = end.
  virtual absl::StatusOr<std::vector<Digest>> ReadDigests(const std::string& kind, int64_t after, int limit,
                                                          Deadline deadline) = 0;

  // Whose edges are at or before `now`, the earliest first, at most `limit`.
  virtual absl::StatusOr<std::vector<CompanyUser>> DueEdges(int64_t now, int limit, Deadline deadline) = 0;

  // In which companies the store has a row, live or not, of these users; in order. At most 1000 users. Costs a look-up
  // for each user and company.
  virtual absl::StatusOr<std::vector<CompanyUser>> CompaniesOfUsers(absl::Span<const int64_t> users,
                                                                    Deadline deadline) = 0;
  // Users that have a live row in one of these courses, after `after` in order, at most `limit`; empty = end. Reads up
  // to `limit` rows of each course.
  virtual absl::StatusOr<std::vector<CompanyUser>> UsersOfCourses(absl::Span<const int64_t> courses, CompanyUser after,
                                                                  int limit, Deadline deadline) = 0;

  // Companies with candidates, those that wait longest first, then by id; without their users.
  virtual absl::StatusOr<std::vector<CompanyCandidates>> Waiting(Deadline deadline) = 0;
  // Empty when none waits; NOT_FOUND for an unknown company. Sums are over all candidates, also those beyond `limit`.
  virtual absl::StatusOr<CompanyCandidates> ReadCandidates(CompanyId company, int limit, Deadline deadline) = 0;

  // source_synced_at := `read_at` for every company that was ever compared in full, is not gone, has no candidate
  // waiting and is older than that by kFreshStepSeconds. One statement. A company that a batch is just being committed
  // for may be left for the next time.
  virtual absl::Status MarkFresh(int64_t read_at, Deadline deadline) = 0;
};

}  // namespace cp::progress
