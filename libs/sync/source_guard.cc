#include "libs/sync/source_guard.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::sync {
namespace {

using progress::SourceCensus;

constexpr int64_t kSmallTable = 1000;   // rows; below, a loss of any size is plausible
constexpr int64_t kMinApart = 10 * 60;  // seconds between two censuses that count
constexpr int kEnoughAgreeing = 3;

struct Suspect {
  std::string table;
  int64_t now = 0;
  std::optional<int64_t> before;
  bool is_absent = false;  // it was counted before and is not there now
};

int64_t RowsOf(const SourceCensus& census, const std::string& table) {
  const auto it = census.rows.find(table);
  return it == census.rows.end() ? 0 : it->second;
}

// The first empty table, by name, that no accepted census counted as empty.
std::optional<std::string> NewlyEmpty(const GuardInput& input) {
  std::optional<std::string> first;
  for (const std::string& table : input.empty_tables) {
    const bool is_known = input.accepted.has_value() && EmptyTablesOf(*input.accepted).contains(table);
    if (!is_known && (!first.has_value() || table < *first)) first = table;
  }
  return first;
}

// The first table that looks broken: an absent one, else an empty one, else one that lost more than half.
std::optional<Suspect> FindSuspect(const GuardInput& input) {
  if (input.accepted.has_value()) {
    for (const auto& [table, before] : input.accepted->rows) {
      if (!input.census.rows.contains(table)) return Suspect{table, 0, before, /*is_absent=*/true};
    }
  }
  if (std::optional<std::string> table = NewlyEmpty(input); table.has_value()) {
    Suspect suspect;
    suspect.table = *std::move(table);
    if (input.accepted.has_value()) suspect.before = RowsOf(*input.accepted, suspect.table);
    return suspect;
  }
  if (!input.accepted.has_value()) return std::nullopt;
  for (const auto& [table, before] : input.accepted->rows) {
    const int64_t now = RowsOf(input.census, table);
    if (before >= kSmallTable && now < before - now) return Suspect{table, now, before, /*is_absent=*/false};
  }
  return std::nullopt;
}

bool WithinATenth(int64_t a, int64_t b) { return std::max(a, b) - std::min(a, b) <= std::max(a, b) / 10; }

bool Agree(const SourceCensus& a, const SourceCensus& b) {
  return std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && (x.second == 0) == (y.second == 0) && WithinATenth(x.second, y.second);
  });
}

absl::Status Implausible(const Suspect& suspect) {
  const std::string before = suspect.before.has_value() ? absl::StrCat(*suspect.before) : "unknown";
  return MakeError(
      absl::StatusCode::kFailedPrecondition, reason::kSourceImplausible,
      absl::StrCat("Moodle's table ", suspect.table, " holds ", suspect.now, " rows, before: ", before,
                   "; nothing was written. If that is right, sync once with --force; otherwise look at "
                   "Moodle's database. Three comparisons at least 10 minutes apart that agree are accepted, too"),
      {{"table", suspect.table}, {"now", absl::StrCat(suspect.now)}, {"before", before}});
}

absl::Status Absent(const Suspect& suspect) {
  const std::string before = absl::StrCat(*suspect.before);
  return MakeError(absl::StatusCode::kFailedPrecondition, reason::kSourceImplausible,
                   absl::StrCat("Moodle's table ", suspect.table,
                                " is not there any more, or not seen by the account; it held ", before,
                                " rows. Nothing was written. Grant SELECT on it; if the site does without it from now "
                                "on, sync once with --force"),
                   {{"table", suspect.table}, {"now", "absent"}, {"before", before}});
}

// The censuses to be stored when the run goes on.
GuardDecision GoOn(const GuardInput& input, GuardVerdict verdict) {
  GuardDecision decision;
  decision.verdict = verdict;
  decision.accepted = input.census;
  decision.accepted->agreeing = 0;
  if (input.pending.has_value() && !input.pending->rows.empty()) decision.pending = SourceCensus{};
  return decision;
}

}  // namespace

std::set<std::string> EmptyTablesOf(const SourceCensus& census) {
  std::set<std::string> empty;
  for (const auto& [table, rows] : census.rows) {
    if (rows == 0) empty.insert(table);
  }
  return empty;
}

GuardDecision JudgeSource(const GuardInput& input) {
  const std::optional<Suspect> suspect = FindSuspect(input);
  if (!suspect.has_value()) return GoOn(input, GuardVerdict::kPlausible);
  if (input.force) return GoOn(input, GuardVerdict::kForced);

  GuardDecision refusal;
  if (suspect->is_absent) {
    refusal.status = Absent(*suspect);
    return refusal;
  }
  refusal.status = Implausible(*suspect);
  const bool agrees = input.pending.has_value() && input.pending->agreeing > 0 && Agree(*input.pending, input.census);
  const int64_t apart = agrees ? input.census.counted_at - input.pending->counted_at : 0;
  if (agrees && apart >= 0 && apart < kMinApart) return refusal;  // too soon to count; what is pending stays
  // A clock that was turned back starts the count afresh.
  const int agreeing = agrees && apart >= kMinApart ? input.pending->agreeing + 1 : 1;
  if (agreeing >= kEnoughAgreeing) return GoOn(input, GuardVerdict::kAgreed);
  refusal.pending = input.census;
  refusal.pending->agreeing = agreeing;
  return refusal;
}

}  // namespace cp::sync
