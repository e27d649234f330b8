// Port: Moodle, as the change lane looks for what may have changed. Hints only: what a hint leads to is derived afresh.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"
#include "libs/base/ids.h"
#include "libs/progress/change_lane.h"

namespace cp::sync {

// Tables whose new rows are found by their primary key, without looking at the others.
enum class Tail { kEnrolments, kActivityCompletions, kCourseCompletions, kRoleAssignments, kCompanyUsers, kLog };
inline constexpr Tail kTails[] = {Tail::kEnrolments,      Tail::kActivityCompletions, Tail::kCourseCompletions,
                                  Tail::kRoleAssignments, Tail::kCompanyUsers,        Tail::kLog};
// Stable: names a watermark in the store and a detector for people.
absl::string_view ToString(Tail tail);

// Tables with a time of change and no index on it: reading one looks at all its rows.
enum class Stamp { kUsers, kEnrolments, kActivityCompletions, kCourseCompletions, kRoleAssignments };
inline constexpr Stamp kStamps[] = {Stamp::kUsers, Stamp::kEnrolments, Stamp::kActivityCompletions,
                                    Stamp::kCourseCompletions, Stamp::kRoleAssignments};
absl::string_view ToString(Stamp stamp);

// Objects whose state is compared with what it was at the last look.
enum class DigestKind {
  kCourse,      // what changes the rows of everybody in the course; not the front page
  kCourseRows,  // how many rows the course has in tables from which rows vanish without a trace
  kCompany,     // its name, courses and members, and whether these are suspended or deleted
  kSite,        // one object, id 1: what changes the rows of everybody
};
inline constexpr DigestKind kDigestKinds[] = {DigestKind::kCourse, DigestKind::kCourseRows, DigestKind::kCompany,
                                              DigestKind::kSite};
absl::string_view ToString(DigestKind kind);  // Digest::kind

// What a hint points at.
struct Touched {
  enum class What {
    kNothing,  // nothing that we report
    kUser,     // all rows of user `id`
    kCourse,   // all rows of course `id`
    kCompany,  // all rows of company `id`
    kLook,     // something that only the digests tell: compare them now
  };
  What what = What::kNothing;
  int64_t id = 0;
};

struct TailRow {
  int64_t id = 0;
  Touched touched;
};

struct StampedRow {
  int64_t id = 0;
  int64_t time = 0;  // unix seconds, as Moodle wrote it; may be in the future
  Touched touched;
};

struct DigestRow {
  int64_t id = 0;
  // Of what existed at the last look: equal to the stored value unless something changed. Rows that came since are not
  // in it, where a tail tells of them.
  std::string before;
  std::string now;  // to be stored for the next look; never empty
};

// One consistent, read-only view of the whole site. Not thread-safe; closing it ends the transaction. Errors as
// Source's.
class ChangeFeed {
 public:
  virtual ~ChangeFeed() = default;

  // Highest primary key of each table that the site has, 0 while it is empty: a site without a log table has no kLog, a
  // plain Moodle no kCompanyUsers. One statement, whose cost does not depend on the site's size.
  virtual absl::StatusOr<std::map<Tail, int64_t>> Heads(Deadline deadline) = 0;

  // Rows with after < id <= through, in id order, at most `limit`. Empty for a table that the site does not have.
  virtual absl::StatusOr<std::vector<TailRow>> ReadTail(Tail tail, int64_t after, int64_t through, int limit,
                                                        Deadline deadline) = 0;

  // Rows with time >= since and id > after, in id order, at most `limit`.
  virtual absl::StatusOr<std::vector<StampedRow>> ReadStamped(Stamp stamp, int64_t since, int64_t after, int limit,
                                                              Deadline deadline) = 0;

  // In id order after `after`, at most `limit`; empty = end. An object that is gone has no row. `heads_before`: Heads()
  // at the last look; one that is not in it counts as 0.
  virtual absl::StatusOr<std::vector<DigestRow>> ReadDigests(DigestKind kind,
                                                             const std::map<Tail, int64_t>& heads_before, int64_t after,
                                                             int limit, Deadline deadline) = 0;

  // Users enrolled in one of the courses, active or not, after `after` in order, at most `limit`; empty = end.
  virtual absl::StatusOr<std::vector<int64_t>> UsersOfCourses(absl::Span<const int64_t> courses, int64_t after,
                                                              int limit, Deadline deadline) = 0;

  // Which companies have these users as members, suspended or not; at most 1000 users. In order.
  virtual absl::StatusOr<std::vector<progress::CompanyUser>> CompaniesOfUsers(absl::Span<const int64_t> users,
                                                                              Deadline deadline) = 0;
};

}  // namespace cp::sync
