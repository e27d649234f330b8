// Test support: what the change lane would see of a played site, and what the site's rows are.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/sync/change_feed.h"
#include "libs/sync/source.h"

namespace cp::moodle {

// As text, so that two can be compared and shown.
using RowKeyOfSite = std::tuple<int64_t, int64_t, int64_t>;  // company, user, course
using RowsOfSite = std::map<RowKeyOfSite, std::string>;

// Everything that is remembered from one look to the next, and the truth beside it.
struct Look {
  std::map<sync::Tail, int64_t> heads;
  std::map<sync::DigestKind, std::map<int64_t, std::string>> digests;
  RowsOfSite rows;                   // of all companies
  std::map<int64_t, int64_t> edges;  // user -> the next
};

// What points at something, by detector ("log", "enrolments", "course_rows", "edge"); "look" when the log asks for the
// digests.
struct Findings {
  std::set<std::string> detectors;
  std::set<int64_t> users;
  std::set<int64_t> courses;
  std::set<int64_t> companies;
  bool site = false;

  bool Covers(const RowKeyOfSite& row) const {
    const auto [company, user, course] = row;
    return site || users.contains(user) || courses.contains(course) || companies.contains(company);
  }
};

// All rows and edges of companies 1 to `companies` at `now`; `page` pairs at a time.
absl::StatusOr<RowsOfSite> ReadRows(sync::Source& source, int64_t company, int64_t now,
                                    const std::vector<int64_t>& users, size_t page, Deadline deadline,
                                    std::map<int64_t, int64_t>* edges);

absl::StatusOr<Look> LookAt(sync::Source& source, int64_t companies, int64_t now, Deadline deadline);

// What the feed says since `before`, whose time was `since`; `now` decides which edges are due.
absl::StatusOr<Findings> Find(sync::Source& source, const Look& before, int64_t since, int64_t now, Deadline deadline);

// Rows that are not the same in both.
std::vector<RowKeyOfSite> ChangedRows(const RowsOfSite& before, const RowsOfSite& after);

}  // namespace cp::moodle
