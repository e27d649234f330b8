// What a write left behind in a site, as the measurement of Moodle's own operations tells it: which tables have new,
// changed or vanished rows, whether a time column tells of it, and which events were logged.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "libs/moodle/player/operations.h"
#include "libs/moodle/player/site_db.h"

namespace cp::moodle {

// All rows of all tables but the log, and the log's highest id. For small sites.
struct SiteRows {
  std::map<std::string, std::map<std::string, TextRow>> tables;  // table -> id -> row
  int64_t log_head = 0;
};

// Throws as SiteDb does.
SiteRows ReadSite(SiteDb& db);

struct Trace {
  std::set<std::string> stamped;  // "user.update": a time column became `now` or later
  std::set<std::string> changed;  // no time column did, or the row is gone
  std::set<std::string> logged;   // events, without component

  std::string ToString() const;
};

// `now`: when the write was played. Reads the log behind before.log_head.
Trace Compare(SiteDb& db, const SiteRows& before, const SiteRows& after, int64_t now);

// Empty when the trace is one that the operation leaves; otherwise what is missing or too much.
std::string Mismatch(const Operation& operation, const Trace& trace);

}  // namespace cp::moodle
