#include "libs/sync/row_merge.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"

namespace cp::sync {
namespace {

using progress::CourseProgress;
using progress::PairFacts;
using progress::RowKey;
using progress::StoredRow;

// Also of a pair whose ids are out of range: they are compared before they are checked.
RowKey KeyOf(const PairFacts& facts) { return {UserId(facts.user_id), CourseId(facts.course_id)}; }
const RowKey& KeyOf(const StoredRow& row) { return row.key; }

std::string Describe(const RowKey& key) {
  return absl::StrCat("user ", key.user.value(), ", course ", key.course.value());
}

bool IsInScope(const std::vector<int64_t>& users, const RowKey& key) {
  return users.empty() || std::binary_search(users.begin(), users.end(), key.user.value());
}

// Moves `position` over `rows`, whose keys must be in scope and ascend from it.
template <typename Row>
absl::Status CheckOrder(absl::string_view stream, const std::vector<Row>& rows, const std::vector<int64_t>& users,
                        std::optional<RowKey>* position) {
  for (const Row& row : rows) {
    const RowKey& key = KeyOf(row);
    if (!IsInScope(users, key)) {
      return MakeError(absl::StatusCode::kInternal, reason::kInternal,
                       absl::StrCat(stream, " gave ", Describe(key), ", who was not asked for"));
    }
    if (position->has_value() && key <= **position) {
      return MakeError(absl::StatusCode::kInternal, reason::kInternal,
                       absl::StrCat(stream, " gave ", Describe(key), " after ", Describe(**position),
                                    ": rows must ascend by user, then course, each pair once"));
    }
    *position = key;
  }
  return absl::OkStatus();
}

constexpr int64_t kNoMore = std::numeric_limits<int64_t>::max();

// The lowest user that the stream may still give a row of. `position`: of the last row in `rows`.
template <typename Row>
int64_t UserOfNext(const std::vector<Row>& rows, size_t next, bool ended, const std::optional<RowKey>& position) {
  if (next < rows.size()) return KeyOf(rows[next]).user.value();
  if (ended) return kNoMore;
  return position.has_value() ? position->user.value() : 0;
}

AffectedRow Describe(const CourseProgress& row, RowChange change) {
  AffectedRow affected;
  affected.key = row.key;
  affected.change = change;
  affected.username = row.username;
  affected.email = row.email;
  affected.coursename = row.coursename;
  affected.percentage_hundredths = progress::PercentageHundredths(row);
  affected.status = row.status;
  return affected;
}

}  // namespace

absl::Status RowMerge::OnSource() {
  source_next_ = 0;
  source_ended_ = source_.empty();
  rows_read_ += static_cast<int64_t>(source_.size());
  return CheckOrder("the source", source_, users_, &source_position_);
}

absl::Status RowMerge::OnStored(std::vector<StoredRow> rows) {
  stored_ = std::move(rows);
  stored_next_ = 0;
  stored_ended_ = stored_.empty();
  return CheckOrder("the store", stored_, users_, &stored_position_);
}

MergeNeed RowMerge::Run() {
  while (true) {
    if (changes_.size() >= batch_rows_) return MergeNeed::kCommit;
    const bool source_empty = source_next_ == source_.size();
    const bool stored_empty = stored_next_ == stored_.size();
    if (source_empty && !source_ended_) return MergeNeed::kSource;
    if (stored_empty && !stored_ended_) return MergeNeed::kStored;
    if (source_empty && stored_empty) return MergeNeed::kNothing;
    CompareHeads();
  }
}

void RowMerge::CompareHeads() {
  const PairFacts* pair = source_next_ < source_.size() ? &source_[source_next_] : nullptr;
  const StoredRow* stored = stored_next_ < stored_.size() ? &stored_[stored_next_] : nullptr;
  if (pair == nullptr || (stored != nullptr && stored->key < KeyOf(*pair))) {
    if (!stored->is_deleted) Tombstone(stored->key);
    ++stored_next_;
    return;
  }
  const bool same_key = stored != nullptr && stored->key == KeyOf(*pair);
  TakePair(same_key ? stored : nullptr);
  ++source_next_;
  if (same_key) ++stored_next_;
}

void RowMerge::TakePair(const StoredRow* stored) {
  absl::StatusOr<CourseProgress> row = progress::Derive(source_[source_next_], switches_);
  if (!row.ok()) {
    underivable_.push_back({source_[source_next_].user_id, row.status()});
  } else if (stored == nullptr || stored->is_deleted) {
    Upsert(*std::move(row), RowChange::kCreated);
  } else if (progress::ContentHash(*row) != stored->content_hash) {
    Upsert(*std::move(row), RowChange::kUpdated);
  }
}

void RowMerge::Upsert(CourseProgress row, RowChange change) {
  ++(change == RowChange::kCreated ? changes_.created : changes_.updated);
  if (ListsMore()) changes_.affected.push_back(Describe(row, change));
  ++affected_count_;
  changes_.upserts.push_back(std::move(row));
}

void RowMerge::Tombstone(const RowKey& key) {
  if (ListsMore()) {
    AffectedRow affected;
    affected.key = key;
    affected.change = RowChange::kDeleted;
    changes_.affected.push_back(std::move(affected));
  }
  ++affected_count_;
  changes_.tombstones.push_back(key);
}

Changes RowMerge::TakeChanges() { return std::exchange(changes_, Changes()); }

std::vector<UnderivablePair> RowMerge::TakeUnderivable() { return std::exchange(underivable_, {}); }

void RowMerge::BeginAfter(int64_t user) {
  source_position_ = stored_position_ = RowKey{UserId(user), CourseId(std::numeric_limits<int64_t>::max())};
}

int64_t RowMerge::SettledUser() const {
  const int64_t source = UserOfNext(source_, source_next_, source_ended_, source_position_);
  const int64_t stored = UserOfNext(stored_, stored_next_, stored_ended_, stored_position_);
  const int64_t next = std::min(source, stored);
  return next == kNoMore ? kNoMore : next - 1;
}

}  // namespace cp::sync
