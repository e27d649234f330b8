// What the sync of one company did: the material of the API's answer, of the run's record and of the exit code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/base/data_version.h"
#include "libs/progress/course_progress.h"
#include "libs/progress/sync_record.h"
#include "libs/progress/sync_store.h"

namespace cp::sync {

enum class RowChange {
  kCreated,  // inserted, or deleted before
  kUpdated,
  kDeleted,  // marked deleted: gone from Moodle
};

// One row that was written. Everything but the key is empty when it was deleted. The field switches of the company have
// not been applied.
struct AffectedRow {
  progress::RowKey key;
  RowChange change = RowChange::kUpdated;
  std::string username;
  std::string email;
  std::string coursename;
  int32_t percentage_hundredths = 0;
  progress::ProgressStatus status = progress::ProgressStatus::kNotStarted;
};

enum class CompanyOutcome {
  kSucceeded,       // Moodle was read to the end and the store equals it
  kFailed,          // `record.errors` says why; what was committed stays
  kTruncated,       // stopped on request; the rest comes with the next run
  kAlreadyRunning,  // another worker holds the company's lease; nothing was done
};

// How far the sync of a company has got.
struct CompanyCounts {
  int64_t rows_read = 0;
  int64_t created = 0;  // committed, as all below
  int64_t updated = 0;
  int64_t deleted = 0;

  friend bool operator==(const CompanyCounts&, const CompanyCounts&) = default;
};

struct CompanyResult {
  progress::Company company;
  CompanyOutcome outcome = CompanyOutcome::kFailed;
  // What stopped the company, with its reason; OK when nothing did. Rows that could not be derived do not stop it: they
  // are in `record.errors` alone.
  absl::Status status;
  // Counts, times and errors, as the run's record keeps them. Only what was committed is counted.
  progress::CompanyRunRecord record;
  // Current after the last commit; nullopt when there was none.
  std::optional<DataVersion> data_version;
  std::vector<AffectedRow> affected;  // in key order, at most SyncOptions::max_affected
  int64_t affected_count = 0;         // listed or not
  std::vector<std::string> warnings;  // without personal data
  bool cache_missed = false;          // a change could not be published or cleared in time: the last warning says why
  // The comparison went on behind this user, where an earlier one had stopped; 0: from the beginning. `complete`: it
  // got to the end of both streams.
  int64_t resumed_after_user = 0;
  bool complete = false;
  // Of a comparison of some users: those with a row that can not be derived, ascending. The others are done.
  std::vector<int64_t> underivable_users;
  // Of a comparison of everything: a row that can not be derived was met, by it or earlier in its round. What waits for
  // the company stays.
  bool flawed = false;
  int64_t sanitized_values = 0;  // texts of Moodle in which NUL or invalid UTF-8 became U+FFFD
  absl::Duration elapsed;
};

// Of two turns of one company in a run, one after the other: counts and lists added up, the outcome of the second.
CompanyResult Together(CompanyResult first, CompanyResult second);

}  // namespace cp::sync
