#include "libs/moodle/player/trace.h"

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/moodle/player/site_schema.h"

namespace cp::moodle {
namespace {

bool IsTime(absl::string_view column) {
  return (absl::StartsWith(column, "time") && column != "timezone") || column == "added" || column == "modifiedtime" ||
         column == "reaggregate" || column == "lastaccess" || column == "issuedate" || column == "licenseallocated";
}

// `before` null: all columns are new.
bool TellsTime(const TextRow* before, const TextRow& after, int64_t now) {
  for (size_t i = 0; i < after.names.size(); ++i) {
    if (!IsTime(after.names[i]) || (before != nullptr && before->values[i] == after.values[i])) continue;
    if (std::strtoll(after.values[i].c_str(), nullptr, 10) >= now) return true;
  }
  return false;
}

void CompareTable(absl::string_view table, const std::map<std::string, TextRow>& before,
                  const std::map<std::string, TextRow>& after, int64_t now, Trace* trace) {
  const absl::string_view name = absl::StripPrefix(table, "mdl_");
  for (const auto& [id, row] : after) {
    const auto old = before.find(id);
    if (old != before.end() && old->second.values == row.values) continue;
    const TextRow* const known = old == before.end() ? nullptr : &old->second;
    const std::string entry = absl::StrCat(name, known == nullptr ? ".insert" : ".update");
    (TellsTime(known, row, now) ? trace->stamped : trace->changed).insert(entry);
  }
  for (const auto& [id, row] : before) {
    if (after.count(id) == 0) trace->changed.insert(absl::StrCat(name, ".delete"));
  }
}

std::string CheckPart(absl::string_view part, absl::string_view expected, const std::set<std::string>& found) {
  std::set<std::string> allowed;
  std::vector<std::string> wrong;
  for (absl::string_view entry : absl::StrSplit(expected, ", ", absl::SkipEmpty())) {
    const bool optional = absl::ConsumeSuffix(&entry, "?");
    allowed.emplace(entry);
    if (!optional && found.count(std::string(entry)) == 0) wrong.push_back(absl::StrCat("no ", entry));
  }
  for (const std::string& entry : found) {
    if (allowed.count(entry) == 0) wrong.push_back(absl::StrCat("unexpected ", entry));
  }
  return wrong.empty() ? "" : absl::StrCat(part, ": ", absl::StrJoin(wrong, ", "), "; ");
}

}  // namespace

SiteRows ReadSite(SiteDb& db) {
  SiteRows rows;
  for (const std::string& table : SiteTables()) {
    std::map<std::string, TextRow>& all = rows.tables[table];
    for (TextRow& row : db.Texts(absl::StrCat("SELECT * FROM ", table))) {
      const std::string id = row.values.at(0);
      all.emplace(id, std::move(row));
    }
  }
  rows.log_head = db.Int("SELECT MAX(id) FROM mdl_logstore_standard_log");
  return rows;
}

std::string Trace::ToString() const {
  return absl::StrCat("stamped [", absl::StrJoin(stamped, ", "), "], changed [", absl::StrJoin(changed, ", "),
                      "], logged [", absl::StrJoin(logged, ", "), "]");
}

Trace Compare(SiteDb& db, const SiteRows& before, const SiteRows& after, int64_t now) {
  Trace trace;
  for (const auto& [table, rows] : after.tables) CompareTable(table, before.tables.at(table), rows, now, &trace);
  for (const TextRow& row : db.Texts(absl::StrCat("SELECT eventname FROM mdl_logstore_standard_log WHERE id > ",
                                                  before.log_head, " ORDER BY id"))) {
    const std::string& name = row.values[0];
    trace.logged.insert(name.substr(name.rfind('\\') + 1));
  }
  return trace;
}

std::string Mismatch(const Operation& operation, const Trace& trace) {
  return absl::StrCat(CheckPart("stamped", operation.stamped, trace.stamped),
                      CheckPart("changed", operation.changed, trace.changed),
                      CheckPart("logged", operation.logged, trace.logged));
}

}  // namespace cp::moodle
