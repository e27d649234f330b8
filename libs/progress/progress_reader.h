// Port: what the read path asks of the reporting store.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"
#include "libs/base/data_version.h"
#include "libs/base/ids.h"
#include "libs/progress/course_progress.h"
#include "libs/progress/settings.h"

namespace cp::progress {

// What decides whether an answer is current. Read from the primary only.
struct CompanyVersion {
  DataVersion version;            // {epoch, 0} for a company that was never synced
  uint64_t view_version = 0;      // counts changes of what a client may see only
  int64_t source_synced_at = 0;   // unix seconds at which the source was last read completely; 0 = never
  int32_t max_records = 1000;     // company setting, so that a request can be refused before the page is read
  int32_t cache_ttl_seconds = 0;  // company setting; 0 = process default
  // From Moodle (as of the last sync): its tokens answer NO_COMPANY. Only ReadVersions() says it.
  bool gone = false;
};

struct VersionBatch {
  uint64_t epoch = 0;
  uint64_t auth_version = 0;  // grows with every change of any token
  // Companies the store does not know are absent.
  absl::flat_hash_map<CompanyId, CompanyVersion> companies;
};

// One page of a company's live rows, in RowKey order.
struct PageQuery {
  CompanyId company = {};
  int32_t limit = kDefaultLimit;  // 1..max_records
  int64_t offset = 0;             // rows to skip, >= 0; counted on live rows of visible courses
};

// Rows and the version they belong to, from one snapshot: never torn.
struct PageSnapshot {
  CompanyVersion version;
  CompanySettings settings;
  std::vector<CourseProgress> rows;  // only visible courses; all fields (the edge applies the field switches)
};

// Thread-safe; every call blocks until the store answered or the deadline passed. Errors: UNAVAILABLE
// (STORE_UNAVAILABLE), DEADLINE_EXCEEDED, ABORTED (STORE_CONFLICT: run again), INTERNAL.
class ProgressReader {
 public:
  virtual ~ProgressReader() = default;

  // Current versions, by primary key, linearizable with commits. REQUIRES: at most 1000 companies.
  virtual absl::StatusOr<VersionBatch> ReadVersions(absl::Span<const CompanyId> companies, Deadline deadline) = 0;

  // NOT_FOUND for a company the store does not know.
  virtual absl::StatusOr<PageSnapshot> ReadPage(const PageQuery& query, Deadline deadline) = 0;
};

}  // namespace cp::progress
