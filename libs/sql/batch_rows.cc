#include "libs/sql/batch_rows.h"

#include <algorithm>
#include <string>

#include "libs/sql/copy_text.h"
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
  session.Run(
      query::kUpsertArrays, batch.lease.company.value(), Column(batch, [](Row row) { return row.key.user.value(); }),
      Column(batch, [](Row row) { return row.key.course.value(); }),
      Column(batch, [](Row row) { return absl::string_view(row.firstname); }),
      Column(batch, [](Row row) { return absl::string_view(row.lastname); }),
      Column(batch, [](Row row) { return absl::string_view(row.email); }),
      Column(batch, [](Row row) { return absl::string_view(row.username); }),
      Column(batch, [](Row row) { return absl::string_view(row.coursename); }),
      Column(batch, [](Row row) { return row.timecompleted; }), Column(batch, [](Row row) { return row.timestarted; }),
      Column(batch, [](Row row) { return row.percentage; }),
      Column(batch, [](Row row) { return int64_t{row.activities_done}; }),
      Column(batch, [](Row row) { return int64_t{row.activities_total}; }),
      Column(batch, [](Row row) { return progress::ToString(row.status); }),
      Column(batch, [](Row row) { return row.last_activity; }),
      Column(batch, [](Row row) { return progress::ContentHash(row); }), version, batch.written_at);
}

// Whether the company has no row, dead or alive, from the first key of the upserts to the last: then all of them are
// new. It stays so until the commit: who writes rows holds the company's row lock. One probe of the index, whatever the
// batch's size; the lock must be held before it, or its snapshot could miss what the last holder committed.
bool AllNew(Session& session, const Batch& batch) {
  const auto [first, last] =
      std::minmax_element(batch.upserts.begin(), batch.upserts.end(),
                          [](const CourseProgress& a, const CourseProgress& b) { return a.key < b.key; });
  return !session
              .RunForRow(query::kAnyInRange, batch.lease.company.value(), first->key.user.value(),
                         first->key.course.value(), last->key.user.value(), last->key.course.value())
              .has_value();
}

void AddText(absl::string_view text, CopyText* rows) {
  RefuseNul(text);
  rows->Add(text);
}

// In the order of kCopyRows.
void AddRow(const Batch& batch, const CourseProgress& row, int64_t version, CopyText* rows) {
  rows->Add(int64_t{batch.lease.company.value()});
  rows->Add(int64_t{row.key.user.value()});
  rows->Add(int64_t{row.key.course.value()});
  for (const std::string* text : {&row.firstname, &row.lastname, &row.email, &row.username, &row.coursename}) {
    AddText(*text, rows);
  }
  rows->Add(row.timecompleted);
  rows->Add(row.timestarted);
  rows->Add(row.percentage);
  rows->Add(int64_t{row.activities_done});
  rows->Add(int64_t{row.activities_total});
  rows->Add(progress::ToString(row.status));
  rows->Add(row.last_activity);
  rows->Add(absl::string_view(progress::ContentHash(row)));
  rows->Add(version);
  rows->Add(batch.written_at);
  rows->Add(int64_t{0});  // is_deleted
  rows->EndRow();
}

void CopyRows(Session& session, const Batch& batch, int64_t version) {
  constexpr size_t kTypicalRow = 256;
  CopyText rows;
  rows.Reserve(batch.upserts.size() * kTypicalRow);
  for (const CourseProgress& row : batch.upserts) AddRow(batch, row, version, &rows);
  session.CopyIn(query::kCopyRows, rows.text());
}

void UpsertOnPostgres(Session& session, const Batch& batch, int64_t version) {
  (AllNew(session, batch) ? CopyRows : UpsertArrays)(session, batch, version);
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
  const bool postgres = session.engine() == Engine::kPostgres;
  if (!batch.upserts.empty()) (postgres ? UpsertOnPostgres : UpsertOneByOne)(session, batch, row_version);
  if (!batch.tombstones.empty()) (postgres ? TombstoneArrays : TombstoneOneByOne)(session, batch, row_version);
}

}  // namespace cp::sql
