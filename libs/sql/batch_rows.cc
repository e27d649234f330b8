#include "libs/sql/batch_rows.h"

#include <string>

#include "libs/sql/list_literal.h"
#include "libs/sql/queries.h"

namespace cp::sql {
namespace {

using progress::Batch;
using progress::CourseProgress;
using progress::RowKey;

std::string StatusWord(const CourseProgress& row) { return std::string(progress::ToString(row.status)); }

void UpsertOneByOne(Session& session, const Batch& batch, int64_t version) {
  for (const CourseProgress& row : batch.upserts) {
    session.Run(query::kUpsertRow, batch.lease.company.value(), row.key.user.value(), row.key.course.value(),
                row.firstname, row.lastname, row.email, row.username, row.coursename, row.timecompleted,
                row.timestarted, row.percentage, row.activities_done, row.activities_total, StatusWord(row),
                row.last_activity, progress::ContentHash(row), version, batch.written_at);
  }
}

// A column of the batch as one array literal.
template <typename Value>
std::string Column(const Batch& batch, Value value) {
  ArrayLiteral literal;
  literal.Reserve(batch.upserts.size() * 16);
  for (const CourseProgress& row : batch.upserts) literal.Add(value(row));
  return literal.Finish();
}

void UpsertArrays(Session& session, const Batch& batch, int64_t version) {
  using Row = const CourseProgress&;
  session.Run(query::kUpsertArrays, batch.lease.company.value(), version, batch.written_at,
              Column(batch, [](Row row) { return row.key.user.value(); }),
              Column(batch, [](Row row) { return row.key.course.value(); }),
              Column(batch, [](Row row) { return absl::string_view(row.firstname); }),
              Column(batch, [](Row row) { return absl::string_view(row.lastname); }),
              Column(batch, [](Row row) { return absl::string_view(row.email); }),
              Column(batch, [](Row row) { return absl::string_view(row.username); }),
              Column(batch, [](Row row) { return absl::string_view(row.coursename); }),
              Column(batch, [](Row row) { return row.timecompleted; }),
              Column(batch, [](Row row) { return row.timestarted; }),
              Column(batch, [](Row row) { return row.percentage; }),
              Column(batch, [](Row row) { return int64_t{row.activities_done}; }),
              Column(batch, [](Row row) { return int64_t{row.activities_total}; }),
              Column(batch, [](Row row) { return progress::ToString(row.status); }),
              Column(batch, [](Row row) { return row.last_activity; }),
              Column(batch, [](Row row) { return progress::ContentHash(row); }));
}

void TombstoneOneByOne(Session& session, const Batch& batch, int64_t version) {
  for (const RowKey& key : batch.tombstones) {
    session.Run(query::kTombstoneRow, version, batch.written_at, batch.lease.company.value(), key.user.value(),
                key.course.value());
  }
}

void TombstoneArrays(Session& session, const Batch& batch, int64_t version) {
  ArrayLiteral users;
  ArrayLiteral courses;
  for (const RowKey& key : batch.tombstones) {
    users.Add(key.user.value());
    courses.Add(key.course.value());
  }
  session.Run(query::kTombstoneArrays, version, batch.written_at, users.Finish(), courses.Finish(),
              batch.lease.company.value());
}

}  // namespace

void WriteRows(Session& session, const Batch& batch, int64_t row_version) {
  const bool arrays = session.engine() == Engine::kPostgres;
  if (!batch.upserts.empty()) (arrays ? UpsertArrays : UpsertOneByOne)(session, batch, row_version);
  if (!batch.tombstones.empty()) (arrays ? TombstoneArrays : TombstoneOneByOne)(session, batch, row_version);
}

}  // namespace cp::sql
