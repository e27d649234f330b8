// A reporting store full of what is old, and what its readers feel while the real housekeeper removes it. For the test
// of that and for the program that prints the ratios.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace cp::testing {

// Beside them stays a third as many live rows as tombstones.
struct OldRowCounts {
  int64_t tombstones = 200'000;  // a multiple of 20, in 10 companies
  int64_t runs = 25'000;
  int64_t results = 25'000;  // one of each run

  int64_t Total() const { return tombstones + runs + results; }
};

// Makes the store at `dsn` (sqlite3:// or postgresql://) and fills it; `execute` runs SQL on it.
absl::Status FillWithOldRows(const std::string& dsn, const OldRowCounts& counts,
                             const std::function<absl::Status(const std::string& sql)>& execute);

// A database on SQLite in a file: what `execute` is there.
absl::Status ExecuteOnSqlite(const std::string& path, const std::string& sql);

struct RemovalMeasured {
  int64_t removed = 0;
  int64_t pieces = 0;  // transactions that removed something
  int64_t largest_piece = 0;
  absl::Duration slowest_piece;
  absl::Duration longest_rest;
  absl::Duration elapsed;  // while it removed, rests included
  // Of a page of 100 rows, ascending.
  std::vector<absl::Duration> idle;
  std::vector<absl::Duration> removing;
  std::vector<absl::Status> reader_errors;
};

// A turn of the real Housekeeper until nothing old is left, in phases of `phase` between idle ones of a third of that,
// and a reader that reads pages all the time through connections of its own. The first and the last phase are idle.
absl::StatusOr<RemovalMeasured> RemoveWhileReading(const std::string& dsn, absl::Duration phase);

// REQUIRES: not empty; 0 <= share <= 1.
absl::Duration Percentile(const std::vector<absl::Duration>& ascending, double share);

// Two lines of a table: p50, p99 and the longest of both, and the ratios.
std::string TableOf(const std::string& engine, const RemovalMeasured& measured);

}  // namespace cp::testing
