// From what a detection found to candidates in the store.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/clock.h"
#include "libs/progress/change_lane.h"
#include "libs/sync/change_feed.h"

namespace cp::sync {

// What one detection did, for logs, metrics and people.
struct DetectionReport {
  std::map<std::string, int64_t> found;  // detector -> candidates that were stored
  std::vector<std::string> everything;   // why every company is compared in full; empty = it is not
  // unix seconds; what was committed in Moodle before it was seen. Of a stand-by: what the detector says so of, 0 =
  // nothing
  int64_t read_at = 0;
  bool stood_by = false;      // another worker is the detector: Moodle was not asked
  bool looked = false;        // stamps and digests too: costs as much as Moodle's tables are large
  bool look_pending = false;  // a look was asked for, and is still to come
  int64_t statements = 0;     // on Moodle, without opening the view
  int64_t rows = 0;           // that Moodle answered with
  int64_t store_calls = 0;
  int64_t attempts = 0;  // more than 1: another worker has stored a detection meanwhile
};

// Digest kind and detector: users that a tick has found since the last look.
inline constexpr char kAgain[] = "again";
// Detector: an enrolment window opened or closed.
inline constexpr char kEdge[] = "edge";

// Whether a candidate that this detector found (Candidate::found_by) may be there because rows have vanished: from a
// look, or from what compares everything. A Moodle that is broken leads to such candidates, so it is judged before they
// are served. A tick follows rows that came: those of the tails, and edges of windows. Of a candidate that both found,
// the look is the detector.
bool IsFoundByLook(absl::string_view detector);

struct CandidateLimits {
  int page = 1000;                    // ids or rows in one call, 1..1000
  size_t max_courses = 200;           // changed at once; more = everything
  int64_t max_course_users = 20'000;  // of changed courses, in one detection; more = everything
  int64_t max_company_users = 5'000;  // of one company, in one detection; more = the whole company
};

// As whom detections are stored: Detection::detector and what follows it.
struct DetectorRight {
  std::string owner;
  absl::Duration hold;
  bool takes_over = false;
};

// Collects hints, asks Moodle and the store whom they concern, and stores candidates, a page at a time. For one
// detection: `feed` is its view, `sequence` the lane's. Not thread-safe.
class CandidateWriter {
 public:
  CandidateWriter(progress::ChangeLane& lane, ChangeFeed& feed, const CandidateLimits& limits, int64_t sequence,
                  Deadline deadline, DetectionReport* report)
      : lane_(lane), feed_(feed), limits_(limits), deadline_(deadline), report_(*report), sequence_(sequence) {}

  void Add(const Touched& touched, const std::string& found_by);
  void Add(const progress::CompanyUser& who, const std::string& found_by);
  // A full comparison of every company; hints say nothing more then.
  void AddEverything(const std::string& found_by);

  // Something was found that only the digests tell.
  bool wants_look() const { return wants_look_; }
  bool has_everything() const { return everything_; }
  // Time to Store() what was added.
  bool IsFull() const;

  // Stores what was added since the last call, and `rest` in the transaction of the last of it.
  absl::Status Store(progress::Detection rest);

  // From here on users are marked: the next look derives them again. A change that a tick has found may be taken back
  // without a trace before the look, and then the digests are what they were at the look before.
  void MarkForNextLook(bool mark) { marks_ = mark; }

  // Of what is stored from here on. REQUIRED before Store().
  void SetRight(DetectorRight right) { right_ = std::move(right); }
  // Stores nothing but that the detector is at work, as of `detected_at`.
  absl::Status KeepRight(int64_t detected_at);

  int64_t sequence() const { return sequence_; }

 private:
  absl::Status ResolveCourses();
  absl::Status ResolveCourses(const std::string& found_by, const std::vector<int64_t>& courses);
  absl::Status ResolveUsers();
  absl::Status CountCourseUsers(size_t users, const std::string& found_by);
  absl::Status StoreFullPages();
  absl::Status Commit(progress::Detection detection);
  absl::Status CommitAsDetector(progress::Detection detection);

  progress::ChangeLane& lane_;
  ChangeFeed& feed_;
  const CandidateLimits limits_;
  const Deadline deadline_;
  DetectionReport& report_;

  int64_t sequence_;
  DetectorRight right_;
  std::map<int64_t, std::string> users_;
  std::map<int64_t, std::string> courses_;
  std::map<progress::CompanyUser, std::string> found_;
  std::map<CompanyId, int64_t> company_users_;
  std::set<CompanyId> whole_companies_;
  int64_t course_users_ = 0;
  bool marks_ = false;
  bool wants_look_ = false;
  bool everything_ = false;
  bool everything_stored_ = false;
  std::string everything_found_by_;
};

}  // namespace cp::sync
