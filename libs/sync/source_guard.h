// The guard against a Moodle that is broken rather than emptied: a half-restored database must not be taken for a wave
// of deletions. Pure; the caller reads and stores the censuses (progress::RunLog).
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "libs/progress/sync_store.h"

namespace cp::sync {

struct GuardInput {
  std::vector<std::string> empty_tables;           // guarded tables without a row
  progress::SourceCensus census;                   // now; counted_at is ours
  std::optional<progress::SourceCensus> accepted;  // the last one that a run went on with
  std::optional<progress::SourceCensus> pending;   // the last implausible one
  bool force = false;
};

enum class GuardVerdict {
  kPlausible,
  kForced,   // implausible; the operator accepts it
  kAgreed,   // implausible, but three comparisons said the same
  kRefused,  // nothing may be written
};

struct GuardDecision {
  GuardVerdict verdict = GuardVerdict::kRefused;
  // FAILED_PRECONDITION (SOURCE_IMPLAUSIBLE; metadata table, now, before) for kRefused, else OK.
  absl::Status status;
  // To be stored at once, unless nullopt. An empty census clears the pending one.
  std::optional<progress::SourceCensus> accepted;
  std::optional<progress::SourceCensus> pending;
};

// Refused until it is forced, whatever the sizes: a table that the last accepted census counted is not counted now. The
// site would be read by other rules: without its companies, one company would get the users of all.
//
// Implausible: a guarded table is empty that the last accepted census did not count as empty, or one holds less than
// half of what it held in the last accepted census if that was 1000 rows or more. It passes with `force`, or as the
// third implausible census in a row, each at least 10 minutes after the one before and with counts within a tenth of
// it. A census that comes sooner is refused and not counted.
GuardDecision JudgeSource(const GuardInput& input);

// The tables without a row. Those of a census that a run went on with stay accepted until they hold rows again.
std::set<std::string> EmptyTablesOf(const progress::SourceCensus& census);

}  // namespace cp::sync
