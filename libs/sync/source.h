// Port: Moodle, as the sync worker reads it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/progress/change_lane.h"
#include "libs/progress/derive.h"
#include "libs/progress/sync_store.h"

namespace cp::sync {

struct SnapshotRequest {
  CompanyId company;
  // Unix seconds; bound wherever Moodle's rules ask for the time. The source's own clock is never used.
  int64_t now = 0;
  // Only the pairs of users with a larger id.
  int64_t after_user = 0;
  // Only the pairs of these users, ascending, at most progress::kMaxScopedUsers. Empty: of every member.
  std::vector<int64_t> users = {};
};

// One consistent, read-only view of Moodle, for one company. Not thread-safe; closing it ends the transaction.
class SourceSnapshot {
 public:
  virtual ~SourceSnapshot() = default;

  // Tables that must not be empty (user, course, enrol, user_enrolments; company and company_users with IOMAD) and are,
  // in this snapshot. Cheap: one row is looked for in each.
  virtual absl::StatusOr<std::vector<std::string>> EmptyTables(Deadline deadline) = 0;

  // The next at most `max_rows` pairs of the company in (user, course) order, into `rows` (cleared first; its capacity
  // and its strings' capacity are reused). Empty = end. Memory does not grow with the company.
  virtual absl::Status Next(size_t max_rows, std::vector<progress::PairFacts>* rows, Deadline deadline) = 0;

  // When the enrolments of the users that Next() has read since the last call open or close next, active or not, in
  // user order; users without such a time are not in it. After the end of the pairs: of every user that was asked for.
  virtual std::vector<progress::UserEdge> TakeEdges() = 0;

  // Text values in which NUL or invalid UTF-8 became U+FFFD so far.
  virtual int64_t SanitizedValues() const = 0;
};

struct SourceInfo {
  std::string kind;                // "mariadb", "mysql", "postgresql", "sqlite"
  std::string version;             // of the server
  bool iomad = false;              // false: plain Moodle, one company of all users
  int64_t clock_skew_seconds = 0;  // source's clock minus ours
};

// Thread-safe. Errors: UNAVAILABLE (SOURCE_UNAVAILABLE), FAILED_PRECONDITION (SOURCE_SCHEMA, metadata table, column;
// CONFIG_INVALID, metadata setting: account or settings are refused), DEADLINE_EXCEEDED. Never writes.
class Source {
 public:
  virtual ~Source() = default;

  // Connects and probes the schema: names the first missing table or column.
  virtual absl::StatusOr<SourceInfo> Probe(Deadline deadline) = 0;

  // Ordered by id.
  virtual absl::StatusOr<std::vector<progress::Company>> Companies(Deadline deadline) = 0;

  // Row counts of the guarded tables, O(rows): once per full run.
  virtual absl::StatusOr<progress::SourceCensus> Census(Deadline deadline) = 0;

  // A company that Moodle does not have (any more) has no pairs, whatever is left of it in other tables.
  virtual absl::StatusOr<std::unique_ptr<SourceSnapshot>> OpenSnapshot(const SnapshotRequest& request,
                                                                       Deadline deadline) = 0;

  // For a process that stops: ends within seconds what waits for Moodle, snapshots included, and refuses what comes
  // later, with CANCELLED. Never taken back.
  virtual void Interrupt() = 0;
};

}  // namespace cp::sync
