// Ports: what else the sync worker keeps in the store: companies, runs, the outbox, counts of the source.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"
#include "libs/base/data_version.h"
#include "libs/progress/settings.h"
#include "libs/progress/sync_record.h"

namespace cp::progress {

struct Company {
  CompanyId id;
  std::string name;
  std::string shortname;
};

struct CompanyState {
  Company company;
  DataVersion version;
  int64_t source_synced_at = 0;  // unix seconds, 0 = never
  int64_t live_rows = 0;
  bool gone = false;  // CompanyVersion::gone
};

// Thread-safe, blocking. Errors as ProgressWriter's.
class CompanyDirectory {
 public:
  virtual ~CompanyDirectory() = default;
  // Those are in Moodle: inserts the unknown ones (version 0) and renames the known ones. A company that is missing
  // here is kept as it is.
  virtual absl::Status UpsertCompanies(const std::vector<Company>& companies, Deadline deadline) = 0;
  // Those are not in Moodle any more, until UpsertCompanies() names them again. Unknown ones are passed over.
  virtual absl::Status MarkGone(absl::Span<const CompanyId> companies, Deadline deadline) = 0;
  // Ordered by id; counts live rows, so not for a hot path.
  virtual absl::StatusOr<std::vector<CompanyState>> ListCompanies(Deadline deadline) = 0;
  // By their last MarkServed(), never first; then by source_synced_at and id.
  virtual absl::StatusOr<std::vector<Company>> OldestServedFirst(Deadline deadline) = 0;
  // The company has had its turn in a run, whatever came of it: it goes to the end of OldestServedFirst(). Success
  // alone would not do, or a company that always fails keeps the others waiting. NOT_FOUND for an unknown company.
  virtual absl::Status MarkServed(CompanyId company, Deadline deadline) = 0;
  // NOT_FOUND for an unknown company.
  virtual absl::StatusOr<CompanySettings> ReadSettings(CompanyId company, Deadline deadline) = 0;
};

// A committed version whose invalidation message has not been confirmed yet.
struct OutboxEntry {
  CompanyId company;
  DataVersion version;
  std::string run_id;
  int64_t created_at = 0;  // unix seconds
  int64_t upserted = 0;
  int64_t deleted = 0;
};

// Thread-safe, blocking.
class Outbox {
 public:
  virtual ~Outbox() = default;
  // Oldest first.
  virtual absl::StatusOr<std::vector<OutboxEntry>> ReadOutbox(int limit, Deadline deadline) = 0;
  // Removes the entries of `company` up to and including `version`: a later message supersedes the earlier ones.
  virtual absl::Status ConfirmOutbox(CompanyId company, const DataVersion& version, Deadline deadline) = 0;
};

// Site-wide row counts of the last full comparison: the guard against a source that is broken, not emptied.
struct SourceCensus {
  std::map<std::string, int64_t> rows;  // table name without prefix -> rows
  int64_t counted_at = 0;               // unix seconds
  int agreeing = 0;                     // how many implausible censuses in a row, >= 10 minutes apart, said the same
};

// How a run reports itself. Thread-safe, blocking.
class RunLog {
 public:
  virtual ~RunLog() = default;
  // Replaces a run of the same id. REQUIRES: no request_id; see ReserveRequest().
  virtual absl::Status BeginRun(const RunRecord& run, Deadline deadline) = 0;
  // BeginRun() for a run with a request_id, unless there is one of that request already, running or ended: that one is
  // returned and nothing is written. One that is abandoned does not count: it ends as kAbandoned and loses the request.
  virtual absl::StatusOr<std::optional<RunRecord>> ReserveRequest(const RunRecord& run, Deadline deadline) = 0;
  // The run is alive and has got so far (companies_planned, companies_done). Nothing happens to one that has ended.
  virtual absl::Status HeartbeatRun(const RunRecord& run, Deadline deadline) = 0;
  // Stores the run's end and its results, in place of what batches stored of them: now all is known.
  // Without request_id the run gives its request back: the next ReserveRequest() begins a new run. One that was taken
  // for abandoned meanwhile stays so.
  virtual absl::Status FinishRun(const RunRecord& run, const std::vector<CompanyRunRecord>& results,
                                 Deadline deadline) = 0;

  // `accepted` = the last census a run went on with; `pending` = the last implausible one.
  virtual absl::StatusOr<std::optional<SourceCensus>> ReadCensus(bool pending, Deadline deadline) = 0;
  virtual absl::Status WriteCensus(bool pending, const SourceCensus& census, Deadline deadline) = 0;
};

// Where a page of runs ends.
struct RunPosition {
  int64_t started_at = 0;
  std::string run_id;
};

struct RunQuery {
  int limit = 0;
  std::optional<RunPosition> after = {};  // only older ones
  std::optional<CompanyId> company = {};  // only runs that have a result of this company
};

struct RunDetails {
  RunRecord run;
  std::vector<CompanyRunRecord> companies;  // those that have a result, by id
};

// Runs as others see them, whichever worker made them. A run that is silent for kRunSilenceSeconds by the store's clock
// reads as kAbandoned. Thread-safe, blocking.
class RunHistory {
 public:
  virtual ~RunHistory() = default;
  // Newest first.
  virtual absl::StatusOr<std::vector<RunRecord>> ListRuns(const RunQuery& query, Deadline deadline) = 0;
  // NOT_FOUND for an unknown run.
  virtual absl::StatusOr<RunDetails> GetRun(const std::string& run_id, Deadline deadline) = 0;
  // Sets cancel_requested of a run that has not ended; idempotent. NOT_FOUND for an unknown run.
  virtual absl::Status RequestCancel(const std::string& run_id, Deadline deadline) = 0;
  // Those of `run_ids` that are to be cancelled. REQUIRES: at most 1000.
  virtual absl::StatusOr<std::vector<std::string>> CancelledAmong(absl::Span<const std::string> run_ids,
                                                                  Deadline deadline) = 0;
};

}  // namespace cp::progress
